import { accept, type Instant, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import {
  type Consumer,
  type Context,
  recordAudits,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import type { ClaimState } from '../claim.ts';
import { mayActFor } from '../claim-commands.ts';
import { digestContact } from '../drafts/contact-digest.ts';
import { openPersonal } from '../privacy/sealed-claim.ts';
import { loadClaim } from '../queries.ts';
import { claimToken } from '../receipt.ts';

/** A claim as its own claimant sees it in a list; the token opens it. */
export interface OwnClaim {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly incidentId: string;
  readonly service: string;
  readonly kind: string;
  readonly state: ClaimState;
  readonly submittedAt: Instant;
  readonly token: string;
}

interface OwnRow extends Omit<OwnClaim, 'token'> {
  readonly keySalt: Buffer;
}

const ownColumns = sql`c.id as "claimId", c.number as "claimNumber", c.incident_id as "incidentId",
  c.service, c.kind, c.state, c.submitted_at as "submittedAt", c.key_salt as "keySalt"`;

const toOwn = ({ keySalt, ...row }: OwnRow): OwnClaim => ({ ...row, token: claimToken(keySalt) });

/**
 * Lists the claims in which a contact was given, the newest first, at most 50.
 *
 * @param asked.contactDigest as proving the contact gave it: whoever has it can read what is sent there
 */
export async function listClaimsOfContact(
  ctx: Context,
  asked: { readonly contactDigest: Uint8Array; readonly incidentId?: string },
): Promise<readonly OwnClaim[]> {
  requirePermission(ctx, 'claim:submit');
  const { rows } = await ctx.read((tx) =>
    sql<OwnRow>`select ${ownColumns} from claims.claim_contact k
      join claims.claim c on c.id = k.claim_id
      where k.contact_digest = ${Buffer.from(asked.contactDigest)} and c.erased_at is null
        and c.incident_id = coalesce(${asked.incidentId ?? null}::uuid, c.incident_id)
      order by c.submitted_at desc limit 50`.execute(tx),
  );
  return rows.map(toOwn);
}

/** Lists the claims of a party the company's own app vouched for, the newest first, at most 50. */
export async function listClaimsOfParty(
  ctx: Context,
  asked: { readonly incidentId: string; readonly partyId: string },
): Promise<readonly OwnClaim[]> {
  requirePermission(ctx, 'claim:submit');
  const { rows } = await ctx.read((tx) =>
    sql<OwnRow>`select ${ownColumns} from claims.claim c
      where c.incident_id = ${asked.incidentId} and c.party_id = ${asked.partyId}
        and c.erased_at is null
      order by c.submitted_at desc limit 50`.execute(tx),
  );
  return rows.map(toOwn);
}

/** Finds the one claim a token opens, as a list shows it. */
export async function findOwnClaim(
  ctx: Context,
  asked: { readonly claimId: string; readonly token: string },
): Promise<OwnClaim | undefined> {
  requirePermission(ctx, 'claim:submit');
  const { rows } = await ctx.read((tx) =>
    sql<OwnRow>`select ${ownColumns} from claims.claim c
      where c.id = ${asked.claimId} and c.erased_at is null`.execute(tx),
  );
  const [own] = rows.map(toOwn);
  return own?.token === asked.token ? own : undefined;
}

/**
 * Records that the contact of a claim was proved by a code; again changes nothing.
 *
 * @returns whether it is the contact given in the claim
 */
export async function confirmContact(
  ctx: Context,
  input: { readonly claimId: string; readonly token?: string; readonly contactDigest: Uint8Array },
): Promise<Outcome<{ readonly isConfirmed: boolean }, { readonly code: 'claim_not_found' }>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId, token } = input;
  type Answer = Outcome<{ isConfirmed: boolean }, { readonly code: 'claim_not_found' }>;
  return ctx.transact(async (tx): Promise<Answer> => {
    const row = await loadClaim(tx, claimId);
    if (row === undefined || !mayActFor(ctx, { row, token })) {
      return refuse({ code: 'claim_not_found' });
    }
    const contact = openPersonal(ctx, row)?.contact;
    const digest = Buffer.from(input.contactDigest);
    if (contact === undefined || !digestContact(ctx, contact).equals(digest)) {
      return accept({ isConfirmed: false });
    }
    const now = renderInstant(ctx.now);
    await sql`insert into claims.claim_contact (claim_id, contact_digest, confirmed_at)
      values (${claimId}, ${digest}, ${now}::timestamptz)
      on conflict (claim_id) do update set
        confirmed_at = coalesce(claim_contact.confirmed_at, excluded.confirmed_at)`.execute(tx);
    return accept({ isConfirmed: true });
  });
}

