import type { Holidays } from '../calendar/holidays.ts';
import { movedByMs } from '../calendar/moved-by.ts';
import { firstMonday } from '../calendar/weekdays.ts';
import type { Compilation } from '../compilation.ts';
import type { CompiledValue } from '../compiled-value.ts';
import type { ListValue } from '../lists/list-value.ts';
import { constantOf } from '../sql/integer-arithmetic.ts';
import { NotCompiled } from '../sql/layers.ts';
import type { RowColumn } from '../sql/rows.ts';
import { clockOn, type Touched, touchDays } from './days-touched.ts';
import { bindSet, type SetValue } from './set-value.ts';

// As many days as the evaluator looks at, which is as many as a list can hold.
const limit = { most: 10_000n, told: '10,000 days' };

/** Gives a list of the local dates that a set touches, in order. */
export function compileDatesOf(given: SetValue, compilation: Compilation): ListValue {
  const { layers, freshName } = compilation;
  const { dialect } = layers;
  const { set, rows, days } = touchDays(given, limit, compilation);
  const alias = freshName();
  const on = dialect.addDays(`date '1970-01-01'`, `${alias}.f0`);
  const sql = dialect.rows.pick(dialect.sets.days(rows), alias, [{ name: 'f0', sql: on }]);
  return {
    kind: 'list',
    rows: { sql, depth: set.rows.depth },
    element: { kind: 'date', column: 'f0', days },
    ...{ most: days.high - days.low + 1n, isBound: false },
  };
}

/** Gives the part of a set between two times of the clock of each day, which the document states. */
export function compileDaily(
  given: SetValue,
  clock: readonly [CompiledValue | undefined, CompiledValue | undefined],
  compilation: Compilation,
): SetValue {
  const [from, until] = [clockOf(clock[0], compilation), clockOf(clock[1], compilation)];
  const touched = touchDays(given, limit, compilation);
  const at = (day: string, seconds: number) =>
    clockOn(day, { range: touched.days, seconds }, compilation).sql;
  const ends = (day: string) => ({ a: at(day, from), b: at(day, until) });
  return partWithin(touched, { ends, isKept: () => String(from < until) }, compilation);
}

/** Gives the part of a set on working days. */
export function compileOnWorkingDays(
  given: SetValue,
  holidays: Holidays,
  compilation: Compilation,
): SetValue {
  const touched = touchDays(given, limit, compilation);
  const range = { low: touched.days.low, high: touched.days.high + 1n };
  const at = (day: string) => clockOn(day, { range }, compilation).sql;
  const isKept = (day: string) =>
    `(${day} - ${firstMonday}) % 7 < 5 and not ${holidays.isOne(day)}`;
  const ends = (day: string) => ({ a: at(day), b: at(`(${day} + 1)`) });
  return partWithin(touched, { ends, isKept, depth: holidays.depth }, compilation);
}

/** Whole seconds after midnight, as the evaluator cuts them. */
function clockOf(value: CompiledValue | undefined, { layers }: Compilation): number {
  const ms = constantOf(movedByMs(value, layers));
  if (ms === undefined) {
    throw new NotCompiled('daily() between times that are not written in the document');
  }
  const most = 86_400_000n;
  return Number((ms < 0n ? 0n : ms > most ? most : ms) / 1_000n);
}

/** Gives what a set shares with one window on each day that is kept of those it touches. */
function partWithin(
  { set, rows, days }: Touched,
  window: {
    readonly ends: (day: string) => { readonly a: string; readonly b: string };
    readonly isKept: (day: string) => string;
    /** the layer in which all that these name is there */
    readonly depth?: number;
  },
  { layers, freshName }: Compilation,
): SetValue {
  const { rows: lists, sets } = layers.dialect;
  const [one, other] = [freshName(), freshName()];
  const kept = lists.keep(sets.days(rows), one, window.isKept(`${one}.f0`));
  const { a, b } = window.ends(`${other}.f0`);
  const columns: RowColumn[] = [
    { name: 'a', sql: a },
    { name: 'b', sql: b },
  ];
  const windows = lists.keep(lists.pick(kept, other, columns), one, `${one}.a < ${one}.b`);
  const most = days.high - days.low + 1n;
  const depth = Math.max(set.rows.depth, window.depth ?? 0);
  const bare = { ...set, rows: { sql: windows, depth }, most, isBound: false };
  // Windows that touch, such as those of whole days, are one: a set has no two that do.
  const bound = bindSet(bare, layers);
  const merged = { sql: sets.merging(bound.rows.sql, '1::bigint'), depth: bound.rows.depth };
  const whole = bindSet({ ...bare, rows: merged }, layers);
  const bind = (sql: string) => layers.bind({ sql, depth: whole.rows.depth }).sql;
  const sql = sets.shared({ left: set.rows.sql, right: whole.rows.sql, bind });
  return { ...bare, rows: { sql, depth: whole.rows.depth }, most: set.most + most };
}
