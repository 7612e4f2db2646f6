import type { Halt } from '../evaluate/value.ts';
import { bindList, type ListValue } from './lists/list-value.ts';
import { bindSet, type SetValue } from './sets/set-value.ts';
import type { Bounds } from './sql/bounds.ts';
import type { Fraction } from './sql/fraction.ts';
import { type Cell, depthOf, type IntegerCell, type Layers, NotCompiled } from './sql/layers.ts';

/**
 * Where a value can be absent: a whole number that is 0 where the value is there, above 0 where
 * facts are missing (each name is one bit), and below 0 where a table row ended the calculation
 * (minus the number of that end).
 */
export interface Stop {
  readonly cell: Cell;
  readonly canMiss: boolean;
  readonly canHalt: boolean;
}

/** The value of an expression as SQL. Where `stop` is not 0 the rest of it means nothing. */
export type CompiledValue = { readonly stop?: Stop } & (
  | { readonly kind: 'number'; readonly fraction: Fraction }
  | { readonly kind: 'yes_no' | 'choice'; readonly cell: Cell }
  /** `days`, where known: the range of its days, counted from 1970-01-01 */
  | { readonly kind: 'date'; readonly cell: Cell; readonly days?: Bounds }
  /** milliseconds since 1970 */
  | { readonly kind: 'instant'; readonly cell: IntegerCell }
  | { readonly kind: 'period'; readonly count: bigint; readonly unit: string }
  | ListValue
  | SetValue
);

/** The names that can be missing, one bit each, and the ends a table row can give. */
export interface Stops {
  bitOf(name: string): bigint;
  haltOf(halt: Omit<Halt, 'kind'>): bigint;
  readonly names: readonly string[];
  readonly halts: readonly Omit<Halt, 'kind'>[];
}

// The sign bit of 64 parts what is missing from what ended; one more is left unused.
const mostNames = 62;

/** Opens the numbering of what can stop a calculation. */
export function openStops(): Stops {
  const names: string[] = [];
  const halts: Omit<Halt, 'kind'>[] = [];
  return {
    names,
    halts,
    bitOf(name) {
      const found = names.indexOf(name);
      const at = found >= 0 ? found : names.push(name) - 1;
      if (at >= mostNames) throw new NotCompiled(`more than ${mostNames} facts can be missing`);
      return 1n << BigInt(at);
    },
    haltOf({ status, reason }) {
      const same = (one: Omit<Halt, 'kind'>) => one.status === status && one.reason === reason;
      const found = halts.findIndex(same);
      return BigInt(found >= 0 ? found + 1 : halts.push({ status, reason }));
    },
  };
}

/** Gives a stop that always stands. */
export function always(number: bigint): Stop {
  const sql = number < 0n ? `(${number}::bigint)` : `${number}::bigint`;
  return { cell: { sql, depth: 0 }, canMiss: number > 0n, canHalt: number < 0n };
}

/** Gives what stops where any of several values stops: what is missing is gathered. */
export function gatherStops(
  layers: Layers,
  stops: readonly (Stop | undefined)[],
): Stop | undefined {
  const found = stops.filter((stop) => stop !== undefined);
  return found.reduce<Stop | undefined>(
    (left, right) => (left ? joinStops(layers, left, right) : right),
    undefined,
  );
}

function joinStops(layers: Layers, one: Stop, other: Stop): Stop {
  if (one.cell.sql === other.cell.sql) return one;
  const [left, right] = [bindStop(one, layers), bindStop(other, layers)];
  const [a, b] = [left.cell.sql, right.cell.sql];
  const kinds = {
    canMiss: left.canMiss || right.canMiss,
    canHalt: left.canHalt || right.canHalt,
  };
  const depth = depthOf(left.cell, right.cell);
  if (!kinds.canHalt) return { cell: { sql: `(${a} | ${b})`, depth }, ...kinds };
  if (!kinds.canMiss) {
    return { cell: { sql: `(case when ${a} <> 0 then ${a} else ${b} end)`, depth }, ...kinds };
  }
  const sql = `(case when ${a} > 0 or ${b} > 0 then (greatest(${a}, 0::bigint) | greatest(${b}, 0::bigint)) when ${a} <> 0 then ${a} else ${b} end)`;
  return { cell: { sql, depth }, ...kinds };
}

/** Gives a stop whose number is a column, for what is used more than once. */
export function bindStop(stop: Stop, layers: Layers): Stop {
  return { ...stop, cell: layers.bind(stop.cell) };
}

/** Gives the stop of the first row whose condition holds, else the last one. */
export function chooseStop(
  rows: readonly { readonly when: Cell; readonly gives: Stop | undefined }[],
  otherwise: Stop | undefined,
): Stop | undefined {
  const stops = [...rows.map(({ gives }) => gives), otherwise];
  if (stops.every((stop) => stop === undefined)) return undefined;
  const write = (stop: Stop | undefined) => stop?.cell.sql ?? '0::bigint';
  const cases = rows.map(({ when, gives }) => `when ${when.sql} then ${write(gives)}`);
  const sql = `(case ${cases.join(' ')} else ${write(otherwise)} end)`;
  const depth = depthOf(...stops.map((stop) => stop?.cell), ...rows.map(({ when }) => when));
  return {
    cell: rows.length === 0 ? (otherwise?.cell ?? { sql: '0::bigint', depth: 0 }) : { sql, depth },
    canMiss: stops.some((stop) => stop?.canMiss === true),
    canHalt: stops.some((stop) => stop?.canHalt === true),
  };
}

/** Gives what is missing of a stop, as bits: 0 where nothing is. */
export function missingOf(stop: Stop | undefined): Cell | undefined {
  if (!stop?.canMiss) return undefined;
  if (!stop.canHalt) return stop.cell;
  return { sql: `greatest(${stop.cell.sql}, 0::bigint)`, depth: stop.cell.depth };
}

/** Gives a value whose parts are columns, for what is used more than once. */
export function bindValue(value: CompiledValue, layers: Layers): CompiledValue {
  const stop = value.stop ? { stop: bindStop(value.stop, layers) } : {};
  if (value.kind === 'period') return { ...value, ...stop };
  if (value.kind === 'list') return { ...value, ...bindList(value, layers), ...stop };
  if (value.kind === 'interval_set') return { ...value, ...bindSet(value, layers), ...stop };
  if (value.kind === 'number') {
    const { numerator, denominator } = value.fraction;
    const fraction = { numerator: layers.bind(numerator), denominator: layers.bind(denominator) };
    return { ...value, fraction, ...stop };
  }
  if (value.kind === 'instant') return { ...value, cell: layers.bind(value.cell), ...stop };
  return { ...value, cell: layers.bind(value.cell), ...stop };
}

/** Gives the yes/no of a condition, false where it stops. */
export function holds(value: CompiledValue): Cell {
  if (value.kind !== 'yes_no') throw new NotCompiled('a condition is not a yes/no');
  if (!value.stop) return value.cell;
  return {
    sql: `(${value.stop.cell.sql} = 0 and ${value.cell.sql})`,
    depth: depthOf(value.stop.cell, value.cell),
  };
}

/** Gives the number of a value. */
export function fractionOf(value: CompiledValue): Fraction {
  if (value.kind !== 'number') throw new NotCompiled('a quantity is not a number');
  return value.fraction;
}

/** Gives a number, and what stops it. */
export function number(fraction: Fraction, stop?: Stop): CompiledValue {
  return { kind: 'number', fraction, ...(stop ? { stop } : {}) };
}
