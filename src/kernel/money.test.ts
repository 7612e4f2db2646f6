import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyExponents } from './currencies.ts';
import {
  allocateMinor,
  compareRational,
  currencyExponent,
  divideRational,
  InvariantError,
  moneyFromMajor,
  moneyToMajor,
  multiplyRational,
  parseCurrency,
  parseRational,
  type Rational,
  type RoundingMode,
  rational,
  renderMoney,
  renderRational,
  roundRational,
  subtractRational,
} from './index.ts';

function exact(text: string): Rational {
  const value = parseRational(text);
  if (!value) throw new Error(`not a rational: ${text}`);
  return value;
}

describe('sums that floating point gets wrong', () => {
  test.each([
    ['20000', '84', '720', '3', '7000'],
    ['20000', '66', '720', '3', '5500'],
  ])('%s × %s h ÷ %s × %s is exactly %s', (fee, hours, monthHours, times, expected) => {
    const share = divideRational(multiplyRational(exact(fee), exact(hours)), exact(monthHours));
    expect(renderRational(multiplyRational(share, exact(times)))).toBe(expected);
  });

  test('the first trap is real: with daily fees, floating point is cut to 6,999', () => {
    expect(Math.floor((20_000 / 30) * (84 / 24) * 3)).toBe(6999);
    const daily = divideRational(exact('20000'), exact('30'));
    const days = divideRational(exact('84'), exact('24'));
    const sum = multiplyRational(multiplyRational(daily, days), exact('3'));
    expect(renderRational(sum)).toBe('7000');
  });

  test.each([
    ['39000', '6/31', '7550'],
    ['22000', '6/31', '4260'],
  ])('%s × %s rounded up to ten is %s', (fee, share, expected) => {
    const value = multiplyRational(exact(fee), exact(share));
    const rounded = roundRational(value, { mode: 'up', increment: rational(10n) });
    expect(renderRational(rounded)).toBe(expected);
  });
});

describe('rounding', () => {
  const modes: readonly RoundingMode[] = ['half_up', 'half_even', 'up', 'down'];
  test.each([
    // value, increment, half_up, half_even, up, down
    ['2.4', '1', '2', '2', '3', '2'],
    ['2.5', '1', '3', '2', '3', '2'],
    ['3.5', '1', '4', '4', '4', '3'],
    ['2.6', '1', '3', '3', '3', '2'],
    ['-2.4', '1', '-2', '-2', '-3', '-2'],
    ['-2.5', '1', '-3', '-2', '-3', '-2'],
    ['-3.5', '1', '-4', '-4', '-4', '-3'],
    ['2', '1', '2', '2', '2', '2'],
    ['0', '1', '0', '0', '0', '0'],
    ['1/1000', '1', '0', '0', '1', '0'],
    ['4', '10', '0', '0', '10', '0'],
    ['5', '10', '10', '0', '10', '0'],
    ['15', '10', '20', '20', '20', '10'],
    ['25', '10', '30', '20', '30', '20'],
    ['149', '100', '100', '100', '200', '100'],
    ['150', '100', '200', '200', '200', '100'],
    ['0.125', '0.01', '13/100', '3/25', '13/100', '3/25'],
    ['1.1', '0.25', '1', '1', '5/4', '1'],
  ])('%s to a multiple of %s', (value, increment, ...expected) => {
    const results = modes.map((mode) =>
      renderRational(roundRational(exact(value), { mode, increment: exact(increment) })),
    );
    expect(results).toEqual(expected);
  });

  const cases = fc.record({
    value: fc
      .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 9999n }))
      .map(([n, d]) => rational(n, d)),
    increment: fc.constantFrom('1', '10', '0.01', '100', '0.5').map(exact),
  });

  test('every result is a multiple less than one increment away, a half at most when nearest', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...modes), ({ value, increment }, mode) => {
        const rounded = roundRational(value, { mode, increment });
        expect(divideRational(rounded, increment).denominator).toBe(1n);
        const gap = divideRational(subtractRational(rounded, value), increment);
        const distance = gap.numerator < 0n ? rational(-gap.numerator, gap.denominator) : gap;
        expect(compareRational(distance, rational(1n))).toBe(-1);
        if (mode.startsWith('half')) {
          expect(compareRational(distance, rational(1n, 2n))).not.toBe(1);
        }
        expect(roundRational(rounded, { mode, increment })).toEqual(rounded);
      }),
    );
  });

  test('up never pays less and down never more than the exact value; signs mirror', () => {
    fc.assert(
      fc.property(cases, ({ value, increment }) => {
        const magnitude =
          value.numerator < 0n ? rational(-value.numerator, value.denominator) : value;
        const up = roundRational(magnitude, { mode: 'up', increment });
        const down = roundRational(magnitude, { mode: 'down', increment });
        expect(compareRational(up, magnitude)).not.toBe(-1);
        expect(compareRational(down, magnitude)).not.toBe(1);
        for (const mode of modes) {
          const mirrored = roundRational(rational(-value.numerator, value.denominator), {
            mode,
            increment,
          });
          const { numerator, denominator } = roundRational(value, { mode, increment });
          expect(mirrored).toEqual(rational(-numerator, denominator));
        }
      }),
    );
  });

  test('an increment that is not positive is a fault', () => {
    const zero = { mode: 'up', increment: rational(0n) } as const;
    expect(() => roundRational(rational(1n), zero)).toThrow(InvariantError);
    const negative = { mode: 'up', increment: rational(-1n) } as const;
    expect(() => roundRational(rational(1n), negative)).toThrow(InvariantError);
  });
});

