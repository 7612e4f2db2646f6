import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  acceptedDocument,
  documentTexts,
} from '../../../../test/support/policy-engines/generate-document.ts';
import { factsJson } from '../../../../test/support/policy-engines/generate-facts.ts';
import { assert } from '../../../kernel/index.ts';
import type { Determination } from '../../determination.ts';
import type { PolicyDocument } from '../../document.ts';
import { parseFacts } from '../../parse/parse-facts.ts';
import { documentText, readDocument } from '../../trial-document.ts';
import { evaluatePolicy } from '../evaluate-policy.ts';
import { compileDetermination } from './compile-policy.ts';

const seed = 20221015;

/** A determination without how it came about, as text: big integers are written out. */
function bare(determination: Determination): string {
  const { trace: _, alternatives: __, missingLabels: ___, awards, ...rest } = determination;
  const whole = { ...rest, awards: awards.map(({ trace: ____, ...award }) => award) };
  const sorted = (value: object) => Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(whole, (_key, value) => {
    if (typeof value === 'bigint') return `${value}n`;
    const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isPlain ? Object.fromEntries(sorted(value)) : value;
  });
}

function compare(document: PolicyDocument, parties: readonly unknown[]): void {
  const policy = compileDetermination(document);
  for (const json of parties) {
    const facts = parseFacts(document, json);
    assert(facts.ok, 'test: the facts are readable', facts);
    const exact = bare(evaluatePolicy(document, facts.value, { alternatives: false }));
    const decided = policy.decide(json);
    const found = decided.ok ? bare(decided.value) : JSON.stringify(decided.refusal);
    expect(found, `${JSON.stringify(json)}\n${document.text}`).toBe(exact);
    expect(bare(policy.determine(facts.value))).toBe(exact);
  }
}

test('a policy made into a function says what the evaluator says, of 10,000 documents and facts', () => {
  const texts = fc.sample(documentTexts, { numRuns: 220, seed });
  const documents = texts.flatMap((text) => acceptedDocument(text) ?? []).slice(0, 110);
  const parties = fc.sample(factsJson, { numRuns: 100, seed });
  for (const document of documents) compare(document, parties);
  expect(documents.length * parties.length).toBeGreaterThanOrEqual(10_000);
}, 240_000);

const text = documentText(`
fact fee : money from company
fact paid : money, 3 KRW unless stated, from company
fact hours : count at least 1 from incident
fact member : yes/no from company

let refund = fee × hours × 7 ÷ 720
let all = refund + fee ÷ 31 + paid

for fee × 3 is above paid × 7
award cash refund then at most all then less paid ÷ 7 then rounded half even to 10 KRW in addition
award cash "나" all rounded up to 1 KRW in addition
award cash "다" greater of (fee − paid, paid) in addition
award cash "라" fee × 12.5 % then at least paid then rounded half up to 1 KRW in addition
`);

test('figures of any size are exact, on both sides of where the machine is', () => {
  const document = readDocument(text);
  const edge = fc.constantFrom(2 ** 31, 2 ** 52, 2 ** 53 - 1, 643371375338642, 0);
  const money = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -1_000, max: 1_000_000 }),
    fc.tuple(edge, fc.integer({ min: -40, max: 0 })).map(([one, less]) => one + less),
    fc.bigInt(-(10n ** 30n), 10n ** 30n).map(String),
  );
  const hours = fc.oneof(
    fc.integer({ min: 1, max: 1_000 }),
    fc.nat().map((one) => one + 1),
  );
  const party = fc.record({ fee: money, paid: money, hours, member: fc.boolean() });
  fc.assert(
    fc.property(party, (json) => compare(document, [json])),
    { numRuns: 3_000, seed },
  );
});

test('bad facts are refused as the reader of facts refuses them', () => {
  const document = readDocument(text);
  const { decide } = compileDetermination(document);
  const wrong = [
    { fee: 1, other: 2 },
    { fee: 0.5 },
    { hours: 0 },
    { hours: 1.5 },
    { member: 'maybe' },
    { fee: Number.NaN },
    { fee: 2 ** 60 },
    [],
    null,
    'fee',
  ];
  for (const json of wrong) expect(decide(json)).toEqual(parseFacts(document, json));
  expect(wrong.map((json) => decide(json).ok)).toEqual(wrong.map(() => false));
});

test.each([1, 13, 40, 52, 53, 60])('%i statements leave out whom they leave out', (count) => {
  const facts = ['fact hours : count from incident'];
  const rules = Array.from({ length: count }, (_, at) => {
    const isYes = at % 5 === 4;
    facts.push(`fact f${at} : ${isYes ? 'yes/no' : 'money'} from company`);
    const audience = isYes ? `f${at}` : `f${at} is ${at % 2 === 0 ? 'above' : 'not'} 0 KRW`;
    const amount = isYes ? '5_000 KRW' : `f${at} × hours ÷ 720`;
    // Every third stands in the clause of the one before.
    const clause = at % 3 === 1 ? '' : `\`\`\`\n\n## §${at + 2} 가\n\n\`\`\`amends\n`;
    return `${clause}for ${audience}\naward cash "가${at}" ${amount} then rounded down to 1 KRW in addition`;
  });
  const document = readDocument(documentText([...facts, ...rules].join('\n\n')));
  const clean = { money: [0, 0, 720, 1_001], yesNo: [true, false], hours: [1, 84] };
  const odd = {
    money: [0, -1, 720, 2 ** 40, '123456789012345678901', null, undefined],
    yesNo: [true, false, null],
    hours: [84, 0, null, undefined],
  };
  const partyOf = ({ money, yesNo, hours }: Record<keyof typeof odd, readonly unknown[]>) => {
    const fees = Array.from({ length: count }, (_, at) =>
      fc.constantFrom(...(at % 5 === 4 ? yesNo : money)),
    );
    const all = fc.tuple(fc.tuple(...fees), fc.constantFrom(...hours), fc.boolean());
    return all.map(([values, given, isReversed]) => {
      const named = values.map((value, at) => [`f${at}`, value] as const);
      const entries = [...(isReversed ? named.toReversed() : named), ['hours', given] as const];
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    });
  };
  // All with one policy made into a function once, which keeps what it has met.
  compare(document, fc.sample(fc.oneof(partyOf(clean), partyOf(odd)), { numRuns: 2_000, seed }));
});
