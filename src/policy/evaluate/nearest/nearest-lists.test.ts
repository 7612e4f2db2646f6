import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRational, rational, renderRational } from '../../../kernel/index.ts';
import type { Alternative, Determination, Shown } from '../../determination.ts';
import { renderExplanation } from '../../explain/render-explanation.ts';
import { parseFacts } from '../../parse/parse-facts.ts';
import { documentText, readDocument } from '../../trial-document.ts';
import { evaluatePolicy } from '../evaluate-policy.ts';

interface Line {
  readonly fee: number;
  readonly lost: number;
  readonly cause: 'fault' | 'storm';
}

interface Json {
  readonly outages: readonly number[];
  readonly lines: readonly Line[];
  readonly fee: number;
}

const declared = `fact outages : list of duration from incident "장애들" / "the outages"
fact lines : list of (fee : money at least 0 KRW "요금" / "the fee", lost : duration, cause : choice(fault "고장" / "a fault", storm "폭풍" / "a storm")) from company "회선" / "the lines"
fact fee : money at least 0 KRW at most 90_000 KRW from company`;

function determine(text: string, json: Json, alternatives: boolean): Determination {
  const document = readDocument(documentText(`${declared}\n${text}`));
  const facts = parseFacts(document, json as unknown as Record<string, unknown>);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  return evaluatePolicy(document, facts.value, { alternatives });
}

function dueOf({ status, awards }: Determination): string {
  return [status, ...awards.map(({ amountMinor }) => amountMinor)].join(' ');
}

function numberOf(shown: Shown): number {
  return Number(renderRational(parseRational(String(shown.value)) ?? rational(0n)));
}

/** The facts with another number where an alternative stands. */
function moved(json: Json, { name, item }: Alternative, number: number): Json {
  const at = (item?.position ?? 1) - 1;
  if (name === 'outages') {
    return { ...json, outages: json.outages.map((one, index) => (index === at ? number : one)) };
  }
  if (name !== 'lines') return { ...json, [name]: number };
  const field = item?.field ?? '';
  const lines = json.lines.map((line, index) =>
    index === at ? { ...line, [field]: number } : line,
  );
  return { ...json, lines };
}

/** Numbers from one to before another: near both, and some within. */
function before(from: number, until: number): number[] {
  const step = Math.sign(until - from);
  const near = [1, 2, 3, 4].flatMap((by) => [until - step * by, from + step * by]);
  const within = [1, 2, 3, 4].map((by) => Math.round(from + ((until - from) * by) / 5));
  return [...near, ...within].filter((at) => (until - at) * step > 0 && (at - from) * step > 0);
}

/** At the value told it changes; at the values before it it does not. Gives how many were told. */
function expectNearest(text: string, json: Json): number {
  const due = dueOf(determine(text, json, false));
  const { alternatives } = determine(text, json, true);
  const told = alternatives.filter(({ name, direction }) => direction !== 'is' && name in json);
  for (const alternative of told) {
    const [from = 0, until = 0] = [alternative.current, alternative.value].map(numberOf);
    const dueAt = (number: number) => {
      const facts = moved(json, alternative, number);
      return [text, alternative, number, dueOf(determine(text, facts, false))];
    };
    expect(dueAt(until)).not.toEqual([text, alternative, until, due]);
    for (const number of before(from, until)) {
      expect(dueAt(number)).toEqual([text, alternative, number, due]);
    }
  }
  return told.length;
}

