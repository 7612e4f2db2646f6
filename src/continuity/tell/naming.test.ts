import { expect, it } from 'vitest';
import { type Formula, parseFormula } from '../formula.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import { withParticle } from './korean-particle.ts';
import { createNaming } from './naming.ts';

const parsed = parseInventory([
  {
    name: 'a.yaml',
    text: `
format: amends-inventory/1
name: names
domains:
  s: { class: site, title: { ko: 서울, en: Seoul } }
nodes:
  a: { kind: tool, at: s, title: { ko: 문서, en: 'Documents, all' } }
  b: { kind: tool, at: s, title: { ko: 지갑, en: Wallet } }
  c: { kind: tool, at: s, title: { ko: 지갑, en: Wallet } }
  d: { kind: tool, at: s }
`,
  },
]);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
const inventory = parsed.value;

function formula(text: string): Formula {
  const read = parseFormula(text);
  if (!read.ok) throw new Error(text);
  return read.value;
}

it('gives the id in brackets once, always where two share a title, never where it is the title', () => {
  const name = createNaming(inventory, 'en');
  expect([name.node('a'), name.node('a')]).toEqual(['“Documents, all” [a]', '“Documents, all”']);
  expect([name.node('b'), name.node('b')]).toEqual(['“Wallet” [b]', '“Wallet” [b]']);
  expect(name.node('d')).toBe('d');
  expect(createNaming(inventory, 'ko').domain('s')).toBe('서울 [s]');
});

it('tells formulas in words', () => {
  const say = (locale: 'ko' | 'en', text: string) =>
    createNaming(inventory, locale).formula(formula(text), (id) => id);
  expect(say('en', 'a & (b | d)')).toBe('a and (b or d)');
  expect(say('ko', 'a & (b | d)')).toBe('a, (b 또는 d)');
  expect(say('en', 'a & (b & d)')).toBe('a, b and d');
  expect(say('ko', 'a | b & d')).toBe('a 또는 (b, d 모두)');
  expect(say('en', '2of(a, b, d)')).toBe('2 of a, b and d');
  expect(say('ko', '2of(a, b, d)')).toBe('a, b, d 가운데 2개');
  expect(say('ko', 'a & 2of(b, c, d)')).toBe('a, (b, c, d 가운데 2개)');
});

it('chooses the particle by the last sound, not by what is in brackets', () => {
  expect(withParticle('데이터센터 [pangyo]', 'object')).toBe('데이터센터 [pangyo]를');
  expect(withParticle('서울 [s]', 'object')).toBe('서울 [s]을');
  expect(withParticle('패키지 저장소(Nexus) [nexus]', 'subject')).toBe(
    '패키지 저장소(Nexus) [nexus]가',
  );
  expect(withParticle('3센터 10', 'subject')).toBe('3센터 10이');
  expect(withParticle('결제 [pay]', 'with')).toBe('결제 [pay]와');
  expect(withParticle('deploy', 'object')).toBe('deploy을(를)');
});
