import {
  addRational,
  compareRational,
  negateRational,
  type Rational,
  rational,
} from '../../../kernel/index.ts';
import { isHeld } from '../../check/quantity.ts';
import type { ArithmeticOperator, Expression } from '../../expression.ts';
import type { Evaluation } from '../evaluation.ts';
import { isStop, type Value } from '../value.ts';
import {
  addLines,
  constantLine,
  divideLines,
  isConstant,
  type Line,
  lineAt,
  multiplyLines,
  negateLine,
  scaleLine,
  signOf,
} from './line.ts';
import { type LineKind, numberOfValue } from './number-value.ts';
import type { Reach } from './reach.ts';
import { orderOfStair, type Stair, type StairMode, settleStair, stairOf } from './stair.ts';

/** What an expression is along the fact: a line, a line in steps, or a value that stays the same. */
export type Followed =
  | Line
  | Stair
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Followed> }
  | { readonly kind: 'list'; readonly entries: readonly FollowedEntry[] };

/** A value of a list along the fact, and how many times it stands there. */
export interface FollowedEntry extends Followable {
  readonly times: bigint;
}

/** What `each` stands for along the fact: at the fact's value, and at any other if that is known. */
export interface Followable {
  readonly followed: Followed;
  readonly plain: Value;
  readonly at?: (number: Rational) => Value;
}

/** Where in a list the value that is moved stands: which entry, and which field of a record. */
export interface ItemPlace {
  readonly index: number;
  readonly field?: string;
}

/** One fact being followed, where it is, and the stretch in which all that was met stays so. */
export interface Following {
  readonly name: string;
  readonly kind: LineKind;
  /** The value of the fact where the number that moves is another. */
  readonly ownAt: (number: Rational) => Value;
  /** The place in the list, when the fact is one. */
  readonly item?: ItemPlace;
  /** What `each` stands for, when it changes along the fact. */
  readonly each?: Followable;
  readonly reach: Reach;
  /** An evaluation in which the fact has the value at which it is followed. */
  readonly evaluation: Evaluation;
  readonly memo: Map<string, Followed>;
  /** What does not depend on the fact followed, by expression: the same for every fact and value. */
  readonly settled: Map<Expression, Value>;
}

/** Gives a value that does not change along the fact. */
export function fixed(value: Value): Followed {
  const number = value.kind === 'number' ? value.value : undefined;
  return number ? constantLine(number) : { kind: 'value', value };
}

/** Says whether a value changes along the fact. */
export function isChanging(followed: Followed): boolean {
  if (followed.kind === 'line') return !isConstant(followed);
  if (followed.kind === 'record') return [...followed.fields.values()].some(isChanging);
  if (followed.kind === 'list') return followed.entries.some((entry) => isChanging(entry.followed));
  return followed.kind === 'stair';
}

/** Gives a followed number as a line; a stair is settled on the step it is at. */
export function lineOf(followed: Followed, reach: Reach): Line | undefined {
  if (followed.kind === 'line') return followed;
  if (followed.kind === 'stair') return settleStair(followed, reach);
  if (followed.kind !== 'value') return undefined;
  const number = numberOfValue(followed.value);
  return number && constantLine(number);
}

/** Says whether a followed value ends the calculation, and how. */
export function stopIn(followed: Followed): Value | undefined {
  return followed.kind === 'value' && isStop(followed.value) ? followed.value : undefined;
}

/** Adds, subtracts, multiplies or divides; undefined when the result is no line, or too large. */
export function reckon(
  operator: ArithmeticOperator,
  {
    left,
    right,
    reach,
  }: { readonly left: Followed; readonly right: Followed; readonly reach: Reach },
): Followed | undefined {
  const whole = stairWithNumber(operator, { left, right });
  if (whole) return isLargeStair(whole) ? undefined : whole;
  const [one, other] = [lineOf(left, reach), lineOf(right, reach)];
  return one && other && operate(operator, one, other);
}

