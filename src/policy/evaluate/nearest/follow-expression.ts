import { rational } from '../../../kernel/index.ts';
import type { Expression, Relation } from '../../expression.ts';
import { evaluateExpression } from '../evaluate-expression.ts';
import { haltOf, type Value } from '../value.ts';
import { mentionsEach, namesBehind } from './depends-on.ts';
import { followCall, followSteadyOrder, furthest } from './follow-call.ts';
import { followField, followSelection, ownList } from './follow-list.ts';
import { followTable } from './follow-table.ts';
import {
  type Followed,
  type Following,
  fixed,
  lineOf,
  orderOf,
  reckon,
  roundLine,
  scaleBy,
  stopIn,
} from './followed.ts';
import {
  addLines,
  constantLine,
  divideLines,
  type Line,
  multiplyLines,
  negateLine,
  ownLine,
} from './line.ts';
import { dayNumber } from './number-value.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Follows an expression: gives what it is along the fact, and narrows the stretch. */
export function follow(expression: Expression, following: Following): Followed {
  const isMoved =
    namesBehind(expression, following.evaluation).has(following.name) ||
    (following.each !== undefined && mentionsEach(expression));
  if (!isMoved) return fixed(settledValue(expression, following));
  switch (expression.kind) {
    case 'name':
      return followName(expression, following);
    case 'arithmetic':
      return followArithmetic(expression, following);
    case 'negate':
      return scaleBy(follow(expression.operand, following), rational(-1n));
    case 'compare':
      return followComparison(expression, following);
    case 'logic':
      return followLogic(expression, following);
    case 'not':
      return followNot(expression, following);
    case 'if':
      return followIf(expression, following);
    case 'round':
      return followRounding(expression, following);
    case 'extreme': {
      const wanted = expression.which === 'greater' ? 1 : -1;
      const operands = expression.operands.map((operand) => follow(operand, following));
      return furthest(operands, { wanted, reach: following.reach });
    }
    case 'counting':
      return followCounting(expression, following);
    case 'table':
      return followTable(expression.table, { following, follow });
    case 'dated':
      return followDated(expression, following);
    case 'call':
      return followCall(expression, { following, follow }) ?? unfollowed(expression, following);
    case 'selection':
      return (
        followSelection(expression, { following, follow }) ?? unfollowed(expression, following)
      );
    case 'each':
      return following.each?.followed ?? unfollowed(expression, following);
    case 'field':
      return followField(expression, following) ?? unfollowed(expression, following);
    case 'end':
      return fixed(haltOf(expression.end));
    default:
      return unfollowed(expression, following);
  }
}

function settledValue(expression: Expression, { evaluation, settled }: Following): Value {
  if (evaluation.each) return evaluateExpression(expression, evaluation);
  const before = settled.get(expression);
  if (before) return before;
  const value = evaluateExpression(expression, evaluation);
  settled.set(expression, value);
  return value;
}

/** What cannot be followed is right at the value itself only. */
function unfollowed(expression: Expression, { reach, evaluation }: Following): Followed {
  reach.narrowToPoint();
  return fixed(evaluateExpression(expression, evaluation));
}

function followName(expression: Of<'name'>, following: Following): Followed {
  const { name } = expression;
  if (name === following.name) return followOwn(expression, following);
  const before = following.memo.get(name);
  if (before) return before;
  const { lets, facts } = following.evaluation.document;
  const behind = lets.get(name)?.value ?? facts.get(name)?.fallback;
  const isStated = Object.hasOwn(following.evaluation.facts, name);
  const found =
    behind && !(facts.has(name) && isStated)
      ? followAside(behind, following)
      : fixed(evaluateExpression(expression, following.evaluation));
  following.memo.set(name, found);
  return found;
}

function followOwn(expression: Of<'name'>, following: Following): Followed {
  if (!following.item) return ownLine;
  const list = evaluateExpression(expression, following.evaluation);
  return list.kind === 'list' ? ownList(list, following) : fixed(list);
}

/** Follows what a name stands for; `each` outside means nothing inside it. */
function followAside(behind: Expression, { each: _, ...rest }: Following): Followed {
  const outer = rest.evaluation.each;
  const found = follow(behind, rest);
  rest.evaluation.each = outer;
  return found;
}

function followArithmetic(expression: Of<'arithmetic'>, following: Following): Followed {
  const left = follow(expression.left, following);
  const right = follow(expression.right, following);
  if (stopIn(left) ?? stopIn(right)) return unfollowed(expression, following);
  const result = reckon(expression.operator, { left, right, reach: following.reach });
  return result ?? unfollowed(expression, following);
}

