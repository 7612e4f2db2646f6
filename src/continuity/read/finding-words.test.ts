import { expect, it } from 'vitest';
import { tellFinding } from './finding.ts';
import { findingWords } from './finding-words.ts';
import { parseInventory } from './parse-inventory.ts';

function findingsIn(...texts: string[]) {
  const files = texts.map((text, index) => ({ name: `${'abc'[index]}.yaml`, text }));
  const parsed = parseInventory(files);
  return parsed.ok ? [] : parsed.refusal.findings;
}

const HEAD = 'format: amends-inventory/1\nname: small\n';
const WRONG: readonly (readonly string[])[] = [
  [`${HEAD}nodes:\n  a: { kind: tol, at: '-' }\n`],
  [
    `${HEAD}nodes:\n  a: { kind: tool, at: '-', boot-minutes: 3, run: b, bootMinutes: soon, tier: 12 }\n`,
  ],
  [`${HEAD}nodes:\n  a: { kind: tool }\n  B c: { kind: tool, at: '-' }\n  d: []\n  e: tool\n`],
  [
    `${HEAD}domains:\n  pangyo: { class: site }\nnodes:\n  a: { kind: tool, at: pangio, needs: { run: pangyo } }\n`,
  ],
  [
    `${HEAD}nodes:\n  a: { kind: tool, at: '-', needs: { run: 'a & ', boot: 'a ! b', observe: '3of(a, a)' } }\n`,
  ],
  [`${HEAD}nodes:\n  a: { kind: tool, at: '-' }\n  a: { kind: data, at: '-' }\n`],
  [`${HEAD}domains:\n  h: { class: hall, within: [r] }\n  r: { class: rack, within: [h] }\n`],
  [`${HEAD}nodes:\n  a: &one { kind: tool, at: '-' }\n  o: *one\n`],
  [
    `${HEAD}nodes:\n  a: { kind: tool, at: '-', options: [{ name: x, mode: manual, minutes: 5 }] }\n`,
  ],
  [
    `${HEAD}nodes:\n  a: { kind: tool, at: '-', evidence: [{ class: declared, date: '2022-02-31', about: x }] }\n`,
  ],
  ['format: amends-inventory/1\n', `format: amends-inventory/1\n`],
  [HEAD, HEAD, `format: amends-inventory/1\nnodes:\n  a: !!binary x\n`],
  [`${HEAD}---\n${HEAD}`],
  [],
];

it('what is wrong is told in Korean without an English word, names and fields aside', () => {
  const told = WRONG.flatMap((texts) => findingsIn(...texts)).flatMap((finding) =>
    Object.values(findingWords(finding, 'ko')),
  );
  expect(told.length).toBeGreaterThan(40);
  const left = told
    .map((text) =>
      text.replaceAll(/'[^']*'|\b(YAML|yaml|UTF|UTC|SHA|id|needs|manualDefaults|3of)\b/g, ''),
    )
    .filter((text) => /[A-Za-z]{2,}/.test(text))
    // Lists of what the format knows, and ids.
    .filter((text) => !/가운데 하나$|^서로의 안에|^처음은|또 있음|별칭|태그/.test(text));
  expect(left).toEqual([]);
});

it('a line for an operator has the place, what was found and what would be right', () => {
  const [finding] = findingsIn(`${HEAD}nodes:\n  a: { kind: tool, at: pangyo }\n`);
  expect(finding && tellFinding(finding, 'ko')).toBe(
    "a.yaml:4:24: nodes.a.at: 적힌 것: 'pangyo'. 올바른 것: 영역 id",
  );
  const [none] = findingsIn();
  expect(none && tellFinding(none, 'ko')).toBe(
    "목록 전체: 적힌 것: .yaml 파일 없음. 올바른 것: 'name:'이 있는 파일 하나",
  );
});

it.each([
  ['nodes:\n  a: { kind: tool, at: "x }\n', '따옴표를 닫지 않음'],
  ['nodes:\n  a: { kind: tool\nb: 1\n', '괄호를 닫지 않았거나'],
  ['nodes:\n  a: 1\n b: 2\n', '들여쓰기가 맞지 않음'],
  ['nodes:\n  a: b: c\n', "한 줄에 ':'이 두 번 있음"],
  ['nodes:\n  a: @x\n', '따옴표 없이 쓸 수 없는 글자로 시작함'],
  ['nodes:\n\ta: 1\n', '들여쓰기가 맞지 않음'],
  ['nodes: [a, b\n', '괄호를 닫지 않았거나'],
  ['nodes:\n  a\n  b: 1\n', "':' 앞의 키가 한 줄을 넘음"],
])('a file that is no YAML is told in Korean, the words of the library after: %j', (text, trouble) => {
  const [finding] = findingsIn(`${HEAD}${text}`);
  if (finding === undefined) throw new Error('read');
  expect(finding.code).toBe('not_yaml');
  const { found } = findingWords(finding, 'ko');
  expect(found.startsWith(trouble), found).toBe(true);
  expect(found).toContain(`(YAML 라이브러리의 말: ${finding.found})`);
});
