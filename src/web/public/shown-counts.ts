import type { ClassTotal, IssueTotal } from '../../settlement/index.ts';
import type { UnpaidCount } from '../../settlement/unclaimed/index.ts';
import type { ClaimCount } from './incident-view.ts';
import { type Locale, publicWords } from './public-layout.tsx';
import { type ShownCount, showPart, showSum, suppressCounts } from './suppress-counts.ts';

/** Gives a count with the separators of the language. */
export function renderCount(count: bigint | number, locale: Locale): string {
  return count.toLocaleString(locale === 'ko' ? 'ko-KR' : 'en-GB');
}

/** Gives a count as the page says it: '1,234', '<5', '86 or more', or that it is withheld. */
export function renderShown(shown: ShownCount, locale: Locale): string {
  const words = publicWords(locale);
  if (shown.kind === 'fewer') return '<5';
  if (shown.kind === 'withheld') return words.withheld;
  const count = renderCount(shown.count, locale);
  return shown.kind === 'exact' ? count : words.atLeast(count);
}

/** The claims of one class as they are shown. */
export interface ShownClaims {
  readonly partyClass: string;
  readonly claims: ShownCount;
  readonly decided: ShownCount;
}

/** Gives claims and decisions by class with the counts of few people hidden, and their totals. */
export function showClaims(counts: readonly ClaimCount[]): {
  readonly rows: readonly ShownClaims[];
  readonly total: ShownCount;
  readonly decidedTotal: ShownCount;
} {
  const { rows, total } = suppressCounts(counts.map(({ claimCount }) => BigInt(claimCount)));
  const shownRows = counts.map(({ partyClass, claimCount, decidedCount }, at): ShownClaims => {
    const shown = rows[at] ?? { kind: 'withheld' };
    const decided = showPart(BigInt(decidedCount), { whole: BigInt(claimCount), shown });
    return { partyClass, claims: shown, decided };
  });
  const decidedTotal =
    total.kind === 'fewer' ? total : showSum(shownRows.map(({ decided }) => decided));
  return { rows: shownRows, total, decidedTotal };
}

/** Cash of one class and clause as it is shown; an absent amount is withheld. */
export interface ShownCash extends Pick<ClassTotal, 'partyClass' | 'clause' | 'currency'> {
  readonly awards: ShownCount;
  readonly awardedMinor?: bigint;
  readonly paid: ShownCount;
  readonly paidMinor?: bigint;
  readonly returned: ShownCount;
}

function showCashRow(row: ClassTotal, awards: ShownCount): ShownCash {
  const { partyClass, clause, currency, awardedMinor, paidMinor } = row;
  const whole = { whole: row.awardCount, shown: awards };
  const paid = showPart(row.paidCount, whole);
  return {
    ...{ partyClass, clause, currency, awards, paid },
    returned: showPart(row.returnedCount, whole),
    ...(awards.kind === 'exact' ? { awardedMinor } : {}),
    // Awards of one clause are often alike, so that an amount would tell the count behind it.
    ...(paid.kind === 'exact' ? { paidMinor } : {}),
  };
}

const isFew = (count: bigint): boolean => count > 0n && count < 5n;

const sum = (counts: readonly bigint[]): bigint => counts.reduce((all, one) => all + one, 0n);

/** Gives cash by class and clause with the rows of few people hidden. */
export function showCash(totals: readonly ClassTotal[]): readonly ShownCash[] {
  const { rows: shown } = suppressCounts(totals.map(({ awardCount }) => awardCount));
  return totals.map((row, at) => showCashRow(row, shown[at] ?? { kind: 'withheld' }));
}

/**
 * How a total of money is shown: as it is, not at all because it is of fewer than five, as what the
 * rows that are shown come to, or not at all because it would tell what few of them had.
 */
export type ShownTotal =
  | { readonly kind: 'exact' | 'fewer' | 'withheld' }
  | { readonly kind: 'at_least'; readonly amountMinor: bigint };

/**
 * Says how the total of rows may stand beside them: not exactly when it is of few people, nor when
 * just one row is hidden, which the difference would tell. The sum of the rows that are shown tells
 * nothing that they do not.
 */
function showTotal(count: bigint, amounts: readonly (bigint | undefined)[]): ShownTotal {
  if (isFew(count)) return { kind: 'fewer' };
  const shown = amounts.filter((amount) => amount !== undefined);
  if (amounts.length - shown.length !== 1) return { kind: 'exact' };
  const amountMinor = sum(shown);
  return amountMinor > 0n ? { kind: 'at_least', amountMinor } : { kind: 'withheld' };
}

/** Says how the totals of one currency are shown beside the table of cash, in which all stand. */
export function showCashTotals(
  totals: readonly ClassTotal[],
  currency: ClassTotal['currency'],
): { readonly awarded: ShownTotal; readonly paid: ShownTotal } {
  const isOf = (row: Pick<ClassTotal, 'currency'>): boolean => row.currency === currency;
  const [own, rows] = [totals.filter(isOf), showCash(totals).filter(isOf)];
  const awardCount = sum(own.map((row) => row.awardCount));
  const paidCount = sum(own.map((row) => row.paidCount));
  return {
    awarded: showTotal(
      awardCount,
      rows.map(({ awardedMinor }) => awardedMinor),
    ),
    paid: showTotal(
      paidCount,
      rows.map(({ paidMinor }) => paidMinor),
    ),
  };
}

/** What was issued in kind as it is shown; an absent amount is withheld, null is none. */
export interface ShownIssue extends Omit<IssueTotal, 'partyCount' | 'amountMinor'> {
  readonly parties: ShownCount;
  readonly amountMinor?: bigint | null;
}

/** Gives what was issued in kind with the counts of few people hidden; there is no total of it. */
export function showIssues(issues: readonly IssueTotal[]): readonly ShownIssue[] {
  return issues.map(({ partyCount, amountMinor, ...issue }) =>
    isFew(partyCount)
      ? { ...issue, parties: { kind: 'fewer' } }
      : { ...issue, parties: { kind: 'exact', count: partyCount }, amountMinor },
  );
}

/** What did not reach claimants as it is shown; an absent amount is withheld. */
export interface ShownUnpaid extends Pick<UnpaidCount, 'kind' | 'currency'> {
  readonly awards: ShownCount;
  readonly amountMinor?: bigint;
}

/**
 * Gives what did not reach claimants with the counts of few people hidden.
 *
 * The same payments are counted by class in the table of cash. So where a count is of few people,
 * here or among what came back there, the others here are given as five or more, and no amounts.
 */
export function showUnpaid(
  counts: readonly UnpaidCount[],
  cash: readonly ShownCash[],
): readonly ShownUnpaid[] {
  const areClassesExact = cash.every(({ returned }) => returned.kind === 'exact');
  const isExact = areClassesExact && !counts.some(({ awardCount }) => isFew(awardCount));
  return counts.map(({ kind, currency, awardCount, amountMinor }): ShownUnpaid => {
    if (isFew(awardCount)) return { kind, currency, awards: { kind: 'fewer' } };
    return isExact
      ? { kind, currency, awards: { kind: 'exact', count: awardCount }, amountMinor }
      : { kind, currency, awards: { kind: 'at_least', count: 5n } };
  });
}
