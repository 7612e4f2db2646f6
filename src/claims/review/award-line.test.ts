import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRational,
  compareRational,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  renderRational,
} from '../../kernel/index.ts';
import { measureOf } from '../../policy/index.ts';
import { type AwardLine, findUnitClash, grantedInTurn, outstandingAwards } from './award-line.ts';

const extension = (quantity: string, unit: string, clause = '§1'): AwardLine => ({
  ...{ remedy: 'extension', name: 'the pass', quantity, unit, clause, policyHash: 'h' },
  exact: quantity,
});
const cash = (amountMinor: string, clause = '§1'): AwardLine => ({
  ...{ remedy: 'cash', amountMinor, currency: 'KRW', clause, policyHash: 'h' },
});

const told = (lines: readonly AwardLine[]): string[] =>
  lines.map(({ quantity, unit, amountMinor, clause }) =>
    [amountMinor ?? quantity, unit, clause].filter(Boolean).join(' '),
  );

describe('what is due beyond what was granted', () => {
  it.each([
    ['more of the same thing', [extension('5', 'day')], [extension('3', 'day')], ['2 day §1']],
    ['less of it', [extension('3', 'day')], [extension('5', 'day')], []],
    ['as much', [extension('3', 'day')], [extension('3', 'day')], []],
    ['by a clause of another name', [extension('3', 'day', '§9')], [extension('3', 'day')], []],
    [
      'by two clauses that come to as much',
      [extension('1', 'day', '§1'), extension('2', 'day', '§2')],
      [extension('3', 'day')],
      [],
    ],
    [
      'by two clauses that come to more',
      [extension('2', 'day', '§1'), extension('3', 'day', '§2')],
      [extension('3', 'day')],
      ['2 day §2'],
    ],
    ['in another unit of time', [extension('1', 'week')], [extension('3', 'day')], ['4/7 week §1']],
    ['in hours', [extension('3', 'day')], [extension('70', 'hour')], ['1/12 day §1']],
    ['a year after months', [extension('1', 'year')], [extension('5', 'month')], ['7/12 year §1']],
    [
      'two remedies of one clause',
      [extension('5', 'day'), cash('900')],
      [cash('400', '§7'), extension('3', 'day')],
      ['2 day §1', '500 §1'],
    ],
    [
      'another thing',
      [extension('3', 'day'), { ...extension('3', 'day'), name: 'the drawer' }],
      [extension('3', 'day')],
      ['3 day §1'],
    ],
  ])('%s', (_name, awards, granted, due) => {
    expect(told(outstandingAwards(awards, granted))).toEqual(due);
  });

  it('is nothing where a decision after a raised one comes back to the first', () => {
    const turns = ['3', '5', '5'].map((days) => [extension(days, 'day')]);
    expect(told(grantedInTurn(turns))).toEqual(['3 day §1', '2 day §1']);
  });
});

describe('months where days were granted', () => {
  it('clash, either way round, and only of one thing', () => {
    expect(findUnitClash([extension('1', 'month')], [extension('3', 'day')])).toEqual({
      ...{ granted: '3 day', found: '1 month' },
    });
    expect(findUnitClash([extension('40', 'day')], [extension('1', 'year')])).toEqual({
      ...{ granted: '1 year', found: '40 day' },
    });
    const other = { ...extension('1', 'month'), name: 'the drawer' };
    expect(findUnitClash([other], [extension('3', 'day')])).toBeUndefined();
    expect(findUnitClash([extension('1', 'week')], [extension('3', 'day')])).toBeUndefined();
  });

  it('do not clash where the days are granted as before, beside them', () => {
    const both = [extension('3', 'day'), extension('1', 'month')];
    expect(findUnitClash(both, [extension('3', 'day')])).toBeUndefined();
    expect(told(outstandingAwards(both, [extension('3', 'day')]))).toEqual(['1 month §1']);
  });
});

const zero = rational(0n);
const secondsOf = (lines: readonly AwardLine[]): Rational =>
  lines.reduce((sum, { quantity = '0', unit }) => {
    const value = parseRational(quantity) ?? zero;
    return addRational(sum, multiplyRational(value, measureOf(unit).each));
  }, zero);

describe('any sequence of decisions', () => {
  const lines = fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 9 }),
      part: fc.integer({ min: 1, max: 4 }),
      unit: fc.constantFrom('hour', 'day', 'week'),
      clause: fc.constantFrom('§1', '§2', '§3'),
    }),
    { maxLength: 3 },
  );
  const decision = lines.map((parts) =>
    parts.map(({ count, part, unit, clause }) => extension(`${count}/${part}`, unit, clause)),
  );

  it('grants the most that one of them grants, whatever clauses and units are called', () => {
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1, maxLength: 5 }), (decisions) => {
        const most = decisions
          .map(secondsOf)
          .reduce((left, right) => (compareRational(left, right) < 0 ? right : left));
        expect(renderRational(secondsOf(grantedInTurn(decisions)))).toBe(renderRational(most));
      }),
    );
  });
});
