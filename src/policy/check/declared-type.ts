import { compareRational, parseCurrency, type Rational } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import {
  evidenceFact,
  type FactType,
  type FieldType,
  type RecordType,
  type SingleType,
} from '../fact.ts';
import { type FactDeclaration, type FieldText, factSources, type TypeText } from '../statement.ts';
import { type Knowledge, one, type Quantity, quantity, unknown, zero } from './quantity.ts';
import { requireKnowledge } from './require.ts';
import type { Scope } from './scope.ts';
import { minorUnit } from './unit.ts';

const typeWords =
  'money, number, ratio, count, duration, instant, date, interval set, choice(…), yes/no, list of …';

/** Checks a fact's declaration and gives what is known of it before its value. */
export function checkFact(fact: FactDeclaration, scope: Scope): void {
  const type = readType(fact, scope);
  if (!type) return;
  scope.factTypes.set(fact.name, type);
  if (!(factSources as readonly string[]).includes(fact.source.name)) {
    const params = { found: fact.source.name, write: `one of: ${factSources.join(', ')}` };
    scope.report('unknown_source', fact.source.span, params);
  }
  if (fact.name === evidenceFact) {
    const write = '`needs NAME, NAME`; the documents shown are the reserved fact `evidence`';
    scope.report('name_repeated', fact.nameSpan, { found: fact.name, write });
  }
}

function readType({ type }: FactDeclaration, scope: Scope): FactType | undefined {
  const of = type.fields ? readRecord(type.fields, scope) : readSingle(type, scope);
  if (!of) return undefined;
  if (of.kind === 'record') return { kind: 'list', of };
  return type.isList ? { kind: 'list', of } : of;
}

function readRecord(fields: readonly FieldText[], scope: Scope): RecordType | undefined {
  const read = fields.map((field) => readField(field, scope));
  const names = fields.map(({ name }) => name);
  const repeated = fields.find(({ name }, index) => names.indexOf(name) !== index);
  if (repeated) {
    const params = { found: repeated.name, write: 'each field of a record once' };
    scope.report('name_repeated', repeated.nameSpan, params);
  }
  const known = read.filter((field) => field !== undefined);
  return known.length === fields.length ? { kind: 'record', fields: known } : undefined;
}

function readField(field: FieldText, scope: Scope): FieldType | undefined {
  const { name, type: text, span } = field;
  if (text.isList) {
    const write = 'a single value in a field; a record holds no lists';
    scope.report('unknown_type', span, { found: scope.quote(text.span), write });
    return undefined;
  }
  const type = readSingle(text, scope);
  if (!type) return undefined;
  const base = knowSingle(type);
  for (const bound of [field.least, field.most]) {
    if (bound) requireKnowledge(scope, { expected: base, expression: bound });
  }
  const [low, high] = [boundOf(field.least, scope), boundOf(field.most, scope)];
  return { name, type, ...(low ? { low } : {}), ...(high ? { high } : {}) };
}

function readSingle({ words, choices, span }: TypeText, scope: Scope): SingleType | undefined {
  const refused = (write: string) => {
    scope.report('unknown_type', span, { found: scope.quote(span), write });
    return undefined;
  };
  const word = words.join(' ');
  if (words[0] === 'money' && !choices) return readMoney(words, scope) ?? refused('money KRW');
  if (word === 'choice') {
    if (choices && choices.length > 1 && new Set(choices).size === choices.length) {
      return { kind: 'choice', choices };
    }
    return refused('choice(one, another), each value once');
  }
  if (choices) return refused(typeWords);
  if (word === 'ratio') return { kind: 'ratio', isShare: true };
  const kind = plainTypes.get(word);
  return kind ? { kind } : refused(`one of: ${typeWords}`);
}

const plainTypes = new Map<
  string,
  'ratio' | 'count' | 'duration' | 'instant' | 'date' | 'interval_set' | 'yes_no'
>([
  ['ratio', 'ratio'],
  ['number', 'ratio'],
  ['count', 'count'],
  ['duration', 'duration'],
  ['instant', 'instant'],
  ['date', 'date'],
  ['interval set', 'interval_set'],
  ['yes/no', 'yes_no'],
]);

function readMoney(words: readonly string[], scope: Scope): SingleType | undefined {
  if (words.length === 1) return { kind: 'money', currency: scope.document.header.currency };
  const currency = words.length === 2 ? parseCurrency(words[1] ?? '') : undefined;
  return currency === undefined ? undefined : { kind: 'money', currency };
}

/** Gives what is known of a fact: its dimension, its grain and its declared range. */
export function knowFact(fact: FactDeclaration, scope: Scope): Knowledge {
  const type = scope.factTypes.get(fact.name);
  if (!type) return unknown;
  const range = { low: boundOf(fact.least, scope), high: boundOf(fact.most, scope) };
  if (type.kind !== 'list') return knowSingle(type, range);
  const { of } = type;
  if (of.kind !== 'record') return { kind: 'list', of: knowSingle(of, range) };
  const fields = of.fields.map((field) => [field.name, knowSingle(field.type, field)] as const);
  return { kind: 'list', of: { kind: 'record', fields: new Map(fields) } };
}

interface KnownRange {
  readonly low?: Rational | undefined;
  readonly high?: Rational | undefined;
}

function knowSingle(type: SingleType, range: KnownRange = {}): Knowledge {
  if (type.kind === 'choice') return { kind: 'choice', choices: type.choices };
  const base = quantityOf(type);
  if (!base) return { kind: type.kind as 'yes_no' | 'date' | 'instant' | 'interval_set' };
  return quantity({ ...base, low: range.low ?? base.low, high: range.high ?? base.high });
}

function quantityOf(type: SingleType): Quantity | undefined {
  switch (type.kind) {
    case 'money': {
      const grain = minorUnit(type.currency);
      return quantity({ money: 1, time: 0, currency: type.currency, grain });
    }
    case 'ratio':
      return quantity({ money: 0, time: 0, isShare: type.isShare });
    case 'count':
      return quantity({ money: 0, time: 0, grain: one, low: zero });
    case 'duration':
      return quantity({ money: 0, time: 1, low: zero });
    default:
      return undefined;
  }
}

function boundOf(written: Expression | undefined, scope: Scope): Rational | undefined {
  if (!written) return undefined;
  const known = scope.infer(written);
  return known.kind === 'quantity' ? known.constant : undefined;
}

/** Checks the range and the `unless stated` value of a fact against its type. */
export function checkFactParts(fact: FactDeclaration, scope: Scope): void {
  const whole = knowFact(fact, scope);
  const own = whole.kind === 'list' ? whole.of : whole;
  for (const bound of [fact.least, fact.most]) {
    if (!bound) continue;
    const known = scope.infer(bound);
    if (known.kind === 'quantity' && known.constant === undefined) {
      scope.report('not_constant', bound.span, { found: scope.quote(bound.span), write: '0 KRW' });
    }
    requireKnowledge(scope, { expected: own, expression: bound });
  }
  if (own.kind === 'quantity' && own.low && own.high && compareRational(own.low, own.high) > 0) {
    const params = { found: scope.quote(fact.span), write: '`at least` no more than `at most`' };
    scope.report('value_out_of_range', fact.nameSpan, params);
  }
  if (fact.fallback) requireKnowledge(scope, { expected: whole, expression: fact.fallback });
}
