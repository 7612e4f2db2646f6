import { expect, test } from 'vitest';
import { policyDraft as en } from '../../../../messages/en/console/policy-draft.ts';
import { policyDraft as ko } from '../../../../messages/ko/console/policy-draft.ts';
import { examineDraft, nameNextVersion } from './examine-draft.ts';
import { formatText } from './policy-diagnostics.ts';

test.each([
  ['ko', ko.template],
  ['en', en.template],
])('the template in %s is accepted, canonical, and its cases come out', (_, template) => {
  const { errorCount, findings, cases, known } = examineDraft(template);
  expect(findings.filter(({ severity }) => severity !== 'report')).toEqual([]);
  expect(errorCount).toBe(0);
  expect(cases.map(({ isPassed }) => isPassed)).toEqual([true, true, true]);
  expect(known).toEqual({ policyId: 'new-policy', version: '1' });
  expect(formatText(template)).toBe(template);
});

test('a text with an error runs no cases, and says where it is', () => {
  const wrong = en.template.replace('100 KRW × ', '100 KRW + ');
  const { errorCount, findings, cases } = examineDraft(wrong);
  expect(errorCount).toBeGreaterThan(0);
  expect(cases).toEqual([]);
  const lines = wrong.split('\n');
  const [error] = findings.filter(({ severity }) => severity === 'error');
  expect(lines[(error?.line ?? 0) - 1]).toContain('100 KRW + ');
});

test('a text that cannot be read is not known by any name', () => {
  expect(examineDraft('nothing').known).toBeUndefined();
});

test('the next version is one above the highest number, in the front matter alone', () => {
  const text = 'policy: a\nversion: "2"\n\nversion: of the prose\n';
  expect(nameNextVersion(text, ['1', '10', '2'])).toBe(
    'policy: a\nversion: "11"\n\nversion: of the prose\n',
  );
  expect(nameNextVersion(text, ['2022-10'])).toBe(text);
});
