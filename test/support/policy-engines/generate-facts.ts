import fc from 'fast-check';
import type { JsonValue } from '../../../src/kernel/index.ts';
import { setJson } from './generate-sets.ts';

const orMissing = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.option(value, { nil: null, freq: 8 });

const days = fc.constantFrom(
  ...['2021-03-31', '2021-04-01', '2022-03-31', '2022-10-15', '2022-12-31', '2023-01-01'],
  ...['2022-10-17', '2022-10-18', '2023-01-02'],
  ...['2024-02-29', '2020-12-31', '9999-12-31', '9990-02-28', '0001-01-01'],
);
const instants = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .integer({ min: 0, max: 400 * 86_400 })
      .map((seconds) => new Date(Date.UTC(2022, 0, 1) + seconds * 1_000).toISOString()),
  },
  { weight: 1, arbitrary: fc.constantFrom('9999-12-31T23:00:00Z', '0001-01-01T00:00:00Z') },
);

// Beside midnights, and where the clocks of London and New York are moved.
const seen = fc
  .tuple(
    fc.constantFrom(
      ...['2022-03-27T01:00:00Z', '2022-10-30T01:00:00Z', '2022-03-13T07:00:00Z'],
      ...['2022-11-06T06:00:00Z', '2022-10-14T15:00:00Z', '2022-12-31T00:00:00Z'],
    ),
    fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -90_000_000, max: 90_000_000 })),
  )
  .map(([at, ms]) => new Date(Date.parse(at) + ms).toISOString());

const seconds = fc.oneof(
  fc.constantFrom(0, 1, 5_400, 7_199, 7_200, 10_800, 21_600, 43_200, 86_400, 86_401, 457_200),
  fc.integer({ min: 0, max: 40_000_000 }),
);

const timesEach = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.oneof(
    { weight: 4, arbitrary: value },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(1, 2, 10_000_000), value)
        .map(([times, one]) => ({ times, value: one })),
    },
  );

const listOf = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  orMissing(fc.array(timesEach(value), { maxLength: 5 }));

const fault: fc.Arbitrary<JsonValue> = fc.record({
  cost: orMissing(fc.oneof(fc.constantFrom(0, 1, 50_000), fc.nat(90_000))),
  lasted: orMissing(seconds),
  kind: orMissing(fc.constantFrom('a', 'b')),
  began: orMissing(days),
  mended: orMissing(fc.boolean()),
});

/** JSON facts of the generated documents: bounds, one beside them, and anything between. */
export const factsJson: fc.Arbitrary<{ readonly [name: string]: JsonValue }> = fc.record({
  fee: orMissing(fc.oneof(fc.constantFrom(0, 1, 10, 36_000, 50_000, 50_001), fc.nat(90_000_000))),
  loss: orMissing(
    fc.oneof(
      fc.constantFrom(-1_000_000, -1, 0, 1, 300_000, 300_001, 1_000_000),
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
    ),
  ),
  price: orMissing(fc.nat(1_000_000).map((minor) => (minor / 100).toFixed(2))),
  outage: orMissing(seconds),
  month: orMissing(fc.constantFrom(2_419_200, 2_592_000, 2_678_400)),
  lines: orMissing(fc.oneof(fc.constantFrom(0, 1, 2, 3, 5, 6), fc.nat(10_000))),
  uptime: orMissing(fc.nat(10_000).map((parts) => (parts / 10_000).toFixed(4))),
  member: orMissing(fc.boolean()),
  vip: orMissing(fc.boolean()),
  plan: orMissing(fc.constantFrom('free', 'paid', 'team')),
  began_on: orMissing(days),
  ended_on: orMissing(days),
  reported_at: orMissing(instants),
  mended_at: orMissing(instants),
  seen_at: orMissing(seen),
  paid_before: orMissing(fc.nat(1_000_000)),
  shares: listOf(fc.nat(1_000).map((parts) => (parts / 1_000).toFixed(3))),
  stretches: listOf(seconds),
  bills: listOf(fc.integer({ min: -1_000_000, max: 1_000_000 })),
  visits: listOf(days),
  faults: listOf(fault),
  outages: orMissing(setJson),
  planned: orMissing(setJson),
  repairs: orMissing(setJson),
  evidence: fc.constantFrom(null, [], ['receipt'], ['receipt', 'bank-account']),
});
