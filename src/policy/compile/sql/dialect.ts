import { duckdbRows, postgresqlRows, type RowSql } from './rows.ts';
import { duckdbSets, postgresqlSets, type SetSql } from './sets.ts';

/** The SQL of one engine, where the two differ. Whole numbers are 64 bits wide, or `wide`. */
export interface Dialect {
  readonly name: 'duckdb' | 'postgresql';
  /** The type of whole numbers that need more than 64 bits. */
  readonly wideType: string;
  /** How many bits the wide type holds; undefined when it grows as needed. */
  readonly wideBits?: 128;
  /** A quotient cut towards zero; the divisor is above zero. */
  divide(left: string, right: string, isWide: boolean): string;
  /** Days from the first date to the second. */
  daysBetween(from: string, until: string): string;
  /** A date moved by whole days. */
  addDays(on: string, days: string): string;
  /** A date moved by whole months, or the last day of that month. */
  addMonths(on: string, months: string): string;
  /** Which month a date is in, counted from January of the year 0. */
  monthOf(on: string): string;
  /** The year of a date, from 0 to 9999. */
  yearOf(on: string): string;
  /** The first day of the `month`, `quarter` or `year` that a date is in. */
  firstOf(on: string, period: string): string;
  /** How many days the month of a date has. */
  daysInMonth(on: string): string;
  /** The names of a list column as a yes/no: whether one of them is there. */
  contains(list: string, text: string): string;
  /** How lists are gone through. */
  readonly rows: RowSql;
  /** How interval sets are put together. */
  readonly sets: SetSql;
  /** What keeps an inner query from being merged into the outer one, where that costs time. */
  readonly fence: string;
}

/** DuckDB: `//` cuts towards zero, `hugeint` holds 128 bits, and overflow is an error. */
export const duckdb: Dialect = {
  name: 'duckdb',
  wideType: 'hugeint',
  wideBits: 128,
  divide: (left, right) => `(${left} // ${right})`,
  daysBetween: (from, until) => `(${until} - ${from})::bigint`,
  addDays: (on, days) => `(${on} + (${days})::integer)`,
  addMonths: (on, months) => `(${on} + to_months((${months})::integer))::date`,
  monthOf: (on) =>
    `(extract(year from ${on})::bigint * 12 + extract(month from ${on})::bigint - 1)`,
  yearOf: (on) => `extract(year from ${on})::bigint`,
  firstOf: (on, period) => `date_trunc('${period}', ${on})::date`,
  daysInMonth: (on) => `day(last_day(${on}))::bigint`,
  contains: (list, text) => `coalesce(list_contains(${list}, ${text}), false)`,
  rows: duckdbRows,
  sets: duckdbSets,
  fence: '',
};

/** PostgreSQL: `/` of bigint and `div` of numeric cut towards zero, and overflow is an error. */
export const postgresql: Dialect = {
  name: 'postgresql',
  wideType: 'numeric',
  divide: (left, right, isWide) => (isWide ? `div(${left}, ${right})` : `(${left} / ${right})`),
  daysBetween: (from, until) => `(${until} - ${from})::bigint`,
  addDays: (on, days) => `(${on} + (${days})::integer)`,
  addMonths: (on, months) => `(${on} + make_interval(months => (${months})::integer))::date`,
  monthOf: (on) => `(${postgresqlYear(on)} * 12 + extract(month from ${on})::bigint - 1)`,
  yearOf: postgresqlYear,
  firstOf: (on, period) => `date_trunc('${period}', ${on}::timestamp)::date`,
  daysInMonth: (on) =>
    `extract(day from date_trunc('month', ${on}::timestamp) + interval '1 month - 1 day')::bigint`,
  contains: (list, text) => `coalesce(${text} = any(${list}), false)`,
  rows: postgresqlRows,
  sets: postgresqlSets,
  fence: ' offset 0',
};

// PostgreSQL counts the year before 1 as −1; the calendar of the language has a year 0.
function postgresqlYear(on: string): string {
  return `(extract(year from ${on})::bigint + (case when ${on} < date '0001-01-01' then 1 else 0 end))`;
}

/** Quotes text for SQL. */
export function quoteSqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes a name for SQL. */
export function quoteSqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
