import { describe, expect, test } from 'vitest';
import { renderExplanation } from '../explain/render-explanation.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { documentText, findingsOf, outcomeOf, readDocument } from '../trial-document.ts';
import { compileDetermination } from './direct/compile-policy.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { runCases } from './run-cases.ts';

const facts = [
  'fact fee : money at least 0 KRW from company',
  'fact days : count from incident',
  '',
].join('\n');
const seen = 'fact seen : list of (all : count, bad : count), none unless stated, from incident\n';
const share = 'fee ÷ days rounded down to 1 KRW';

/** Guards that keep 0 from a divisor, and what comes of 0 and of 4. */
const guarded = [
  ['if', `award cash if days is above 0 then ${share} else 7 KRW`, 'cash 7 KRW'],
  ['else', `award cash if days is 0 then 7 KRW else (${share})`, 'cash 7 KRW'],
  ['for', `for days is above 0\naward cash ${share}`, 'none(not_in_audience)'],
  ['when', `award cash ${share} when days is not 0`, 'none(condition_not_met)'],
  [
    'row',
    `award cash by days\n  below 1 : 7 KRW\n  from 1 : fee ÷ days\n  then rounded down to 1 KRW`,
    'cash 7 KRW',
  ],
  [
    'limit',
    `award cash fee at most fee ÷ days then rounded down to 1 KRW when days > 0`,
    'none(condition_not_met)',
  ],
] as const;

describe.each(guarded)('a divisor kept from 0 by %s', (_name, block, expected) => {
  const document = readDocument(documentText(facts + block));
  const known = (days: number) => {
    const parsed = parseFacts(document, { fee: '100', days });
    if (!parsed.ok) throw new Error('the facts are readable');
    return parsed.value;
  };

  test('is accepted', () => {
    expect(findingsOf(document.text).filter(({ code }) => code !== 'cases_missing')).toEqual([]);
  });

  test.each([
    [0, expected],
    [4, 'cash 25 KRW'],
  ] as const)('of %s days comes to the same by every way of reckoning', (days, wanted) => {
    const explained = evaluatePolicy(document, known(days));
    expect(outcomeOf(explained)).toBe(wanted);
    expect(outcomeOf(compileDetermination(document).determine(known(days)))).toBe(
      outcomeOf(explained),
    );
    expect(renderExplanation(explained, { locale: 'en' }).join('\n')).not.toMatch(/NaN|undefined/);
  });
});

test('a list where the divisor is above 0 leaves the others out', () => {
  const block = `${facts}${seen}award cash fee × sum(bad of each ÷ all of each for each of seen where all of each is above 0) rounded down to 1 KRW when days > 0`;
  const document = readDocument(documentText(block));
  const parsed = parseFacts(document, {
    ...{ fee: '100', days: 1 },
    seen: [
      { all: 0, bad: 0 },
      { all: 4, bad: 1 },
    ],
  });
  expect(parsed.ok && outcomeOf(evaluatePolicy(document, parsed.value))).toBe('cash 25 KRW');
});

test('a case that fails is told in the unit of its row, or as its kind is written', () => {
  const block =
    'fact outage : duration from incident\nfact fee : money from company\nlet rest = outage − 90 min\nlet fifths = outage ÷ 5 hours\nlet twice = fee × 2\naward cash twice when rest is above 0 hours and fifths is above 0';
  const cases = [
    '```cases',
    'outage  | fee → rest    | fifths | twice',
    '4 hours | 5   → 2 hours | 50 % | 8 KRW',
    '4 hours | 5   → 1       | 1    | 1',
    '```',
  ];
  const text = documentText(block, { extra: cases.join('\n') });
  expect(runCases(readDocument(text)).map(({ got }) => got)).toEqual([
    '2.5 hours | 80 % | 10 KRW',
    '150 min | 4/5 | 10 KRW',
  ]);
});
