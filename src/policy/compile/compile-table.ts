import { assert, type Rational, rational } from '../../kernel/index.ts';
import type { ResolvedRow } from '../check/resolve-table.ts';
import type { RowOutcome, Table } from '../expression.ts';
import { chooseValue, type ValueRow } from './choose-value.ts';
import type { Compilation } from './compilation.ts';
import {
  always,
  bindStop,
  bindValue,
  type CompiledValue,
  chooseStop,
  fractionOf,
  type Stop,
} from './compiled-value.ts';
import { quoteSqlText } from './sql/dialect.ts';
import {
  addFractions,
  bindFraction,
  chooseFraction,
  compareFractions,
  extremeFraction,
  type Fraction,
  fractionLiteral,
  multiplyFractions,
} from './sql/fraction.ts';
import { type Cell, depthOf, NotCompiled } from './sql/layers.ts';

/** Gives the outcome of the one row that holds the key, or for a marginal table the sum over rows. */
export function compileTable(table: Table, compilation: Compilation): CompiledValue {
  const { layers, analysis } = compilation;
  const key = bindValue(compilation.compile(table.key, compilation), layers);
  const rows = analysis.tables.get(table)?.rows;
  assert(rows, 'policy: the checker resolved every table');
  const value =
    table.isMarginal && key.kind === 'number'
      ? sumBands(rows, key.fraction, compilation)
      : chooseRow(rows, key, compilation);
  if (!key.stop) return value;
  const isStopped = { sql: `(${key.stop.cell.sql} <> 0)`, depth: key.stop.cell.depth };
  const stop = chooseStop([{ when: isStopped, gives: key.stop }], value.stop);
  return stop ? { ...value, stop } : value;
}

function chooseRow(
  rows: readonly ResolvedRow[],
  key: CompiledValue,
  compilation: Compilation,
): CompiledValue {
  const ordered = [
    ...rows.filter(({ kind }) => kind !== 'otherwise'),
    ...rows.filter(({ kind }) => kind === 'otherwise').slice(0, 1),
  ];
  const outcomes = ordered.map((row) => compileOutcome(row.row.outcome, compilation));
  const sample = outcomes.find((one) => one.value)?.value ?? zeroOf(compilation);
  const values = outcomes.map(
    ({ value, stop }): CompiledValue =>
      value ? value : { ...withoutStop(sample), ...(stop ? { stop } : {}) },
  );
  const last = values.at(-1);
  assert(last, 'policy: a table has a row');
  const cases = ordered.slice(0, -1).map(
    (row, index): ValueRow => ({
      when: holdsKey(row, key, compilation),
      gives: values[index] ?? last,
    }),
  );
  return chooseValue(compilation.layers, cases, last);
}

function withoutStop(value: CompiledValue): CompiledValue {
  const { stop: _, ...rest } = value;
  return rest;
}

function zeroOf({ layers }: Compilation): CompiledValue {
  const fraction = fractionLiteral(rational(0n), layers);
  return { kind: 'number', fraction };
}

interface Outcome {
  readonly value?: CompiledValue;
  readonly stop?: Stop;
}

function compileOutcome(outcome: RowOutcome, compilation: Compilation): Outcome {
  if (outcome.kind === 'value') {
    const value = compilation.compile(outcome.value, compilation);
    return { value };
  }
  const usual = outcome.kind === 'review' ? 'review_by_band' : 'band_gives_nothing';
  const halt = { status: outcome.kind, reason: outcome.because ?? usual };
  return { stop: always(-compilation.stops.haltOf(halt)) };
}

function holdsKey(row: ResolvedRow, key: CompiledValue, compilation: Compilation): Cell {
  if (row.kind === 'values' && key.kind === 'choice') {
    const values = row.values.map(quoteSqlText).join(', ');
    return { sql: `(${key.cell.sql} in (${values}))`, depth: key.cell.depth };
  }
  if (row.kind === 'range' && key.kind === 'number') {
    return inRange(row, key.fraction, compilation);
  }
  throw new NotCompiled('a table by something that is neither a number nor a choice');
}

