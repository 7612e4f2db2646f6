import {
  currencyExponent,
  divideRational,
  multiplyRational,
  rational,
} from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { inferArithmetic } from './infer-arithmetic.ts';
import { inferCall } from './infer-call.ts';
import { inferCounting, inferExtreme, inferIf, inferRound } from './infer-choice.ts';
import { inferComparison } from './infer-comparison.ts';
import { inferDated, inferName } from './infer-name.ts';
import { inferTable } from './infer-table.ts';
import { inferEach, inferField, inferList, inferSelection } from './list/infer-list.ts';
import { type Knowledge, minus, quantity, unknown } from './quantity.ts';
import { isDeclared, requireKnowledge, requireYesNo } from './require.ts';
import type { Scope } from './scope.ts';
import { findUnit } from './unit.ts';

type Kind = Expression['kind'];
type Of<K extends Kind> = Extract<Expression, { readonly kind: K }>;
type Infer<K extends Kind> = (expression: Of<K>, scope: Scope) => Knowledge;

const yesNo: Knowledge = { kind: 'yes_no' };

/** Gives what is known of an expression before any fact, and reports what is wrong in it. */
export function inferKnowledge(expression: Expression, scope: Scope): Knowledge {
  const infer = inferences[expression.kind] as Infer<Kind>;
  return infer(expression, scope);
}

const inferences: { readonly [K in Kind]: Infer<K> } = {
  number: inferNumber,
  date: () => ({ kind: 'date' }),
  instant: () => ({ kind: 'instant' }),
  yes_no: () => yesNo,
  name: inferName,
  dated: inferDated,
  arithmetic: inferArithmetic,
  negate: inferNegate,
  compare: inferComparison,
  between: (expression, scope) => {
    scope.infer(expression.left);
    const [low, high] = [scope.quote(expression.low.span), scope.quote(expression.high.span)];
    scope.report('bound_open', expression.span, {
      found: scope.quote(expression.span),
      readingA: `at least ${low} and at most ${high}`,
      readingB: `at least ${low} and below ${high}`,
      write: `is at least ${low} and … is at most ${high}`,
    });
    return yesNo;
  },
  one_of: (expression, scope) => {
    const expected = scope.infer(expression.left);
    if (expression.list) scope.infer(expression.list);
    for (const value of expression.values) requireKnowledge(scope, { expected, expression: value });
    return yesNo;
  },
  logic: (expression, scope) => {
    requireYesNo(scope, expression.left);
    if (!reportBareChoice(expression, scope)) requireYesNo(scope, expression.right);
    return yesNo;
  },
  not: (expression, scope) => {
    requireYesNo(scope, expression.operand);
    return yesNo;
  },
  if: inferIf,
  round: inferRound,
  extreme: inferExtreme,
  counting: inferCounting,
  call: inferCall,
  list: inferList,
  each: inferEach,
  field: inferField,
  end: () => unknown,
  selection: inferSelection,
  table: (expression, scope) => inferTable(expression.table, scope),
};

/** `kind is a or b`: the second value of a choice, without its own comparison. */
function reportBareChoice({ operator, left, right }: Of<'logic'>, scope: Scope): boolean {
  const last = left.kind === 'logic' ? left.right : left;
  if (operator !== 'or' || last.kind !== 'compare' || right.kind !== 'name') return false;
  const known = scope.known.get(last.left);
  if (known?.kind !== 'choice' || !known.choices.includes(right.name)) return false;
  if (isDeclared(scope, right.name)) return false;
  const values = `(${scope.quote(last.right.span)}, ${right.name})`;
  const write = `\`${scope.quote(last.left.span)} is one of ${values}\``;
  scope.report('unknown_name', right.span, { found: right.name, write });
  scope.known.set(right, unknown);
  return true;
}

function inferNumber(expression: Of<'number'>, scope: Scope): Knowledge {
  const { value, unit: word } = expression;
  if (word === undefined) return quantity({ money: 0, time: 0, constant: value });
  const unit = findUnit(word);
  switch (unit?.kind) {
    case 'percent':
      return quantity({
        ...{ money: 0, time: 0, isShare: true },
        constant: divideRational(value, rational(100n)),
      });
    case 'money':
      checkMinorUnits(expression, { currency: unit.currency, scope });
      return quantity({ money: 1, time: 0, currency: unit.currency, constant: value });
    case 'duration':
      return quantity({ money: 0, time: 1, constant: multiplyRational(value, unit.seconds) });
    case 'period':
      return { kind: 'period', unit: unit.name, constant: value };
    default: {
      const write = word.endsWith('원')
        ? 'KRW, such as 30_000 KRW'
        : '%, a currency such as KRW, or seconds, minutes, hours, days, weeks';
      scope.report('unknown_unit', expression.span, { found: word, write });
      return unknown;
    }
  }
}

function checkMinorUnits(
  { value, span }: Of<'number'>,
  { currency, scope }: { currency: string; scope: Scope },
): void {
  const exponent = currencyExponent(currency);
  if (10n ** BigInt(exponent) % value.denominator === 0n) return;
  const write = `no more than ${exponent} digits after the point`;
  scope.report('value_out_of_range', span, { found: scope.quote(span), write });
}

function inferNegate(expression: Of<'negate'>, scope: Scope): Knowledge {
  const found = scope.infer(expression.operand);
  if (found.kind !== 'quantity') {
    requireKnowledge(scope, {
      expected: quantity({ money: 0, time: 0 }),
      expression: expression.operand,
    });
    return unknown;
  }
  const { low, high, constant } = found;
  return quantity({ ...found, low: minus(high), high: minus(low), constant: minus(constant) });
}