const texts = [
  `let total = sum(outages)
award cash fee × total ÷ 720 hours × 3 rounded down to 10 KRW at most 40_000 KRW`,
  `let long = (outages where each is above 1 hour)
award cash 1_000 KRW × size(long) when size(long) is at least 2`,
  `award cash sum(by each below 2 hours : 0 KRW up to 5 hours : 700 KRW above : (begun 1 hour in each) × 300 KRW for each of outages)`,
  `award cash largest(outages) ÷ 1 hour × 900 KRW + smallest(outages) ÷ 1 hour × 70 KRW rounded half up to 100 KRW`,
  `award cash mean(fee × each ÷ 24 hours for each of outages) rounded half even to 50 KRW`,
  `let per_line = sum(lesser of (fee of each × lost of each ÷ 720 hours × 3, fee of each) for each of lines where cause of each is fault)
award cash per_line rounded half up to 10 KRW then nothing below 500 KRW`,
  `award cash sum((completed 45 min in lost of each) × 70 KRW for each of lines where fee of each is at least 5_000 KRW)`,
  `let heavy = (lines where lost of each is above mean(outages))
award cash 800 KRW × size(heavy) + largest(fee of each for each of lines) × 10 % rounded up to 1 KRW`,
];

const json = fc.record({
  fee: fc.integer({ min: 0, max: 60_000 }),
  outages: fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 2, maxLength: 4 }),
  lines: fc.array(
    fc.record({
      fee: fc.integer({ min: 0, max: 30_000 }),
      lost: fc.integer({ min: 0, max: 900_000 }),
      cause: fc.constantFrom(
        'fault' as const,
        'fault' as const,
        'fault' as const,
        'storm' as const,
      ),
    }),
    { minLength: 2, maxLength: 3 },
  ),
});

test.each(texts)('nearest values inside lists are exact: %s', (text) => {
  let told = 0;
  fc.assert(
    fc.property(json, (facts) => {
      told += expectNearest(text, facts);
    }),
    { numRuns: 4 },
  );
  // How many there are hangs on the facts that were drawn; that there are any does not.
  expect(told).toBeGreaterThan(0);
});

test('a condition that another decides does not hide what the same name decides later', () => {
  const text = `fact member : yes/no from company
let step = if fee is above 100 KRW then 1 else 2
for step is 5 or member
award cash step × 10 KRW`;
  const document = readDocument(documentText(`${declared}\n${text}\nlet x = size(outages)`));
  const facts = parseFacts(document, { fee: 50, member: true });
  if (!facts.ok) throw new Error('readable');
  const { alternatives } = evaluatePolicy(document, facts.value);
  expect(alternatives.map(({ name, value }) => `${name} ${String(value.value)}`)).toContain(
    'fee 101',
  );
});

const facts: Json = {
  fee: 20_000,
  outages: [7_200, 3_000, 3_000],
  lines: [{ fee: 30_000, lost: 86_400, cause: 'storm' }],
};

test('which value of a list, and which field, is told in the words of the declarations', () => {
  const text = `award cash 1_000 KRW × size(outages where each is at least 1 hour)
award credit sum(fee of each for each of lines where cause of each is fault)`;
  const lines = renderExplanation(determine(text, facts, true), { locale: 'en' });
  expect(lines.filter((line) => line.startsWith('It would change'))).toEqual([
    'It would change if the outages, no. 1, were more than 1 hour shorter (less than 1 hour): No award is due.',
    'It would change if the outages, no. 2, were 10 minutes longer (1 hour or more): cash KRW 2,000 (KRW 1,000 more)',
    'It would change if cause in the lines, no. 1, were a fault: credit KRW 30,000',
  ]);
  const korean = renderExplanation(determine(text, facts, true), { locale: 'ko' });
  expect(korean.filter((line) => line.startsWith('달라지는'))[1]).toBe(
    '달라지는 경우: 장애들 2번째가 10분 더 길면 (1시간 이상) → 현금 2,000원 (1,000원 많음)',
  );
});

test('a list with more values than anybody reads is told as not looked at', () => {
  const text = 'award cash 1_000 KRW × size(outages where each is at least 1 hour)';
  const outages = Array.from({ length: 60 }, (_, index) => 3_000 + index);
  const found = determine(text, { ...facts, outages }, true);
  expect(found.unsearched?.map(({ name }) => name)).toEqual(['outages']);
  expect(renderExplanation(found, { locale: 'en' }).at(-1)).toBe(
    'Not looked at value by value for what would change it: the outages',
  );
});
