import {
  addDays,
  daysBetween,
  floorRational,
  instantFromEpochMs,
  type LocalDate,
  multiplyRational,
  type Rational,
  rational,
} from '../../../kernel/index.ts';
import type { Value } from '../value.ts';

/** The kinds of value that lie on a line, so that nearest can be said of them. */
export type LineKind = 'number' | 'date' | 'instant';

const epoch = '1970-01-01' as LocalDate;
const perSecond = rational(1_000n);

/** Gives a value as a number: a date in days, an instant in seconds; undefined for what has none. */
export function numberOfValue(value: Value): Rational | undefined {
  switch (value.kind) {
    case 'number':
    case 'period':
      return value.value;
    case 'date':
      return dayNumber(value.on);
    case 'instant':
      return rational(BigInt(value.at), 1_000n);
    default:
      return undefined;
  }
}

/** Gives the value that a number stands for. */
export function valueOfNumber(value: Rational, kind: LineKind): Value {
  if (kind === 'number') return { kind, value };
  if (kind === 'date') return { kind, on: addDays(epoch, Number(floorRational(value))) };
  const ms = floorRational(multiplyRational(value, perSecond));
  return { kind, at: instantFromEpochMs(Number(ms)) };
}

/** Gives the number of a day, 0 on the first of January 1970. */
export function dayNumber(on: LocalDate): Rational {
  return rational(BigInt(daysBetween({ from: epoch, until: on })));
}

/** Gives the days and seconds between which dates and instants lie: the years 0000 to 9999. */
export function calendarRange(kind: LineKind): {
  readonly low?: Rational;
  readonly high?: Rational;
} {
  if (kind === 'number') return {};
  const low = dayNumber('0000-01-01' as LocalDate);
  const high = dayNumber('9999-12-31' as LocalDate);
  if (kind === 'date') return { low, high };
  const seconds = rational(86_400n);
  return { low: multiplyRational(low, seconds), high: multiplyRational(high, seconds) };
}
