import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMs,
  compareInstant,
  daysBetween,
  type Instant,
  InvariantError,
  instantFromEpochMs,
  isZone,
  type LocalDate,
  localDateOf,
  parseInstant,
  parseLocalDate,
  renderInstant,
  renderLocal,
  startOfLocalDay,
  weekdayOf,
} from './index.ts';

function instant(text: string): Instant {
  const value = parseInstant(text);
  if (value === undefined) throw new Error(`not an instant: ${text}`);
  return value;
}

function date(text: string): LocalDate {
  const value = parseLocalDate(text);
  if (value === undefined) throw new Error(`not a date: ${text}`);
  return value;
}

function isDate(year: string, month: string, day: string): boolean {
  try {
    return Temporal.PlainDate.from(`${year}-${month}-${day}`).toString() !== '';
  } catch {
    return false;
  }
}

describe('instants', () => {
  test.each([
    ['2022-10-15T15:30:00+09:00', '2022-10-15T06:30:00.000Z'],
    ['2022-10-15T06:30:00Z', '2022-10-15T06:30:00.000Z'],
    ['2022-10-15t06:30:00.5z', '2022-10-15T06:30:00.500Z'],
    ['2022-10-15T06:30:00.1239999999999Z', '2022-10-15T06:30:00.123Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29T00:00:00-23:59', '2024-02-29T23:59:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, expected) => {
    expect(renderInstant(instant(text))).toBe(expected);
  });

  test.each([
    ...['', '2022-10-15', '2022-10-15T06:30:00', '2022-10-15 06:30:00Z', '2022-10-15T06:30Z'],
    ...['2023-02-29T00:00:00Z', '2022-13-01T00:00:00Z', '2022-10-15T24:00:00Z'],
    ...['2016-12-31T23:59:60Z', '2022-10-15T06:30:00+24:00', '2022-10-15T06:30:00+0900'],
    ...['2022-10-15T06:30:00Z[Asia/Seoul]', '0000-01-01T00:00:00+00:01', '2022-10-15T06:30:00,5Z'],
    '9999-12-31T23:59:59-00:01',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('a text is read as Temporal reads it, and refused where Temporal refuses it', () => {
    const number = (max: number, width: number) =>
      fc.integer({ min: 0, max }).map((value) => String(value).padStart(width, '0'));
    const day = fc.oneof(number(32, 2), fc.constantFrom('28', '29', '30', '31'));
    const year = fc.oneof(
      number(9999, 4),
      fc.constantFrom('0000', '0004', '1900', '2000', '2024', '9999'),
    );
    const fraction = fc.oneof(
      fc.constant(''),
      fc.bigInt({ min: 0n, max: 10n ** 12n }).map((digits) => `.${digits}`),
    );
    const offset = fc.oneof(
      fc.constantFrom('Z', 'z', '-00:00', '+09:00', '-23:59'),
      fc.tuple(number(23, 2), number(59, 2)).map((parts) => `+${parts.join(':')}`),
    );
    const time = fc.tuple(number(23, 2), number(59, 2), number(59, 2)).map((all) => all.join(':'));
    fc.assert(
      fc.property(year, number(13, 2), day, time, fraction, offset, (...parts) => {
        const [yyyy, mm, dd, clock, rest, zone] = parts;
        const text = `${yyyy}-${mm}-${dd}T${clock}${rest}${zone}`;
        let expected: number | undefined;
        try {
          // It takes nine digits of a fraction at most; those below the millisecond are cut off.
          const cut = text.toUpperCase().replace(/(\.\d{1,9})\d*/, '$1');
          expected = Temporal.Instant.from(cut).epochMilliseconds;
          if (expected < -62_167_219_200_000 || expected > 253_402_300_799_999)
            expected = undefined;
        } catch {
          expected = undefined;
        }
        expect(parseInstant(text)).toBe(expected);
        expect(parseLocalDate(`${yyyy}-${mm}-${dd}`) === undefined).toBe(!isDate(yyyy, mm, dd));
      }),
      { numRuns: 2000 },
    );
  });

  test('what is rendered is read back, and order is kept', () => {
    const any = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const left = instantFromEpochMs(a);
        const right = instantFromEpochMs(b);
        expect(parseInstant(renderInstant(left))).toBe(left);
        expect(Math.sign(compareInstant(left, right))).toBe(Math.sign(a - b));
        expect(renderInstant(left) < renderInstant(right)).toBe(a < b);
      }),
    );
  });

  test('every instant is rendered as the calendar of Temporal renders it', () => {
    const days = fc
      .integer({ min: -719_528, max: 2_932_896 })
      .chain((day) => fc.constantFrom(0, 1, 86_399_999).map((ms) => day * 86_400_000 + ms));
    const any = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    const near = fc.integer({ min: -100_000_000_000, max: 5_000_000_000_000 });
    fc.assert(
      fc.property(fc.oneof(days, any, near), (ms) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms);
        expect(renderInstant(instantFromEpochMs(ms))).toBe(
          expected.toString({ fractionalSecondDigits: 3 }),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('every day around every turn of a century is rendered right', () => {
    for (let year = 0; year <= 9999; year += 1) {
      const isNearCentury = year % 100 < 2 || year % 100 > 98;
      if (!isNearCentury && year % 97 !== 0) continue;
      for (const [month, day] of [
        [1, 1],
        [2, 28],
        [3, 1],
        [12, 31],
      ] as const) {
        const date = Temporal.PlainDate.from({ year, month, day });
        const ms = date.toZonedDateTime('UTC').epochMilliseconds;
        const on = date.toString();
        expect(renderInstant(instantFromEpochMs(ms))).toBe(`${on}T00:00:00.000Z`);
        const next = addMs(instantFromEpochMs(ms), 86_399_999);
        expect(renderInstant(next)).toBe(`${on}T23:59:59.999Z`);
      }
    }
  });

  test('only whole milliseconds of four-digit years are instants', () => {
    expect(addMs(instantFromEpochMs(5), -6)).toBe(-1);
    expect(Object.is(instantFromEpochMs(-0), 0)).toBe(true);
    for (const ms of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000]) {
      expect(() => instantFromEpochMs(ms)).toThrow(InvariantError);
      expect(() => renderInstant(ms as Instant)).toThrow(InvariantError);
    }
    expect(() => addMs(instant('9999-12-31T23:59:59.999Z'), 1)).toThrow(InvariantError);
  });
});

describe('local dates', () => {
  test.each(['2024-02-29', '0000-01-01', '9999-12-31'])('%s is a date', (text) => {
    expect(parseLocalDate(text)).toBe(text);
  });

  test.each([
    '',
    '2023-02-29',
    '2022-1-1',
    '2022-13-01',
    '20221015',
    '2022-10-15T00:00',
    ' 2022-10-15',
  ])('%j is refused', (text) => {
    expect(parseLocalDate(text)).toBeUndefined();
  });

  test('the same instant has different dates in different zones', () => {
    const fire = instant('2022-10-15T15:30:00+00:00');
    expect(localDateOf(fire, 'Asia/Seoul')).toBe('2022-10-16');
    expect(localDateOf(fire, 'Europe/London')).toBe('2022-10-15');
  });

  test('a day begins at the first moment that exists on it', () => {
    expect(renderInstant(startOfLocalDay(date('2022-10-15'), 'Asia/Seoul'))).toBe(
      '2022-10-14T15:00:00.000Z',
    );
    // Brazil skipped midnight on 4 November 2018: the day began at 01:00, which is 03:00 UTC.
    expect(renderInstant(startOfLocalDay(date('2018-11-04'), 'America/Sao_Paulo'))).toBe(
      '2018-11-04T03:00:00.000Z',
    );
  });

  test('a day of a clock change has 23 or 25 hours', () => {
    const hours = (on: string) => {
      const from = startOfLocalDay(date(on), 'Europe/London');
      return (startOfLocalDay(addDays(date(on), 1), 'Europe/London') - from) / 3_600_000;
    };
    expect([hours('2022-03-27'), hours('2022-10-30'), hours('2022-06-01')]).toEqual([23, 25, 24]);
  });

  test('adding and counting days agree, over leap days and year ends', () => {
    expect(addDays(date('2023-12-31'), 1)).toBe('2024-01-01');
    expect(daysBetween({ from: date('2024-02-28'), until: date('2024-03-01') })).toBe(2);
    expect(daysBetween({ from: date('2022-10-19'), until: date('2022-10-15') })).toBe(-4);
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), (days) => {
        const from = date('2022-10-15');
        expect(daysBetween({ from, until: addDays(from, days) })).toBe(days);
      }),
    );
    expect(() => addDays(date('9999-12-31'), 1)).toThrow(InvariantError);
  });

  test('the date of the start of a day is that day, in zones with and without clock changes', () => {
    const zones = fc.constantFrom('Asia/Seoul', 'Europe/London', 'America/Sao_Paulo', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), zones, (days, zone) => {
        const on = addDays(date('2005-01-01'), days);
        const start = startOfLocalDay(on, zone);
        expect(localDateOf(start, zone)).toBe(on);
        expect(localDateOf(addMs(start, -1), zone)).toBe(addDays(on, -1));
      }),
    );
  });

  test('weekdays are ISO: 1 Monday, 7 Sunday', () => {
    expect(weekdayOf(date('2022-10-15'))).toBe(6);
    expect(weekdayOf(date('2022-10-16'))).toBe(7);
    expect(weekdayOf(date('2022-10-17'))).toBe(1);
  });

  test('zones are told from other text', () => {
    expect(['Asia/Seoul', 'UTC', 'Europe/London'].map(isZone)).toEqual([true, true, true]);
    expect(['', 'Z', 'Seoul Time', '+09:00', 'Asia/Nowhere', '2022-10-15'].map(isZone)).toEqual(
      Array(6).fill(false),
    );
  });
});

