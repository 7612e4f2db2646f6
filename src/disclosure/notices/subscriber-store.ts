import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sha256, sql, type Tx } from '../../platform/index.ts';
import type { Channel, Choice, Subscriber, SubscriberState, Topic } from './subscriber.ts';

/** How a subscriber is reached, and the secrets of the links and of a webhook. */
export interface Reach {
  readonly contact: string;
  readonly token: string;
  /** of a webhook */
  readonly secret?: string;
}

/** A subscriber with how they are reached; the reach of one who left is forgotten. */
export interface StoredSubscriber extends Subscriber {
  readonly reach: Reach | undefined;
  readonly askedAt: Instant;
  readonly askedCount: number;
  readonly failureCount: number;
}

interface Row {
  id: string;
  channel: Channel;
  state: SubscriberState;
  locale: 'ko' | 'en';
  topics: Topic[];
  components: string[];
  key_salt: Buffer | null;
  sealed: Buffer | null;
  asked_at: Instant;
  asked_count: number;
  failure_count: number;
}

/** Gives the digest a contact is known by; keyed with what only this installation can sign. */
export function digestSubscriber(ctx: Pick<Context, 'signer'>, contact: string): Buffer {
  return Buffer.from(sha256(ctx.signer.sign(Buffer.from(`amends subscriber 1\n${contact}`))));
}

/** Gives the digest a link's token is kept as. */
export function digestToken(token: string): Buffer {
  return Buffer.from(sha256(`amends subscription 1\n${token}`));
}

/** Encrypts how a subscriber is reached. */
export function sealReach(
  ctx: Pick<Context, 'vault' | 'randomBytes'>,
  reach: Reach,
): { salt: Buffer; sealed: Buffer } {
  const salt = ctx.randomBytes(32);
  const plaintext = Buffer.from(JSON.stringify(reach));
  const sealed = ctx.vault.encrypt({ salt, plaintext });
  return { salt: Buffer.from(salt), sealed: Buffer.from(sealed) };
}

/** Opens how a subscriber is reached; undefined once they left. */
export function openReach(
  ctx: Pick<Context, 'vault'>,
  row: { readonly key_salt: Buffer | null; readonly sealed: Buffer | null },
): Reach | undefined {
  if (row.key_salt === null || row.sealed === null) return undefined;
  const plain = ctx.vault.decrypt({ salt: row.key_salt, ciphertext: row.sealed });
  return JSON.parse(Buffer.from(plain).toString('utf8')) as Reach;
}

function toSubscriber(ctx: Context, row: Row): StoredSubscriber {
  return {
    id: row.id,
    channel: row.channel,
    state: row.state,
    locale: row.locale,
    topics: row.topics,
    components: row.components,
    reach: openReach(ctx, row),
    askedAt: row.asked_at,
    askedCount: row.asked_count,
    failureCount: row.failure_count,
  };
}

/** Loads and locks the subscriber a contact or a link's token belongs to. */
export async function lockSubscriber(
  ctx: Context,
  tx: Tx,
  by: { readonly contactDigest: Buffer } | { readonly tokenDigest: Buffer },
): Promise<StoredSubscriber | undefined> {
  const which =
    'contactDigest' in by
      ? sql`contact_digest = ${by.contactDigest}`
      : sql`token_digest = ${by.tokenDigest}`;
  const { rows } = await sql<Row>`select id, channel, state, locale, topics, components, key_salt,
      sealed, asked_at, asked_count, failure_count
    from disclosure.subscriber where ${which} for update`.execute(tx);
  return rows[0] === undefined ? undefined : toSubscriber(ctx, rows[0]);
}

/** Lets one request about a contact go on at a time; ends with the transaction. */
export async function lockContact(tx: Tx, digest: Buffer): Promise<void> {
  const [high, low] = [digest.readInt32BE(0), digest.readInt32BE(4)];
  await sql`select pg_advisory_xact_lock(${high}, ${low})`.execute(tx);
}

/** Somebody new, with everything that is kept of them. */
export interface NewSubscriber extends Choice {
  readonly id: string;
  readonly channel: Channel;
  readonly reach: Reach;
  readonly contactDigest: Buffer;
  readonly state: 'asked' | 'confirmed';
}

