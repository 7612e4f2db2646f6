import type { Dialect } from '../sql/dialect.ts';

/** A Monday five days before the calendar begins: every day of the calendar is some days after it. */
export const firstMonday = -719_533n;

/** Gives SQL of how many days from Monday to Friday stand before a day, from the first Monday on. */
export function weekdaysBefore(day: string, dialect: Dialect): string {
  const since = `(${day} + ${-firstMonday})`;
  const weeks = dialect.divide(since, '7', false);
  return `(${weeks} * 5 + least(${since} % 7, 5))`;
}
