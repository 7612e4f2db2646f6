/**
 * The kinds a function takes and gives; `number` is a count or ratio, `like` any one quantity,
 * `list` a list of anything and `element` what such a list holds.
 */
export type OperandKind =
  | 'like'
  | 'number'
  | 'duration'
  | 'date'
  | 'instant'
  | 'interval_set'
  | 'list'
  | 'element'
  | 'dates'
  | 'durations'
  | 'numbers';

/** What a function takes and gives. */
export interface FunctionShape {
  readonly takes: readonly OperandKind[];
  readonly gives: OperandKind;
  /** True when the last operand may be repeated. */
  readonly isVariadic?: boolean;
  /** True when the result is a whole number. */
  readonly isWhole?: boolean;
  /** Both ends inclusive. */
  readonly low?: bigint;
  readonly high?: bigint;
}

/** Every function of the language. None loops, none looks at a clock. */
export const functions: ReadonlyMap<string, FunctionShape> = new Map<string, FunctionShape>([
  ['min', { takes: ['like'], gives: 'like', isVariadic: true }],
  ['max', { takes: ['like'], gives: 'like', isVariadic: true }],
  ['total', { takes: ['interval_set'], gives: 'duration', low: 0n }],
  ['longest', { takes: ['interval_set'], gives: 'duration', low: 0n }],
  ['events', { takes: ['interval_set'], gives: 'number', isWhole: true, low: 0n }],
  ['within', { takes: ['interval_set', 'instant', 'instant'], gives: 'interval_set' }],
  ['joined', { takes: ['interval_set', 'interval_set'], gives: 'interval_set' }],
  ['shared', { takes: ['interval_set', 'interval_set'], gives: 'interval_set' }],
  ['without', { takes: ['interval_set', 'interval_set'], gives: 'interval_set' }],
  ['merging', { takes: ['interval_set', 'duration'], gives: 'interval_set' }],
  ['lasting', { takes: ['interval_set', 'duration'], gives: 'interval_set' }],
  ['days_between', { takes: ['date', 'date'], gives: 'number', isWhole: true }],
  ['add_days', { takes: ['date', 'number'], gives: 'date' }],
  ['date_of', { takes: ['instant'], gives: 'date' }],
  ['start_of', { takes: ['date'], gives: 'instant' }],
  ['add_months', { takes: ['date', 'number'], gives: 'date' }],
  ['first_of_month', { takes: ['date'], gives: 'date' }],
  ['first_of_quarter', { takes: ['date'], gives: 'date' }],
  ['first_of_year', { takes: ['date'], gives: 'date' }],
  ['add_working_days', { takes: ['date', 'number', 'dates'], gives: 'date' }],
  ['working_days_between', { takes: ['date', 'date', 'dates'], gives: 'number', isWhole: true }],
  ['sum', { takes: ['list'], gives: 'element' }],
  ['mean', { takes: ['list'], gives: 'element' }],
  ['largest', { takes: ['list'], gives: 'element' }],
  ['smallest', { takes: ['list'], gives: 'element' }],
  ['size', { takes: ['list'], gives: 'element' }],
  ['runs', { takes: ['interval_set'], gives: 'durations' }],
  ['per_day', { takes: ['interval_set'], gives: 'durations' }],
  ['months_between', { takes: ['date', 'date'], gives: 'number', isWhole: true }],
  ['years_between', { takes: ['date', 'date'], gives: 'number', isWhole: true }],
  ['days_in_year', { takes: ['date'], gives: 'number', isWhole: true, low: 365n, high: 366n }],
  ['weekday', { takes: ['date'], gives: 'number', isWhole: true, low: 1n, high: 7n }],
  ['day_of', { takes: ['date'], gives: 'number', isWhole: true, low: 1n, high: 31n }],
  ['month_of', { takes: ['date'], gives: 'number', isWhole: true, low: 1n, high: 12n }],
  ['year_of', { takes: ['date'], gives: 'number', isWhole: true, low: 0n, high: 9_999n }],
  ['first_of_week', { takes: ['date'], gives: 'date' }],
  ['dates', { takes: ['date', 'date'], gives: 'dates' }],
  ['dates_of', { takes: ['interval_set'], gives: 'dates' }],
  ['interval', { takes: ['instant', 'instant'], gives: 'interval_set' }],
  ['daily', { takes: ['interval_set', 'duration', 'duration'], gives: 'interval_set' }],
  ['on_working_days', { takes: ['interval_set', 'dates'], gives: 'interval_set' }],
  ['per_month', { takes: ['interval_set'], gives: 'durations' }],
  ['month_shares', { takes: ['interval_set'], gives: 'numbers' }],
  ['power', { takes: ['number', 'number'], gives: 'number' }],
  ['days_in_month', { takes: ['date'], gives: 'number', isWhole: true, low: 28n, high: 31n }],
]);
