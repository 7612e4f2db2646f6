// biome-ignore-all format: the door is read as a table of names, several to a line
export {
  addWorkingDays, type CalendarRefusal, countWorkingDays, coversDate, isWorkingDay,
  parseWorkingCalendar, type WorkingCalendar, workingCalendars,
} from './calendar.ts';
export { canonicalJson, canonicalRecord, type JsonValue } from './canonical-json.ts';
export { claimNumber, isUuid, parseClaimNumber, uuidV7 } from './ids.ts';
export {
  addDays, addMs, compareInstant, daysBetween, type Instant, instantFromEpochMs, instantOfClock, isZone,
  type LocalDate, localDateOf, parseInstant, parseLocalDate, renderInstant, renderLocal,
  startOfLocalDay, weekdayOf, zoneOffsetMs,
} from './instant.ts';
export {
  clipIntervals, countWholeMinutes, differenceIntervals, type Interval, type IntervalSet,
  intersectIntervals, intervalSet, keepRuns, longestRunMs, mergeGaps, totalMs, unionIntervals,
  uptimeShare, wholeMinutes,
} from './interval.ts';
export {
  allocateMinor, type CurrencyCode, currencyExponent, groupDigits, type Money, moneyFromMajor, moneyToMajor,
  parseCurrency, type Rounding, type RoundingMode, renderMoney, roundRational,
} from './money.ts';
export { accept, assert, InvariantError, type Outcome, type Refusal, refuse } from './outcome.ts';
export {
  absRational, addRational, ceilRational, compareRational, divideRational, floorRational,
  multiplyRational, negateRational, parseRational, type Rational, rational, renderDecimal,
  renderFixed, renderRational, subtractRational,
} from './rational.ts';
export { withoutEnd } from './without-end.ts';
