import { Temporal } from 'temporal-polyfill';
import { assert } from './outcome.ts';

/** A moment: whole milliseconds since 1970-01-01T00:00Z, UTC, without leap seconds. */
export type Instant = number & { readonly __instant: unique symbol };

/** A calendar date 'YYYY-MM-DD' (proleptic Gregorian, years 0000–9999), without a zone. */
export type LocalDate = string & { readonly __localDate: unique symbol };

// 0000-01-01T00:00Z and the last millisecond of 9999: the years that RFC 3339 can write.
const earliestMs = -62_167_219_200_000;
const latestMs = 253_402_300_799_999;

/** Checks and brands a whole number of epoch milliseconds in the years 0000–9999, UTC. */
export function instantFromEpochMs(ms: number): Instant {
  assert(
    Number.isSafeInteger(ms) && ms >= earliestMs && ms <= latestMs,
    'instant: whole epoch milliseconds in the years 0000 to 9999',
    { ms },
  );
  return (ms === 0 ? 0 : ms) as Instant;
}

/**
 * Reads an RFC 3339 date-time ('2022-10-15T15:30:00+09:00', '…Z'), or gives undefined.
 *
 * The offset is required. Digits below the millisecond are cut off. A leap second (:60) and the
 * year range outside 0000–9999 in UTC are refused; so is anything after the offset.
 *
 * @source RFC 3339, section 5.6
 */
