import fc from 'fast-check';

/** What the generated documents do with lists: each function, selection, item, end and missing field. */

/** The facts that are lists, as a document declares them. */
export const listDeclarations = `
fact shares : list of ratio at least 0 at most 1 from incident
fact stretches : list of duration, none unless stated, from incident
fact bills : list of money KRW at least −1_000_000 KRW at most 1_000_000 KRW from company
fact visits : list of date from claimant
fact faults : list of (cost : money KRW at least 0 KRW at most 90_000 KRW, lasted : duration, kind : choice(a, b), began : date, mended : yes/no) from incident
constant blocks = list of (1 hour, 90 min, 24 hours)
let late_stretches = (stretches where each is above 2 hours)
let late_parts = (each − 1 hour for each of late_stretches where each is below 60 hours)
`;

const condition = fc.constantFrom(
  ...['each is above 90 min', 'each is at most outage', 'not (each is below 24 hours)'],
  'each is above 1 hour and member',
);
const list = fc.constantFrom(
  ...['stretches', 'late_stretches', 'late_parts', 'blocks'],
  '(greater of (each, outage) for each of stretches)',
);
const faultWhere = fc.constantFrom(
  ...['kind of each is a', 'mended of each', 'began of each is before ended_on'],
  'began of each is one of holidays and kind of each is not one of (a)',
  ...['cost of each is above fee', 'kind of each is one of (a, b) and not mended of each'],
);

/** Durations made of lists. */
export const listDurations = fc.oneof(
  list.map((l) => `sum(${l})`),
  fc.tuple(fc.constantFrom('mean', 'largest', 'smallest'), list).map(([how, l]) => `${how}(${l})`),
  condition.map((c) => `sum(stretches where ${c})`),
  faultWhere.map((c) => `sum(lasted of each for each of faults where ${c})`),
);

/** Numbers made of lists. */
export const listNumbers = fc.oneof(
  fc.constantFrom('sum(shares)', 'largest(shares)', 'smallest(shares)', 'size(visits)'),
  fc.constantFrom('mean(shares)', 'size(visits where each is after began_on)'),
  list.map((l) => `size(${l})`),
  condition.map((c) => `size(stretches where ${c})`),
  faultWhere.map((c) => `size(faults where ${c})`),
  fc.constant('sum(completed 6 hours in each for each of stretches)'),
  fc.constant('sum(days_in_month(began of each) for each of faults)'),
);

const ends = fc.constantFrom(
  'none because ended "끝" / "it ended"',
  'none',
  'review because open',
  '3_000 KRW',
);

/** Money made of lists. */
export const listMoney = fc.oneof(
  fc.constantFrom('sum(bills)', 'mean(bills)', 'largest(bills)', 'smallest(bills)'),
  fc.constantFrom('fee', 'daily', 'paid_before').map((m) => `sum(${m} × each for each of shares)`),
  fc
    .tuple(ends, ends)
    .map(
      ([a, b]) =>
        `sum(by each below 1 hour : ${a} below 12 hours : ${b} from 12 hours : fee × 10 % for each of stretches)`,
    ),
  fc
    .tuple(ends, condition)
    .map(
      ([a, c]) =>
        `sum(if each is above 3 hours then ${a} else daily for each of stretches where ${c})`,
    ),
  faultWhere.map((c) => `sum(cost of each rounded up to 1_000 KRW for each of faults where ${c})`),
  fc.constant('sum(rate on (began of each) for each of faults)'),
  fc.constant(
    'sum((if kind of each is a then cost of each else review because open) for each of faults)',
  ),
  fc
    .tuple(
      fc.constantFrom('cost of each', 'fee', '(cost of each × 12.5 %)'),
      fc.constantFrom(
        'days_in_month(began of each)',
        'weekday(began of each)',
        '(2 × month_of(began of each))',
      ),
    )
    .map(([m, by]) => `sum(${m} ÷ ${by} for each of faults)`),
  fc.constant('largest(cost of each × 2 for each of faults where mended of each)'),
);

/** Lists that working days are counted by: written in the document, a fact, or made of one. */
export const listHolidays = fc.constantFrom(
  ...['holidays', 'holidays', 'visits', '(visits where each is after began_on)'],
  '(began of each for each of faults)',
);

/** Dates made of lists. */
export const listDates = fc.constantFrom(
  ...['largest(visits)', 'smallest(visits where each is after 2022-03-31)'],
  'largest(add_days(began of each, 30) for each of faults)',
);
