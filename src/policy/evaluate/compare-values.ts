import { assert, compareInstant, compareRational } from '../../kernel/index.ts';
import type { Relation } from '../expression.ts';
import type { Value } from './value.ts';

/** Says whether a relation holds between two values of the same type. */
export function compareValues(left: Value, right: Value, relation: Relation): boolean {
  if (relation === 'equal') return isEqual(left, right);
  if (relation === 'not_equal') return !isEqual(left, right);
  const order = orderOf(left, right);
  switch (relation) {
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

/** Says whether two values of the same type are the same. */
export function isEqual(left: Value, right: Value): boolean {
  if (left.kind === 'yes_no' && right.kind === 'yes_no') return left.value === right.value;
  if (left.kind === 'choice' && right.kind === 'choice') return left.choice === right.choice;
  return orderOf(left, right) === 0;
}

function orderOf(left: Value, right: Value): number {
  if (left.kind === 'number' && right.kind === 'number') {
    return compareRational(left.value, right.value);
  }
  if (left.kind === 'instant' && right.kind === 'instant') return compareInstant(left.at, right.at);
  assert(left.kind === 'date' && right.kind === 'date', 'policy: compared values are of one type', {
    left: left.kind,
    right: right.kind,
  });
  return left.on < right.on ? -1 : left.on > right.on ? 1 : 0;
}
