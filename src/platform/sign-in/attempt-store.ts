import { addMs, type Instant, renderInstant } from '../../kernel/index.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { sql, type Tx } from '../database.ts';
import {
  type AttemptLimit,
  countFailure,
  decideAttempt,
  emailLimit,
  type FailedSignIns,
  forgetAfterMs,
  networkLimit,
  type SignInDelayed,
} from './limit-sign-in.ts';
import { networkOf } from './network.ts';

interface Counted {
  readonly digest: Buffer;
  readonly limit: AttemptLimit;
}

// How long a network counts as one the member signs in from.
const placeMs = 90 * 24 * 60 * 60 * 1000;

/** Keyed with a signature only this installation can make, so a reader of the table learns nothing. */
function digestOf(ctx: Context, text: string): Buffer {
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  return Buffer.from(sha256(ctx.signer.sign(Buffer.from(`amends sign-in 1\n${text}`))));
}

function networkDigest(ctx: Context): Buffer | undefined {
  const { address } = ctx;
  return address === undefined ? undefined : digestOf(ctx, `network\n${networkOf(address)}`);
}

async function isKnownPlace(
  tx: Tx,
  { email, network, now }: { email: string; network: Buffer; now: Instant },
): Promise<boolean> {
  const since = renderInstant(addMs(now, -placeMs));
  const { rows } = await sql`select 1 from platform.sign_in_place as place
    join platform.staff on staff.id = place.staff_id
    where lower(staff.email) = ${email} and place.network_digest = ${network}
      and place.signed_in_at > ${since}::timestamptz`.execute(tx);
  return rows.length > 0;
}

/**
 * Names what an attempt is counted under: the e-mail address, and the network it comes from. In a
 * network the member has signed in from before, the address is counted by itself, so that somebody
 * trying passwords elsewhere cannot keep the member out.
 */
async function countedUnder(
  tx: Tx,
  { ctx, email }: { ctx: Context; email: string },
): Promise<readonly Counted[]> {
  const plain = email.trim().toLowerCase();
  const network = networkDigest(ctx);
  const isKnown =
    network !== undefined && (await isKnownPlace(tx, { email: plain, network, now: ctx.now }));
  const place = isKnown ? network.toString('hex') : 'anywhere';
  return [
    { digest: digestOf(ctx, `email\n${plain}\n${place}`), limit: emailLimit },
    ...(network === undefined ? [] : [{ digest: network, limit: networkLimit }]),
  ];
}

async function lockFailed(
  tx: Tx,
  digests: readonly Buffer[],
): Promise<ReadonlyMap<string, FailedSignIns>> {
  // One order for everybody, so that two attempts never wait for each other.
  for (const digest of digests.toSorted((left, right) => left.compare(right))) {
    await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(
      tx,
    );
  }
  const { rows } = await sql<{ digest: Buffer; count: number; at: Instant }>`
    select digest, failure_count as count, last_failed_at as at from platform.sign_in_attempt
    where digest = any(${digests}::bytea[])`.execute(tx);
  return new Map(
    rows.map(({ digest, count, at }) => [
      digest.toString('hex'),
      { failureCount: count, lastFailedAt: at },
    ]),
  );
}

/**
 * Begins an attempt: refused while a wait lasts, else counted as failed at once, so that many
 * attempts at the same moment are counted like many in a row.
 *
 * @returns the refusal, or the digests to give to `forgiveAttempt` when it succeeds
 */
export async function beginAttempt(
  tx: Tx,
  { ctx, email }: { ctx: Context; email: string },
): Promise<{ readonly delayed?: SignInDelayed; readonly digests: readonly Buffer[] }> {
  const counted = await countedUnder(tx, { ctx, email });
  const digests = counted.map(({ digest }) => digest);
  const failed = await lockFailed(tx, digests);
  const failedOf = (digest: Buffer) => failed.get(digest.toString('hex'));
  const delayed = decideAttempt(
    counted.map(({ digest, limit }) => ({ failed: failedOf(digest), limit })),
    ctx.now,
  );
  if (delayed !== undefined) return { delayed, digests };
  const at = renderInstant(ctx.now);
  for (const digest of digests) {
    await sql`insert into platform.sign_in_attempt (digest, failure_count, last_failed_at)
      values (${digest}, ${countFailure(failedOf(digest), ctx.now)}, ${at}::timestamptz)
      on conflict (digest) do update set failure_count = excluded.failure_count,
        last_failed_at = excluded.last_failed_at`.execute(tx);
  }
  const old = renderInstant(addMs(ctx.now, -forgetAfterMs));
  await sql`delete from platform.sign_in_attempt where digest in (
      select digest from platform.sign_in_attempt
      where last_failed_at < ${old}::timestamptz limit 100 for update skip locked)`.execute(tx);
  return { digests };
}

/**
 * Takes back what `beginAttempt` counted: the e-mail address begins anew, its network has this one
 * attempt taken off only, so that an own account does not pay for tries at others.
 */
export async function forgiveAttempt(tx: Tx, digests: readonly Buffer[]): Promise<void> {
  const [email, network] = digests;
  if (email !== undefined) {
    await sql`delete from platform.sign_in_attempt where digest = ${email}`.execute(tx);
  }
  if (network === undefined) return;
  await sql`delete from platform.sign_in_attempt
    where digest = ${network} and failure_count = 1`.execute(tx);
  await sql`update platform.sign_in_attempt set failure_count = failure_count - 1
    where digest = ${network}`.execute(tx);
}

/** Remembers the network of a sign-in that succeeded. */
export async function recordPlace(
  tx: Tx,
  { ctx, staffId }: { ctx: Context; staffId: string },
): Promise<void> {
  const network = networkDigest(ctx);
  if (network === undefined) return;
  await sql`insert into platform.sign_in_place (staff_id, network_digest, signed_in_at)
    values (${staffId}, ${network}, ${renderInstant(ctx.now)}::timestamptz)
    on conflict (staff_id, network_digest) do update set signed_in_at = excluded.signed_in_at`.execute(
    tx,
  );
  const old = renderInstant(addMs(ctx.now, -placeMs));
  await sql`delete from platform.sign_in_place
    where staff_id = ${staffId} and signed_in_at <= ${old}::timestamptz`.execute(tx);
}
