import { sql, type Tx } from '../platform/index.ts';

/** Claims, decisions and awards of one class at one service. */
export interface ClaimSummary {
  readonly partyClass: string;
  readonly service: string;
  readonly category: string;
  readonly kind: string;
  readonly claimCount: number;
  readonly pendingCount: number;
  readonly awardCount: number;
  readonly denyCount: number;
  readonly closeCount: number;
  /**
   * Approved money, by remedy and currency, of the last approved decision of each claim: an appeal
   * takes its place, and never grants less.
   */
  readonly awards: readonly {
    readonly remedy: string;
    readonly currency: string | null;
    readonly amountMinor: string;
    readonly count: number;
  }[];
}

/** Sums up an incident's claims by class, service, category and kind. */
export async function summariseClaims(
  tx: Tx,
  incidentId: string,
): Promise<readonly ClaimSummary[]> {
  const { rows } = await sql<ClaimSummary>`
    with keyed as (
      select c.id, c.party_class, c.service, c.category, c.kind, c.state, last.outcome,
        last.awards
      from claims.claim c left join lateral (
        select d.outcome, d.awards from claims.decision d
        where d.claim_id = c.id and d.approved_by is not null
        order by d.version desc limit 1) last on true
      where c.incident_id = ${incidentId}),
    granted as (
      select k.party_class, k.service, k.category, k.kind, a->>'remedy' as remedy,
        a->>'currency' as currency, sum((a->>'amountMinor')::numeric) as amount,
        count(*)::integer as count
      from keyed k cross join jsonb_array_elements(k.awards) a
      group by 1, 2, 3, 4, 5, 6)
    select k.party_class as "partyClass", k.service, k.category, k.kind,
      count(*)::integer as "claimCount",
      (count(*) filter (where k.state = 'decided'))::integer as "pendingCount",
      (count(*) filter (where k.outcome = 'award'))::integer as "awardCount",
      (count(*) filter (where k.outcome = 'deny'))::integer as "denyCount",
      (count(*) filter (where k.outcome = 'close'))::integer as "closeCount",
      coalesce((select jsonb_agg(jsonb_build_object('remedy', g.remedy, 'currency', g.currency,
          'amountMinor', coalesce(g.amount, 0)::text, 'count', g.count)
          order by g.remedy, g.currency)
        from granted g where g.party_class = k.party_class and g.service = k.service
          and g.category = k.category and g.kind = k.kind), '[]') as awards
    from keyed k group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(tx);
  return rows;
}

/** The class and the service of each of some claims; ids that are no claim's are left out. */
export async function listClaimKinds(
  tx: Tx,
  claimIds: readonly string[],
): Promise<readonly { claimId: string; partyClass: string; service: string }[]> {
  const { rows } = await sql<{ claimId: string; partyClass: string; service: string }>`
    select id as "claimId", party_class as "partyClass", service
    from claims.claim where id = any(${[...claimIds]}::uuid[])`.execute(tx);
  return rows;
}
