import { expect, test } from 'vitest';
import { parsePolicy } from '../../../policy/index.ts';
import { type Answers, tryAnswers } from './try-answers.ts';

const text = `---
policy: try
version: "1"
title: Try
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1

\`\`\`amends
fact business : yes/no from company
fact loss : money at least 0 KRW from claimant
fact began_at : instant from claimant
fact outage : duration from claimant

for business and began_at is at least 2022-10-15T15:30+09:00
needs receipt
award cash lesser of (loss, 30_000 KRW)

for not business
award credit (begun 1 hour in outage) × 100 KRW
\`\`\`
`;

function attempt(texts: Readonly<Record<string, string>>, evidence: readonly string[] = []) {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error('the policy is readable');
  const answers: Answers = {
    texts: new Map(Object.entries(texts)),
    units: new Map([['outage', 'min']]),
    evidence,
  };
  const { determination, asked, issues, asksEvidence } = tryAnswers(parsed.value, answers);
  return { status: determination?.status, asked: [...asked], issues: [...issues], asksEvidence };
}

test('only what is needed next is asked', () => {
  expect(attempt({})).toMatchObject({ status: 'undecidable', asked: ['business'] });
  expect(attempt({ business: 'yes' }).asked).toEqual(['business', 'began_at']);
  expect(attempt({ business: 'no' }).asked).toEqual(['business', 'outage']);
  expect(attempt({ business: 'no', outage: '90' })).toMatchObject({ status: 'award' });
});

test('a local time is one of the zone, an amount may have commas, and documents are asked last', () => {
  const answers = { business: 'yes', began_at: '2022-10-15T15:30', loss: '₩30,000' };
  expect(attempt(answers)).toMatchObject({ status: 'evidence_required', asksEvidence: true });
  expect(attempt(answers, ['receipt']).status).toBe('award');
  expect(attempt({ ...answers, began_at: '2022-10-15T15:29' }).status).toBe('none');
});

test('what cannot be read is told at its field', () => {
  const { issues } = attempt({ business: 'yes', loss: 'much' });
  expect(issues.map(([name]) => name)).toEqual(['loss']);
});
