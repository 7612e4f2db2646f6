import { movedByMs } from '../calendar/moved-by.ts';
import type { Compilation } from '../compilation.ts';
import { type CompiledValue, number } from '../compiled-value.ts';
import type { ListValue } from '../lists/list-value.ts';
import { type Bounds, joinBounds } from '../sql/bounds.ts';
import {
  depthOf,
  type IntegerCell,
  integerLiteral,
  type Layers,
  NotCompiled,
} from '../sql/layers.ts';
import { compilePerDay } from './per-day.ts';
import { compileMonthShares, compilePerMonth } from './per-month.ts';
import { bindSet, type SetValue } from './set-value.ts';
import { compileDaily, compileDatesOf } from './windows.ts';

type Written = (values: readonly CompiledValue[], compilation: Compilation) => CompiledValue;

/** The functions of interval sets, with the meaning of `kernel/interval.ts`. */
export const setFunctions: Readonly<Record<string, Written>> = {
  total: ([set], { layers }) => lengthOf('sum', setOf(set), layers),
  longest: ([set], { layers }) => lengthOf('max', setOf(set), layers),
  events: ([given], { layers }) => {
    const { rows, most } = setOf(given);
    const sql = `coalesce(${layers.dialect.rows.count(rows.sql)}, 0)::bigint`;
    const bounds = { low: 0n, high: most };
    const numerator = layers.bind({ sql, depth: rows.depth, bounds, isWide: false });
    return number({ numerator, denominator: integerLiteral(1n, layers.dialect) });
  },
  within: ([set, from, until], compilation) =>
    clipped(setOf(set), [instantOf(from), instantOf(until)], compilation),
  interval: ([from, until], { layers }) => {
    const [first, last] = [layers.bind(instantOf(from)), layers.bind(instantOf(until))];
    const rows = {
      sql: layers.dialect.sets.span(first.sql, last.sql),
      depth: depthOf(first, last),
    };
    const bounds = joinBounds(first.bounds, last.bounds);
    return { kind: 'interval_set', rows, bounds, most: 1n, isBound: false };
  },
  joined: combining('joined', (left, right) => ({
    bounds: joinBounds(left.bounds, right.bounds),
    most: left.most + right.most,
  })),
  shared: combining('shared', (left, right) => ({
    bounds: left.bounds,
    most: left.most + right.most,
  })),
  without: combining('without', (left, right) => ({
    bounds: left.bounds,
    most: left.most + right.most,
  })),
  merging: ([given, gap], { layers }) => {
    const set = bindSet(setOf(given), layers);
    const ms = movedByMs(gap, layers);
    const sql = layers.dialect.sets.merging(set.rows.sql, ms.sql);
    return { ...set, rows: { sql, depth: depthOf(set.rows, ms) }, isBound: false };
  },
  lasting: ([given, run], { layers, freshName }) => {
    const set = setOf(given);
    const ms = movedByMs(run, layers);
    const alias = freshName();
    const isLong = `${alias}.b - ${alias}.a >= ${ms.sql}`;
    const sql = layers.dialect.rows.keep(set.rows.sql, alias, isLong);
    return { ...set, rows: { sql, depth: depthOf(set.rows, ms) }, isBound: false };
  },
  runs: ([given], { layers, freshName }): ListValue => {
    const { rows, bounds, most } = setOf(given);
    const alias = freshName();
    const lengths = [{ name: 'f0', sql: `(${alias}.b - ${alias}.a)` }];
    return {
      kind: 'list',
      rows: { sql: layers.dialect.rows.pick(rows.sql, alias, lengths), depth: rows.depth },
      element: { ...listedMs, bounds: lengthsOf(bounds) },
      ...{ most, isBound: false },
    };
  },
  per_day: ([set], compilation) => compilePerDay(setOf(set), compilation),
  dates_of: ([set], compilation) => compileDatesOf(setOf(set), compilation),
  daily: ([set, from, until], compilation) => compileDaily(setOf(set), [from, until], compilation),
  per_month: ([set], compilation) => compilePerMonth(setOf(set), compilation),
  month_shares: ([set], compilation) => compileMonthShares(setOf(set), compilation),
};

/** Durations of a list, counted in milliseconds. */
const listedMs = { kind: 'number', column: 'f0', denominator: 1_000n, isWide: false } as const;

function setOf(value: CompiledValue | undefined): SetValue {
  if (value?.kind !== 'interval_set') throw new NotCompiled('what is measured is no interval set');
  return value;
}

function instantOf(value: CompiledValue | undefined): IntegerCell {
  if (value?.kind !== 'instant' || value.cell.isWide) {
    throw new NotCompiled('an interval to an instant that is not known to be in the calendar');
  }
  return value.cell;
}

/** Intervals do not overlap: even all together they are no longer than what they lie in. */
function lengthsOf({ low, high }: Bounds): Bounds {
  return { low: 0n, high: high - low };
}

function lengthOf(how: 'sum' | 'max', { rows, bounds }: SetValue, layers: Layers): CompiledValue {
  const { dialect } = layers;
  const found = dialect.rows.reduce(how, { rows: rows.sql, alias: 'x', value: '(x.b - x.a)' });
  const sql = `coalesce(${found}, 0)::bigint`;
  const cell = { sql, depth: rows.depth, bounds: lengthsOf(bounds), isWide: false };
  const denominator = integerLiteral(1_000n, dialect);
  return number({ numerator: layers.bind(cell), denominator });
}

function clipped(
  set: SetValue,
  ends: readonly [IntegerCell, IntegerCell],
  { layers, freshName }: Compilation,
): SetValue {
  const [first, last] = [layers.bind(ends[0]), layers.bind(ends[1])];
  const { rows } = layers.dialect;
  const alias = freshName();
  const part = rows.pick(set.rows.sql, alias, [
    { name: 'a', sql: `greatest(${alias}.a, ${first.sql})` },
    { name: 'b', sql: `least(${alias}.b, ${last.sql})` },
  ]);
  const sql = rows.keep(part, alias, `${alias}.a < ${alias}.b`);
  return { ...set, rows: { sql, depth: depthOf(set.rows, first, last) }, isBound: false };
}

function combining(
  how: 'joined' | 'shared' | 'without',
  gives: (left: SetValue, right: SetValue) => { readonly bounds: Bounds; readonly most: bigint },
): Written {
  return ([one, other], { layers }) => {
    const { dialect } = layers;
    const [left, right] = [bindSet(setOf(one), layers), bindSet(setOf(other), layers)];
    let depth = depthOf(left.rows, right.rows);
    const bind = (sql: string) => {
      const bound = layers.bind({ sql, depth });
      depth = bound.depth;
      return bound.sql;
    };
    const sql = dialect.sets[how]({ left: left.rows.sql, right: right.rows.sql, bind });
    return { kind: 'interval_set', rows: { sql, depth }, ...gives(left, right), isBound: false };
  };
}
