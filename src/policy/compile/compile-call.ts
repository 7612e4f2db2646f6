import { outOfCalendar } from '../evaluate/calendar-functions.ts';
import type { Expression } from '../expression.ts';
import { dateParts } from './calendar/date-parts.ts';
import { compileDates } from './calendar/dates-between.ts';
import { type Holidays, listedHolidays, writtenHolidays } from './calendar/holidays.ts';
import { compileDateOf, compileStartOf } from './calendar/local-day.ts';
import { movedBy } from './calendar/moved-by.ts';
import { compileAddWorkingDays, compileWorkingDaysBetween } from './calendar/working-days.ts';
import type { Compilation } from './compilation.ts';
import { compileExtreme } from './compile-extreme.ts';
import { compilePower } from './compile-power.ts';
import { always, type CompiledValue, chooseStop, gatherStops, number } from './compiled-value.ts';
import { reductions } from './lists/reduce-list.ts';
import { setFunctions } from './sets/set-functions.ts';
import { compileOnWorkingDays } from './sets/windows.ts';
import { addBounds } from './sql/bounds.ts';
import { wholeFraction } from './sql/fraction.ts';
import { type Cell, depthOf, type IntegerCell, NotCompiled } from './sql/layers.ts';
import { stopBefore } from './stop-before.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;
type Written = (values: readonly CompiledValue[], compilation: Compilation) => CompiledValue;

/** Gives the SQL of a function; some are worked out for each party. */
export function compileCall({ callee, operands }: Call, compilation: Compilation): CompiledValue {
  const write =
    functions[callee] ?? reductionOf(callee) ?? byHolidays(callee, operands.at(-1), compilation);
  if (!write) throw new NotCompiled(`${callee}() is worked out for each party`);
  // Holidays that are written in the document are not gone through as a list.
  const own = isByWrittenHolidays(callee, operands, compilation) ? operands.slice(0, -1) : operands;
  const values = own.map((operand) => compilation.compile(operand, compilation));
  const value = write(values, compilation);
  const { layers } = compilation;
  const found = gatherStops(
    layers,
    values.map((one) => one.stop),
  );
  const stop = stopBefore(found, value.stop, layers);
  return stop ? { ...value, stop } : value;
}

function reductionOf(callee: string): Written | undefined {
  const reduce = reductions[callee];
  if (!reduce) return undefined;
  return ([list], compilation) => {
    if (list?.kind !== 'list') throw new NotCompiled(`${callee}() of what is no list`);
    return reduce(list, compilation);
  };
}

const workingDays = {
  add_working_days: compileAddWorkingDays,
  working_days_between: compileWorkingDaysBetween,
  on_working_days: ([set]: readonly CompiledValue[], ...rest: [Holidays, Compilation]) => {
    if (set?.kind !== 'interval_set') throw new NotCompiled('what is measured is no interval set');
    return compileOnWorkingDays(set, ...rest);
  },
};

function isByWrittenHolidays(
  callee: string,
  operands: readonly Expression[],
  compilation: Compilation,
): boolean {
  return callee in workingDays && writtenHolidays(operands.at(-1), compilation) !== undefined;
}

function byHolidays(
  callee: string,
  list: Expression | undefined,
  compilation: Compilation,
): Written | undefined {
  if (!(callee in workingDays)) return undefined;
  const write = workingDays[callee as keyof typeof workingDays];
  const written = writtenHolidays(list, compilation);
  return (values) => {
    if (written) return write(values, written, compilation);
    const listed = values.at(-1);
    if (!listed) throw new NotCompiled(`${callee}() of too little`);
    return write(values.slice(0, -1), listedHolidays(listed, compilation), compilation);
  };
}

// The calendar of the language ends with the years 0 and 9999, in days.
const mostDays = 3_652_424n;

const functions: Readonly<Record<string, Written>> = {
  min: (values, compilation) => compileExtreme(values, 'least', compilation),
  max: (values, compilation) => compileExtreme(values, 'greatest', compilation),
  days_between: ([from, until], { layers }) => {
    const [one, other] = [dateOf(from), dateOf(until)];
    const sql = layers.dialect.daysBetween(one.sql, other.sql);
    const cell: IntegerCell = {
      sql,
      depth: depthOf(one, other),
      bounds: { low: -mostDays, high: mostDays },
      isWide: false,
    };
    return number(wholeFraction(cell, layers));
  },
  days_in_month: ([on], { layers }) => {
    const { sql, depth } = dateOf(on);
    const bounds = { low: 28n, high: 31n };
    const cell = { sql: layers.dialect.daysInMonth(sql), depth, bounds, isWide: false };
    return number(wholeFraction(cell, layers));
  },
  add_days: moved('addDays'),
  add_months: moved('addMonths'),
  dates: compileDates,
  date_of: ([at], compilation) => compileDateOf(at, compilation),
  start_of: ([on], compilation) => compileStartOf(on, compilation),
  ...dateParts,
  first_of_month: firstOf('month'),
  first_of_quarter: firstOf('quarter'),
  first_of_year: firstOf('year'),
  ...setFunctions,
  power: compilePower,
};

function dateOf(value: CompiledValue | undefined): Cell {
  if (value?.kind !== 'date') throw new NotCompiled('a date is worked out for each party');
  return value.cell;
}

function firstOf(period: string): Written {
  return ([on], { layers }) => {
    const { sql, depth } = dateOf(on);
    return { kind: 'date', cell: { sql: layers.dialect.firstOf(sql, period), depth } };
  };
}

/** The days and the months that the calendar has, from 1970 and from the year 0. */
const calendar = {
  addDays: { low: -719_528n, high: 2_932_896n },
  addMonths: { low: 0n, high: 10_000n * 12n - 1n },
} as const;

function moved(how: 'addDays' | 'addMonths'): Written {
  return ([on, count], { layers, stops }) => {
    const date = dateOf(on);
    const { dialect } = layers;
    const by = movedBy(count, layers);
    const depth = depthOf(date, by);
    const before =
      how === 'addDays'
        ? dialect.daysBetween(`date '1970-01-01'`, date.sql)
        : dialect.monthOf(date.sql);
    const { low, high } = calendar[how];
    const days = how === 'addDays' && on?.kind === 'date' && on.days;
    const range = days ? addBounds(days, by.bounds) : { low: low - 1n, high };
    if (days && range.low >= low && range.high <= high) {
      return { kind: 'date', cell: { sql: dialect.addDays(date.sql, by.sql), depth }, days: range };
    }
    const isOut = { sql: `((${before} + ${by.sql}) not between ${low} and ${high})`, depth };
    const out = layers.bind(isOut);
    // Where it is out of the calendar the date means nothing; one that every engine has stands there.
    const sql = `(case when ${out.sql} then date '2000-01-01' else ${dialect[how](date.sql, by.sql)} end)`;
    const bit = always(stops.bitOf(outOfCalendar));
    const stop = chooseStop([{ when: out, gives: bit }], undefined);
    const cell = { sql, depth: depthOf(date, by, out) };
    return { kind: 'date', cell, ...(stop ? { stop } : {}) };
  };
}
