import england from './calendars/england.json' with { type: 'json' };
import korea from './calendars/korea.json' with { type: 'json' };
import {
  addDays,
  daysBetween,
  isZone,
  type LocalDate,
  parseLocalDate,
  weekdayOf,
} from './instant.ts';
import { accept, assert, type Outcome, refuse } from './outcome.ts';

/**
 * Which days count as working days somewhere.
 *
 * Weekend holds ISO weekdays, 1 Monday to 7 Sunday. Holidays are listed for whole years, from
 * firstYear to lastYear inclusive; outside those years the calendar gives no answer.
 *
 * @source ARCHITECTURE.md, "The rules": kernel, time: working-day calendars are data
 */
export interface WorkingCalendar {
  readonly name: string;
  readonly zone: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly weekend: readonly number[];
  readonly holidays: ReadonlySet<LocalDate>;
  readonly source: string;
}

/**
 * Why a calendar document cannot be used; path is a JSON Pointer (RFC 6901) to the place.
 *
 * calendar_member_missing: a required member is absent. calendar_member_type: it has another type
 * than `expected` says. calendar_value: it has the type but cannot be used; `expected` says what can.
 */
export interface CalendarRefusal {
  readonly code: 'calendar_member_missing' | 'calendar_member_type' | 'calendar_value';
  readonly path: string;
  readonly expected: string;
}

type Checked<V> = Outcome<V, CalendarRefusal>;
type Members = Readonly<Record<string, unknown>>;

const refusal = (code: CalendarRefusal['code'], path: string, expected: string) =>
  refuse<CalendarRefusal>({ code, path, expected });

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(members: Members, key: string): Checked<string> {
  const value = members[key];
  if (value === undefined) return refusal('calendar_member_missing', `/${key}`, 'text');
  if (typeof value !== 'string') return refusal('calendar_member_type', `/${key}`, 'text');
  return value.trim() === ''
    ? refusal('calendar_value', `/${key}`, 'text that says something')
    : accept(value);
}

function readZone(members: Members): Checked<string> {
  const zone = readText(members, 'zone');
  if (!zone.ok || isZone(zone.value)) return zone;
  return refusal('calendar_value', '/zone', 'IANA time zone');
}

function readYear(members: Members, key: string): Checked<number> {
  const value = members[key];
  if (value === undefined) return refusal('calendar_member_missing', `/${key}`, 'year');
  if (typeof value !== 'number') return refusal('calendar_member_type', `/${key}`, 'year');
  const isYear = Number.isInteger(value) && value >= 1 && value <= 9998;
  return isYear ? accept(value) : refusal('calendar_value', `/${key}`, 'year from 1 to 9998');
}

function readList(members: Members, key: string): Checked<readonly unknown[]> {
  const value = members[key];
  if (value === undefined) return refusal('calendar_member_missing', `/${key}`, 'list');
  return Array.isArray(value) ? accept(value) : refusal('calendar_member_type', `/${key}`, 'list');
}

function readWeekend(members: Members): Checked<readonly number[]> {
  const list = readList(members, 'weekend');
  if (!list.ok) return list;
  const weekend: number[] = [];
  for (const [index, day] of list.value.entries()) {
    const path = `/weekend/${index}`;
    const expected = 'ISO weekday, 1 for Monday to 7 for Sunday';
    if (typeof day !== 'number') return refusal('calendar_member_type', path, expected);
    if (!Number.isInteger(day) || day < 1 || day > 7)
      return refusal('calendar_value', path, expected);
    if (weekend.includes(day)) return refusal('calendar_value', path, 'weekday not listed before');
    weekend.push(day);
  }
  if (weekend.length === 7) return refusal('calendar_value', '/weekend', 'at most six weekdays');
  return accept(weekend);
}

interface Years {
  readonly firstYear: number;
  readonly lastYear: number;
}

function readYears(members: Members): Checked<Years> {
  const first = readYear(members, 'firstYear');
  if (!first.ok) return first;
  const last = readYear(members, 'lastYear');
  if (!last.ok) return last;
  return last.value < first.value
    ? refusal('calendar_value', '/lastYear', 'year not before firstYear')
    : accept({ firstYear: first.value, lastYear: last.value });
}

function readHoliday(entry: unknown, options: { path: string; years: Years }): Checked<LocalDate> {
  const { path, years } = options;
  if (!isMembers(entry)) return refusal('calendar_member_type', path, 'object');
  for (const key of ['on', 'name']) {
    const text = readText(entry, key);
    if (!text.ok) return refuse({ ...text.refusal, path: `${path}${text.refusal.path}` });
  }
  const on = parseLocalDate(String(entry.on));
  if (!on) return refusal('calendar_value', `${path}/on`, 'date that exists, as YYYY-MM-DD');
  return isCovered(years, on)
    ? accept(on)
    : refusal('calendar_value', `${path}/on`, 'date from firstYear to lastYear');
}