describe('currencies', () => {
  test.each([
    ['KRW', 0],
    ['JPY', 0],
    ['VND', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['XOF', 0],
    ['USD', 2],
    ['EUR', 2],
    ['GBP', 2],
    ['HUF', 2],
    ['TWD', 2],
    ['MRU', 2],
    ['BHD', 3],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
  ])('%s has %i decimal digits', (code, exponent) => {
    expect(parseCurrency(code)).toBe(code);
    expect(currencyExponent(code)).toBe(exponent);
  });

  test.each([
    '',
    'krw',
    'KR',
    'WON',
    'HRK',
    'ZWL',
    'XAU',
    'XTS',
    'KRW ',
  ])('%j is refused', (code) => {
    expect(parseCurrency(code)).toBeUndefined();
    expect(() => currencyExponent(code)).toThrow(InvariantError);
  });

  test('every code of the table is three capitals, and none stands in it twice', () => {
    expect([...currencyExponents.keys()].filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(currencyExponents.size).toBe(164);
  });
});

describe('money', () => {
  test('major units become minor units and return', () => {
    expect(moneyFromMajor(exact('12.30'), 'USD')).toEqual({ amountMinor: 1230n, currency: 'USD' });
    expect(moneyFromMajor(exact('7550'), 'KRW')).toEqual({ amountMinor: 7550n, currency: 'KRW' });
    expect(moneyFromMajor(exact('1.001'), 'KWD').amountMinor).toBe(1001n);
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom('KRW', 'USD', 'KWD'), (amountMinor, currency) => {
        const money = { amountMinor, currency };
        expect(moneyFromMajor(moneyToMajor(money), currency)).toEqual(money);
      }),
    );
  });

  test('a fraction of a minor unit is a fault, not silently rounded', () => {
    expect(() => moneyFromMajor(exact('0.5'), 'KRW')).toThrow(InvariantError);
    expect(() => moneyFromMajor(exact('0.001'), 'USD')).toThrow(InvariantError);
    expect(() => moneyFromMajor(exact('6/31'), 'KRW')).toThrow(InvariantError);
  });

  test.each([
    [7550n, 'KRW', '7,550원', 'KRW 7,550'],
    [0n, 'KRW', '0원', 'KRW 0'],
    [999n, 'KRW', '999원', 'KRW 999'],
    [1000n, 'KRW', '1,000원', 'KRW 1,000'],
    [-1234567n, 'KRW', '-1,234,567원', 'KRW -1,234,567'],
    [1230n, 'USD', 'USD 12.30', 'USD 12.30'],
    [5n, 'USD', 'USD 0.05', 'USD 0.05'],
    [-5n, 'USD', 'USD -0.05', 'USD -0.05'],
    [123456789n, 'KWD', 'KWD 123,456.789', 'KWD 123,456.789'],
    [9007199254740993n, 'KRW', '9,007,199,254,740,993원', 'KRW 9,007,199,254,740,993'],
  ])('%i minor units of %s', (amountMinor, currency, ko, en) => {
    expect(renderMoney({ amountMinor, currency }, 'ko')).toBe(ko);
    expect(renderMoney({ amountMinor, currency }, 'en')).toBe(en);
  });
});

describe('allocation', () => {
  test.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [7n, [0n, 5n], [0n, 7n]],
    [0n, [1n, 2n], [0n, 0n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  ])('row %#: a total is shared by weight', (total, weights, expected) => {
    expect(allocateMinor(total, weights)).toEqual(expected);
  });

  test('parts sum to the total, each within one unit of its exact share, and a weight of 0 gets 0', () => {
    const weightLists = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 })
      .filter((weights) => weights.some((weight) => weight > 0n));
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        weightLists,
        (total, weights) => {
          const parts = allocateMinor(total, weights);
          const sum = weights.reduce((a, b) => a + b, 0n);
          expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
          for (const [index, part] of parts.entries()) {
            const weight = weights[index] ?? 0n;
            const gap = part * sum - total * weight;
            expect(gap < sum && gap > -sum).toBe(true);
            if (weight === 0n) expect(part).toBe(0n);
          }
        },
      ),
    );
  });

  test.each([
    [[]],
    [[0n]],
    [[1n, -1n, 2n]],
  ])('row %#: weights that share nothing are a fault', (weights) => {
    expect(() => allocateMinor(10n, weights)).toThrow(InvariantError);
  });
});
