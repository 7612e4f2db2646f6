import type { Rational } from '../../kernel/index.ts';
import { compareRational } from '../../kernel/index.ts';
import type { Expression, Relation } from '../expression.ts';
import type { ResolvedEdge } from './resolve-table.ts';
import type { Scope } from './scope.ts';

/** What one condition demands of one name: one of some values, or a range. */
type Demand = { readonly about: string } & (
  | { readonly kind: 'values'; readonly values: ReadonlySet<string> }
  | { readonly kind: 'range'; readonly low?: ResolvedEdge; readonly high?: ResolvedEdge }
);

/** Gives the demands that conditions make together; what is not understood demands nothing. */
export function conditionsOf(
  conditions: readonly (Expression | undefined)[],
  scope: Scope,
): readonly Demand[] {
  return conditions.flatMap((condition) => (condition ? demandsOf(condition, scope) : []));
}

/** Says whether no facts can meet both lists of demands. */
export function isDisjoint(left: readonly Demand[], right: readonly Demand[]): boolean {
  return left.some((one) => right.some((other) => isContradiction(one, other)));
}

function isContradiction(one: Demand, other: Demand): boolean {
  if (one.about !== other.about || one.kind !== other.kind) return false;
  if (one.kind === 'values' && other.kind === 'values') {
    return [...one.values].every((value) => !other.values.has(value));
  }
  if (one.kind !== 'range' || other.kind !== 'range') return false;
  return isBefore(one.high, other.low) || isBefore(other.high, one.low);
}

function isBefore(high: ResolvedEdge | undefined, low: ResolvedEdge | undefined): boolean {
  if (!high || !low) return false;
  const order = compareRational(high.value, low.value);
  return order < 0 || (order === 0 && !(high.isInclusive && low.isInclusive));
}

function demandsOf(condition: Expression, scope: Scope): Demand[] {
  switch (condition.kind) {
    case 'logic':
      if (condition.operator === 'or') return [];
      return [...demandsOf(condition.left, scope), ...demandsOf(condition.right, scope)];
    case 'name':
      return nameDemand(condition.name, { isTrue: true, scope });
    case 'not':
      if (condition.operand.kind !== 'name') return [];
      return nameDemand(condition.operand.name, { isTrue: false, scope });
    case 'one_of': {
      const values = condition.values.flatMap((value) => (value.kind === 'name' ? value.name : []));
      if (!condition.values.every((value) => scope.choiceLiterals.has(value))) return [];
      return [{ kind: 'values', about: scope.quote(condition.left.span), values: new Set(values) }];
    }
    case 'compare':
      return compareDemand(condition, scope);
    default:
      return [];
  }
}

function nameDemand(name: string, { isTrue, scope }: { isTrue: boolean; scope: Scope }): Demand[] {
  const own: Demand = { kind: 'values', about: name, values: new Set([isTrue ? 'yes' : 'no']) };
  const value = scope.document.lets.get(name)?.value;
  if (value && isTrue && !scope.visiting.has(name)) {
    scope.visiting.add(name);
    const inner = demandsOf(value, scope);
    scope.visiting.delete(name);
    return [...inner, own];
  }
  return [own];
}

function compareDemand(
  condition: Extract<Expression, { readonly kind: 'compare' }>,
  scope: Scope,
): Demand[] {
  const { left, right, relation } = condition;
  const about = scope.quote(left.span);
  const known = scope.infer(left);
  if (known.kind === 'choice' && right.kind === 'name') {
    if (relation === 'equal') return [{ kind: 'values', about, values: new Set([right.name]) }];
    const others = known.choices.filter((choice) => choice !== right.name);
    return [{ kind: 'values', about, values: new Set(others) }];
  }
  if (right.kind === 'yes_no' && (relation === 'equal' || relation === 'not_equal')) {
    const isTrue = right.value === (relation === 'equal');
    return [{ kind: 'values', about, values: new Set([isTrue ? 'yes' : 'no']) }];
  }
  const bound = scope.infer(right);
  if (bound.kind !== 'quantity' || !bound.constant) return [];
  return rangeDemand(about, { relation, value: bound.constant });
}

function rangeDemand(
  about: string,
  { relation, value }: { relation: Relation; value: Rational },
): Demand[] {
  const edge = (isInclusive: boolean): ResolvedEdge => ({ value, isInclusive });
  switch (relation) {
    case 'equal':
      return [{ kind: 'range', about, low: edge(true), high: edge(true) }];
    case 'below':
      return [{ kind: 'range', about, high: edge(false) }];
    case 'at_most':
      return [{ kind: 'range', about, high: edge(true) }];
    case 'above':
      return [{ kind: 'range', about, low: edge(false) }];
    case 'at_least':
      return [{ kind: 'range', about, low: edge(true) }];
    default:
      return [];
  }
}
