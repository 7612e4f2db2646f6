import { assert } from '../../src/kernel/index.ts';
import { type PolicyDocument, parsePolicy } from '../../src/policy/index.ts';

/** Reads a policy of won under the head that all trials have; the body is its clauses. */
export function trialPolicy(body: string): PolicyDocument {
  const parsed = parsePolicy(`---
policy: trial
version: "1"
title: { ko: 시험, en: Trial }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

${body}`);
  assert(parsed.ok, 'test: the policy is read', parsed);
  return parsed.value;
}
