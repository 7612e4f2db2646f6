import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
  roundRational,
  subtractRational,
} from '../../../kernel/index.ts';
import {
  addExact,
  ceilExact,
  compareExact,
  divideExact,
  exactOf,
  floorExact,
  multiplyExact,
  negateExact,
  rationalOf,
  roundExact,
  subtractExact,
} from './exact-number.ts';

const whole = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
);
const some: fc.Arbitrary<Rational> = fc
  .tuple(
    whole,
    fc.oneof(
      fc.constant(1n),
      whole.filter((one) => one !== 0n),
    ),
  )
  .map(([above, below]) => rational(above, below));
const modes = fc.constantFrom('up', 'down', 'half_up', 'half_even' as const);

test('every operation gives what big integers give, at any size', () => {
  fc.assert(
    fc.property(some, some, (left, right) => {
      const [a, b] = [exactOf(left), exactOf(right)];
      expect(rationalOf(addExact(a, b))).toEqual(addRational(left, right));
      expect(rationalOf(subtractExact(a, b))).toEqual(subtractRational(left, right));
      expect(rationalOf(multiplyExact(a, b))).toEqual(multiplyRational(left, right));
      expect(rationalOf(negateExact(a))).toEqual(negateRational(left));
      expect(Math.sign(compareExact(a, b))).toBe(compareRational(left, right));
      expect(rationalOf(floorExact(a)).numerator).toBe(floorRational(left));
      expect(rationalOf(ceilExact(a)).numerator).toBe(ceilRational(left));
      if (right.numerator === 0n) return;
      expect(rationalOf(divideExact(a, b))).toEqual(divideRational(left, right));
    }),
    { numRuns: 3_000 },
  );
});

test('rounding gives what the rounding of big integers gives', () => {
  const increment = some.filter(({ numerator }) => numerator > 0n);
  fc.assert(
    fc.property(some, modes, increment, (value, mode, by) => {
      const rounded = roundExact(exactOf(value), mode, exactOf(by));
      expect(rationalOf(rounded)).toEqual(roundRational(value, { mode, increment: by }));
    }),
    { numRuns: 3_000 },
  );
});

test('zero is never negative', () => {
  expect(Object.is(multiplyExact(0, -5), 0)).toBe(true);
  expect(Object.is(negateExact(0), 0)).toBe(true);
  expect(Object.is(divideExact(0, -5), 0)).toBe(true);
});
