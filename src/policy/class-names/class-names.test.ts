import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parsePolicy } from '../index.ts';
import { namesOfClasses } from './class-names.ts';

const at = new URL('../../../policies/kakao-2022/paid-services/1.md', import.meta.url);

it('the name of a class is the label of the fact that is yes or no of its parties', () => {
  const parsed = parsePolicy(readFileSync(at, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const names = namesOfClasses(parsed.value);
  expect(names).toContainEqual({
    code: 'kakao_t_blue',
    label: { ko: '카카오 T 블루 가맹', en: 'a Kakao T Blue franchise' },
  });
  const amounts = [...parsed.value.facts.values()].filter(({ type }) => type.words[0] === 'money');
  expect(amounts.length).toBeGreaterThan(0);
  const codes = names.map(({ code }) => code);
  expect(amounts.filter(({ name }) => codes.includes(name))).toEqual([]);
});
