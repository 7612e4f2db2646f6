import { expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from '../../kernel/index.ts';
import { checkPolicy, compileDetermination, parseFacts, parsePolicy } from '../../policy/index.ts';
import { findFor } from '../assess-claim.ts';
import { readPolicy } from './examine-policy.ts';

// A text that was published when the checker let months stand beside years (decision 0087), and the
// findings that were recorded under it then.
const text = `---
policy: longer
version: "1"
title: { ko: 연장, en: Longer }
currency: KRW
zone: Asia/Seoul
applies: on-claim
---

## §1 Longer

\`\`\`amends
fact outage : duration from incident

for outage is at least 1 hour
award extension by outage
  below 6 hours : 1 month
  from 6 hours  : 2 years
\`\`\`
`;

const hash = '79727c8ffea51a1acc2d43797fdb46ef1d6c523f0583613c6021497778832fd8';

function recorded(outage: string, months: number): string {
  return (
    `{"awards":[{"clause":"§1","exact":"${months}","policyHash":"${hash}",` +
    `"quantity":"${months}","remedy":"extension","unit":"month"}],"evidence":[],` +
    `"facts":{"outage":"${outage}"},"missing":[],"policyHash":"${hash}","policyId":"longer",` +
    `"reasons":[],"status":"award","version":"1"}`
  );
}

function published() {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const { header } = parsed.value;
  return { policyId: header.policy, version: header.version, hash, document: parsed.value };
}

it.each([
  ['5 hours', 1],
  ['6 hours', 2],
])('an outage of %s is found as it was recorded, to the byte', (outage, months) => {
  const found = JSON.parse(JSON.stringify(findFor(published(), { outage }))) as JsonValue;
  expect(canonicalJson(found)).toBe(recorded(outage, months));
});

it('is determined alike by the function it is made into', () => {
  const { document } = published();
  const facts = parseFacts(document, { outage: '6 hours' });
  if (!facts.ok) throw new Error('the facts are readable');
  const [award] = compileDetermination(document).determine(facts.value).awards;
  expect(award).toMatchObject({ quantity: { numerator: 2n, denominator: 1n }, unit: 'month' });
});

it('has the hash it was published with', () => {
  expect(published().document.hash).toBe(hash);
});

it('is refused as a new version, with what to write', () => {
  const errors = checkPolicy(published().document).filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([
    { code: 'period_mixed', line: 18, params: { write: '24 months' } },
  ]);
  expect(readPolicy(text)).toMatchObject({ ok: false, refusal: { code: 'policy_refused' } });
});
