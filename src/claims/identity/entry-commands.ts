import {
  accept,
  instantFromEpochMs,
  type JsonValue,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import { type Context, requirePermission, sha256, sql } from '../../platform/index.ts';
import { type Assertion, type AssertionRefusal, readAssertion } from './assertion.ts';

export type EntryRefusal =
  | AssertionRefusal
  | { readonly code: 'assertion_used' }
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'entry_not_found' };

/** How long the way in stays open: from the answer to the app until its browser opens it. */
const entryLifeMs = 5 * 60_000;

const digestOf = (text: string): Buffer => Buffer.from(sha256(`amends entry 1\n${text}`));

/**
 * Takes a signed assertion from the company's own server and gives a code that opens the portal once.
 *
 * The assertion comes from server to server and never through an address: only the code does, which
 * names nobody. The same assertion again is refused, also when sent twice at once.
 *
 * @returns the code, 256 random bits
 */
export async function openEntry(
  ctx: Context,
  input: { readonly incidentId: string; readonly assertion: string },
): Promise<Outcome<{ readonly code: string; readonly expiresAtMs: number }, EntryRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { incidentId } = input;
  const trust = ctx.outside.appTrust;
  const read = await readAssertion(input.assertion, { trust, now: ctx.now });
  if (!read.ok || trust === undefined)
    return read.ok ? refuse({ code: 'assertion_not_set_up' }) : read;
  const { tokenId, ...said } = read.value;
  const code = Buffer.from(ctx.randomBytes(32)).toString('base64url');
  const salt = Buffer.from(ctx.randomBytes(32));
  const plaintext = Buffer.from(JSON.stringify(said));
  const content = Buffer.from(ctx.vault.encrypt({ salt, plaintext }));
  const expiresAtMs = ctx.now + entryLifeMs;
  const now = renderInstant(ctx.now);
  // Kept until the assertion itself is long over, so that it cannot come back.
  const until = renderInstant(
    instantFromEpochMs(Math.max(expiresAtMs, said.expiresAtMs) + 3_600_000),
  );
  const isNew = await ctx.transact(async (tx) => {
    await sql`delete from claims.app_entry where (issuer, token_digest) in (
      select issuer, token_digest from claims.app_entry where expires_at < ${now}::timestamptz
      limit 100 for update skip locked)`.execute(tx);
    const { rows } = await sql`insert into claims.app_entry
        (issuer, token_digest, code_digest, incident_id, key_salt, content, made_at, expires_at)
      select ${trust.issuer}, ${digestOf(tokenId)}, ${digestOf(code)}, incident_id, ${salt},
        ${content}, ${now}::timestamptz, ${until}::timestamptz
      from claims.questionnaire where incident_id = ${incidentId} limit 1
      on conflict (issuer, token_digest) do nothing returning 1`.execute(tx);
    if (rows.length === 1) return 'new' as const;
    const { rows: known } = await sql`select 1 from claims.questionnaire
      where incident_id = ${incidentId} limit 1`.execute(tx);
    return known.length === 0 ? ('nowhere' as const) : ('used' as const);
  });
  if (isNew === 'nowhere') return refuse({ code: 'incident_not_found', incidentId });
  return isNew === 'used' ? refuse({ code: 'assertion_used' }) : accept({ code, expiresAtMs });
}

/** What an entry lets in: what the app said, and which incident it is about. */
export type Entered = Omit<Assertion, 'tokenId' | 'expiresAtMs'> & { readonly incidentId: string };

/** Opens the portal with a code: once, within five minutes. What the app said is then forgotten. */
export async function takeEntry(
  ctx: Context,
  asked: { readonly code: string },
): Promise<Outcome<Entered, { readonly code: 'entry_not_found' }>> {
  requirePermission(ctx, 'claim:submit');
  const oldest = renderInstant(instantFromEpochMs(ctx.now - entryLifeMs));
  const row = await ctx.transact(async (tx) => {
    const { rows } = await sql<{ incidentId: string; salt: Buffer; content: Buffer }>`
      with taken as (
        select issuer, token_digest, content from claims.app_entry
        where code_digest = ${digestOf(asked.code)} and taken_at is null
          and made_at > ${oldest}::timestamptz for update)
      update claims.app_entry e set taken_at = ${renderInstant(ctx.now)}::timestamptz, content = null
      from taken where taken.issuer = e.issuer and taken.token_digest = e.token_digest
      returning e.incident_id as "incidentId", e.key_salt as salt, taken.content`.execute(tx);
    return rows[0];
  });
  if (row === undefined) return refuse({ code: 'entry_not_found' });
  const plaintext = ctx.vault.decrypt({ salt: row.salt, ciphertext: row.content });
  const { expiresAtMs: _over, ...said } = JSON.parse(
    Buffer.from(plaintext).toString('utf8'),
  ) as Assertion & Readonly<Record<string, JsonValue>>;
  return accept({ ...said, incidentId: row.incidentId });
}
