import { describe, expect, test } from 'vitest';
import { type CurrencyCode, parseCurrency } from '../../kernel/index.ts';
import type { UnpaidCount } from '../../settlement/unclaimed/index.ts';
import {
  renderShown,
  showCash,
  showCashTotals,
  showClaims,
  showIssues,
  showUnpaid,
} from './shown-counts.ts';

const currency = parseCurrency('KRW') as CurrencyCode;
const claims = (partyClass: string, claimCount: number, decidedCount: number) => ({
  ...{ partyClass, claimCount, decidedCount },
});
const cash = (awardCount: bigint, paidCount: bigint, returnedCount = 0n) => ({
  ...{ partyClass: 'small_business', clause: '§2', currency, awardCount, paidCount, returnedCount },
  ...{ awardedMinor: awardCount * 30_000n, paidMinor: paidCount * 30_000n },
});

describe('claims by class', () => {
  test('say neither how many of a small class there are nor how many of it are decided', () => {
    const shown = showClaims([claims('company', 3, 2), claims('user', 40, 40)]);
    const said = shown.rows.map((row) => [
      renderShown(row.claims, 'en'),
      renderShown(row.decided, 'en'),
    ]);
    expect(said).toEqual([
      ['<5', '<5'],
      ['5 or more', 'withheld (few people)'],
    ]);
    expect(renderShown(shown.total, 'en')).toBe('43');
    expect(renderShown(shown.decidedTotal, 'en')).toBe('0 or more');
  });

  test('say of the few who still wait only that there may be some', () => {
    const shown = showClaims([claims('company', 60, 60), claims('user', 40, 39)]);
    expect(shown.rows.map(({ decided }) => renderShown(decided, 'ko'))).toEqual(['60', '36 이상']);
    expect(renderShown(shown.decidedTotal, 'ko')).toBe('96 이상');
  });
});

describe('cash by class', () => {
  test('hides the amounts of a small row, and of another that the total would tell', () => {
    const totals = [cash(2n, 2n), cash(30n, 30n), cash(900n, 900n)];
    expect(showCash(totals).map(({ awardedMinor }) => awardedMinor)).toEqual([
      undefined,
      undefined,
      27_000_000n,
    ]);
    expect(showCashTotals(totals, currency).awarded).toEqual({ kind: 'exact' });
  });

  test.each([
    [[cash(3n, 3n)], 'fewer', 'fewer'],
    [[cash(90n, 3n)], 'exact', 'fewer'],
    [[cash(90n, 87n)], 'exact', 'withheld'],
    [[cash(90n, 3n), cash(50n, 50n)], 'exact', { kind: 'at_least', amountMinor: 1_500_000n }],
    [[cash(90n, 80n), cash(50n, 50n)], 'exact', 'exact'],
    [[cash(90n, 0n)], 'exact', 'exact'],
  ] as const)('hides a total of few, or that would tell one hidden row (%#)', (totals, ...said) => {
    const [awarded, paid] = said.map((one) => (typeof one === 'string' ? { kind: one } : one));
    expect(showCashTotals(totals, currency)).toEqual({ awarded, paid });
  });

  test('tells no hidden row by the total of its currency, though all currencies are one table', () => {
    const other = { ...cash(10n, 10n), currency: parseCurrency('USD') as CurrencyCode };
    const totals = [cash(3n, 3n), cash(500n, 500n), other];
    const shown = showCash(totals).map(({ awardedMinor }) => awardedMinor);
    expect(shown).toEqual([undefined, 15_000_000n, undefined]);
    const least = { kind: 'at_least', amountMinor: 15_000_000n };
    expect(showCashTotals(totals, currency)).toEqual({ awarded: least, paid: least });
    expect(showCashTotals(totals, other.currency).awarded).toEqual({ kind: 'withheld' });
  });

  test('shows a few returns as fewer than five', () => {
    const [row] = showCash([cash(90n, 80n, 2n)]);
    expect(row?.returned).toEqual({ kind: 'fewer' });
  });
});

test('what few people were given in kind has no amount', () => {
  const issue = { remedy: 'points', name: null, clause: '§4', unit: null, quantity: null };
  const shown = showIssues([
    { ...issue, currency, partyCount: 4n, amountMinor: 17_040n },
    { ...issue, currency, partyCount: 5n, amountMinor: 21_300n },
  ]);
  expect(shown.map(({ amountMinor }) => amountMinor)).toEqual([undefined, 21_300n]);
  expect(shown.map(({ parties }) => renderShown(parties, 'en'))).toEqual(['<5', '5']);
});

describe('what did not reach its claimants', () => {
  const unpaid = (kind: UnpaidCount['kind'], awardCount: bigint): UnpaidCount => ({
    ...{ kind, currency, awardCount, amountMinor: awardCount * 30_000n },
  });
  const said = (counts: UnpaidCount[], rows = [cash(90n, 80n, 10n)]) =>
    showUnpaid(counts, showCash(rows)).map(({ awards, amountMinor }) => [
      renderShown(awards, 'en'),
      amountMinor,
    ]);

  test('is told as it is where no count is of few people', () => {
    expect(said([unpaid('returned', 10n), unpaid('given', 7n)])).toEqual([
      ['10', 300_000n],
      ['7', 210_000n],
    ]);
  });

  test('tells no count of few people, nor one that would tell it', () => {
    expect(said([unpaid('returned', 10n), unpaid('set_apart', 4n)])).toEqual([
      ['5 or more', undefined],
      ['<5', undefined],
    ]);
    const classes = [cash(90n, 80n, 10n), cash(50n, 45n, 2n)];
    expect(said([unpaid('returned', 12n)], classes)).toEqual([['5 or more', undefined]]);
  });
});
