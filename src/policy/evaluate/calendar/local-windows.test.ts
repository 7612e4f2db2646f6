import { expect, test } from 'vitest';
import { determine, outcomeOf } from '../../trial-document.ts';

// The zone of a trial document is Asia/Seoul, which has no summer time.
const outage = 'fact outage : interval set from incident\n';
const hours = (expression: string) => `${outage}award extension ${expression} in hours`;

const stretch = (from: string, until: string) => ({ outage: [{ from, until }] });

test.each([
  { of: 'daily(outage, 9 hours, 17 hours)', gives: 'extension 9 hour' },
  { of: 'daily(outage, 0 hours, 24 hours)', gives: 'extension 20 hour' },
  { of: 'daily(outage, 17 hours, 9 hours)', gives: 'none(amount_not_positive)' },
])('$of takes its part of each local day', ({ of, gives }) => {
  const facts = stretch('2024-05-02T16:00:00+09:00', '2024-05-03T12:00:00+09:00');
  const expected = of.includes('9 hours, 17') ? 'extension 4 hour' : gives;
  expect(outcomeOf(determine(hours(`total(${of})`), facts))).toBe(expected);
});

test('working days leave out weekends and the holidays named', () => {
  const facts = stretch('2024-05-02T12:00:00+09:00', '2024-05-07T06:00:00+09:00');
  const block = hours('total(on_working_days(outage, list of (2024-05-06)))');
  // Thursday 12 h, Friday 24 h, Tuesday 6 h; the weekend and Monday the 6th do not count.
  expect(outcomeOf(determine(block, facts))).toBe('extension 42 hour');
});

test('months have the time in them, and their share of their own length', () => {
  const facts = stretch('2024-02-29T00:00:00+09:00', '2024-03-01T12:00:00+09:00');
  expect(outcomeOf(determine(hours('largest(per_month(outage))'), facts))).toBe(
    'extension 24 hour',
  );
  const shares = `${outage}award points sum(month_shares(outage)) × 1_798`;
  // 1/29 + 12/744 of 1,798 = 62 + 29
  expect(outcomeOf(determine(`${shares} rounded up to 1`, facts))).toBe('points 91 point');
});

test('the dates of a set are those it touches, each once', () => {
  const facts = {
    outage: [
      { from: '2024-05-02T23:00:00+09:00', until: '2024-05-03T01:00:00+09:00' },
      { from: '2024-05-03T10:00:00+09:00', until: '2024-05-04T00:00:00+09:00' },
    ],
  };
  expect(outcomeOf(determine(`${outage}award points size(dates_of(outage))`, facts))).toBe(
    'points 2 point',
  );
});

const two = 'fact a : date from incident\nfact b : date from incident\n';

test.each([
  { of: 'months_between(a, b)', a: '2024-01-31', b: '2024-02-29', gives: 1 },
  { of: 'months_between(a, b)', a: '2024-01-31', b: '2024-02-28', gives: 0 },
  { of: 'months_between(b, a) + 9', a: '2024-01-15', b: '2024-03-15', gives: 7 },
  { of: 'years_between(a, b)', a: '2020-02-29', b: '2024-02-28', gives: 3 },
  { of: 'size(dates(a, b))', a: '2024-02-28', b: '2024-03-01', gives: 2 },
  { of: 'weekday(a)', a: '2024-05-05', b: '2024-05-05', gives: 7 },
  { of: 'days_in_year(a)', a: '2024-05-05', b: '2024-05-05', gives: 366 },
  { of: 'days_in_year(a)', a: '2100-05-05', b: '2024-05-05', gives: 365 },
  { of: 'day_of(a) + month_of(a) + year_of(a)', a: '2024-05-06', b: '2024-05-05', gives: 2035 },
  { of: 'days_between(first_of_week(a), a)', a: '2024-05-05', b: '2024-05-05', gives: 6 },
])('$of of $a and $b', ({ of, a, b, gives }) => {
  const block = `${two}award points ${of} when a is at least 1900-01-01 and b is at least 1900-01-01`;
  const expected = gives === 0 ? 'none(amount_not_positive)' : `points ${gives} point`;
  expect(outcomeOf(determine(block, { a, b }))).toBe(expected);
});

test('more dates than a list can hold leave it undecided', () => {
  const facts = { a: '1900-01-01', b: '2024-01-01' };
  const { status } = determine(`${two}award points size(dates(a, b))`, facts);
  expect(status).toBe('undecidable');
});

test('a power is exact, and one without end is undecided', () => {
  const block =
    'fact n : count from incident\naward points power(1.1, n) × 1_000 rounded down to 1';
  expect(outcomeOf(determine(block, { n: 3 }))).toBe('points 1331 point');
  expect(outcomeOf(determine(block, { n: 0 }))).toBe('points 1000 point');
  expect(determine(block, { n: 1_000_000 }).status).toBe('undecidable');
});
