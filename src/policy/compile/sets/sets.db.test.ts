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

const seconds = (duration: string) => `(${duration}) ÷ 1 second × 1_000 rounded down to 1`;

/** Gives what comes of numbers made of sets: the reason they are not compiled, or where roads part. */
async function compare(zone: string, numbers: readonly string[], json: readonly object[]) {
  const awards = numbers.map(
    (number, at) => `award points "${at}" 100_000_000 + ${number} in addition`,
  );
  const parsed = parsePolicy(`---
policy: sets
version: "1"
title: { ko: 가, en: Sets }
currency: KRW
zone: ${zone}
applies: automatic
---

## §1 Sets

\`\`\`amends
fact outages : interval set from incident
fact planned : interval set, none unless stated, from incident
fact repairs : interval set, merging(planned, 1 hour) unless stated, from incident
fact from_then : instant from incident
fact gap : duration from claimant
fact is_merged : yes/no from claimant
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

const day = (text: string) => `2022-10-${text}:00Z`;
const runs = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([from, until]) => ({ from: day(from), until: day(until) }));

const sets = [
  [],
  runs(['14T15:00', '14T16:00']),
  // Gaps of exactly one hour, of less, and none.
  runs(['14T10:00', '14T11:00'], ['14T12:00', '14T13:00'], ['14T13:30', '14T15:00']),
  runs(['14T10:00', '14T11:00'], ['14T11:00', '14T12:30'], ['14T12:00', '14T12:10']),
  runs(['13T23:59', '16T15:00'], ['20T00:00', '20T00:01']),
  runs(['14T11:00', '14T12:00'], ['14T15:00', '15T15:00'], ['29T20:00', '31T09:00']),
];

describe('interval sets', () => {
  it('come to the same on every road, with gaps and ends that are exact, and facts missing', async () => {
    const two = (how: string) => `${how}(outages, planned)`;
    const made = [
      ...['outages', 'planned', 'repairs', two('joined'), two('shared'), two('without')],
      ...[
        'without(planned, outages)',
        'joined(shared(outages, repairs), without(planned, outages))',
      ],
      ...['merging(outages, 1 hour)', 'merging(outages, gap)', 'merging(outages, −1 hour)'],
      ...[
        'lasting(outages, gap)',
        'lasting(outages, 1 hour)',
        'interval(from_then, from_then + gap)',
      ],
      ...['within(outages, from_then, from_then + gap)', 'within(outages, from_then, from_then)'],
      '(if is_merged then merging(outages, 2 hours) else planned)',
    ];
    const numbers = made.flatMap((set) => [
      seconds(`total(${set})`),
      seconds(`longest(${set})`),
      `events(${set})`,
      seconds(`largest(runs(joined(${set}, repairs)))`),
    ]);
    const moments = ['14T10:30', '14T12:00', '14T16:00', '20T00:00'];
    const gaps = ['1 hour', '30 min', '0 min', '40 hours'];
    const all = sets.flatMap((outages, at) =>
      [...sets, null].map((planned, index) => ({
        ...{ outages, planned, gap: gaps[(at * index) % 4], is_merged: at % 2 === 0 },
        repairs: [null, sets[(at + index) % sets.length], null][index % 3],
        from_then: day(moments[(at + index) % moments.length] ?? ''),
      })),
    );
    // Of each seven parties one has one fact less.
    const names = ['outages', 'gap', 'from_then', 'is_merged'];
    const json = all.map((facts, at) =>
      at % 7 === 4 ? { ...facts, [names[(at - 4) / 7] ?? 'gap']: null } : facts,
    );
    expect(await compare('Asia/Seoul', numbers, json)).toEqual(alike);
  });

  // A day of 23 hours and one of 25, half an hour moved, a day left out, a midnight that is not.
  const turns: readonly (readonly [string, string])[] = [
    ['Europe/London', '2022-10-30T01:00:00Z'],
    ['Europe/London', '2022-03-27T01:00:00Z'],
    ['Australia/Lord_Howe', '2022-10-01T15:30:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ];

  it.each(turns)('are parted by the local days of %s around %s', async (zone, turn) => {
    const hour = 3_600_000;
    const around = (pairs: readonly (readonly [number, number])[]) =>
      pairs.map(([from, until]) => ({
        from: new Date(Date.parse(turn) + from).toISOString(),
        until: new Date(Date.parse(turn) + until).toISOString(),
      }));
    const lists = [
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
      [],
    ];
    const json = lists.map((outages) => ({ outages }));
    const numbers = ['size(per_day(outages))', seconds('sum(per_day(outages))')].concat(
      ['largest', 'smallest', 'mean'].map((how) => seconds(`${how}(per_day(outages))`)),
      'size(per_day(outages) where each is above 6 hours)',
    );
    expect(await compare(zone, numbers, json)).toEqual(alike);
  });

  it('are left to the evaluator by days over more than a century', async () => {
    const outages = [
      { from: '1900-01-01T00:00:00Z', until: '1900-01-02T00:00:00Z' },
      { from: '2022-01-01T00:00:00Z', until: '2022-01-02T00:00:00Z' },
    ];
    expect(await compare('Asia/Seoul', ['size(per_day(outages))'], [{ outages }])).toEqual({
      notCompiled: 'a local date in a range of more than a century',
      differences: [],
    });
    expect(await compare('Asia/Seoul', [seconds('total(outages)')], [{ outages }])).toEqual(alike);
  });
});
