import type { CurrencyCode } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Payout } from '../payouts/payout.ts';
import type { Grant } from '../rails/rail.ts';
import { type CostTerm, expectedCostMinor } from './expected-cost.ts';
import { listRemedyTerms, type RemedyTerm } from './term-store.ts';

/** Loads what payouts that are not cash give, by payout, as a rail is told it. */
export async function loadGrants(
  ctx: Context,
  payouts: readonly Payout[],
): Promise<ReadonlyMap<string, { readonly grant: Grant }>> {
  const ids = payouts.filter(({ remedy }) => remedy !== 'cash').map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.read((tx) =>
    sql<Grant & { readonly id: string }>`select payout.id, award.remedy, award.name,
        award.quantity, award.unit,
        payout.sent_at + run.valid_days * interval '1 day' as "expiresAt"
      from settlement.payout join settlement.award on award.id = payout.award_id
        join settlement.payout_run as run on run.id = payout.run_id
      where payout.id = any(${ids}::uuid[])`.execute(tx),
  );
  return new Map(rows.map(({ id, ...grant }) => [id, { grant }]));
}

/** What became of one remedy that is not cash: its nominal worth, and apart from it what it costs. */
export interface GrantTotal {
  readonly remedy: string;
  readonly name: string | null;
  readonly unit: string | null;
  readonly currency: CurrencyCode | null;
  /** Parties it was granted to, by decisions and determination runs. */
  readonly partyCount: bigint;
  /** Its nominal worth; null of what has none. */
  readonly nominalMinor: bigint | null;
  /** What it is expected to cost by the estimate on record; null without one. */
  readonly expectedCostMinor: bigint | null;
  readonly costCurrency: CurrencyCode | null;
  /** Where the estimate is from. */
  readonly costSource: string | null;
  /** Given and acknowledged, of what goes by payout runs. */
  readonly givenCount: bigint;
  readonly givenMinor: bigint;
  readonly usedMinor: bigint;
  readonly expiredMinor: bigint;
}

interface IssueRow {
  readonly remedy: string;
  readonly name: string | null;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly currency: CurrencyCode | null;
  readonly partyCount: bigint;
  readonly amountMinor: bigint | null;
}

interface GivenRow {
  readonly remedy: string;
  readonly name: string | null;
  readonly unit: string | null;
  readonly currency: CurrencyCode | null;
  readonly givenCount: bigint;
  readonly givenMinor: bigint;
  readonly usedMinor: bigint;
  readonly expiredMinor: bigint;
}

/** Gives the term that a thing has: its own by name, or that of every thing of its remedy. */
export function termOf(
  terms: readonly RemedyTerm[],
  thing: { readonly remedy: string; readonly name: string | null },
): RemedyTerm | undefined {
  const ofRemedy = terms.filter(({ remedy }) => remedy === thing.remedy);
  const own = ofRemedy.find(({ name }) => name !== '' && name === thing.name);
  return own ?? ofRemedy.find(({ name }) => name === '');
}

const keyOf = (row: Pick<GivenRow, 'remedy' | 'name' | 'unit' | 'currency'>): string =>
  JSON.stringify([row.remedy, row.name, row.unit, row.currency]);

function addIssue(totals: Map<string, GrantTotal>, issue: IssueRow, terms: readonly RemedyTerm[]) {
  const key = keyOf(issue);
  const term = termOf(terms, issue);
  const cost = expectedCostMinor(issue, term as CostTerm | undefined) ?? null;
  const before = totals.get(key);
  const sum = (left: bigint | null | undefined, right: bigint | null): bigint | null =>
    right === null ? (left ?? null) : (left ?? 0n) + right;
  totals.set(key, {
    ...{ remedy: issue.remedy, name: issue.name, unit: issue.unit, currency: issue.currency },
    partyCount: (before?.partyCount ?? 0n) + issue.partyCount,
    nominalMinor: sum(before?.nominalMinor, issue.amountMinor),
    expectedCostMinor: sum(before?.expectedCostMinor, cost),
    costCurrency:
      cost === null ? (before?.costCurrency ?? null) : (term?.currency ?? issue.currency),
    costSource: term?.source ?? null,
    ...{ givenCount: 0n, givenMinor: 0n, usedMinor: 0n, expiredMinor: 0n },
  });
}

/**
 * Lists what was granted other than in cash: its nominal worth and its expected cost apart, and how
 * much of it was given, used and has expired.
 */
export async function listGrantTotals(tx: Tx, incidentId: string): Promise<GrantTotal[]> {
  const terms = await listRemedyTerms(tx, incidentId);
  const { rows: issues } = await sql<IssueRow>`select remedy, name, unit, quantity, currency,
      sum(party_count)::bigint as "partyCount", sum(amount_minor)::bigint as "amountMinor"
    from settlement.issue where incident_id = ${incidentId}
    group by remedy, name, unit, quantity, currency
    order by remedy, name, unit, quantity, currency`.execute(tx);
  const { rows: given } = await sql<GivenRow>`select award.remedy, award.name, award.unit,
      award.currency, count(*) as "givenCount", sum(payout.amount_minor)::bigint as "givenMinor",
      coalesce(sum(lot.used_minor), 0)::bigint as "usedMinor",
      coalesce(sum(lot.expired_minor), 0)::bigint as "expiredMinor"
    from settlement.payout join settlement.award on award.id = payout.award_id
      left join settlement.lot on lot.payout_id = payout.id
    where payout.incident_id = ${incidentId} and payout.remedy <> 'cash'
      and payout.state = 'confirmed'
    group by award.remedy, award.name, award.unit, award.currency`.execute(tx);
  const totals = new Map<string, GrantTotal>();
  for (const issue of issues) addIssue(totals, issue, terms);
  for (const row of given) {
    const total = totals.get(keyOf(row));
    if (total !== undefined) totals.set(keyOf(row), { ...total, ...row });
  }
  return [...totals.values()];
}
