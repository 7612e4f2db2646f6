import { addDays, type LocalDate, startOfLocalDay } from '../../../kernel/index.ts';
import { addMonths } from '../../evaluate/calendar-functions.ts';
import type { Compilation } from '../compilation.ts';
import type { ListValue } from '../lists/list-value.ts';
import { NotCompiled } from '../sql/layers.ts';
import { clockOn, touchDays } from './days-touched.ts';
import type { SetValue } from './set-value.ts';

const limit = { most: 10_000n, told: '10,000 days' };
const epoch = '1970-01-01' as LocalDate;

/** Gives a list of the time of a set in each local calendar month that it touches, in order. */
export function compilePerMonth(given: SetValue, compilation: Compilation): ListValue {
  const { rows, depth, months, covered, of } = partByMonth(given, compilation);
  const longest = months.reduce((most, { length }) => (length > most ? length : most), 0n);
  return {
    kind: 'list',
    rows: { sql: of(rows, covered), depth },
    element: {
      ...{ kind: 'number', column: 'f0', denominator: 1_000n, isWide: false },
      bounds: { low: 0n, high: longest },
    },
    ...{ most: BigInt(months.length), isBound: false },
  };
}

/**
 * Gives a list of the share of each local calendar month that a set covers, in order. All are over
 * one denominator, the least common multiple of the lengths of the months in range.
 */
export function compileMonthShares(given: SetValue, compilation: Compilation): ListValue {
  const { rows, depth, months, covered, of, monthOf } = partByMonth(given, compilation);
  const common = months.reduce((all, { length }) => leastCommon(all, length), 1n);
  if (common >= 2n ** 62n) throw new NotCompiled('month_shares() of months of too many lengths');
  const lengths = [...new Set(months.map(({ length }) => length))];
  const cases = lengths.map((length) => {
    const some = months.filter((one) => one.length === length).map(({ month }) => month);
    return `when ${monthOf} in (${some.join(', ')}) then ${common / length}`;
  });
  const times = `(case ${cases.join(' ')} end)::bigint`;
  return {
    kind: 'list',
    rows: { sql: of(rows, `(${covered} * ${times})`), depth },
    element: {
      ...{ kind: 'number', column: 'f0', denominator: common, isWide: false },
      bounds: { low: 0n, high: common },
    },
    ...{ most: BigInt(months.length), isBound: false },
  };
}

interface Month {
  /** counted from January of the year 0 */
  readonly month: bigint;
  /** in milliseconds */
  readonly length: bigint;
}

function partByMonth(given: SetValue, compilation: Compilation) {
  const { layers, document, freshName } = compilation;
  const { dialect } = layers;
  const { set, rows: touched, days } = touchDays(given, limit, compilation);
  const months = monthsIn(days, document.header.zone);
  const [one, other, inner] = [freshName(), freshName(), freshName()];
  const on = dialect.addDays(`date '1970-01-01'`, `${one}.f0`);
  const distinct = dialect.rows.distinct({
    ...{ rows: dialect.sets.days(touched), alias: one },
    value: dialect.monthOf(on),
  });
  const dayOf = (month: string) => {
    const first = dialect.addMonths(`date '1970-01-01'`, `${month} - ${1970 * 12}`);
    return dialect.daysBetween(`date '1970-01-01'`, `(${first})`);
  };
  const named = dialect.rows.extend(distinct, other, [
    { name: 'p', sql: dayOf(`${other}.d`) },
    { name: 'q', sql: dayOf(`${other}.d + 1`) },
  ]);
  const range = { low: days.low - 31n, high: days.high + 31n };
  const startOf = (day: string) => clockOn(`${other}.${day}`, { range }, compilation).sql;
  const rows = dialect.rows.extend(named, other, [
    { name: 'lo', sql: startOf('p') },
    { name: 'hi', sql: startOf('q') },
  ]);
  const part = `greatest(least(${inner}.b, ${other}.hi) - greatest(${inner}.a, ${other}.lo), 0)`;
  const sum = dialect.rows.reduce('sum', { rows: set.rows.sql, alias: inner, value: part });
  return {
    ...{ rows, months, depth: set.rows.depth, monthOf: `${other}.d` },
    covered: `coalesce(${sum}, 0)::bigint`,
    of: (all: string, sql: string) => dialect.rows.pick(all, other, [{ name: 'f0', sql }]),
  };
}

/** Gives the local calendar months of a range of days, with their real lengths. */
function monthsIn(days: { readonly low: bigint; readonly high: bigint }, zone: string): Month[] {
  const last = addDays(epoch, Number(days.high));
  const months: Month[] = [];
  let first = `${addDays(epoch, Number(days.low)).slice(0, 7)}-01` as LocalDate;
  while (first <= last) {
    const next = addMonths(first, 1);
    if (!next) throw new NotCompiled('a month that the calendar may not have');
    const [year, month] = first.split('-').map(BigInt);
    months.push({
      month: (year ?? 0n) * 12n + (month ?? 1n) - 1n,
      length: BigInt(startOfLocalDay(next, zone) - startOfLocalDay(first, zone)),
    });
    first = next;
  }
  return months;
}

function leastCommon(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b > 0n) [a, b] = [b, a % b];
  return (one / a) * other;
}
