import { expect, test } from 'vitest';
import { parseFacts } from '../parse/parse-facts.ts';
import { documentText, readDocument } from '../trial-document.ts';
import { compileDetermination } from './direct/compile-policy.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

const document = readDocument(
  documentText(`
fact minor : yes/no from claimant
fact weeks : count from incident

let long = if minor then 3 years else 2 years

award extension "이름" long
award extension "갈래" if minor then 18 years else 4 years
award extension "상한" 2 years at most 1 year
award extension "공제" long less 2 years
award extension "세기" weeks × 2 in months at most 9
award credit "나눔" 12_000 KRW spread over long
`),
);

function dueBy(json: unknown) {
  const facts = parseFacts(document, json);
  if (!facts.ok) throw new Error(JSON.stringify(facts.refusal));
  const exact = evaluatePolicy(document, facts.value, { alternatives: false });
  const quick = compileDetermination(document).determine(facts.value);
  return [exact, quick].map(({ awards }) =>
    awards.map(({ name, quantity, unit, spread }) =>
      [name, quantity?.numerator ?? spread?.count.numerator, unit ?? spread?.unit].join(' '),
    ),
  );
}

test('years stay years behind a name and in an if, and what caps them is heeded', () => {
  const [exact, quick] = dueBy({ minor: true, weeks: 3 });
  expect(exact).toEqual([
    '이름 3 year',
    '갈래 18 year',
    '상한 1 year',
    '공제 1 year',
    '세기 6 month',
    '나눔 3 year',
  ]);
  expect(quick).toEqual(exact);
});

test('no month is no award, and months are capped', () => {
  const [exact, quick] = dueBy({ minor: false, weeks: 5 });
  expect(exact).toEqual([
    '이름 2 year',
    '갈래 4 year',
    '상한 1 year',
    '세기 9 month',
    '나눔 2 year',
  ]);
  expect(quick).toEqual(exact);
  expect(dueBy({ minor: false, weeks: 0 })[0]).not.toContain('세기 0 month');
});
