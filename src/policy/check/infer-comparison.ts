import type { Expression } from '../expression.ts';
import { type Knowledge, nameKnowledge } from './quantity.ts';
import { requireKnowledge, requirePlain } from './require.ts';
import type { Scope } from './scope.ts';

type Compare = Extract<Expression, { readonly kind: 'compare' }>;

/** Checks a comparison: both sides of one type, and a type that has that relation. */
export function inferComparison(expression: Compare, scope: Scope): Knowledge {
  const left = scope.infer(expression.left);
  requireKnowledge(scope, { expected: left, expression: expression.right });
  requirePlain(scope, expression.left, left);
  const write = relationFor(left, expression.relation);
  if (write) {
    const params = { found: nameKnowledge(left), expected: write, write };
    scope.report('type_mismatch', expression.span, params);
  }
  return { kind: 'yes_no' };
}

function relationFor(left: Knowledge, relation: Compare['relation']): string | undefined {
  const isEquality = relation === 'equal' || relation === 'not_equal';
  const isTemporal = relation === 'before' || relation === 'after';
  switch (left.kind) {
    case 'unknown':
      return undefined;
    case 'quantity':
      return isTemporal ? 'is below … or is above …' : undefined;
    case 'date':
    case 'instant':
      return undefined;
    case 'yes_no':
    case 'choice':
      return isEquality ? undefined : 'is … or is not …';
    case 'list':
      return 'sum(…), size(…), largest(…) or smallest(…) of the list';
    default:
      return 'total(…), longest(…) or events(…) of the interval set';
  }
}
