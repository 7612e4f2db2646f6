import type { ClaimCell } from '../../claims/counts/index.ts';
import { canonicalJson, type JsonValue, type LocalDate } from '../../kernel/index.ts';
import type { IssueCell, PaymentCell, PopulationInputs } from '../../settlement/counts/index.ts';
import { type InputFile, renderTable, toInputFile } from './input-file.ts';
import { type Group, groupAnonymously } from './k-anonymous.ts';
import { mergeRanges, type Range } from './merge-ranges.ts';

/** What the rooms know, person by person or cell by cell; none of it is published as it is. */
export interface RawFigures {
  readonly claims: readonly ClaimCell[];
  readonly claimDays: readonly { readonly on: LocalDate; readonly count: bigint }[];
  readonly payments: readonly PaymentCell[];
  /** Whole days from filing to the confirmed payment, one for each payment. */
  readonly paymentDays: readonly number[];
  readonly issues: readonly IssueCell[];
  readonly populations: readonly {
    readonly policyId: string;
    readonly version: string;
    readonly inputs: PopulationInputs;
  }[];
}

/** The tables that are published, and what each column is, in the order of the file. */
export const tables = {
  claims: ['class', 'service', 'kind', 'outcome', 'claims'],
  days: ['from', 'until', 'claims'],
  payments: ['class', 'clause', 'amount_minor', 'state', 'currency', 'payments', 'total_minor'],
  delays: ['from_days', 'until_days', 'payments'],
  issues: ['clause', 'name', 'remedy', 'unit', 'currency', 'parties', 'total_minor'],
} as const;

/** The names of the files of those tables. */
export const inputNames = {
  claims: 'claims.csv',
  days: 'claims-by-day.csv',
  payments: 'payments.csv',
  delays: 'time-to-payment.csv',
  issues: 'issues.csv',
} as const;

/** Gives the name of the file with the facts that an automatic policy was applied to. */
export function populationName(policyId: string, version: string): string {
  return `population-${policyId}-${version}.json`.replaceAll(/[^A-Za-z0-9.-]/g, '-');
}

function rowOf({ key, count, sums }: Group): readonly string[] {
  return [...key, String(count), ...sums.map(String)];
}

/** Groups each currency by itself, because amounts of two are never added. */
function groupByCurrency(
  groups: readonly Group[],
  options: { readonly currencyAt: number; readonly order: readonly number[] },
): readonly Group[] {
  const { currencyAt, order } = options;
  const currencies = [...new Set(groups.map(({ key }) => key[currencyAt]))].toSorted();
  return currencies.flatMap((currency) =>
    groupAnonymously(
      groups.filter(({ key }) => key[currencyAt] === currency),
      { order },
    ),
  );
}

function makeClaims(cells: readonly ClaimCell[]): InputFile {
  const groups = cells.map(({ partyClass, service, kind, outcome, count }) => ({
    ...{ key: [partyClass, service, kind, outcome], count, sums: [] },
  }));
  // The kind goes first and the outcome last: what most readers ask is who got what.
  const rows = groupAnonymously(groups, { order: [2, 1, 0, 3] }).map(rowOf);
  return renderTable(inputNames.claims, { columns: tables.claims, rows });
}

function makeDays(days: RawFigures['claimDays']): InputFile {
  const ranges = mergeRanges(days.map(({ on, count }) => ({ from: on, until: on, count })));
  const rows = ranges.map(({ from, until, count }) => [from, until, String(count)]);
  return renderTable(inputNames.days, { columns: tables.days, rows });
}

function makePayments(cells: readonly PaymentCell[]): InputFile {
  const groups = cells.map(({ partyClass, clause, amountMinor, state, currency, count }) => ({
    key: [partyClass, clause, String(amountMinor), state, currency],
    count,
    sums: [amountMinor * count],
  }));
  const rows = groupByCurrency(groups, { currencyAt: 4, order: [2, 0, 1, 3] }).map(rowOf);
  return renderTable(inputNames.payments, { columns: tables.payments, rows });
}

// Days from filing to payment, as people speak of them; the last is open.
const delayEnds = [7, 14, 30, 60, 90, 180, 365] as const;

function makeDelays(days: readonly number[]): InputFile {
  const ranges: Range<number | ''>[] = [...delayEnds, ''].map((until, at) => {
    const from = at === 0 ? 0 : (delayEnds[at - 1] ?? 0) + 1;
    const most = until === '' ? Number.POSITIVE_INFINITY : Number(until);
    const count = BigInt(days.filter((day) => day >= from && day <= most).length);
    return { from, until: until as number | '', count };
  });
  const rows = mergeRanges(ranges).map(({ from, until, count }) => [
    String(from),
    String(until),
    String(count),
  ]);
  return renderTable(inputNames.delays, { columns: tables.delays, rows });
}

function makeIssues(cells: readonly IssueCell[]): InputFile {
  const groups = cells.map(({ clause, name, remedy, unit, currency, count, amountMinor }) => ({
    key: [clause, name ?? '', remedy, unit ?? '', currency ?? ''],
    count,
    sums: [amountMinor],
  }));
  const rows = groupByCurrency(groups, { currencyAt: 4, order: [0, 1, 3, 2] }).map(rowOf);
  return renderTable(inputNames.issues, { columns: tables.issues, rows });
}

/**
 * Makes the files that are published beside a report, and that all its figures are reckoned from:
 * nobody in them is alike to fewer than four others in all that is said.
 *
 * The same figures give the same bytes.
 */
export function makeInputs(raw: RawFigures): readonly InputFile[] {
  const populations = raw.populations.map(({ policyId, version, inputs }) =>
    toInputFile(
      populationName(policyId, version),
      `${canonicalJson(inputs as unknown as JsonValue)}\n`,
    ),
  );
  return [
    makeClaims(raw.claims),
    makeDays(raw.claimDays),
    makePayments(raw.payments),
    makeDelays(raw.paymentDays),
    makeIssues(raw.issues),
    ...populations,
  ];
}