function followComparison(expression: Of<'compare'>, following: Following): Followed {
  const steady = followSteadyOrder(expression, { following, follow });
  if (steady) return steady;
  const left = follow(expression.left, following);
  const right = follow(expression.right, following);
  if (stopIn(left) ?? stopIn(right)) return unfollowed(expression, following);
  const order = orderOf(left, { right, reach: following.reach });
  if (order === undefined) return unfollowed(expression, following);
  return fixed({ kind: 'yes_no', value: standsSo(order, expression.relation) });
}

function standsSo(order: -1 | 0 | 1, relation: Relation): boolean {
  switch (relation) {
    case 'equal':
      return order === 0;
    case 'not_equal':
      return order !== 0;
    case 'below':
    case 'before':
      return order < 0;
    case 'at_most':
      return order <= 0;
    case 'above':
    case 'after':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** Where one side decides alone, the other side narrows nothing. */
function followLogic(expression: Of<'logic'>, following: Following): Followed {
  const { reach, memo } = following;
  const decisive = expression.operator === 'or';
  const before = reach.take();
  const known = new Set(memo.keys());
  const left = follow(expression.left, following);
  if (saysYesNo(left, decisive)) return left;
  const afterLeft = reach.take();
  reach.put(before);
  // What was first met on the left narrowed the stretch there: whoever meets it next does so anew.
  for (const name of memo.keys()) if (!known.has(name)) memo.delete(name);
  const right = follow(expression.right, following);
  if (saysYesNo(right, decisive)) return right;
  reach.keep(afterLeft);
  return stopIn(left) ? left : right;
}

function saysYesNo(followed: Followed, wanted: boolean): boolean {
  const value = followed.kind === 'value' ? followed.value : undefined;
  return value?.kind === 'yes_no' && value.value === wanted;
}

function followNot(expression: Of<'not'>, following: Following): Followed {
  const followed = follow(expression.operand, following);
  if (followed.kind !== 'value' || followed.value.kind !== 'yes_no') return followed;
  return fixed({ kind: 'yes_no', value: !followed.value.value });
}

function followIf(expression: Of<'if'>, following: Following): Followed {
  const condition = follow(expression.condition, following);
  if (condition.kind !== 'value' || condition.value.kind !== 'yes_no') return condition;
  return follow(condition.value.value ? expression.then : expression.otherwise, following);
}

function followRounding(expression: Of<'round'>, following: Following): Followed {
  const operand = follow(expression.operand, following);
  if (stopIn(operand)) return operand;
  const increment = evaluateExpression(expression.rounding.increment, following.evaluation);
  const line = lineOf(operand, following.reach);
  if (!line || increment.kind !== 'number') return unfollowed(expression, following);
  return roundLine(line, {
    mode: expression.rounding.mode,
    increment: increment.value,
    reach: following.reach,
  });
}

function followCounting(expression: Of<'counting'>, following: Following): Followed {
  const { reach } = following;
  const total = lineOf(follow(expression.total, following), reach);
  const unit = lineOf(follow(expression.unit, following), reach);
  const units = total && unit && divideLines(total, unit);
  if (!units) return unfollowed(expression, following);
  const increment = rational(1n);
  if (expression.rule === 'begun') return roundLine(units, { mode: 'ceil', increment, reach });
  const whole = roundLine(units, { mode: 'floor', increment, reach });
  if (expression.rule === 'completed' || !expression.part) return whole;
  return (
    countPart(expression.part, { total, unit, whole, following }) ??
    unfollowed(expression, following)
  );
}

function countPart(
  part: NonNullable<Of<'counting'>['part']>,
  work: {
    readonly total: Line;
    readonly unit: Line;
    readonly whole: Followed;
    readonly following: Following;
  },
): Followed | undefined {
  const { total, unit, following } = work;
  const { reach } = following;
  const threshold = lineOf(follow(part.value, following), reach);
  const count = lineOf(work.whole, reach);
  const counted = count && multiplyLines(unit, count);
  const rest = counted && addLines(total, negateLine(counted));
  if (!threshold || !count || !rest) return undefined;
  const isRest = orderOf(rest, { right: constantLine(rational(0n)), reach });
  const order = orderOf(rest, { right: threshold, reach });
  const isCounted = isRest !== 0 && (order === 1 || (order === 0 && part.bound === 'from'));
  return isCounted ? addLines(count, constantLine(rational(1n))) : count;
}

/** A constant by date turns where each of its values begins. */
function followDated(expression: Of<'dated'>, following: Following): Followed {
  const on = lineOf(follow(expression.on, following), following.reach);
  const { document } = following.evaluation;
  const dated = document.constants.get(expression.name)?.values ?? [];
  if (!on) return unfollowed(expression, following);
  for (const { from } of dated) {
    if (from === undefined) continue;
    // The value begins on the day itself: up to a part of a day before is the value before.
    const begins = addLines(constantLine(dayNumber(from)), constantLine(rational(-1n, 2n)));
    if (begins) orderOf(on, { right: begins, reach: following.reach });
  }
  return fixed(evaluateExpression(expression, following.evaluation));
}
