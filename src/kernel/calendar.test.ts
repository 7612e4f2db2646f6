import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addWorkingDays,
  countWorkingDays,
  coversDate,
  daysBetween,
  InvariantError,
  isWorkingDay,
  type LocalDate,
  parseLocalDate,
  parseWorkingCalendar,
  workingCalendars,
} from './index.ts';

const { korea, england } = workingCalendars;

function date(text: string): LocalDate {
  const value = parseLocalDate(text);
  if (value === undefined) throw new Error(`not a date: ${text}`);
  return value;
}

const document = {
  name: 'Test',
  zone: 'Asia/Seoul',
  source: 'this test',
  firstYear: 2022,
  lastYear: 2023,
  weekend: [6, 7],
  holidays: [
    { on: '2022-12-26', name: 'A' },
    { on: '2023-01-02', name: 'B' },
  ],
};

describe('reading a calendar document', () => {
  test('a complete document is read, and members it does not know are ignored', () => {
    const calendar = parseWorkingCalendar({ ...document, comment: 1 });
    expect(calendar).toEqual({
      ok: true,
      value: { ...document, holidays: new Set(['2022-12-26', '2023-01-02']) },
    });
  });

  const onHoliday = (entry: unknown) => ({ holidays: [document.holidays[0], entry] });
  test.each([
    [{ name: undefined }, 'calendar_member_missing', '/name'],
    [{ name: 5 }, 'calendar_member_type', '/name'],
    [{ name: ' ' }, 'calendar_value', '/name'],
    [{ zone: 'Seoul' }, 'calendar_value', '/zone'],
    [{ source: null }, 'calendar_member_type', '/source'],
    [{ firstYear: '2022' }, 'calendar_member_type', '/firstYear'],
    [{ firstYear: 2022.5 }, 'calendar_value', '/firstYear'],
    [{ lastYear: undefined }, 'calendar_member_missing', '/lastYear'],
    [{ lastYear: 2021 }, 'calendar_value', '/lastYear'],
    [{ weekend: undefined }, 'calendar_member_missing', '/weekend'],
    [{ weekend: 'Sunday' }, 'calendar_member_type', '/weekend'],
    [{ weekend: [6, 'Sunday'] }, 'calendar_member_type', '/weekend/1'],
    [{ weekend: [6, 0] }, 'calendar_value', '/weekend/1'],
    [{ weekend: [6, 8] }, 'calendar_value', '/weekend/1'],
    [{ weekend: [6, 6] }, 'calendar_value', '/weekend/1'],
    [{ weekend: [1, 2, 3, 4, 5, 6, 7] }, 'calendar_value', '/weekend'],
    [{ holidays: {} }, 'calendar_member_type', '/holidays'],
    [onHoliday('2022-12-26'), 'calendar_member_type', '/holidays/1'],
    [onHoliday({ name: 'C' }), 'calendar_member_missing', '/holidays/1/on'],
    [onHoliday({ on: '2022-12-27' }), 'calendar_member_missing', '/holidays/1/name'],
    [onHoliday({ on: '2022-02-29', name: 'C' }), 'calendar_value', '/holidays/1/on'],
    [onHoliday({ on: '2024-01-01', name: 'C' }), 'calendar_value', '/holidays/1/on'],
    [onHoliday({ on: '2022-12-26', name: 'C' }), 'calendar_value', '/holidays/1/on'],
  ])('row %#: %j is refused as %s at %s', (change, code, path) => {
    expect(parseWorkingCalendar({ ...document, ...change })).toMatchObject({
      ok: false,
      refusal: { code, path },
    });
  });

  test.each([null, [], 'text', 5])('%j is no document at all', (value) => {
    expect(parseWorkingCalendar(value)).toEqual({
      ok: false,
      refusal: { code: 'calendar_member_type', path: '', expected: 'object' },
    });
  });

  test('the first refusal in the documented order is returned', () => {
    const refused = parseWorkingCalendar({ ...document, name: 1, zone: 1, holidays: 1 });
    expect(refused).toMatchObject({ refusal: { path: '/name' } });
  });
});

