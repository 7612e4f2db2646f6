import { expect, test } from 'vitest';
import { explainAt, findProblems, formatText } from './policy-diagnostics.ts';

const text = `---
policy: edited
version: "1"
title: Edited
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1

loss in prose is only a word

\`\`\`amends
fact loss : money at least 0 KRW from claimant "손실" / "the loss"
award cash   max(loss, 3)
\`\`\`
`;

test('a finding lies on the word it is about', () => {
  const [first] = findProblems(text).filter(({ severity }) => severity === 'error');
  expect(first && text.slice(first.from, first.to)).toBe('3');
  expect(first?.message).toContain('an amount with its currency');
});

test('a word is explained inside a block, and not in prose', () => {
  const name = explainAt(text, text.lastIndexOf('loss') + 1)?.word;
  expect(name).toMatchObject({ kind: 'fact', label: { en: 'the loss' } });
  expect(explainAt(text, text.indexOf('max'))?.word).toMatchObject({
    kind: 'function',
    text: 'max(like, like, …) → like'.replace('like, like', 'like'),
  });
  expect(explainAt(text, text.indexOf('award') + 2)?.word).toEqual({
    kind: 'keyword',
    name: 'award',
  });
  expect(explainAt(text, text.indexOf('loss in prose'))).toBeUndefined();
});

test('the formatter gives canonical text, or nothing when the text cannot be read', () => {
  expect(formatText(text)).toContain('award cash max(loss, 3)');
  expect(formatText(text.replace('award cash', 'award'))).toBeUndefined();
});