/** Records new subscribers. */
export async function recordSubscribers(
  tx: Tx,
  ctx: Context,
  subscribers: readonly NewSubscriber[],
): Promise<void> {
  const rows = subscribers.map(({ reach, contactDigest, ...row }) => {
    const { salt, sealed } = sealReach(ctx, reach);
    const hex = (bytes: Buffer): string => bytes.toString('hex');
    return {
      ...{ ...row, contact: hex(contactDigest), salt: hex(salt), sealed: hex(sealed) },
      token: hex(digestToken(reach.token)),
    };
  });
  const now = renderInstant(ctx.now);
  await sql`insert into disclosure.subscriber (id, channel, contact_digest, key_salt, sealed,
      token_digest, locale, topics, components, state, asked_at, confirmed_at)
    select r.id, r.channel, decode(r.contact, 'hex'), decode(r.salt, 'hex'),
      decode(r.sealed, 'hex'), decode(r.token, 'hex'), r.locale, r.topics, r.components, r.state,
      ${now}::timestamptz, case when r.state = 'confirmed' then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, channel text,
      contact text, salt text, sealed text, token text, locale text, topics text[],
      components text[], state text)`.execute(tx);
}

/** Records that a confirmation goes out once more, with the choice of the latest request. */
export async function recordAskedAgain(
  tx: Tx,
  asked: { id: string; askedAt: Instant; askedCount: number; choice?: Choice },
): Promise<void> {
  const { id, askedAt, askedCount, choice } = asked;
  await sql`update disclosure.subscriber set asked_at = ${renderInstant(askedAt)}::timestamptz,
    asked_count = ${askedCount} where id = ${id}`.execute(tx);
  if (choice !== undefined) await recordChoice(tx, { id, choice });
}

/** Records what a subscriber wants to hear. */
export async function recordChoice(tx: Tx, to: { id: string; choice: Choice }): Promise<void> {
  const { locale, topics, components } = to.choice;
  await sql`update disclosure.subscriber set locale = ${locale}, topics = ${[...topics]}::text[],
    components = ${[...components]}::text[] where id = ${to.id}`.execute(tx);
}

/** Records that a subscriber confirmed, or that staff ask a disabled webhook again. */
export async function recordConfirmed(tx: Tx, ctx: Context, id: string): Promise<void> {
  await sql`update disclosure.subscriber set state = 'confirmed', failure_count = 0,
    confirmed_at = coalesce(confirmed_at, ${renderInstant(ctx.now)}::timestamptz)
    where id = ${id}`.execute(tx);
}

/** Forgets how a subscriber is reached and everything that could tell who it was. */
export async function recordLeft(tx: Tx, ctx: Context, id: string): Promise<void> {
  await sql`update disclosure.subscriber set state = 'left', contact_digest = null,
    key_salt = null, sealed = null, left_at = ${renderInstant(ctx.now)}::timestamptz
    where id = ${id}`.execute(tx);
}

/** Counts a notice that a webhook never took; after the given number, or when it is gone, it rests. */
export async function recordWebhookFailure(
  tx: Tx,
  failure: { id: string; isGone: boolean; failuresMax: number },
): Promise<void> {
  const { id, isGone, failuresMax } = failure;
  await sql`update disclosure.subscriber set failure_count = failure_count + 1,
    state = case when state = 'confirmed' and (${isGone} or failure_count + 1 >= ${failuresMax})
      then 'disabled' else state end
    where id = ${id}`.execute(tx);
}

/** Begins to count anew, because a webhook took a notice. */
export async function recordWebhookTook(tx: Tx, id: string): Promise<void> {
  await sql`update disclosure.subscriber set failure_count = 0 where id = ${id}`.execute(tx);
}

/** Deletes requests that nobody confirmed in time. */
export async function forgetUnconfirmed(tx: Tx, before: Instant): Promise<void> {
  await sql`delete from disclosure.subscriber where id in (select id from disclosure.subscriber
    where state = 'asked' and asked_at < ${renderInstant(before)}::timestamptz limit 100
    for update skip locked)`.execute(tx);
}