describe('the calendar of Korea', () => {
  test.each([
    ['2022-10-14', true, 'the Friday before the fire'],
    ['2022-10-15', false, 'the Saturday of the fire'],
    ['2022-10-10', false, 'substitute for Hangul Day'],
    ['2023-01-24', false, 'substitute for Seollal'],
    ['2023-10-02', false, 'a temporary holiday'],
    ['2024-10-02', true, 'the day after a temporary holiday'],
    ['2024-12-31', true, 'the last day of a year'],
    ['2025-01-01', false, 'the first day of a year'],
    ['2025-06-03', false, 'a presidential election'],
    ['2026-07-17', false, 'Constitution Day, a holiday again from 2026'],
    ['2025-07-17', true, 'Constitution Day, no holiday in 2025'],
    ['2021-12-27', true, 'no substitute for Christmas in 2021'],
    ['2027-12-27', false, 'a substitute for Christmas in 2027'],
  ])('%s is a working day: %s (%s)', (on, expected) => {
    expect(isWorkingDay(korea, date(on))).toBe(expected);
  });

  test.each([
    // The yearly almanac counts days off in a five-day week: 118 for 2022, 116 for 2023, 119 for
    // 2024 and 2025, 118 for 2026. Holidays made later are added: two in 2023, one in 2024, two in
    // 2025, one in 2026.
    [2022, 118],
    [2023, 116 + 2],
    [2024, 119 + 1],
    [2025, 119 + 2],
    [2026, 118 + 1],
  ])('%i has %i days off, as the almanac says', (year, daysOff) => {
    const from = date(`${year}-01-01`);
    const until = date(`${year + 1}-01-01`);
    expect(daysBetween({ from, until }) - countWorkingDays(korea, { from, until })).toBe(daysOff);
  });

  test('three working days after the last Friday of 2022 is the Wednesday', () => {
    expect(addWorkingDays(korea, date('2022-12-30'), 1)).toBe('2023-01-02');
    expect(addWorkingDays(korea, date('2022-12-30'), 3)).toBe('2023-01-04');
    expect(addWorkingDays(korea, date('2023-01-02'), -1)).toBe('2022-12-30');
  });

  test('the long Chuseok of 2025 is stepped over in both directions', () => {
    expect(addWorkingDays(korea, date('2025-10-02'), 1)).toBe('2025-10-10');
    expect(addWorkingDays(korea, date('2025-10-10'), -1)).toBe('2025-10-02');
  });
});

/** Easter Sunday of a year by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
function easterOf(year: number): LocalDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  const month = String(Math.floor(days / 31)).padStart(2, '0');
  return date(`${year}-${month}-${String((days % 31) + 1).padStart(2, '0')}`);
}

describe('the calendar of England and Wales', () => {
  test.each([2021, 2022, 2023, 2024, 2025, 2026, 2027])('Easter of %i is kept', (year) => {
    expect(england.holidays.has(addDays(easterOf(year), -2))).toBe(true);
    expect(england.holidays.has(addDays(easterOf(year), 1))).toBe(true);
  });

  test('a usual year has eight bank holidays, 2022 had ten and 2023 had nine', () => {
    const counts = Array.from({ length: 7 }, (_, index) => {
      const year = String(2021 + index);
      return [...england.holidays].filter((on) => on.startsWith(year)).length;
    });
    expect(counts).toEqual([8, 10, 9, 8, 8, 8, 8]);
  });

  test('no bank holiday falls on a weekend: a substitute is listed instead', () => {
    const weekend = [...england.holidays].filter(
      (on) => !isWorkingDay({ ...england, holidays: new Set() }, on),
    );
    expect(weekend).toEqual([]);
  });

  test.each([
    ['2021-12-24', 1, '2021-12-29'],
    ['2022-12-30', 1, '2023-01-03'],
    ['2026-12-24', 1, '2026-12-29'],
    ['2026-12-31', 1, '2027-01-04'],
    ['2022-09-16', 1, '2022-09-20'],
  ])('from %s, %i working day leads to %s', (on, count, expected) => {
    expect(addWorkingDays(england, date(on), count)).toBe(expected);
  });
});

describe('counting working days', () => {
  test('a count starts with its first day and stops before its last', () => {
    const friday = date('2022-10-14');
    const monday = date('2022-10-17');
    expect(countWorkingDays(korea, { from: friday, until: monday })).toBe(1);
    expect(countWorkingDays(korea, { from: friday, until: addDays(monday, 1) })).toBe(2);
    expect(countWorkingDays(korea, { from: friday, until: friday })).toBe(0);
    expect(countWorkingDays(korea, { from: monday, until: friday })).toBe(0);
  });

  test('zero working days leave the date as it is, even on a holiday', () => {
    expect(addWorkingDays(korea, date('2022-10-15'), 0)).toBe('2022-10-15');
  });

  test('a date outside the years of the calendar is a fault, never a guess', () => {
    expect(coversDate(korea, date('2027-12-31'))).toBe(true);
    expect(coversDate(korea, date('2028-01-01'))).toBe(false);
    expect(coversDate(korea, date('2020-12-31'))).toBe(false);
    expect(() => isWorkingDay(korea, date('2028-01-03'))).toThrow(InvariantError);
    expect(() => addWorkingDays(korea, date('2027-12-31'), 1)).toThrow(InvariantError);
    expect(countWorkingDays(korea, { from: date('2027-12-31'), until: date('2028-01-01') })).toBe(
      1,
    );
    expect(() => addWorkingDays(korea, date('2026-01-01'), 0.5)).toThrow(InvariantError);
  });

  test('the date n working days later is a working day with n working days on the way', () => {
    const starts = fc
      .integer({ min: 0, max: 2000 })
      .map((days) => addDays(date('2021-01-01'), days));
    const calendars = fc.constantFrom(korea, england);
    fc.assert(
      fc.property(calendars, starts, fc.integer({ min: 1, max: 60 }), (calendar, on, count) => {
        const later = addWorkingDays(calendar, on, count);
        expect(isWorkingDay(calendar, later)).toBe(true);
        const options = { from: addDays(on, 1), until: addDays(later, 1) };
        expect(countWorkingDays(calendar, options)).toBe(count);
      }),
    );
  });
});
