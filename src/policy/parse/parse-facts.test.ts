import { expect, test } from 'vitest';
import { documentText, readDocument } from '../trial-document.ts';
import { parseFacts } from './parse-facts.ts';

const document = readDocument(
  documentText(
    `fact fee : money at least 0 KRW at most 1_000 KRW from company
fact price : money USD from company
fact share : ratio from incident
fact late : count at most 9 from incident
fact outage : duration from incident
fact start : instant from incident
fact day : date from incident
fact outages : interval set from incident
fact plan : choice(free, paid) from company
fact member : yes/no from company
award cash 1 KRW`,
  ),
);

function read(json: unknown): unknown {
  const parsed = parseFacts(document, json);
  return parsed.ok ? parsed.value : parsed.refusal.issues;
}

const whole = (value: bigint) => ({ numerator: value, denominator: 1n });

test.each<readonly [name: string, json: unknown, value: unknown]>([
  ['fee', '1_000', { kind: 'money', value: whole(1_000n), currency: 'KRW' }],
  ['fee', 12, { kind: 'money', value: whole(12n), currency: 'KRW' }],
  ['fee', '12 KRW', { kind: 'money', value: whole(12n), currency: 'KRW' }],
  [
    'price',
    { amountMinor: '1250', currency: 'USD' },
    { kind: 'money', value: { numerator: 25n, denominator: 2n }, currency: 'USD' },
  ],
  ['price', '12.5', { kind: 'money', value: { numerator: 25n, denominator: 2n }, currency: 'USD' }],
  ['share', '6/31', { kind: 'ratio', value: { numerator: 6n, denominator: 31n } }],
  ['share', 0.125, { kind: 'ratio', value: { numerator: 1n, denominator: 8n } }],
  ['share', '12.5 %', { kind: 'ratio', value: { numerator: 1n, denominator: 8n } }],
  ['late', 3, { kind: 'count', value: whole(3n) }],
  ['outage', '84 h', { kind: 'duration', value: whole(302_400n) }],
  ['outage', 'PT1H30M', { kind: 'duration', value: whole(5_400n) }],
  ['outage', '18 시간', { kind: 'duration', value: whole(64_800n) }],
  ['outage', 60, { kind: 'duration', value: whole(60n) }],
  ['start', '2022-10-15T15:30:00+09:00', { kind: 'instant', at: 1_665_815_400_000 }],
  ['day', '2022-10-15', { kind: 'date', on: '2022-10-15' }],
  ['plan', 'paid', { kind: 'choice', choice: 'paid' }],
  ['member', true, { kind: 'yes_no', value: true }],
  ['evidence', ['receipt'], { kind: 'evidence', names: ['receipt'] }],
])('%s from %j', (name, json, value) => {
  expect(read({ [name]: json })).toEqual({ [name]: value });
});

test.each<readonly [name: string, json: unknown]>([
  ['fee', 12.5],
  ['fee', '12.5'],
  ['fee', '12 USD'],
  ['fee', -1],
  ['fee', 1_001],
  ['fee', Number.MAX_SAFE_INTEGER + 2],
  ['fee', { amountMinor: 12, currency: 'KRW' }],
  ['fee', true],
  ['price', '0.001'],
  ['share', 'much'],
  ['share', Number.NaN],
  ['late', 1.5],
  ['late', -1],
  ['late', 10],
  ['outage', '3 fortnights'],
  ['outage', -5],
  ['outage', '3 months'],
  ['start', '2022-10-15'],
  ['day', '2022-02-30'],
  ['outages', [{ from: '2022-10-15T00:00:00Z', until: '2022-10-15T00:00:00Z' }]],
  ['plan', 'gold'],
  ['member', 1],
  ['evidence', 'receipt'],
  ['unheard-of', 1],
  ['__proto__x', 1],
])('%s refuses %j with what was found and what would be right', (name, json) => {
  const issues = read({ [name]: json }) as readonly { path: string; expected: string }[];
  expect(issues).toHaveLength(1);
  expect(issues[0]?.path.startsWith(name)).toBe(true);
  expect(issues[0]?.expected).not.toBe('');
});

test('every issue is reported at once, each with its path', () => {
  expect(read({ fee: 'x', day: 3, outages: [{ from: 1 }], evidence: [1] })).toEqual([
    {
      path: 'fee',
      found: '"x"',
      expected:
        'an amount in KRW: a text such as "300000", a number, or ' +
        '{ "amountMinor": "300000", "currency": "KRW" }',
    },
    { path: 'day', found: '3', expected: 'a date, as "2022-10-15"' },
    {
      path: 'outages[0]',
      found: '{"from":1}',
      expected: '[{ "from": INSTANT, "until": INSTANT }, …], each `from` before its `until`',
    },
    { path: 'evidence', found: '[1]', expected: 'a list of names, as ["bank-account"]' },
  ]);
});

test('the end of a stretch of time that is no instant is told, and ends the wrong way round', () => {
  const [from, until] = ['2022-10-15T15:00+09:00', '2022-10-15T24:00+09:00'];
  const instant = 'an instant with its offset, as "2022-10-15T15:30:00+09:00"';
  expect(
    read({
      outages: [
        { from, until },
        { from: 'noon', until: from },
      ],
    }),
  ).toEqual([
    {
      path: 'outages[0].until',
      found: `"${until}"`,
      expected: `${instant}; midnight is 00:00 of the next day`,
    },
    { path: 'outages[1].from', found: '"noon"', expected: instant },
  ]);
  expect(read({ outages: [{ from, until: from }] })).toEqual([
    { path: 'outages[0]', found: `"${from}/${from}"`, expected: '`from` before `until`' },
  ]);
});

test('null and an absent key mean that the fact is not known', () => {
  expect(read({ fee: null, member: undefined })).toEqual({});
});

test.each([[null], [[]], ['text'], [3]])('%j is no object of facts', (json) => {
  expect(read(json)).toEqual([
    { path: '', found: JSON.stringify(json), expected: 'an object of facts by name' },
  ]);
});

test('a key that no fact has is passed over when asked', () => {
  expect(parseFacts(document, { other: 1 }, { extra: 'ignore' })).toEqual({ ok: true, value: {} });
});

test.each([
  'fee',
  'late',
  'share',
  'outage',
])('a number that JSON has rounded is none: %s', (name) => {
  const rounded: unknown = JSON.parse('9007199254740993');
  expect(read({ [name]: rounded })).toMatchObject([{ path: name, found: '9007199254740992' }]);
});