type Range = Extract<ResolvedRow, { readonly kind: 'range' }>;

function inRange({ low, high }: Range, key: Fraction, { layers }: Compilation): Cell {
  const edges: Cell[] = [];
  const edge = (value: Rational) => fractionLiteral(value, layers);
  if (low) {
    const sign = low.isInclusive ? '>=' : '>';
    edges.push(compareFractions(layers, sign, [key, edge(low.value)]));
  }
  if (high) {
    const sign = high.isInclusive ? '<=' : '<';
    edges.push(compareFractions(layers, sign, [key, edge(high.value)]));
  }
  if (edges.length === 0) return { sql: 'true', depth: 0 };
  return { sql: `(${edges.map(({ sql }) => sql).join(' and ')})`, depth: depthOf(...edges) };
}

/** Adds up, over the rows the key reaches into, the part inside the row times the row's value. */
function sumBands(
  rows: readonly ResolvedRow[],
  key: Fraction,
  compilation: Compilation,
): CompiledValue {
  const { layers } = compilation;
  const nought = fractionLiteral(rational(0n), layers);
  const bands = rows.flatMap((row) =>
    row.kind === 'range' ? [compileBand(row, key, compilation)] : [],
  );
  const sum = bands.reduce<Fraction>(
    (total, { added }) =>
      added ? bindFraction(addFractions(layers, [total, added]), layers) : total,
    nought,
  );
  const stops = bands.flatMap(({ end }) => (end ? [end] : []));
  const stop = stops.length > 0 ? chooseStop(stops, undefined) : undefined;
  return { kind: 'number', fraction: sum, ...(stop ? { stop } : {}) };
}

interface Band {
  readonly added?: Fraction;
  readonly end?: { readonly when: Cell; readonly gives: Stop };
}

function compileBand(row: Range, key: Fraction, compilation: Compilation): Band {
  const { layers } = compilation;
  const nought = fractionLiteral(rational(0n), layers);
  const part = bindFraction(partInside(row, key, compilation), layers);
  const isReached = layers.bind(compareFractions(layers, '>', [part, nought]));
  const { value, stop } = compileOutcome(row.row.outcome, compilation);
  const own = value ? value.stop : stop;
  const bound = own && bindStop(own, layers);
  const ends = bound && endsHere(bound, compilation);
  const end = bound && ends ? { end: { when: both(isReached, ends), gives: bound } } : {};
  if (!value) return end;
  const isThere = bound && { sql: `(${bound.cell.sql} = 0)`, depth: bound.cell.depth };
  const product = multiplyFractions(layers, [part, fractionOf(value)]);
  const when = isThere ? both(isReached, isThere) : isReached;
  return { added: chooseFraction(layers, [{ when, gives: product }], nought), ...end };
}

function both(left: Cell, right: Cell): Cell {
  return { sql: `(${left.sql} and ${right.sql})`, depth: depthOf(left, right) };
}

/** A row that ends in `none` adds nothing; one in review, or with a fact missing, ends the sum. */
function endsHere({ cell, canMiss, canHalt }: Stop, { stops }: Compilation): Cell | undefined {
  const nones = stops.halts.flatMap(({ status }, index) =>
    status === 'none' ? [`${-(index + 1)}`] : [],
  );
  if (!canMiss && !canHalt) return undefined;
  const passed = canHalt && nones.length > 0 ? ` and ${cell.sql} not in (${nones.join(', ')})` : '';
  return { sql: `(${cell.sql} <> 0${passed})`, depth: cell.depth };
}

function partInside({ low, high }: Range, key: Fraction, { layers }: Compilation): Fraction {
  const from = fractionLiteral(low?.value ?? rational(0n), layers);
  const until = high
    ? extremeFraction(layers, 'least', [key, fractionLiteral(high.value, layers)])
    : key;
  return addFractions(layers, [until, from], -1);
}
