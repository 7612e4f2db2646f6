import { beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenEngines,
  openEngines,
} from '../../../../test/support/policy-engines/open-engines.ts';
import { assert } from '../../../kernel/index.ts';
import { parseFacts, parsePolicy } from '../../index.ts';

let engines: OpenEngines;

beforeAll(async () => {
  engines = await openEngines();
  return engines.close;
});

const ms = (duration: string) => `(${duration}) ÷ 1 second × 1_000 rounded down to 1`;

async function compare(zone: string, numbers: readonly string[], json: readonly object[]) {
  const awards = numbers.map(
    (number, at) => `award points "${at}" 100_000_000_000 + ${number} in addition`,
  );
  const parsed = parsePolicy(`---
policy: windows
version: "1"
title: { ko: 가, en: Windows }
currency: KRW
zone: ${zone}
applies: automatic
---

## §1 Windows

\`\`\`amends
fact outages : interval set from incident
fact planned : interval set, none unless stated, from incident
fact days_off : list of date, none unless stated, from company
fact from_day : date, 2022-10-28 unless stated, from incident
fact until_day : date, 2022-11-02 unless stated, from incident
constant holidays = list of (2022-10-31, 2022-10-03, 2011-12-29, 2018-11-02)
constant rate = 3 % from 2000-01-01, 4 % from 2022-10-30, 5 % from 2024-01-01
${awards.join('\n')}
\`\`\`
`);
  assert(parsed.ok, 'test: the document is read', parsed);
  const parties = json.map((facts) => {
    const read = parseFacts(parsed.value, facts);
    assert(read.ok, 'test: the facts are read', read);
    return read.value;
  });
  const { notCompiled, differences } = await engines.compare(parsed.value, parties);
  return { notCompiled, differences: differences.slice(0, 1) };
}

const alike = { notCompiled: undefined, differences: [] };

// A day of 23 hours and one of 25, half an hour moved, a day left out, a midnight that is not.
const turns: readonly (readonly [string, string])[] = [
  ['Asia/Seoul', '2022-10-31T15:00:00Z'],
  ['Europe/London', '2022-10-30T01:00:00Z'],
  ['Europe/London', '2022-03-27T01:00:00Z'],
  ['Australia/Lord_Howe', '2022-10-01T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
];

const hour = 3_600_000;

/** Interval sets around a turn: none, a millisecond, across it, over days, over months. */
function setsAround(turn: string): readonly (readonly object[])[] {
  const around = (pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([from, until]) => ({
      from: new Date(Date.parse(turn) + from).toISOString(),
      until: new Date(Date.parse(turn) + until).toISOString(),
    }));
  return [
    [],
    around([[-1, 0]]),
    around([[0, 1]]),
    around([[-1, 1]]),
    around([[-30 * hour, 50 * hour]]),
    around([
      [-26 * hour, -25 * hour],
      [-25 * hour + 1, -1],
      [0, hour],
      [hour + 1, 49 * hour],
    ]),
    around([
      [-200 * hour, -190 * hour],
      [-4 * 24 * hour, 3 * 24 * hour],
      [900 * hour, 960 * hour],
      [960 * hour + 1, 1_700 * hour],
    ]),
  ];
}

describe.each(turns)('in %s around %s', (zone, turn) => {
  const sets = setsAround(turn);
  const json = sets.flatMap((outages) =>
    [sets[5], sets[4], null].map((planned) => ({ outages, planned })),
  );

  it('times of the clock and working days are the same stretches on every road', async () => {
    const on = turn.slice(0, 10);
    const made = [
      ...['daily(outages, 9 hours, 17 hours)', 'daily(outages, 0 hours, 24 hours)'],
      ...['daily(outages, 1 hour, 3 hours)', 'daily(outages, 90 min, 151 min)'],
      ...['daily(outages, 17 hours, 9 hours)', 'daily(outages, 18 hours, 30 hours)'],
      ...['daily(joined(outages, planned), 2 hours, 2.5 hours)'],
      ...['on_working_days(outages, holidays)', 'on_working_days(outages, days_off)'],
      ...['on_working_days(daily(outages, 9 hours, 17 hours), list of ())'],
      'without(on_working_days(outages, (days_off where each is not one of holidays)), planned)',
    ];
    const numbers = made.flatMap((set) => [
      ms(`total(${set})`),
      ms(`longest(${set})`),
      `events(${set})`,
    ]);
    const parties = json.map((facts, at) => ({ ...facts, days_off: at % 2 ? [on] : null }));
    expect(await compare(zone, numbers, parties)).toEqual(alike);
  });

  it('dates and months are the same lists on every road', async () => {
    const within = 'within(outages, start_of(each), start_of(add_days(each, 1)))';
    const numbers = [
      'size(dates_of(outages))',
      'size(dates_of(outages) where weekday(each) is at most 5 and each is not one of holidays)',
      'sum(day_of(each) for each of dates_of(without(outages, planned)))',
      ms(`sum(total(${within}) for each of dates_of(outages))`),
      `size(dates_of(outages) where total(${within}) is at least 4 hours)`,
      ...['sum', 'largest', 'smallest', 'mean'].flatMap((how) => [
        ms(`${how}(per_month(outages))`),
        `(${how}(month_shares(outages)) × 1_000_000_000 rounded half even to 1)`,
      ]),
      'size(per_month(joined(outages, planned)))',
      'size(month_shares(outages) where each is above 1 %)',
      '(sum(by each below 0.1 % : 0 % below 1 % : 10 % from 1 % : 25 % for each of month_shares(outages)) × 100)',
    ];
    expect(await compare(zone, numbers, json)).toEqual(alike);
  });
});

describe('dates from one to another', () => {
  it('are gone through alike, backwards too, and too many leave the party undecidable', async () => {
    const days = [
      '2022-10-28',
      '2022-10-31',
      '2022-11-02',
      '2023-12-31',
      '2024-03-01',
      '9999-12-31',
    ];
    const json = days.flatMap((from_day) =>
      [...days, null].map((until_day) => ({ outages: [], from_day, until_day })),
    );
    const numbers = [
      'size(dates(from_day, until_day))',
      'size(dates(from_day, until_day) where weekday(each) is 7)',
      '(sum(10_000 × (rate on each) ÷ days_in_year(each) for each of dates(from_day, until_day)) × 1_000_000 rounded half even to 1)',
      'size(dates(from_day, add_days(from_day, 30)) where each is one of holidays)',
      'size(dates(2022-10-01, 2022-11-01) where each is not one of holidays)',
    ];
    expect(await compare('Asia/Seoul', numbers, json)).toEqual(alike);
  });
});

describe('are left to the evaluator, by name', () => {
  const wide = [
    { from: '1990-01-01T00:00:00Z', until: '1990-01-02T00:00:00Z' },
    { from: '2022-01-01T00:00:00Z', until: '2022-01-02T00:00:00Z' },
  ];

  it.each([
    ['size(dates_of(outages))', 'the days of an interval set in a range of more than 10,000 days'],
    [
      ms('total(daily(outages, 9 hours, size(days_off) × 1 hour))'),
      'daily() between times that are not written in the document',
    ],
  ])('%s: %s', async (number, notCompiled) => {
    const found = await compare(
      'Asia/Seoul',
      [number],
      [{ outages: wide, days_off: ['2022-01-01'] }],
    );
    expect(found).toEqual({ notCompiled, differences: [] });
  });
});
