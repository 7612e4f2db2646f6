import { assert } from '../../kernel/index.ts';
import type { Expression } from '../expression.ts';
import { chooseValue, nothingOf } from './choose-value.ts';
import type { Compilation, FactColumn } from './compilation.ts';
import {
  always,
  bindStop,
  bindValue,
  type CompiledValue,
  chooseStop,
  gatherStops,
  type Stop,
} from './compiled-value.ts';
import { openListFact } from './lists/open-list.ts';
import { openSetFact } from './sets/set-value.ts';
import { quoteSqlName, quoteSqlText } from './sql/dialect.ts';
import { type Cell, integerLiteral, NotCompiled } from './sql/layers.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** Gives the value of a fact, constant, let, reading or choice; each name is worked out once. */
export function compileName(expression: Of<'name'>, compilation: Compilation): CompiledValue {
  const { name } = expression;
  if (compilation.analysis.choiceLiterals.has(expression)) return choiceLiteral(name);
  const { outer } = compilation;
  if (outer) return bring(compileName(expression, outer.compilation), outer.reach);
  const before = compilation.names.get(name);
  if (before) return before;
  const value = bindValue(compileDeclared(name, compilation), compilation.layers);
  compilation.names.set(name, value);
  return value;
}

/** Gives a value from outside of a list, as what is said of each of its values may name it. */
function bring(value: CompiledValue, reach: (depth: number) => void): CompiledValue {
  const inner = <C extends Cell>(cell: C): C => {
    reach(cell.depth);
    return { ...cell, depth: 0 };
  };
  const stop = value.stop ? { stop: { ...value.stop, cell: inner(value.stop.cell) } } : {};
  switch (value.kind) {
    case 'number': {
      const { numerator, denominator } = value.fraction;
      const fraction = { numerator: inner(numerator), denominator: inner(denominator) };
      return { ...value, fraction, ...stop };
    }
    case 'instant':
      return { ...value, cell: inner(value.cell), ...stop };
    case 'period':
      return value;
    case 'list':
    case 'interval_set':
      return { ...value, rows: inner(value.rows), ...stop };
    default:
      return { ...value, cell: inner(value.cell), ...stop };
  }
}

function choiceLiteral(choice: string): CompiledValue {
  return { kind: 'choice', cell: { sql: quoteSqlText(choice), depth: 0 } };
}

function compileDeclared(name: string, compilation: Compilation): CompiledValue {
  const { facts, lets, constants, readings } = compilation.document;
  const reading = readings.get(name);
  if (reading) return choiceLiteral(reading.taken?.name ?? '');
  if (facts.has(name)) return compileFact(name, compilation);
  const declared = lets.get(name)?.value ?? constants.get(name)?.values[0]?.value;
  assert(declared, 'policy: the checker knows every name', { name });
  return compilation.compile(declared, compilation);
}

function compileFact(name: string, compilation: Compilation): CompiledValue {
  const column = compilation.factColumn(name);
  const stated = column && statedValue(name, column, compilation);
  if (stated && column && !column.canBeMissing) return stated;
  const { fallback, isNoneUnlessStated } = compilation.document.facts.get(name) ?? {};
  // Where a list is null it has no rows: it is the empty one.
  if (isNoneUnlessStated) return stated ?? nothingOf(name, compilation);
  const usual = fallback
    ? compileFallback(name, fallback, compilation)
    : { ...nothingOf(name, compilation), stop: always(compilation.stops.bitOf(name)) };
  if (!stated || !column) return usual;
  if (fallback)
    return chooseValue(compilation.layers, [{ when: isNull(column), gives: usual }], stated);
  const stop = chooseStop([{ when: isNull(column), gives: usual.stop }], undefined);
  return { ...stated, ...(stop ? { stop } : {}) };
}

function compileFallback(
  name: string,
  fallback: Expression,
  compilation: Compilation,
): CompiledValue {
  const usual = compilation.compile(fallback, compilation);
  if (!usual.stop) return usual;
  // The fact itself would do as well as what it is worked out from: both are named as missing.
  const own = always(compilation.stops.bitOf(name));
  return { ...usual, stop: withOwn(usual.stop, own, compilation) };
}

function isNull({ column }: FactColumn): Cell {
  return { sql: `(${quoteSqlName(column)} is null)`, depth: 0 };
}

function withOwn(stop: Stop, own: Stop, { layers }: Compilation): Stop {
  const bound = bindStop(stop, layers);
  if (!bound.canMiss) return bound;
  const { sql, depth } = bound.cell;
  const cell = {
    sql: `(case when ${sql} > 0 then ${sql} | ${own.cell.sql} else ${sql} end)`,
    depth,
  };
  return { ...bound, cell };
}

function statedValue(name: string, fact: FactColumn, compilation: Compilation): CompiledValue {
  const type = compilation.analysis.factTypes.get(name);
  const cell = { sql: quoteSqlName(fact.column), depth: 0 };
  const whole = { ...cell, bounds: { low: fact.low, high: fact.high }, isWide: false };
  switch (type?.kind) {
    case 'money':
    case 'ratio':
    case 'count':
    case 'duration': {
      const denominator = integerLiteral(fact.denominator, compilation.layers.dialect);
      return { kind: 'number', fraction: { numerator: whole, denominator } };
    }
    case 'yes_no':
    case 'choice':
      return { kind: type.kind, cell };
    case 'date':
      return { kind: 'date', cell, ...(fact.days ? { days: fact.days } : {}) };
    case 'instant':
      return { kind: 'instant', cell: whole };
    case 'list':
      if (fact.list) return openListFact(type, fact.list, compilation.layers);
      throw new NotCompiled(`the list ${name} holds what does not fit 64 bits, or too many values`);
    case 'interval_set':
      if (fact.runs) return openSetFact(fact, compilation.layers);
      throw new NotCompiled(`the interval set ${name} has too many intervals`);
    default:
      throw new NotCompiled(`the fact ${name} has no type`);
  }
}

/** Gives the value of a constant on a date: the last one that began on or before it. */
export function compileDated(expression: Of<'dated'>, compilation: Compilation): CompiledValue {
  const { document, stops, layers } = compilation;
  const on = bindValue(compilation.compile(expression.on, compilation), layers);
  const dated = document.constants.get(expression.name)?.values ?? [];
  if (on.kind !== 'date') throw new NotCompiled('a dated constant is read on something else');
  const known = dated.map(({ value, from }) => ({
    from,
    value: compilation.compile(value, compilation),
  }));
  const [first] = known;
  assert(first, 'policy: a constant has a value', { name: expression.name });
  const none: CompiledValue = {
    ...first.value,
    stop: always(stops.bitOf(`${expression.name} on a date`)),
  };
  const last = first.from === undefined ? first.value : none;
  const rows = known
    .filter(({ from }) => from !== undefined)
    .reverse()
    .map(({ value, from }) => ({
      when: { sql: `(${on.cell.sql} >= date '${from}')`, depth: on.cell.depth },
      gives: value,
    }));
  const value = chooseValue(layers, rows, last);
  const stop = gatherStops(layers, [on.stop, value.stop]);
  if (!on.stop || !value.stop) return stop ? { ...value, stop } : value;
  // Without the date nothing is asked of the constant: only the date's own facts are missing.
  const date = bindStop(on.stop, layers);
  const isKnown = { sql: `(${date.cell.sql} = 0)`, depth: date.cell.depth };
  const exact = chooseStop([{ when: isKnown, gives: value.stop }], date);
  return exact ? { ...value, stop: exact } : value;
}
