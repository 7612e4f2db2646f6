import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absRational,
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  InvariantError,
  multiplyRational,
  negateRational,
  parseRational,
  type Rational,
  rational,
  renderDecimal,
  renderFixed,
  renderRational,
  subtractRational,
} from './index.ts';

const fractions: fc.Arbitrary<Rational> = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => rational(numerator, denominator));
const zero = rational(0n);
const one = rational(1n);

describe('rational numbers are a field', () => {
  test('a rational is in lowest terms with a positive denominator', () => {
    expect(rational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(rational(0n, -7n)).toEqual({ numerator: 0n, denominator: 1n });
    expect(() => rational(1n, 0n)).toThrow(InvariantError);
  });

  test('addition and multiplication commute, associate and distribute', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(addRational(a, b)).toEqual(addRational(b, a));
        expect(multiplyRational(a, b)).toEqual(multiplyRational(b, a));
        expect(addRational(addRational(a, b), c)).toEqual(addRational(a, addRational(b, c)));
        expect(multiplyRational(multiplyRational(a, b), c)).toEqual(
          multiplyRational(a, multiplyRational(b, c)),
        );
        expect(multiplyRational(a, addRational(b, c))).toEqual(
          addRational(multiplyRational(a, b), multiplyRational(a, c)),
        );
      }),
    );
  });

  test('zero and one are neutral, and subtraction and division undo', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        expect(addRational(a, zero)).toEqual(a);
        expect(multiplyRational(a, one)).toEqual(a);
        expect(addRational(a, negateRational(a))).toEqual(zero);
        expect(addRational(subtractRational(a, b), b)).toEqual(a);
        fc.pre(b.numerator !== 0n);
        expect(multiplyRational(divideRational(a, b), b)).toEqual(a);
      }),
    );
    expect(() => divideRational(one, zero)).toThrow(InvariantError);
  });

  test('comparison agrees with the sign of the difference', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        const difference = subtractRational(a, b).numerator;
        expect(compareRational(a, b)).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
        expect(absRational(a)).toEqual(compareRational(a, zero) < 0 ? negateRational(a) : a);
      }),
    );
  });

  test('floor and ceil are the whole numbers around a value', () => {
    expect(floorRational(rational(-1n, 2n))).toBe(-1n);
    expect(ceilRational(rational(-1n, 2n))).toBe(0n);
    fc.assert(
      fc.property(fractions, (a) => {
        const below = floorRational(a);
        expect(compareRational(rational(below), a)).not.toBe(1);
        expect(compareRational(rational(below + 1n), a)).toBe(1);
        expect(ceilRational(a)).toBe(a.denominator === 1n ? below : below + 1n);
      }),
    );
  });
});

describe('rational text', () => {
  test.each([
    ['12', rational(12n)],
    ['-0.25', rational(-1n, 4n)],
    ['6/31', rational(6n, 31n)],
    ['-6/4', rational(-3n, 2n)],
    ['1_000', rational(1000n)],
    ['1_000.000_1', rational(10000001n, 10000n)],
    ['0.10', rational(1n, 10n)],
    ['-0', zero],
    ['007', rational(7n)],
  ])('%s is read exactly', (text, expected) => {
    expect(parseRational(text)).toEqual(expected);
  });

  test.each([
    ...['', ' 1', '+1', '1.', '.5', '1__0', '_1', '1_', '1._5', '1e3', '1/0', '1/-2', '1.5/2'],
    ...['1,000', '--1', '1/2/3', '１', '0x10', 'NaN', '1'.repeat(201)],
  ])('%j is refused', (text) => {
    expect(parseRational(text)).toBeUndefined();
  });

  test('what is rendered is read back', () => {
    expect(renderRational(rational(7000n))).toBe('7000');
    expect(renderRational(rational(232550n, 31n))).toBe('232550/31');
    fc.assert(
      fc.property(fractions, (a) => {
        expect(parseRational(renderRational(a))).toEqual(a);
      }),
    );
  });

  test.each([
    ['1/2', 4, '0.5'],
    ['1/3', 4, '0.3333…'],
    ['-1/3', 2, '-0.33…'],
    ['2/3', 2, '0.66…'],
    ['-1/1000', 2, '-0.00…'],
    ['7000', 2, '7000'],
    ['100', 0, '100'],
    ['1/8', 3, '0.125'],
    ['1/8', 2, '0.12…'],
    ['7/2', 0, '3…'],
    ['232550/31', 3, '7501.612…'],
  ])('%s with at most %i digits shows %s', (text, maxDigits, expected) => {
    const value = parseRational(text);
    expect(value && renderDecimal(value, { maxDigits })).toBe(expected);
  });

  test.each([
    ['1/2', 0, '1'],
    ['-1/2', 0, '-1'],
    ['1/8', 2, '0.13'],
    ['-1/1000', 2, '0.00'],
    ['99.9', 2, '99.90'],
    ['99.995', 2, '100.00'],
    ['99.9949', 2, '99.99'],
  ])('%s fixed to %i digits shows %s', (text, digits, expected) => {
    const value = parseRational(text);
    expect(value && renderFixed(value, { digits })).toBe(expected);
  });

  test('an impossible number of digits is a fault', () => {
    expect(() => renderDecimal(one, { maxDigits: -1 })).toThrow(InvariantError);
    expect(() => renderFixed(one, { digits: 0.5 })).toThrow(InvariantError);
  });
});