function isLargeStair(followed: Followed): boolean {
  return followed.kind === 'stair' && !(isHeld(followed.scale) && isHeld(followed.offset));
}

function operate(operator: ArithmeticOperator, left: Line, right: Line): Line | undefined {
  if (operator === '+') return addLines(left, right);
  if (operator === '-') return addLines(left, negateLine(right));
  return operator === '×' ? multiplyLines(left, right) : divideLines(left, right);
}

/** A stair moved or stretched by a number stays a stair. */
function stairWithNumber(
  operator: ArithmeticOperator,
  { left, right }: { readonly left: Followed; readonly right: Followed },
): Followed | undefined {
  if (left.kind === 'stair') return afterStair(left, { operator, number: constantIn(right) });
  if (right.kind === 'stair') return beforeStair(right, { operator, number: constantIn(left) });
  return undefined;
}

interface WithNumber {
  readonly operator: ArithmeticOperator;
  readonly number: Rational | undefined;
}

function afterStair(stair: Stair, { operator, number }: WithNumber): Followed | undefined {
  if (!number) return undefined;
  if (operator === '×') return scaleBy(stair, number);
  if (operator === '÷')
    return number.numerator === 0n ? undefined : scaleBy(stair, inverse(number));
  return moveStair(stair, operator === '-' ? negateRational(number) : number);
}

function beforeStair(stair: Stair, { operator, number }: WithNumber): Followed | undefined {
  if (!number || operator === '÷') return undefined;
  if (operator === '×') return scaleBy(stair, number);
  const turned = operator === '-' ? scaleBy(stair, rational(-1n)) : stair;
  return turned.kind === 'stair' ? moveStair(turned, number) : undefined;
}

function constantIn(followed: Followed): Rational | undefined {
  return followed.kind === 'line' && isConstant(followed) ? followed.a : undefined;
}

function moveStair(stair: Stair, by: Rational): Stair {
  return { ...stair, offset: addRational(stair.offset, by) };
}

function inverse({ numerator, denominator }: Rational): Rational {
  return rational(denominator, numerator);
}

/** Multiplies by a number. */
export function scaleBy(followed: Followed, factor: Rational): Followed {
  if (followed.kind === 'line') return scaleLine(followed, factor);
  if (followed.kind !== 'stair') return followed;
  const scaled = (value: Rational) => scaleLine(constantLine(value), factor).a;
  return { ...followed, scale: scaled(followed.scale), offset: scaled(followed.offset) };
}

/** Gives the order of two followed numbers, and keeps the stretch in which it stays. */
export function orderOf(
  left: Followed,
  { right, reach }: { readonly right: Followed; readonly reach: Reach },
): -1 | 0 | 1 | undefined {
  const number = (one: Followed) => {
    const line = one.kind === 'stair' ? undefined : lineOf(one, reach);
    return line && isConstant(line) ? line.a : undefined;
  };
  const other = number(right);
  if (left.kind === 'stair' && other) return orderOfStair(left, { other, reach });
  const own = number(left);
  if (right.kind === 'stair' && own) {
    const turned = orderOfStair(right, { other: own, reach });
    return -turned as -1 | 0 | 1;
  }
  const [one, two] = [lineOf(left, reach), lineOf(right, reach)];
  if (!one || !two) return undefined;
  const difference = addLines(one, negateLine(two));
  if (difference) return signOf(difference, reach);
  reach.narrowToPoint();
  return compareRational(lineAt(one, reach.at), lineAt(two, reach.at));
}

/** Rounds or counts a line; a number that does not change is one already. */
export function roundLine(
  line: Line,
  {
    mode,
    increment,
    reach,
  }: { readonly mode: StairMode; readonly increment: Rational; readonly reach: Reach },
): Followed {
  const stair = stairOf(line, { mode, increment });
  return isConstant(line) ? settleStair(stair, reach) : stair;
}
