import fc from 'fast-check';
import type { JsonValue } from '../../../src/kernel/index.ts';
import { listHolidays } from './generate-lists.ts';

/** What the generated documents do with interval sets: each function, and one set out of two. */

/** The facts that are interval sets, as a document declares them. */
export const setDeclarations = `
fact outages : interval set from incident
fact planned : interval set, none unless stated, from incident
fact repairs : interval set, merging(planned, 1 hour) unless stated, from incident
let lasting_outages = lasting(outages, 30 min)
`;

const set = fc.letrec<{ set: string }>((tie) => {
  const one = tie('set');
  return {
    set: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'set' },
      fc.constantFrom('outages', 'planned', 'repairs', 'lasting_outages'),
      fc.constantFrom(
        'interval(seen_at, seen_at + outage)',
        'interval(seen_at, mended_at)',
        'interval(seen_at − 3 hours, start_of(date_of(seen_at)) + 26 hours)',
      ),
      fc
        .tuple(fc.constantFrom('joined', 'shared', 'without'), one, one)
        .map(([how, a, b]) => `${how}(${a}, ${b})`),
      fc
        .tuple(fc.constantFrom('merging', 'lasting'), one, fc.constantFrom('1 hour', 'outage'))
        .map(([how, a, gap]) => `${how}(${a}, ${gap})`),
      one.map((a) => `within(${a}, seen_at, seen_at + 36 hours)`),
      fc
        .tuple(one, fc.constantFrom('9 hours, 17 hours', '0 hours, 24 hours', '90 min, 151 min'))
        .map(([a, clock]) => `daily(${a}, ${clock})`),
      fc.tuple(one, listHolidays).map(([a, list]) => `on_working_days(${a}, ${list})`),
      fc.tuple(one, one).map(([a, b]) => `(if member then ${a} else ${b})`),
      fc
        .tuple(fc.constantFrom('outage is above 2 hours', 'vip', 'plan is team'), one, one)
        .map(([c, a, b]) => `(if ${c} then ${a} else ${b})`),
    ),
  };
}).set;

/** Durations made of interval sets. */
export const setDurations = fc.oneof(
  fc.tuple(fc.constantFrom('total', 'longest'), set).map(([how, s]) => `${how}(${s})`),
  fc
    .tuple(
      fc.constantFrom('sum', 'largest', 'smallest', 'mean'),
      fc.constantFrom('runs', 'per_day', 'per_month'),
      set,
    )
    .map(([how, list, s]) => `${how}(${list}(${s}))`),
  set.map((s) => `sum(per_day(${s}) where each is above 6 hours)`),
  fc.constantFrom(
    'sum(longest(merging(outages, each)) for each of stretches)',
    'sum(total(shared(lasting(outages, each), planned)) for each of blocks)',
    'largest(total(within(outages, seen_at, seen_at + each)) for each of stretches)',
  ),
);

/** Numbers made of interval sets. */
export const setNumbers = fc.oneof(
  set.map((s) => `events(${s})`),
  fc.tuple(fc.constantFrom('runs', 'per_day'), set).map(([list, s]) => `size(${list}(${s}))`),
  set.map((s) => `size(per_day(${s}) where each is at least 90 min)`),
  set.map((s) => `size(dates_of(${s}) where weekday(each) is not one of (6, 7))`),
  fc
    .tuple(fc.constantFrom('sum', 'largest', 'mean'), set)
    .map(([how, s]) => `${how}(month_shares(${s}))`),
);

// Beside midnights, and where the clocks of London and New York are moved.
const turns = [
  ...['2022-03-27T01:00:00Z', '2022-10-30T01:00:00Z', '2022-03-13T07:00:00Z'],
  ...['2022-11-06T06:00:00Z', '2022-10-14T15:00:00Z', '2022-10-15T00:00:00Z'],
].map((at) => Date.parse(at));

const begin = fc
  .tuple(fc.constantFrom(...turns), fc.integer({ min: -60, max: 60 }))
  .map(([at, half]) => at + half * 1_800_000);

const run = fc
  .tuple(
    begin,
    fc.oneof(fc.constantFrom(1, 1_800_000, 3_600_000, 7_200_000), fc.nat(260_000_000)),
    fc.constantFrom(0, 0, 0, 1, 999),
  )
  .map(([from, length, ms]) => ({
    from: new Date(from + ms).toISOString(),
    until: new Date(from + ms + Math.max(length, 1)).toISOString(),
  }));

/** A JSON interval set: empty, of some runs that may touch or overlap, or many of one length. */
export const setJson: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 6, arbitrary: fc.array(run, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(begin, fc.integer({ min: 2, max: 12 }), fc.constantFrom(1, 2, 3, 4))
      .map(([from, count, gap]) =>
        Array.from({ length: count }, (_, at) => ({
          from: new Date(from + at * gap * 1_800_000).toISOString(),
          until: new Date(from + at * gap * 1_800_000 + 1_800_000).toISOString(),
        })),
      ),
  },
);