/** Gives the contact of a claim and whether a code proved it; undefined without one. */
export async function loadOwnContact(
  ctx: Context,
  asked: { readonly claimId: string; readonly token: string },
): Promise<{ readonly contact: string; readonly isConfirmed: boolean } | undefined> {
  requirePermission(ctx, 'claim:submit');
  return ctx.read(async (tx) => {
    const row = await loadClaim(tx, asked.claimId);
    if (row === undefined || !mayActFor(ctx, { row, token: asked.token })) return undefined;
    const contact = openPersonal(ctx, row)?.contact;
    if (contact === undefined || contact === '') return undefined;
    const { rows } = await sql`select 1 from claims.claim_contact
      where claim_id = ${asked.claimId} and confirmed_at is not null`.execute(tx);
    return { contact, isConfirmed: rows.length === 1 };
  });
}

interface SealedContact {
  readonly id: string;
  readonly personal: Buffer | null;
  readonly key_salt: Buffer | null;
}

// The lock keeps the claim from being erased between the reading and the writing.
async function recordContacts(
  tx: Tx,
  { ctx, claimIds }: { ctx: Context; claimIds: readonly string[] },
): Promise<void> {
  const { rows } = await sql<SealedContact>`select c.id, c.personal, c.key_salt
    from claims.claim c where c.id = any(${[...claimIds]}::uuid[]) and c.erased_at is null
      and not exists (select 1 from claims.claim_contact k where k.claim_id = c.id)
    order by c.id for key share of c`.execute(tx);
  const given = rows.flatMap((row) => {
    const contact = openPersonal(ctx, row)?.contact;
    return contact === undefined || contact === '' ? [] : [{ id: row.id, contact }];
  });
  if (given.length === 0) return;
  await sql`insert into claims.claim_contact (claim_id, contact_digest)
    select * from unnest(${given.map(({ id }) => id)}::uuid[],
      ${given.map(({ contact }) => digestContact(ctx, contact))}::bytea[])
    on conflict (claim_id) do nothing`.execute(tx);
}

/** The claims an event is about: one, as told before arrivals were gathered, or many. */
interface Arrived {
  readonly claimId?: string;
  readonly claimIds?: readonly string[];
}

/**
 * Makes a filed claim findable by its contact, whatever channel it came by. It may wait while people
 * file: a claim is found by its number meanwhile.
 */
export const contactConsumer: Consumer = {
  name: 'claims_index_contact',
  eventTypes: ['claims_arrived'],
  batchSize: 10,
  isPatient: true,
  async consume(ctx, tx, events) {
    const claimIds = events.flatMap(({ payload }) => {
      const { claimId, claimIds: many } = payload as unknown as Arrived;
      return many ?? (claimId === undefined ? [] : [claimId]);
    });
    await recordContacts(tx, { ctx, claimIds });
  },
};

/** Where a claimant said they can be reached, with what a message to them has to name. */
export interface ReachableClaimant {
  readonly contact: string;
  readonly claimNumber: string;
  readonly incidentTitle: { readonly ko: string; readonly en: string };
  readonly zone: string;
  /** the language the claim was filed in */
  readonly locale: 'ko' | 'en';
}

interface ReachRow extends SealedContact {
  readonly number: string;
  readonly titleKo: string;
  readonly titleEn: string;
  readonly zone: string;
}

/**
 * Gives where claimants are told things, by claim; an erased claim, one that is unknown and one
 * without a contact are left out. Each reading is in the audit.
 */
export async function loadReachable(
  ctx: Context,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, ReachableClaimant>> {
  requirePermission(ctx, 'payout:send');
  if (claimIds.length === 0) return new Map();
  return ctx.transact(async (tx) => {
    const { rows } = await sql<ReachRow>`select c.id, c.number, c.personal, c.key_salt,
        i.title_ko as "titleKo", i.title_en as "titleEn", i.zone
      from claims.claim c join incident.incident i on i.id = c.incident_id
      where c.id = any(${[...claimIds]}::uuid[]) and c.erased_at is null
      order by c.id`.execute(tx);
    const found = new Map<string, ReachableClaimant>();
    for (const row of rows) {
      const { contact = '', locale = 'ko' } = openPersonal(ctx, row) ?? {};
      if (contact.trim() === '') continue;
      const incidentTitle = { ko: row.titleKo, en: row.titleEn };
      const { number: claimNumber, zone } = row;
      found.set(row.id, { contact, claimNumber, incidentTitle, zone, locale });
    }
    await recordAudits(tx, { ctx, action: 'contact_read', subjects: [...found.keys()] });
    return found;
  });
}

/** Gives where the claimant of a claim is told things; undefined when erased, or no contact was given. */
export async function loadClaimContact(
  ctx: Context,
  claimId: string,
): Promise<ReachableClaimant | undefined> {
  return (await loadReachable(ctx, [claimId])).get(claimId);
}
