import type { WorkPart } from '../determination.ts';
import type { Expression, Relation } from '../expression.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { type Evaluation, gatherSteps, labelFor, quote, show } from './evaluation.ts';
import { isStop, labelWith } from './value.ts';

type Said = readonly WorkPart[];

/**
 * Says a condition in the words of the declarations: facts by what people call them, choices by
 * their texts, values as people write them. Undefined unless an explanation is asked for.
 */
export function sayCondition(expression: Expression, evaluation: Evaluation): Said | undefined {
  if (!evaluation.isExplained) return undefined;
  return gatherSteps(evaluation, () => say(expression, evaluation)).result;
}

const signs: Readonly<Record<Relation, string>> = {
  equal: '=',
  not_equal: '≠',
  below: '<',
  at_most: '≤',
  above: '>',
  at_least: '≥',
  before: '<',
  after: '>',
};

function say(expression: Expression, evaluation: Evaluation): Said {
  switch (expression.kind) {
    case 'logic':
      return [
        ...inBrackets(expression.left, evaluation),
        ' ',
        { kind: 'word', word: expression.operator },
        ' ',
        ...inBrackets(expression.right, evaluation),
      ];
    case 'not':
      return [{ kind: 'word', word: 'not' }, ' ', ...inBrackets(expression.operand, evaluation)];
    case 'compare': {
      const { left, right, relation } = expression;
      const [one, other] = [say(left, evaluation), sayValue(right, { beside: left, evaluation })];
      return [...one, ` ${signs[relation]} `, ...other];
    }
    case 'one_of': {
      const values = expression.values.flatMap((value, index) => [
        ...(index === 0 ? [] : [', ']),
        ...sayValue(value, { beside: expression.left, evaluation }),
      ]);
      return [...say(expression.left, evaluation), ' = ', ...values];
    }
    case 'name':
      return sayName(expression, evaluation);
    default:
      return sayValue(expression, { beside: expression, evaluation });
  }
}

function inBrackets(expression: Expression, evaluation: Evaluation): Said {
  const said = say(expression, evaluation);
  return expression.kind === 'logic' ? ['(', ...said, ')'] : said;
}

function sayName(expression: Expression & { kind: 'name' }, { document }: Evaluation): Said {
  const { name } = expression;
  const { label } = labelFor(document, name);
  return label ? [{ kind: 'label', label }] : [name];
}

/** Says what something is compared with: a fact by its name, else the value it has. */
function sayValue(
  expression: Expression,
  { beside, evaluation }: { readonly beside: Expression; readonly evaluation: Evaluation },
): Said {
  const isLiteral = evaluation.analysis.choiceLiterals.has(expression);
  if (expression.kind === 'name' && !isLiteral && evaluation.document.facts.has(expression.name)) {
    return sayName(expression, evaluation);
  }
  const value = evaluateExpression(expression, evaluation);
  // A value that is not known, or is worked out from what is not, is said as it is written.
  if (isStop(value)) return [quote(evaluation, expression.span)];
  const shown = show(evaluation, isLiteral ? beside : expression, value);
  return [{ kind: 'value', shown: labelWith(shown, labelsOf(beside, evaluation)) }];
}

function labelsOf(beside: Expression, { document }: Evaluation) {
  if (beside.kind !== 'name') return undefined;
  const { name } = beside;
  return document.facts.get(name)?.type.choiceLabels ?? document.readings.get(name)?.choiceLabels;
}
