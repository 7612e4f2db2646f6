import {
  currencyExponent,
  divideRational,
  multiplyRational,
  rational,
} from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { knowFact } from './declared-type.ts';
import { inferArithmetic } from './infer-arithmetic.ts';
import { inferCall } from './infer-call.ts';
import { inferCounting, inferExtreme, inferIf, inferRound } from './infer-choice.ts';
import { inferComparison } from './infer-comparison.ts';
import { inferTable } from './infer-table.ts';
import { commonGrain, type Knowledge, minus, quantity, unknown } from './quantity.ts';
import { requireKnowledge, requirePlain, requireYesNo } from './require.ts';
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
    for (const value of expression.values) requireKnowledge(scope, { expected, expression: value });
    return yesNo;
  },
  logic: (expression, scope) => {
    requireYesNo(scope, expression.left);
    requireYesNo(scope, expression.right);
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
  table: (expression, scope) => inferTable(expression.table, scope),
};

function inferNumber(expression: Of<'number'>, scope: Scope): Knowledge {
  const { value, unit: word } = expression;
  if (word === undefined) return quantity({ money: 0, time: 0, constant: value });
  const unit = findUnit(word);
  switch (unit?.kind) {
    case 'percent':
      return quantity({ money: 0, time: 0, constant: divideRational(value, rational(100n)) });
    case 'money':
      checkMinorUnits(expression, { currency: unit.currency, scope });
      return quantity({ money: 1, time: 0, currency: unit.currency, constant: value });
    case 'duration':
      return quantity({ money: 0, time: 1, constant: multiplyRational(value, unit.seconds) });
    case 'period':
      return { kind: 'period', unit: unit.name, constant: value };
    default: {
      const write = '%, a currency such as KRW, or seconds, minutes, hours, days, weeks';
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

function inferName(expression: Of<'name'>, scope: Scope): Knowledge {
  const { name, span } = expression;
  const { facts, constants, lets } = scope.document;
  scope.used.add(name);
  const fact = facts.get(name);
  if (fact) return knowFact(fact, scope);
  const constant = constants.get(name);
  if (constant) {
    const [only, ...others] = constant.values;
    if (only && others.length === 0) return scope.infer(only.value);
    const found = constant.values.map((one) => one.from ?? 'before').join(', ');
    scope.report('constant_undated', span, { name, found, write: `${name} on DATE` });
    return only ? scope.infer(only.value) : unknown;
  }
  if (lets.has(name)) return inferLet(name, { expression, scope });
  const write = nearestName(name, [...facts.keys(), ...constants.keys(), ...lets.keys()]);
  scope.report('unknown_name', span, { found: name, write });
  return unknown;
}

function inferLet(
  name: string,
  { expression, scope }: { expression: Expression; scope: Scope },
): Knowledge {
  const known = scope.letKnowledge.get(name);
  if (known) return known;
  const value = scope.document.lets.get(name)?.value;
  if (!value) return unknown;
  if (scope.visiting.has(name)) {
    const params = { found: name, write: 'a `let` that does not come back to itself' };
    scope.report('name_circular', expression.span, params);
    return unknown;
  }
  scope.visiting.add(name);
  const found = scope.infer(value);
  scope.visiting.delete(name);
  const plain = requirePlain(scope, value, found) ? found : unknown;
  scope.letKnowledge.set(name, plain);
  return plain;
}

function inferDated(expression: Of<'dated'>, scope: Scope): Knowledge {
  const constant = scope.document.constants.get(expression.name);
  requireKnowledge(scope, { expected: { kind: 'date' }, expression: expression.on });
  scope.used.add(expression.name);
  if (!constant) {
    const write = nearestName(expression.name, [...scope.document.constants.keys()]);
    scope.report('unknown_name', expression.span, { found: expression.name, write });
    return unknown;
  }
  const [first, ...others] = constant.values.map((one) => scope.infer(one.value));
  if (first?.kind !== 'quantity') return first ?? unknown;
  let grain = first.grain;
  for (const other of others) {
    grain = other.kind === 'quantity' ? commonGrain(grain, other.grain) : undefined;
  }
  const { money, time, currency } = first;
  return quantity({ money, time, currency, grain });
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

function nearestName(name: string, names: readonly string[]): string {
  const parts = name.split('-');
  if (parts.length > 1 && parts.every((part) => names.includes(part))) {
    return `${parts.join(' - ')}, with spaces, to subtract`;
  }
  const start = name.slice(0, 3).toLowerCase();
  const near = names.filter((other) => other.toLowerCase().includes(start));
  return near.length > 0 ? near.slice(0, 3).join(' or ') : `a fact, constant or let named ${name}`;
}
