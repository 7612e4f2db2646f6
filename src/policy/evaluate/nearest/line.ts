import {
  addRational,
  compareRational,
  divideRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from '../../../kernel/index.ts';
import { isHeld } from '../../check/quantity.ts';
import { nothing } from '../value.ts';
import type { Reach } from './reach.ts';

/**
 * A number that depends on one fact x as (a + s·x) ÷ (b + r·x). It is the same number for every x
 * when both s and r are 0, and a straight line when only r is; then b is 1.
 */
export interface Line {
  readonly kind: 'line';
  readonly a: Rational;
  readonly s: Rational;
  readonly b: Rational;
  readonly r: Rational;
}

const unity = rational(1n);
const isZero = ({ numerator }: Rational): boolean => numerator === 0n;

/** Gives a number that does not depend on the fact. */
export function constantLine(a: Rational): Line {
  return { kind: 'line', a, s: nothing, b: unity, r: nothing };
}

/** The fact itself. */
export const ownLine: Line = { kind: 'line', a: nothing, s: unity, b: unity, r: nothing };

/** Says whether a line is the same for every value of the fact. */
export function isConstant({ s, r }: Line): boolean {
  return isZero(s) && isZero(r);
}

/** Gives the value of a line at x. Its divisor is not 0 there. */
export function lineAt({ a, s, b, r }: Line, x: Rational): Rational {
  const above = addRational(a, multiplyRational(s, x));
  return divideRational(above, addRational(b, multiplyRational(r, x)));
}

/** Multiplies a line by a number. */
export function scaleLine(line: Line, factor: Rational): Line {
  const { a, s } = line;
  return tidy({ ...line, a: multiplyRational(a, factor), s: multiplyRational(s, factor) });
}

/** Gives a line whose numbers have few enough digits to go on with, as those of a value must. */
function heldLine(line: Line | undefined): Line | undefined {
  return line && [line.a, line.s, line.b, line.r].every(isHeld) ? line : undefined;
}

/** Adds two lines; undefined when the sum is no line, or too large. */
export function addLines(left: Line, right: Line): Line | undefined {
  return heldLine(sumOf(left, right));
}

function sumOf(left: Line, right: Line): Line | undefined {
  if (isConstant(left)) return shift(right, left.a);
  if (isConstant(right)) return shift(left, right.a);
  const isAlike = compareRational(left.b, right.b) === 0 && compareRational(left.r, right.r) === 0;
  if (!isAlike) return undefined;
  return tidy({ ...left, a: addRational(left.a, right.a), s: addRational(left.s, right.s) });
}

function shift(line: Line, by: Rational): Line {
  const { a, s, b, r } = line;
  return tidy({
    ...line,
    a: addRational(a, multiplyRational(b, by)),
    s: addRational(s, multiplyRational(r, by)),
  });
}

/** Turns the sign of a line. */
export function negateLine(line: Line): Line {
  return { ...line, a: negateRational(line.a), s: negateRational(line.s) };
}

/** Multiplies two lines; undefined when the product is no line, or too large. */
export function multiplyLines(left: Line, right: Line): Line | undefined {
  return heldLine(productOf(left, right));
}

function productOf(left: Line, right: Line): Line | undefined {
  if (isConstant(left)) return scaleLine(right, left.a);
  if (isConstant(right) && isZero(right.a)) return undefined;
  if (isConstant(right)) return scaleLine(left, right.a);
  return undefined;
}

/** Divides two lines; undefined when the quotient is no line, or too large. */
export function divideLines(left: Line, right: Line): Line | undefined {
  return heldLine(quotientOf(left, right));
}

function quotientOf(left: Line, right: Line): Line | undefined {
  if (isConstant(right)) return scaleLine(left, divideRational(unity, right.a));
  const { a, s, b, r } = right;
  if (isConstant(left)) return scaleLine(tidy({ kind: 'line', a: b, s: r, b: a, r: s }), left.a);
  if (!isZero(left.r) || !isZero(right.r)) return undefined;
  return tidy({ kind: 'line', a: left.a, s: left.s, b: a, r: s });
}

/** Writes a line whose divisor is fixed with 1 as its divisor. */
function tidy(line: Line): Line {
  const { a, s, b, r } = line;
  const isFlat = isZero(s) && isZero(a);
  if (isFlat) return constantLine(nothing);
  if (!isZero(r) || compareRational(b, unity) === 0) return line;
  return { kind: 'line', a: divideRational(a, b), s: divideRational(s, b), b: unity, r };
}

/** Gives the sign of a line where the fact is, and keeps the stretch in which it has that sign. */
export function signOf({ a, s, b, r }: Line, reach: Reach): -1 | 0 | 1 {
  const above = keepSign(a, s, reach);
  return (above * keepSign(b, r, reach)) as -1 | 0 | 1;
}

function keepSign(start: Rational, slope: Rational, reach: Reach): -1 | 0 | 1 {
  const value = addRational(start, multiplyRational(slope, reach.at));
  const sign = compareRational(value, nothing);
  if (isZero(slope)) return sign;
  if (sign === 0) reach.narrowToPoint();
  else reach.keepSide(divideRational(negateRational(start), slope), false);
  return sign;
}
