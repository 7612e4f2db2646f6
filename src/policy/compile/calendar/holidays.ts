import { daysBetween, type LocalDate, weekdayOf } from '../../../kernel/index.ts';
import type { Expression } from '../../expression.ts';
import type { Compilation } from '../compilation.ts';
import type { CompiledValue } from '../compiled-value.ts';
import { bindRows } from '../lists/list-value.ts';
import { NotCompiled } from '../sql/layers.ts';
import { firstMonday, weekdaysBefore } from './weekdays.ts';

/** Holidays that are no Saturday or Sunday, each once. Days are counted from 1970-01-01. */
export interface Holidays {
  /** Gives SQL of how many of them are before a day. */
  countBefore(day: string): string;
  /** Gives SQL of whether a day is one of them. */
  isOne(day: string): string;
  /** Gives SQL of how many of them have fewer working days before them than so many. */
  countWithFewer(workingDays: string): string;
  readonly depth: number;
  /** at most so many */
  readonly most: bigint;
}

/**
 * Gives the holidays that are written in the document: a list of dates, or the name of a constant or
 * a `let` that is one; undefined where they are not written there.
 */
export function writtenHolidays(
  list: Expression | undefined,
  { document }: Compilation,
): Holidays | undefined {
  const named =
    list?.kind === 'name'
      ? (document.lets.get(list.name)?.value ?? document.constants.get(list.name)?.values[0]?.value)
      : list;
  const items = named?.kind === 'list' ? named.items : undefined;
  const dates = items?.flatMap((item) => (item.kind === 'date' ? [item.on as LocalDate] : []));
  if (!dates || dates.length !== items?.length) return undefined;
  const weekdays = [...new Set(dates)].filter((on) => weekdayOf(on) < 6).sort();
  const epoch = '1970-01-01' as LocalDate;
  const days = weekdays.map((on) => BigInt(daysBetween({ from: epoch, until: on })));
  const workingDays = days.map(workingDaysBefore);
  return {
    countBefore: (day) => countBelow(day, days),
    isOne: (day) => (days.length === 0 ? 'false' : `(${day} in (${days.join(', ')}))`),
    countWithFewer: (count) => countBelow(count, workingDays),
    ...{ depth: 0, most: BigInt(days.length) },
  };
}

/** Gives how many working days stand before the holiday that is the `index`-th, from 0. */
function workingDaysBefore(day: bigint, index: number): bigint {
  const since = day - firstMonday;
  const weekdays = (since / 7n) * 5n + (since % 7n < 5n ? since % 7n : 5n);
  return weekdays - BigInt(index);
}

/** Gives SQL of how many of some numbers in ascending order are below a value. */
function countBelow(value: string, numbers: readonly bigint[]): string {
  if (numbers.length === 0) return '0';
  const cases = numbers.map((one, index) => `when ${value} <= ${one} then ${index}`);
  return `(case ${cases.join(' ')} else ${numbers.length} end)`;
}

/** Gives holidays that are a fact, or are made of one: each party has its own. */
export function listedHolidays(value: CompiledValue, compilation: Compilation): Holidays {
  if (value.kind !== 'list' || value.element.kind !== 'date') {
    throw new NotCompiled('working days by holidays that are no list of dates');
  }
  const { layers, freshName } = compilation;
  const { dialect } = layers;
  const alias = freshName();
  const day = dialect.daysBetween(`date '1970-01-01'`, `${alias}.${value.element.column}`);
  const isWeekday = `(${day} - ${firstMonday}) % 7 < 5`;
  const distinct = dialect.rows.distinct({
    ...{ rows: value.rows.sql, alias },
    value: `(case when ${isWeekday} then ${day} end)`,
  });
  const workingDays = `(${weekdaysBefore(`${alias}.d`, dialect)} - ${alias}.i)`;
  const sql = dialect.rows.extend(distinct, alias, [{ name: 'w', sql: workingDays }]);
  const rows = bindRows({ sql, depth: value.rows.depth }, ['d', 'w'], layers);
  const countOf = (condition: string) => {
    const kept = dialect.rows.keep(rows.sql, alias, `${alias}.${condition}`);
    return `coalesce(${dialect.rows.count(kept)}, 0)`;
  };
  return {
    countBefore: (on) => countOf(`d < ${on}`),
    isOne: (on) => `(${countOf(`d = ${on}`)} > 0)`,
    countWithFewer: (count) => countOf(`w < ${count}`),
    ...{ depth: rows.depth, most: value.most },
  };
}
