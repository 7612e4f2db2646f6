import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, type LocalDate } from '../../../kernel/index.ts';
import { addWorkingDays, isWorkingDay, moveDate } from '../calendar-functions.ts';

/** The meaning of it: one day after another, of which the working days count. */
function stepped(
  on: LocalDate,
  { count, holidays }: { readonly count: number; readonly holidays: ReadonlySet<LocalDate> },
): LocalDate | undefined {
  let day: LocalDate | undefined = on;
  for (let left = Math.abs(count); left > 0; ) {
    day = moveDate(day, count < 0 ? -1 : 1);
    if (day === undefined) return undefined;
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return day;
}

const start = '2022-09-01' as LocalDate;
const near = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days));

it('is the day that is come to day by day, from any weekday, both ways, among any holidays', () => {
  fc.assert(
    fc.property(
      near,
      fc.integer({ min: -60, max: 60 }),
      fc.array(fc.integer({ min: -120, max: 180 }), { maxLength: 40 }),
      (on, count, offsets) => {
        const holidays = new Set(offsets.map((days) => addDays(start, days)));
        const asked = { count, holidays };
        expect(addWorkingDays(on, asked)).toBe(stepped(on, asked));
      },
    ),
    { numRuns: 500 },
  );
});

it.each([
  '0000-01-01',
  '0000-01-03',
  '0000-01-07',
  '9999-12-24',
  '9999-12-30',
  '9999-12-31',
])('ends where the calendar ends: %s', (written) => {
  const on = written as LocalDate;
  const holidays = new Set(['9999-12-31', '0000-01-03'] as LocalDate[]);
  for (let count = -10; count <= 10; count += 1) {
    const asked = { count, holidays };
    expect([written, count, addWorkingDays(on, asked)]).toEqual([
      ...[written, count, stepped(on, asked)],
    ]);
  }
});

it('goes a millennium of working days at once', () => {
  const holidays = new Set<LocalDate>();
  expect(addWorkingDays('2000-01-03' as LocalDate, { count: 260_890, holidays })).toBe(
    '3000-01-06',
  );
  expect(addWorkingDays('2000-01-03' as LocalDate, { count: 1e15, holidays })).toBe(undefined);
});