export function parseInstant(text: string): Instant | undefined {
  const shape =
    /^\d{4}-\d\d-\d\d[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  if (text.length > 64 || !shape.test(text)) return undefined;
  // In plain integers, because every claim says several and the general calendar is slow.
  const on = parseLocalDate(text.slice(0, 10));
  if (on === undefined) return undefined;
  const at = (start: number): number => Number(text.slice(start, start + 2));
  const clockMs = (at(11) * 60 + at(14)) * 60_000 + at(17) * 1000;
  const fraction = /\.(\d{1,3})/.exec(text)?.[1] ?? '';
  const ms = epochDayOf(on) * msPerDay + clockMs + Number(fraction.padEnd(3, '0'));
  const utcMs = ms - offsetMinutesOf(text) * 60_000;
  return utcMs < earliestMs || utcMs > latestMs ? undefined : instantFromEpochMs(utcMs);
}

/** How far ahead of UTC the end of a date-time says that it is. */
function offsetMinutesOf(text: string): number {
  if (/[Zz]$/.test(text)) return 0;
  const [sign, hours, minutes] = [text.at(-6), text.slice(-5, -3), text.slice(-2)];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const msPerDay = 86_400_000;

const zeros = ['', '0', '00', '000'];
const padded = (value: number, width: number): string => {
  const digits = String(value);
  return (zeros[width - digits.length] ?? '') + digits;
};

/** The calendar date of a day counted from 1970-01-01 (proleptic Gregorian, years 0000–9999). */
function renderEpochDay(day: number): LocalDate {
  // Counted in years that begin on 1 March, so that a leap day is the last of its year; era 0 of
  // 400 years begins on 0000-03-01, 719,468 days before 1970-01-01.
  const sinceMarch = day + 719_468;
  const era = Math.floor(sinceMarch / 146_097);
  const dayOfEra = sinceMarch - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear =
    dayOfEra - 365 * yearOfEra - Math.floor(yearOfEra / 4) + Math.floor(yearOfEra / 100);
  // Months from March in runs of five with 153 days: 31, 30, 31, 30, 31.
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(dayOfMonth, 2)}` as LocalDate;
}

/** The day of a calendar date, counted from 1970-01-01, as {@link renderEpochDay} counts. */
function epochDayOf(on: LocalDate): number {
  const [year, month, day] = [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8))];
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (daysOfMonths[month - 1] ?? 0);
}

/** Renders an instant in UTC with three decimals: '2022-10-15T06:30:00.000Z' (RFC 3339). */
export function renderInstant(instant: Instant): string {
  // In plain integers, because every claim renders several and the general calendar is slow.
  const checked = instantFromEpochMs(instant);
  const day = Math.floor(checked / msPerDay);
  const ms = checked - day * msPerDay;
  const hour = padded(Math.floor(ms / 3_600_000), 2);
  const minute = padded(Math.floor(ms / 60_000) % 60, 2);
  const second = padded(Math.floor(ms / 1000) % 60, 2);
  return `${renderEpochDay(day)}T${hour}:${minute}:${second}.${padded(ms % 1000, 3)}Z`;
}

/** Gives the instant ms milliseconds later (earlier when negative). */
export function addMs(instant: Instant, ms: number): Instant {
  return instantFromEpochMs(instant + ms);
}

/** Orders two instants: negative when left is earlier, 0 when equal, positive when later. */
export function compareInstant(left: Instant, right: Instant): number {
  return left - right;
}

function zoned(instant: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/**
 * Gives the calendar date of an instant in an IANA zone.
 *
 * Throws a RangeError when the zone is unknown: check outside text with isZone.
 */
export function localDateOf(instant: Instant, zone: string): LocalDate {
  const on = parseLocalDate(zoned(instant, zone).toPlainDate().toString());
  assert(on !== undefined, 'local date: the year is 0000 to 9999', { instant, zone });
  return on;
}

/**
 * Gives the first instant of a calendar date in an IANA zone.
 *
 * Where a clock change skips midnight this is the first moment that exists on that date.
 */
export function startOfLocalDay(on: LocalDate, zone: string): Instant {
  return instantFromEpochMs(Temporal.PlainDate.from(on).toZonedDateTime(zone).epochMilliseconds);
}

/**
 * Gives the instant at which the clock of a zone shows so many seconds after midnight of a date.
 *
 * A time that a clock change skips is moved on by its length; one that it repeats is the first.
 *
 * @param at.seconds whole seconds of the clock, 0 to 86,400; 86,400 is the start of the next day
 */
export function instantOfClock(
  on: LocalDate,
  at: { readonly seconds: number; readonly zone: string },
): Instant {
  if (at.seconds >= 86_400) return startOfLocalDay(addDays(on, 1), at.zone);
  if (at.seconds <= 0) return startOfLocalDay(on, at.zone);
  const clock = Temporal.PlainTime.from('00:00').add({ seconds: at.seconds });
  const local = Temporal.PlainDate.from(on).toPlainDateTime(clock);
  return instantFromEpochMs(local.toZonedDateTime(at.zone).epochMilliseconds);
}

/** Gives how far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
export function zoneOffsetMs(instant: Instant, zone: string): number {
  return zoned(instant, zone).offsetNanoseconds / 1_000_000;
}

/** Tells whether the text names a time zone that zone arithmetic here can use. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return zoned(0 as Instant, text).timeZoneId.length > 0;
  } catch {
    return false;
  }
}

/** Reads exactly 'YYYY-MM-DD' naming a date that exists, or gives undefined. */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8)].map(Number);
  const isThere = Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
  return isThere ? (text as LocalDate) : undefined;
}

/** Gives the date a number of days later (earlier when negative). */
export function addDays(on: LocalDate, days: number): LocalDate {
  const date = Temporal.PlainDate.from(on).add({ days });
  assert(date.year >= 0 && date.year <= 9999, 'local date: the year is 0000 to 9999', { on, days });
  return date.toString() as LocalDate;
}

/** Counts days from one date (inclusive) until another (exclusive); negative when reversed. */
export function daysBetween(options: { from: LocalDate; until: LocalDate }): number {
  return Temporal.PlainDate.from(options.from).until(options.until, { largestUnit: 'day' }).days;
}

const weekdaysKo = ['월', '화', '수', '목', '금', '토', '일'];
const weekdaysEn = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const monthsEn = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

// Only zones whose abbreviation never changes within a year; all others show their IANA name.
const abbreviations: ReadonlyMap<string, string> = new Map([
  ['Asia/Seoul', 'KST'],
  ['Asia/Tokyo', 'JST'],
  ['Asia/Singapore', 'SGT'],
  ['Asia/Hong_Kong', 'HKT'],
  ['UTC', 'UTC'],
  ['Etc/UTC', 'UTC'],
]);

const twoDigits = (value: number) => value.toString().padStart(2, '0');

/** Gives the day of the week, 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(on: LocalDate): number {
  return Temporal.PlainDate.from(on).dayOfWeek;
}

/**
 * Renders an instant for people in a zone.
 *
 * Korean '2022년 10월 15일 (토) 15시 30분', English 'Sat 15 Oct 2022, 15:30 KST'; precision 'day'
 * leaves the time and the zone out. Seconds are cut off. English names the zone by a fixed table
 * (KST, JST, SGT, HKT, UTC) or by its IANA name; Korean adds the name of any zone but Asia/Seoul.
 * The parts are fixed here, because locale tables differ between versions of Node and browsers.
 */
export function renderLocal(
  instant: Instant,
  options: { zone: string; locale: 'ko' | 'en'; precision?: 'second' | 'minute' | 'day' },
): string {
  const { zone, locale, precision = 'minute' } = options;
  const at = zoned(instant, zone);
  const zoneName = abbreviations.get(zone) ?? zone;
  if (locale === 'ko') {
    const day = `${at.year}년 ${at.month}월 ${at.day}일 (${weekdaysKo[at.dayOfWeek - 1]})`;
    const suffix = zone === 'Asia/Seoul' ? '' : ` ${zoneName}`;
    const seconds = precision === 'second' ? ` ${twoDigits(at.second)}초` : '';
    if (precision === 'day') return day;
    return `${day} ${at.hour}시 ${twoDigits(at.minute)}분${seconds}${suffix}`;
  }
  const weekday = weekdaysEn[at.dayOfWeek - 1];
  const day = `${weekday} ${at.day} ${monthsEn[at.month - 1]} ${at.year}`;
  const seconds = precision === 'second' ? `:${twoDigits(at.second)}` : '';
  const time = `${twoDigits(at.hour)}:${twoDigits(at.minute)}${seconds}`;
  return precision === 'day' ? day : `${day}, ${time} ${zoneName}`;
}
