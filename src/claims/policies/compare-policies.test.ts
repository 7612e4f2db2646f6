import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PolicyDocument, parsePolicy } from '../../policy/index.ts';
import { comparePolicies } from './compare-policies.ts';

const file = new URL('../../../policies/kakao-2022/small-businesses/1.md', import.meta.url);
const text = readFileSync(file, 'utf8');

function read(written: string): PolicyDocument {
  const parsed = parsePolicy(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

const changesOf = (before: string, after: string) =>
  comparePolicies(read(before), read(after)).map(({ label, change }) => `${label} ${change}`);

test('a version beside itself has no clause that differs', () => {
  expect(new Set(comparePolicies(read(text), read(text)).map(({ change }) => change))).toEqual(
    new Set(['same']),
  );
});

test('an amount that changes marks its clause only, with both texts', () => {
  const after = text.replace('300_000 KRW : 30_000 KRW', '300_000 KRW : 40_000 KRW');
  const changed = comparePolicies(read(text), read(after)).filter(
    ({ change }) => change !== 'same',
  );
  expect(changed).toMatchObject([{ label: '§2', change: 'changed' }]);
  expect(changed[0]?.before).toContain('30_000 KRW\n');
  expect(changed[0]?.after).toContain('40_000 KRW\n');
});

test('spacing that means nothing is no change', () => {
  const after = text.replace(
    'for party_class is small_business',
    'for  party_class is   small_business',
  );
  expect(changesOf(text, after).every((line) => line.endsWith('same'))).toBe(true);
});

test('clauses that come and go are told, those gone at the end', () => {
  const added = `${text}\n## §3 시행 / Effect\n\n오늘부터 시행합니다.\n`;
  expect(changesOf(text, added).filter((line) => !line.endsWith('same'))).toEqual(['§3 added']);
  expect(changesOf(added, text).at(-1)).toBe('§3 removed');
});
