import {
  accept,
  type Instant,
  instantFromEpochMs,
  type JsonValue,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import { type Context, requirePermission, sql, type Tx } from '../../platform/index.ts';
import { takeFromQuota } from './network-quota.ts';

/** How long a saved draft waits, from the last time something was written. */
export const draftLifeMs = 30 * 24 * 60 * 60_000;

/** How many drafts wait for one contact at most: as many as are listed when it is proved. */
export const draftsPerContactMax = 20;

/** Why a draft is not kept at the server; what was written stays in the browser. */
export type DraftRefusal =
  | { readonly code: 'draft_of_another' }
  | { readonly code: 'drafts_too_many'; readonly countMax: number }
  | { readonly code: 'drafts_too_often'; readonly waitSeconds: number };

/** A draft as it was saved; `content` is what the portal keeps of it. */
export interface SavedDraft {
  readonly claimId: string;
  readonly incidentId: string;
  readonly savedAt: Instant;
  readonly content: JsonValue;
}

interface DraftToSave {
  readonly claimId: string;
  readonly incidentId: string;
  readonly contactDigest: Uint8Array;
  readonly content: JsonValue;
}

/** Finds why a draft that is not stored yet finds no room; one contact's are looked at one by one. */
async function findNoRoom(
  tx: Tx,
  { ctx, digest, claimId }: { ctx: Context; digest: Buffer; claimId: string },
): Promise<DraftRefusal | undefined> {
  await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(
    tx,
  );
  const { rows } = await sql<{ isThere: boolean; count: number }>`
    select coalesce(bool_or(claim_id = ${claimId}), false) as "isThere",
      (count(*) filter (where contact_digest = ${digest}))::integer as count
    from claims.draft where contact_digest = ${digest} or claim_id = ${claimId}`.execute(tx);
  const { isThere = false, count = 0 } = rows[0] ?? {};
  if (isThere) return undefined;
  const countMax = draftsPerContactMax;
  if (count >= countMax) return { code: 'drafts_too_many', countMax };
  const waitSeconds = await takeFromQuota(tx, { ctx, what: 'draft' });
  return waitSeconds === 0 ? undefined : { code: 'drafts_too_often', waitSeconds };
}

/**
 * Saves a claim that is being written, encrypted under a salt of its own, for whoever proves the
 * contact. Saving again takes the place of what was saved; a draft of another contact is left alone.
 *
 * A contact has twenty drafts at most, and a network saves a thousand new ones an hour; a draft that
 * is there already is always saved.
 */
export async function saveDraft(
  ctx: Context,
  draft: DraftToSave,
): Promise<Outcome<true, DraftRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId } = draft;
  const salt = Buffer.from(ctx.randomBytes(32));
  const digest = Buffer.from(draft.contactDigest);
  const plaintext = Buffer.from(JSON.stringify(draft.content));
  const content = Buffer.from(ctx.vault.encrypt({ salt, plaintext }));
  const now = renderInstant(ctx.now);
  const until = renderInstant(instantFromEpochMs(ctx.now + draftLifeMs));
  return ctx.transact(async (tx): Promise<Outcome<true, DraftRefusal>> => {
    await sql`delete from claims.draft where claim_id in (select claim_id from claims.draft
      where expires_at < ${now}::timestamptz limit 100 for update skip locked)`.execute(tx);
    const noRoom = await findNoRoom(tx, { ctx, digest, claimId });
    if (noRoom !== undefined) return refuse(noRoom);
    const { rows } = await sql`insert into claims.draft
        (claim_id, incident_id, contact_digest, key_salt, content, saved_at, expires_at)
      values (${claimId}, ${draft.incidentId}, ${digest}, ${salt}, ${content},
        ${now}::timestamptz, ${until}::timestamptz)
      on conflict (claim_id) do update set key_salt = excluded.key_salt,
        content = excluded.content, saved_at = excluded.saved_at, expires_at = excluded.expires_at
      where draft.contact_digest = excluded.contact_digest returning 1`.execute(tx);
    return rows.length === 1 ? accept(true) : refuse({ code: 'draft_of_another' });
  });
}

/** Lists the drafts of a proved contact, the newest first; filed and forgotten ones are not there. */
export async function listDrafts(
  ctx: Context,
  asked: { readonly contactDigest: Uint8Array },
): Promise<readonly SavedDraft[]> {
  requirePermission(ctx, 'claim:submit');
  const digest = Buffer.from(asked.contactDigest);
  const { rows } = await ctx.read((tx) =>
    sql<Omit<SavedDraft, 'content'> & { salt: Buffer; content: Buffer }>`
      select claim_id as "claimId", incident_id as "incidentId", saved_at as "savedAt",
        key_salt as salt, content from claims.draft
      where contact_digest = ${digest} and expires_at > ${renderInstant(ctx.now)}::timestamptz
      order by saved_at desc limit ${draftsPerContactMax}`.execute(tx),
  );
  return rows.map(({ salt, content, ...draft }) => {
    const plaintext = ctx.vault.decrypt({ salt, ciphertext: content });
    return { ...draft, content: JSON.parse(Buffer.from(plaintext).toString('utf8')) as JsonValue };
  });
}

/** Forgets a draft: its claim was filed, or the claimant discards it. */
export async function forgetDraft(
  ctx: Context,
  draft: { readonly claimId: string },
): Promise<void> {
  requirePermission(ctx, 'claim:submit');
  await ctx.statement((tx) =>
    sql`delete from claims.draft where claim_id = ${draft.claimId}`.execute(tx),
  );
}
