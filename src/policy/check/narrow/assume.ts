import { compareRational, type Rational } from '../../../kernel/index.ts';
import type { Expression, Relation } from '../../expression.ts';
import { greater, type Knowledge, lesser, type Quantity, quantity, zero } from '../quantity.ts';
import type { Scope } from '../scope.ts';

/** What a condition tells of an expression where it holds: its range, and that it is not 0. */
export interface Assumed {
  readonly low?: Rational;
  readonly high?: Rational;
  readonly isNonZero?: boolean;
}

/** What holds at a place, by the text of the expression that it holds of. */
export type Assumptions = ReadonlyMap<string, Assumed>;

/** Runs a part of the check with what a condition tells added, and takes it back after. */
export function assuming<T>(
  {
    scope,
    told,
  }: { readonly scope: Scope; readonly told: readonly (readonly [string, Assumed])[] },
  work: () => T,
): T {
  const outer = scope.assumed;
  const merged = new Map(outer);
  for (const [about, one] of told) merged.set(about, both(merged.get(about), one));
  scope.assumed = merged;
  const result = work();
  scope.assumed = outer;
  return result;
}

function both(one: Assumed | undefined, other: Assumed): Assumed {
  if (!one) return other;
  const low = greater(one.low, other.low) ?? one.low ?? other.low;
  const high = lesser(one.high, other.high) ?? one.high ?? other.high;
  const isNonZero = one.isNonZero === true || other.isNonZero === true;
  return { ...(low ? { low } : {}), ...(high ? { high } : {}), isNonZero };
}

/** Gives what is known of an expression together with what is assumed of it at its place. */
export function narrow(known: Knowledge, assumed: Assumed | undefined): Knowledge {
  if (!assumed || known.kind !== 'quantity' || known.constant) return known;
  return narrowQuantity(known, assumed);
}

function narrowQuantity(known: Quantity, assumed: Assumed): Quantity {
  const { low, high, isNonZero } = both(known, assumed);
  const narrowed = quantity({ ...known, low, high });
  return isNonZero ? { ...narrowed, isNonZero } : narrowed;
}

/** Gives the name under which it is kept that one expression is not less than another. */
export function differenceOf(left: string, right: string): string {
  return `${left}\n−\n${right}`;
}

/**
 * Gives what a condition that was already checked tells where it holds, or where it does not.
 *
 * Comparisons are understood, and `and`, `or`, `not` and the names of conditions between them.
 */
export function toldBy(
  condition: Expression | undefined,
  { scope, holds = true }: { readonly scope: Scope; readonly holds?: boolean },
): (readonly [string, Assumed])[] {
  if (!condition) return [];
  switch (condition.kind) {
    case 'logic':
      if ((condition.operator === 'and') !== holds) return [];
      return [condition.left, condition.right].flatMap((one) => toldBy(one, { scope, holds }));
    case 'not':
      return toldBy(condition.operand, { scope, holds: !holds });
    case 'name':
      return toldByName(condition.name, { scope, holds });
    case 'compare':
      return toldByComparison(condition, { scope, holds });
    default:
      return [];
  }
}

function toldByName(
  name: string,
  { scope, holds }: { readonly scope: Scope; readonly holds: boolean },
): (readonly [string, Assumed])[] {
  const value = scope.document.lets.get(name)?.value;
  if (!value || scope.visiting.has(name)) return [];
  scope.visiting.add(name);
  const told = toldBy(value, { scope, holds });
  scope.visiting.delete(name);
  return told;
}

const opposite: Readonly<Record<Relation, Relation>> = {
  equal: 'not_equal',
  not_equal: 'equal',
  below: 'at_least',
  before: 'at_least',
  at_most: 'above',
  above: 'at_most',
  after: 'at_most',
  at_least: 'below',
};

const turned: Readonly<Record<Relation, Relation>> = {
  equal: 'equal',
  not_equal: 'not_equal',
  below: 'above',
  before: 'above',
  at_most: 'at_least',
  above: 'below',
  after: 'below',
  at_least: 'at_most',
};

function toldByComparison(
  { left, right, relation }: Extract<Expression, { readonly kind: 'compare' }>,
  { scope, holds }: { readonly scope: Scope; readonly holds: boolean },
): (readonly [string, Assumed])[] {
  const stands = holds ? relation : opposite[relation];
  const [one, other] = [scope.quote(left.span), scope.quote(right.span)];
  return [
    ...toldByNumber(one, { relation: stands, bound: scope.known.get(right) }),
    ...toldByNumber(other, { relation: turned[stands], bound: scope.known.get(left) }),
    ...toldOfDifference(differenceOf(one, other), stands),
    ...toldOfDifference(differenceOf(other, one), turned[stands]),
  ];
}

function toldOfDifference(about: string, relation: Relation): (readonly [string, Assumed])[] {
  if (relation === 'not_equal') return [[about, { isNonZero: true }]];
  if (relation === 'above' || relation === 'after')
    return [[about, { low: zero, isNonZero: true }]];
  return relation === 'at_least' || relation === 'equal' ? [[about, { low: zero }]] : [];
}

function toldByNumber(
  about: string,
  { relation, bound }: { readonly relation: Relation; readonly bound: Knowledge | undefined },
): (readonly [string, Assumed])[] {
  const value = bound?.kind === 'quantity' ? bound.constant : undefined;
  if (!value) return [];
  const sign = compareRational(value, zero);
  switch (relation) {
    case 'equal':
      return [[about, { low: value, high: value }]];
    case 'not_equal':
      return sign === 0 ? [[about, { isNonZero: true }]] : [];
    case 'above':
      return [[about, { low: value, isNonZero: sign >= 0 }]];
    case 'at_least':
      return [[about, { low: value }]];
    case 'below':
      return [[about, { high: value, isNonZero: sign <= 0 }]];
    case 'at_most':
      return [[about, { high: value }]];
    default:
      return [];
  }
}
