import {
  addMs,
  assert,
  clipIntervals,
  compareRational,
  daysBetween,
  differenceIntervals,
  floorRational,
  type Instant,
  type IntervalSet,
  intersectIntervals,
  intervalSet,
  keepRuns,
  type LocalDate,
  localDateOf,
  longestRunMs,
  mergeGaps,
  multiplyRational,
  parseInstant,
  type Rational,
  rational,
  startOfLocalDay,
  totalMs,
  unionIntervals,
  weekdayOf,
} from '../../kernel/index.ts';
import { mostDigits } from '../check/quantity.ts';
import {
  dailyPart,
  datesBetween,
  datesTouched,
  monthParts,
  monthsBetween,
  workingPart,
} from './calendar/local-windows.ts';
import {
  addMonths,
  addWorkingDays,
  firstOf,
  lengthOfMonth,
  lengthOfYear,
  moveDate,
  outOfCalendar,
  partOf,
  splitByDay,
  workingDaysBetween,
} from './calendar-functions.ts';
import { missing, numeric, type Value } from './value.ts';

type Operands = readonly Value[];
type Call = (operands: Operands, zone: string) => Value;

/** Applies a function of the language to values that the checker found to be of its types. */
export function callFunction(
  callee: string,
  operands: Operands,
  { zone }: { readonly zone: string },
): Value {
  const call = calls[callee];
  assert(call, 'policy: the checker knows every function', { callee });
  return call(operands, zone);
}

const calls: Readonly<Record<string, Call>> = {
  min: (operands) => pick(operands, -1),
  max: (operands) => pick(operands, 1),
  total: ([set]) => seconds(totalMs(setOf(set))),
  longest: ([set]) => seconds(longestRunMs(setOf(set))),
  events: ([set]) => numeric(rational(BigInt(setOf(set).length))),
  within: ([set, from, until]) => {
    const window = { from: instantOf(from), until: instantOf(until) };
    return sets(window.from < window.until ? clipIntervals(setOf(set), window) : []);
  },
  joined: ([left, right]) => sets(unionIntervals(setOf(left), setOf(right))),
  shared: ([left, right]) => sets(intersectIntervals(setOf(left), setOf(right))),
  without: ([left, right]) => sets(differenceIntervals(setOf(left), setOf(right))),
  merging: ([set, gap]) => sets(mergeGaps(setOf(set), { shorterThanMs: wholeMs(gap) })),
  lasting: ([set, run]) => sets(keepRuns(setOf(set), { atLeastMs: wholeMs(run) })),
  days_between: ([from, until]) =>
    numeric(rational(BigInt(daysBetween({ from: dateOf(from), until: dateOf(until) })))),
  add_days: ([on, days]) => dateValue(moveDate(dateOf(on), wholeOf(days))),
  date_of: ([at], zone) => ({ kind: 'date', on: localDateOf(instantOf(at), zone) }),
  start_of: ([on], zone) => ({ kind: 'instant', at: startOfLocalDay(dateOf(on), zone) }),
  days_in_month: ([on]) => numeric(rational(BigInt(lengthOfMonth(dateOf(on))))),
  first_of_month: ([on]) => ({ kind: 'date', on: firstOf(dateOf(on), 'month') }),
  first_of_quarter: ([on]) => ({ kind: 'date', on: firstOf(dateOf(on), 'quarter') }),
  first_of_year: ([on]) => ({ kind: 'date', on: firstOf(dateOf(on), 'year') }),
  add_months: ([on, months]) => dateValue(addMonths(dateOf(on), wholeOf(months))),
  add_working_days: ([on, days, holidays]) => {
    const work = { count: wholeOf(days), holidays: datesOf(holidays) };
    return dateValue(addWorkingDays(dateOf(on), work));
  },
  working_days_between: ([from, until, holidays]) => {
    const range = { from: dateOf(from), until: dateOf(until), holidays: datesOf(holidays) };
    return numeric(rational(BigInt(workingDaysBetween(range))));
  },
  months_between: ([from, until]) => whole(monthsBetween(dateOf(from), dateOf(until))),
  years_between: ([from, until]) =>
    whole(Math.trunc(monthsBetween(dateOf(from), dateOf(until)) / 12)),
  days_in_year: ([on]) => whole(lengthOfYear(dateOf(on))),
  weekday: ([on]) => whole(weekdayOf(dateOf(on))),
  day_of: ([on]) => whole(partOf(dateOf(on), 'day')),
  month_of: ([on]) => whole(partOf(dateOf(on), 'month')),
  year_of: ([on]) => whole(partOf(dateOf(on), 'year')),
  first_of_week: ([on]) => dateValue(moveDate(dateOf(on), 1 - weekdayOf(dateOf(on)))),
  dates: ([from, until]) => {
    const dates = datesBetween(dateOf(from), dateOf(until));
    return dates ? dateList(dates) : missing(['dates(…) of more than 10,000 days']);
  },
  dates_of: ([set], zone) => dateList(datesTouched(setOf(set), zone)),
  interval: ([from, until]) => {
    const run = { from: instantOf(from), until: instantOf(until) };
    return sets(run.from < run.until ? intervalSet([run]) : []);
  },
  daily: ([set, from, until], zone) =>
    sets(dailyPart(setOf(set), { from: clockOf(from), until: clockOf(until), zone })),
  on_working_days: ([set, holidays], zone) =>
    sets(workingPart(setOf(set), { holidays: datesOf(holidays), zone })),
  per_month: ([set], zone) =>
    durations(monthParts(setOf(set), zone).map(({ coveredMs }) => coveredMs)),
  month_shares: ([set], zone) => ({
    kind: 'list',
    entries: monthParts(setOf(set), zone).map(({ coveredMs, lengthMs }) => ({
      value: numeric(rational(BigInt(coveredMs), BigInt(lengthMs))),
      times: 1n,
    })),
  }),
  power: ([base, exponent]) => powerOf(numberOf(base), numberOf(exponent)),
  runs: ([set]) => durations(setOf(set).map((run) => run.until - run.from)),
  per_day: ([set], zone) => durations(splitByDay(setOf(set), zone)),
  'instant -': ([left, right]) => {
    if (right?.kind === 'instant') return seconds(instantOf(left) - right.at);
    return moveInstant(instantOf(left), -wholeMs(right));
  },
  'instant +': ([left, right]) => moveInstant(instantOf(left), wholeMs(right)),
};

