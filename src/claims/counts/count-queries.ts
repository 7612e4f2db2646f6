import type { JsonValue, LocalDate } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';

/** How many claims are alike in who filed, about what, and how it ended. */
export interface ClaimCell {
  readonly partyClass: string;
  readonly service: string;
  readonly kind: string;
  /** `open` until a decision was approved by a second person. */
  readonly outcome: 'award' | 'deny' | 'close' | 'open';
  readonly count: bigint;
}

/** Counts claims by class, service, kind and the outcome of the last approved decision. */
export async function listClaimCells(tx: Tx, incidentId: string): Promise<readonly ClaimCell[]> {
  const { rows } = await sql<ClaimCell>`
    select c.party_class as "partyClass", c.service, c.kind,
      coalesce(last.outcome, 'open') as outcome, count(*) as count
    from claims.claim c left join lateral (
      select d.outcome from claims.decision d
      where d.claim_id = c.id and d.approved_by is not null
      order by d.version desc limit 1) last on true
    where c.incident_id = ${incidentId} group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(tx);
  return rows;
}

/** Counts the claims filed on each local day on which there was one, in order. */
export async function listClaimDays(
  tx: Tx,
  asked: { readonly incidentId: string; readonly zone: string },
): Promise<readonly { readonly on: LocalDate; readonly count: bigint }[]> {
  const { rows } = await sql<{ on: string; count: bigint }>`
    select to_char(submitted_at at time zone ${asked.zone}, 'YYYY-MM-DD') as on, count(*) as count
    from claims.claim where incident_id = ${asked.incidentId} group by 1 order by 1`.execute(tx);
  return rows.map(({ on, count }) => ({ on: on as LocalDate, count }));
}

/** How many claims about one service were filed on one local day. */
export interface ClaimDayCell {
  readonly on: LocalDate;
  readonly service: string;
  readonly count: bigint;
}

/** Counts the claims filed on each local day about each service, where there was one, in order. */
export async function listClaimDayCells(
  tx: Tx,
  asked: { readonly incidentId: string; readonly zone: string },
): Promise<readonly ClaimDayCell[]> {
  const { rows } = await sql<ClaimDayCell>`
    select to_char(submitted_at at time zone ${asked.zone}, 'YYYY-MM-DD') as on, service,
      count(*) as count
    from claims.claim where incident_id = ${asked.incidentId} group by 1, 2 order by 1, 2`.execute(
    tx,
  );
  return rows;
}

/** When the claims of some awards were filed, to tell how long a payment took. */
export async function listFilingTimes(
  tx: Tx,
  incidentId: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; ms: string }>`
    select id, (extract(epoch from submitted_at) * 1000)::bigint::text as ms
    from claims.claim where incident_id = ${incidentId}
      and state in ('approved', 'closed')`.execute(tx);
  return new Map(rows.map(({ id, ms }) => [id, Number(ms)]));
}

/** How many claims of a class were assessed under a policy version on the same facts. */
export interface AssessedFacts {
  readonly partyClass: string;
  readonly facts: { readonly [name: string]: JsonValue };
  readonly parties: number;
}

/** Counts claims by class and the facts that a policy version found of them; erased ones have none. */
export async function listAssessedFacts(
  tx: Tx,
  asked: { readonly incidentId: string; readonly policyHash: string },
): Promise<readonly AssessedFacts[]> {
  const { rows } = await sql<AssessedFacts>`
    select c.party_class as "partyClass", finding -> 'facts' as facts, count(*)::integer as parties
    from claims.claim c, jsonb_array_elements(c.assessment -> 'findings') as finding
    where c.incident_id = ${asked.incidentId} and c.erased_at is null
      and finding ->> 'policyHash' = ${asked.policyHash}
    group by 1, 2 order by 1, 2`.execute(tx);
  return rows;
}