describe('times for people', () => {
  const fire = instant('2022-10-15T06:30:59Z');
  test.each([
    ['Asia/Seoul', 'ko', '2022년 10월 15일 (토) 15시 30분', '2022년 10월 15일 (토)'],
    ['Asia/Seoul', 'en', 'Sat 15 Oct 2022, 15:30 KST', 'Sat 15 Oct 2022'],
    [
      'Europe/London',
      'ko',
      '2022년 10월 15일 (토) 7시 30분 Europe/London',
      '2022년 10월 15일 (토)',
    ],
    ['Europe/London', 'en', 'Sat 15 Oct 2022, 07:30 Europe/London', 'Sat 15 Oct 2022'],
    ['UTC', 'en', 'Sat 15 Oct 2022, 06:30 UTC', 'Sat 15 Oct 2022'],
    ['America/Los_Angeles', 'en', 'Fri 14 Oct 2022, 23:30 America/Los_Angeles', 'Fri 14 Oct 2022'],
  ] as const)('in %s, %s', (zone, locale, minute, day) => {
    expect(renderLocal(fire, { zone, locale })).toBe(minute);
    expect(renderLocal(fire, { zone, locale, precision: 'minute' })).toBe(minute);
    expect(renderLocal(fire, { zone, locale, precision: 'day' })).toBe(day);
  });

  test('minutes keep two digits and every weekday and month has its name', () => {
    const newYear = instant('2024-01-01T00:05:00+09:00');
    const options = { zone: 'Asia/Seoul', locale: 'ko' } as const;
    expect(renderLocal(newYear, options)).toBe('2024년 1월 1일 (월) 0시 05분');
    const names = Array.from({ length: 12 }, (_, month) =>
      renderLocal(instant(`2024-${String(month + 1).padStart(2, '0')}-01T00:00:00Z`), {
        zone: 'UTC',
        locale: 'en',
        precision: 'day',
      }),
    );
    expect(names.join(', ')).toBe(
      'Mon 1 Jan 2024, Thu 1 Feb 2024, Fri 1 Mar 2024, Mon 1 Apr 2024, Wed 1 May 2024, ' +
        'Sat 1 Jun 2024, Mon 1 Jul 2024, Thu 1 Aug 2024, Sun 1 Sep 2024, Tue 1 Oct 2024, ' +
        'Fri 1 Nov 2024, Sun 1 Dec 2024',
    );
  });
});