function numberOf(value: Value | undefined): Rational {
  assert(value?.kind === 'number', 'policy: the operand is a number');
  return value.value;
}

function setOf(value: Value | undefined): IntervalSet {
  assert(value?.kind === 'interval_set', 'policy: the operand is an interval set');
  return value.set;
}

function instantOf(value: Value | undefined): Instant {
  assert(value?.kind === 'instant', 'policy: the operand is an instant');
  return value.at;
}

function dateOf(value: Value | undefined): LocalDate {
  assert(value?.kind === 'date', 'policy: the operand is a date');
  return value.on;
}

// What the calendar does not have cannot be decided; it is never a fault.
function dateValue(on: LocalDate | undefined): Value {
  return on === undefined ? missing([outOfCalendar]) : { kind: 'date', on };
}

const earliest = parseInstant('0000-01-01T00:00:00Z') ?? 0;
const latest = parseInstant('9999-12-31T23:59:59.999Z') ?? 0;

function moveInstant(at: Instant, ms: number): Value {
  const isInReach = at + ms >= earliest && at + ms <= latest;
  return isInReach ? { kind: 'instant', at: addMs(at, ms) } : missing([outOfCalendar]);
}

function sets(set: IntervalSet): Value {
  return { kind: 'interval_set', set };
}

function seconds(ms: number): Value {
  return numeric(rational(BigInt(ms), 1_000n));
}

// Interval ends are whole milliseconds, so a part of one never decides; it is dropped.
function wholeMs(value: Value | undefined): number {
  const ms = floorRational(multiplyRational(numberOf(value), rational(1_000n)));
  const most = 8_000_000_000_000n;
  return Number(ms > most ? most : ms < -most ? -most : ms);
}

// A century either way; the calendar arithmetic of the kernel ends with the year 9999.
function wholeOf(value: Value | undefined): number {
  const most = 36_525n;
  const days = floorRational(numberOf(value));
  return Number(days > most ? most : days < -most ? -most : days);
}

function datesOf(value: Value | undefined): ReadonlySet<LocalDate> {
  assert(value?.kind === 'list', 'policy: the operand is a list');
  return new Set(value.entries.map((entry) => dateOf(entry.value)));
}

function durations(lengthsMs: readonly number[]): Value {
  return { kind: 'list', entries: lengthsMs.map((ms) => ({ value: seconds(ms), times: 1n })) };
}

function whole(value: number): Value {
  return numeric(rational(BigInt(value)));
}

function dateList(dates: readonly LocalDate[]): Value {
  return { kind: 'list', entries: dates.map((on) => ({ value: { kind: 'date', on }, times: 1n })) };
}

// Whole seconds of the clock; a part of one is cut off.
function clockOf(value: Value | undefined): number {
  return Math.floor(Math.min(Math.max(wholeMs(value), 0), 86_400_000) / 1_000);
}

// Interest over a century of days has fewer steps; a larger power would only take time.
const mostPower = 36_525n;

/** What is needed of the exponent of a power. */
export const powerNeeds = `power(…) with a whole exponent from 0 to ${mostPower} and fewer digits`;

function powerOf(base: Rational, exponent: Rational): Value {
  const steps = exponent.numerator;
  const digits = Math.max(String(base.numerator).length, String(base.denominator).length);
  const isLarge = steps > mostPower || BigInt(digits) * steps > BigInt(mostDigits);
  if (exponent.denominator !== 1n || steps < 0n || isLarge) {
    return missing([powerNeeds]);
  }
  return numeric(rational(base.numerator ** steps, base.denominator ** steps));
}

function pick(operands: Operands, wanted: 1 | -1): Value {
  const best = operands
    .map(numberOf)
    .reduce((left, right) => (compareRational(right, left) === wanted ? right : left));
  return numeric(best);
}
