import { loadIncident } from '../../incident/index.ts';
import { type Instant, type LocalDate, localDateOf } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { PublishedPolicy } from '../assess-claim.ts';
import { type PolicyVersion, toPublishedPolicy, versionColumns } from './policy-queries.ts';

/** The day on which versions are asked about, in the zone of their incident. */
export interface LegalDay {
  readonly zone: string;
  readonly today: LocalDate;
}

/** Gives the local day of an instant where an incident is judged. */
export async function loadLegalDay(
  tx: Tx,
  asked: { readonly incidentId: string; readonly at: Instant },
): Promise<LegalDay> {
  const zone = (await loadIncident(tx, asked.incidentId))?.zone ?? 'UTC';
  return { zone, today: localDateOf(asked.at, zone) };
}

/**
 * When a version begins, for the order of versions: on its effective date, or on the day it was
 * published when that is later or no date is stated.
 */
export function beginsOn(zone: string) {
  return sql`greatest(effective_from, (published_at at time zone ${zone})::date)`;
}

/**
 * Lists the version in force of each policy of an incident at an instant, by policy id: of those
 * published whose effective date is not after the local day, the one that began last; of two that
 * began on one day, the one published last. A policy that has not begun is not among them.
 *
 * A version that is over by its own date stays until another begins: claims filed while it held
 * are still to be decided, and nothing else could decide them.
 *
 * @source docs/decisions/0056-version-in-force.md
 */
export async function listPoliciesInForce(
  tx: Tx,
  asked: { readonly incidentId: string; readonly at: Instant },
): Promise<readonly PolicyVersion[]> {
  const { zone, today } = await loadLegalDay(tx, asked);
  const { rows } = await sql<PolicyVersion>`
    select distinct on (policy_id) ${versionColumns} from claims.policy_version
    where incident_id = ${asked.incidentId} and published_at is not null
      and coalesce(effective_from, '-infinity'::date) <= ${today}::date
    order by policy_id, ${beginsOn(zone)} desc, publication desc`.execute(tx);
  return rows;
}

/** Lists published versions that begin on a later day than that of an instant, the earliest first. */
export async function listComingPolicies(
  tx: Tx,
  asked: { readonly incidentId: string; readonly at: Instant },
): Promise<readonly PolicyVersion[]> {
  const { today } = await loadLegalDay(tx, asked);
  const { rows } = await sql<PolicyVersion>`
    select ${versionColumns} from claims.policy_version
    where incident_id = ${asked.incidentId} and published_at is not null
      and effective_from > ${today}::date
    order by effective_from, policy_id, publication`.execute(tx);
  return rows;
}

/** Loads, parsed, the policies that answer claims of an incident at an instant. */
export async function loadClaimPolicies(
  tx: Tx,
  asked: { readonly incidentId: string; readonly at: Instant },
): Promise<readonly PublishedPolicy[]> {
  const rows = await listPoliciesInForce(tx, asked);
  return rows.filter(({ applies }) => applies === 'on_claim').map(toPublishedPolicy);
}

/**
 * Gives the published version that a document's hash names when it has not begun at an instant;
 * undefined when it has, or when nothing published has that hash.
 */
export async function loadUnbegunPolicy(
  tx: Tx,
  asked: { readonly incidentId: string; readonly hash: string; readonly at: Instant },
): Promise<(PolicyVersion & { readonly effectiveFrom: LocalDate }) | undefined> {
  const { today } = await loadLegalDay(tx, asked);
  const { rows } = await sql<PolicyVersion & { readonly effectiveFrom: LocalDate }>`
    select ${versionColumns} from claims.policy_version
    where incident_id = ${asked.incidentId} and hash = ${asked.hash} and published_at is not null
      and effective_from > ${today}::date`.execute(tx);
  return rows[0];
}
