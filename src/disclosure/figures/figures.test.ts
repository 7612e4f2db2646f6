import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Group, groupAnonymously, groupMin } from './k-anonymous.ts';
import { inputNames, makeInputs, type RawFigures } from './make-inputs.ts';
import { mergeRanges } from './merge-ranges.ts';
import { reckonFigures } from './reckon-figures.ts';

const sum = (groups: readonly { readonly count: bigint }[]): bigint =>
  groups.reduce((all, { count }) => all + count, 0n);

const anyGroup = fc.record({
  key: fc.tuple(
    fc.constantFrom('a', 'b'),
    fc.constantFrom('x', 'y', 'z'),
    fc.constantFrom('1', '2'),
  ),
  count: fc.bigInt(0n, 12n),
  sums: fc.tuple(fc.bigInt(0n, 100n)),
});

describe('anonymous groups', () => {
  it('hold five or more each and together exactly everybody, whatever the people are', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 20 }), (groups) => {
        const counted = groups.filter(({ count }) => count > 0n);
        const published = groupAnonymously(counted, { order: [1, 0, 2] });
        expect(published.every(({ count }) => count >= groupMin)).toBe(true);
        const all = sum(counted);
        expect(sum(published)).toBe(all >= groupMin ? all : 0n);
        const money = (rows: readonly Group[]): bigint =>
          rows.reduce((total, { sums: [minor = 0n] }) => total + minor, 0n);
        if (all >= groupMin) expect(money(published)).toBe(money(counted));
      }),
    );
  });

  it('let somebody who knows all about one person find at least five that fit', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { minLength: 1, maxLength: 20 }), (groups) => {
        const published = groupAnonymously(groups, { order: [1, 0, 2] });
        for (const { key, count } of groups) {
          if (count === 0n) continue;
          const fitting = published.filter((group) =>
            group.key.every((value, at) => value === '*' || value === key[at]),
          );
          for (const group of fitting) expect(group.count >= groupMin).toBe(true);
        }
      }),
    );
  });

  it('leave out the first column first, and join the smallest group to a remainder too small', () => {
    const group = (key: readonly string[], count: bigint): Group => ({ key, count, sums: [] });
    const groups = [
      group(['shop', 'login'], 4n),
      group(['shop', 'mail'], 3n),
      group(['user', 'login'], 9n),
      group(['user', 'mail'], 6n),
      group(['driver', 'login'], 2n),
    ];
    expect(groupAnonymously(groups, { order: [1, 0] })).toEqual([
      { key: ['*', '*'], count: 8n, sums: [] },
      { key: ['shop', '*'], count: 7n, sums: [] },
      { key: ['user', 'login'], count: 9n, sums: [] },
    ]);
  });

  it.each([
    [[4], []],
    [[5], [[0, 0, 5]]],
    [[3, 0, 2, 4], [[0, 3, 9]]],
    [
      [7, 5, 1],
      [
        [0, 0, 7],
        [1, 2, 6],
      ],
    ],
  ])('of ranges %j are %j', (counts, expected) => {
    const ranges = counts.map((count, at) => ({ from: at, until: at, count: BigInt(count) }));
    const merged = mergeRanges(ranges);
    expect(merged.map(({ from, until, count }) => [from, until, Number(count)])).toEqual(expected);
  });
});

const raw: RawFigures = {
  claims: [
    { partyClass: 'user', service: 'talk', kind: 'delay', outcome: 'deny', count: 40n },
    { partyClass: 'shop', service: 'talk', kind: 'loss', outcome: 'award', count: 7n },
    { partyClass: 'shop', service: 'mail', kind: 'loss', outcome: 'award', count: 2n },
    { partyClass: 'firm', service: 'mail', kind: 'loss', outcome: 'open', count: 1n },
  ],
  claimDays: [],
  payments: [
    ...[30_000n, 50_000n].map((amountMinor) => ({
      ...{ partyClass: 'shop', clause: '§2', currency: 'KRW', amountMinor },
      ...{ state: 'paid' as const, count: 6n },
    })),
    {
      ...{ partyClass: 'shop', clause: '§2', currency: 'KRW', amountMinor: 123_456n },
      ...{ state: 'unpaid' as const, count: 1n },
    },
  ] as RawFigures['payments'],
  paymentDays: [3, 3, 8, 9, 10, 40, 41, 42, 43, 44],
  issues: [],
  populations: [],
};

describe('the figures of a report', () => {
  const files = new Map(makeInputs(raw).map((file) => [file.name, file.text]));
  const withFile = (name: string, text: string): ReadonlyMap<string, string> =>
    new Map([...files, [name, text]]);

  it('reconcile to the last one and the last won, though few people are hidden', () => {
    const figures = reckonFigures(files, new Map());
    expect(figures).toMatchObject({
      ok: true,
      value: {
        claims: { total: '50', decided: { least: '40', most: '50' } },
        cash: [{ awardCount: '13', awardedMinor: '603456' }],
        delays: [
          { fromDays: '0', untilDays: '14', payments: '5' },
          { fromDays: '31', untilDays: '60', payments: '5' },
        ],
      },
    });
    const { payments } = Object.fromEntries(
      Object.entries(inputNames).map(([table, name]) => [table, files.get(name)]),
    );
    expect(payments).not.toContain('123456,');
  });

  it.each([
    [
      'a group of four',
      inputNames.claims,
      'class,service,kind,outcome,claims\na,b,c,deny,4\n',
      'input_not_anonymous',
    ],
    [
      'a count in words',
      inputNames.claims,
      'class,service,kind,outcome,claims\na,b,c,deny,nine\n',
      'input_unreadable',
    ],
    ['other columns', inputNames.payments, 'class,claims\n', 'input_unreadable'],
    [
      'a policy that is not there',
      'population-p-1.json',
      JSON.stringify({
        format: 'amends-population/1',
        policyHash: 'f'.repeat(64),
        groups: [],
        remainder: { parties: 0, totals: [] },
      }),
      'input_policy_missing',
    ],
    [
      'a group of two parties',
      'population-p-1.json',
      JSON.stringify({
        format: 'amends-population/1',
        policyHash: 'f'.repeat(64),
        groups: [{ facts: {}, parties: 2 }],
        remainder: { parties: 0, totals: [] },
      }),
      'input_not_anonymous',
    ],
  ])('are refused for %s', (_, name, text, code) => {
    expect(reckonFigures(withFile(name, text), new Map())).toMatchObject({
      ok: false,
      refusal: { code, file: name },
    });
  });

  it('are refused when a file is missing', () => {
    const without = new Map([...files].filter(([name]) => name !== inputNames.days));
    expect(reckonFigures(without, new Map())).toMatchObject({
      refusal: { code: 'input_missing', file: inputNames.days },
    });
  });
});