function readHolidays(members: Members, years: Years): Checked<ReadonlySet<LocalDate>> {
  const list = readList(members, 'holidays');
  if (!list.ok) return list;
  const holidays = new Set<LocalDate>();
  for (const [index, entry] of list.value.entries()) {
    const path = `/holidays/${index}`;
    const on = readHoliday(entry, { path, years });
    if (!on.ok) return on;
    if (holidays.has(on.value))
      return refusal('calendar_value', `${path}/on`, 'date not listed before');
    holidays.add(on.value);
  }
  return accept(holidays);
}

/**
 * Reads a calendar document (parsed JSON).
 *
 * Members: name, zone, source (text), firstYear, lastYear, weekend (list of ISO weekdays), holidays
 * (list of {on: 'YYYY-MM-DD', name}). Members are checked in the order name, zone, source, years,
 * weekend, holidays, and the first refusal is returned with the JSON Pointer of the place. Members
 * with other names are ignored.
 */
export function parseWorkingCalendar(document: unknown): Outcome<WorkingCalendar, CalendarRefusal> {
  if (!isMembers(document)) return refusal('calendar_member_type', '', 'object');
  const name = readText(document, 'name');
  if (!name.ok) return name;
  const zone = readZone(document);
  if (!zone.ok) return zone;
  const source = readText(document, 'source');
  if (!source.ok) return source;
  const years = readYears(document);
  if (!years.ok) return years;
  const weekend = readWeekend(document);
  if (!weekend.ok) return weekend;
  const holidays = readHolidays(document, years.value);
  if (!holidays.ok) return holidays;
  return accept({
    name: name.value,
    zone: zone.value,
    source: source.value,
    ...years.value,
    weekend: weekend.value,
    holidays: holidays.value,
  });
}

function isCovered(years: Years, on: LocalDate): boolean {
  const year = Number(on.slice(0, 4));
  return year >= years.firstYear && year <= years.lastYear;
}

/** Tells whether the calendar lists the holidays of the year of this date. */
export function coversDate(calendar: WorkingCalendar, on: LocalDate): boolean {
  return isCovered(calendar, on);
}

/**
 * Tells whether a date is a working day: neither weekend nor holiday.
 *
 * Throws an InvariantError for a date outside the calendar's years; ask coversDate first.
 */
export function isWorkingDay(calendar: WorkingCalendar, on: LocalDate): boolean {
  assert(isCovered(calendar, on), 'calendar: the date is in the years of the calendar', {
    calendar: calendar.name,
    on,
  });
  return !calendar.weekend.includes(weekdayOf(on)) && !calendar.holidays.has(on);
}

/**
 * Gives the date that is count working days after a date (before it when negative).
 *
 * The first day is not counted, as periods in law begin on the day after the event: one working day
 * after a Friday is the Monday. With count 0 the date itself is given, working day or not.
 *
 * @source Korean Civil Act, art. 157 (the first day is not counted); Regulation (EEC) 1182/71, art. 3
 */
export function addWorkingDays(calendar: WorkingCalendar, on: LocalDate, count: number): LocalDate {
  assert(Number.isSafeInteger(count), 'calendar: the count of days is whole', { count });
  const step = count < 0 ? -1 : 1;
  let remaining = Math.abs(count);
  let date = on;
  while (remaining > 0) {
    date = addDays(date, step);
    if (isWorkingDay(calendar, date)) remaining -= 1;
  }
  return date;
}

/** Counts the working days from a date (inclusive) until another (exclusive); 0 when reversed. */
export function countWorkingDays(
  calendar: WorkingCalendar,
  options: { from: LocalDate; until: LocalDate },
): number {
  const days = daysBetween(options);
  let count = 0;
  let date = options.from;
  for (let passed = 0; passed < days; passed += 1) {
    if (isWorkingDay(calendar, date)) count += 1;
    if (passed + 1 < days) date = addDays(date, 1);
  }
  return count;
}

function parseShipped(document: unknown): WorkingCalendar {
  const calendar = parseWorkingCalendar(document);
  assert(calendar.ok, 'calendar: a calendar of our own can be read', calendar);
  return calendar.value;
}

/** The calendars that come with Amends; each one's `source` says what it rests on. */
export const workingCalendars: Readonly<Record<'korea' | 'england', WorkingCalendar>> = {
  korea: parseShipped(korea),
  england: parseShipped(england),
};
