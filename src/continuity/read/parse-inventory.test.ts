import { describe, expect, it } from 'vitest';
import { renderFinding } from './finding.ts';
import { parseInventory } from './parse-inventory.ts';

const HEAD = 'format: amends-inventory/1\nname: small\n';

function findingsIn(...texts: string[]): string[] {
  const files = texts.map((text, index) => ({ name: `${'abc'[index]}.yaml`, text }));
  const parsed = parseInventory(files);
  return parsed.ok ? [] : parsed.refusal.findings.map(renderFinding);
}

const NODE = 'nodes:\n  deploy: { kind: tool, at: "-" }\n';

describe('an inventory that is wrong is refused with the place and the remedy', () => {
  it.each([
    [
      'an unknown kind',
      `${HEAD}nodes:\n  deploy:\n    kind: tol\n    at: '-'\n`,
      "a.yaml:5:11: nodes.deploy.kind: found 'tol'; expected one of service, data, tool, people, communications, supply, document",
    ],
    [
      'a field mistyped',
      `${HEAD}nodes:\n  deploy:\n    kind: tool\n    at: '-'\n    boot-minutes: 3\n`,
      "a.yaml:7:19: nodes.deploy.boot-minutes: found 'boot-minutes'; expected a field of the format, perhaps 'bootMinutes'",
    ],
    [
      'a field of another place',
      `${HEAD}nodes:\n  deploy: { kind: tool, at: '-', run: other }\n`,
      "a.yaml:4:39: nodes.deploy.run: found 'run'; expected a field of this place; 'run' belongs under 'needs' of a node",
    ],
    [
      'a name nothing defines',
      `${HEAD}domains:\n  pangyo: { class: site }\nnodes:\n  deploy: { kind: tool, at: pangio }\n`,
      "a.yaml:6:29: nodes.deploy.at: found 'pangio'; expected a known domain, perhaps 'pangyo'",
    ],
    [
      'a domain where a node is meant',
      `${HEAD}domains:\n  pangyo: { class: site }\nnodes:\n  deploy: { kind: tool, at: pangyo, needs: { run: pangyo } }\n`,
      "a.yaml:6:51: nodes.deploy.needs.run: found 'pangyo', which is a domain; expected the id of a node",
    ],
    [
      'a formula cut short',
      `${HEAD}nodes:\n  deploy: { kind: tool, at: '-', needs: { run: 'deploy & ' } }\n`,
      "a.yaml:4:48: nodes.deploy.needs.run: found the end at character 10; expected a name or '('",
    ],
    [
      'a key written twice',
      `${HEAD}nodes:\n  deploy: { kind: tool, at: '-' }\n  deploy: { kind: data, at: '-' }\n`,
      "a.yaml:5:3: nodes.deploy: found 'deploy' again, first on line 4; expected each key once",
    ],
    [
      'domains inside one another',
      `${HEAD}domains:\n  hall: { class: hall, within: [rack] }\n  rack: { class: rack, within: [hall] }\n`,
      'a.yaml:4:24: domains.hall.within: found hall, rack inside one another; expected domains that contain each other in one direction only',
    ],
    [
      'an alias',
      `${HEAD}nodes:\n  deploy: &one { kind: tool, at: '-' }\n  other: *one\n`,
      'a.yaml:5:10: nodes.other: found the alias *one; expected the value written out; an inventory uses no aliases',
    ],
    [
      'a second document in one file',
      `${HEAD}nodes: {}\n---\nformat: amends-inventory/1\n`,
      'a.yaml:4:1: found a second document; expected one document in a file; move the second into a file of its own',
    ],
    [
      'a tag',
      `${HEAD}nodes:\n  deploy: { kind: tool, at: !!binary aGVsbG8= }\n`,
      'a.yaml:4:38: nodes.deploy.at: found the tag tag:yaml.org,2002:binary; expected a value without a tag',
    ],
    [
      'a negative time',
      `${HEAD}nodes:\n  deploy:\n    kind: tool\n    at: '-'\n    bootMinutes: -1\n`,
      'a.yaml:7:18: nodes.deploy.bootMinutes: found -1; expected at least 0',
    ],
    [
      'an id of look-alike letters',
      `${HEAD}nodes:\n  dеploy: { kind: tool, at: '-' }\n`,
      "a.yaml:4:3: nodes.dеploy: found 'dеploy'; expected an id of lower-case letters, digits, dot, dash or underscore, at most 64",
    ],
  ])('%s', (_, text, expected) => {
    const [first] = findingsIn(text);
    expect(first).toContain(expected.replace(/^a\.yaml:\d+:\d+/, ''));
    expect(first).toMatch(/^a\.yaml:\d+:\d+: /);
    expect(first?.split(': ')[0]).toBe(expected.split(': ')[0]);
  });

  it('an id defined in two files', () => {
    const second = `format: amends-inventory/1\n${NODE}`;
    expect(findingsIn(HEAD + NODE, second)).toEqual([
      "b.yaml:3:3: nodes.deploy: found 'deploy' again, first in a.yaml; expected each id once",
    ]);
  });

  it('a key that is no id, a title in one language, and a formula cut at its commas', () => {
    const nodes = 'nodes:\n  배포: { kind: tool, at: "-" }\n';
    expect(findingsIn(HEAD + nodes)).toEqual([
      "a.yaml:4:3: nodes.배포: found '배포'; expected an id of lower-case letters, digits, dot, dash or underscore, at most 64",
    ]);
    expect(findingsIn(`${HEAD}nodes:\n  n: { kind: tool, at: "-", title: 배포 }\n`)).toEqual([
      "a.yaml:4:36: nodes.n.title: found '배포'; expected a title in both languages, as { ko: 가게, en: Shop }",
    ]);
    expect(findingsIn(`${HEAD}nodes:\n  n: { kind: tool, at: 1of(here, yonder-hall) }\n`)).toEqual([
      "a.yaml:4:34: nodes.n.yonder-hall): found 'yonder-hall)'; expected a field of the format; within { } a text with commas stands in quotes",
    ]);
  });

  it('signs that move a terminal, shown and not sent', () => {
    const [line] = findingsIn(`${HEAD}nodes:\n  n: { kind: "to\\e[31m\\nol\\u202e", at: here }\n`);
    expect(line).toContain("found 'to\\u001b[31m\\u000aol\\u202e'; expected one of");
  });

  it('a folder with nothing in it, or with no name', () => {
    expect(findingsIn()).toEqual([
      "the inventory: found no .yaml file; expected one file with 'name:'",
    ]);
    expect(findingsIn(`format: amends-inventory/1\n${NODE}`)).toEqual([
      "the inventory: found no name; expected one file with 'name:'",
    ]);
  });
});

describe('manual options need people, sign-in and communication', () => {
  const OPTION = 'options:\n      - { name: by-hand, mode: manual, minutes: 5 }\n';
  const WITH = (defaults: string) =>
    `${HEAD}${defaults}nodes:\n  login: { kind: tool, at: '-' }\n  people: { kind: people, at: '-' }\n  app:\n    kind: service\n    at: '-'\n    ${OPTION}`;

  it('are refused while nobody says who, how they sign in, and how they meet', () => {
    expect(findingsIn(WITH(''))).toHaveLength(3);
    expect(findingsIn(WITH(''))[0]).toContain(
      "found a manual option that does not say how its operators sign in; expected 'authenticate' under its needs or under manualDefaults, or a reason under 'assume: {authenticate: …}'",
    );
  });

  it('take the defaults of the inventory, and keep the reasons for leaving one out', () => {
    const defaults =
      'manualDefaults:\n  authenticate: login\n  people: people\n  assume: { communicate: everybody sits in one room }\n';
    const parsed = parseInventory([{ name: 'a.yaml', text: WITH(defaults) }]);
    expect(parsed.ok && parsed.value.nodes.get('app')?.options[0]).toEqual({
      name: 'by-hand',
      mode: 'manual',
      minutes: 5,
      needs: {
        authenticate: { kind: 'name', name: 'login' },
        people: { kind: 'name', name: 'people' },
      },
      assume: { communicate: 'everybody sits in one room' },
    });
  });
});

describe('hostile input is bounded', () => {
  it('a bomb of aliases is refused without being expanded', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 20; level += 1) {
      lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    }
    expect(findingsIn(lines.join('\n'))[0]).toContain('found the alias *a0');
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['dashes', '- '.repeat(20_000)],
    ['indents', Array.from({ length: 3_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  ])('deep nesting by %s is refused', (_, text) => {
    expect(findingsIn(text).length).toBeGreaterThan(0);
  });

  it('twenty thousand nodes in one cycle are read and assessed', { timeout: 60_000 }, async () => {
    const { assessInventory } = await import('../assess-inventory.ts');
    const count = 20_000;
    const lines = [HEAD, 'domains: { site: { class: site } }\nnodes:'];
    for (let at = 0; at < count; at += 1) {
      lines.push(
        `  n${at}: { kind: service, at: site, options: [{ name: again, mode: auto, minutes: 1 }], needs: { run: n${(at + 1) % count} } }`,
      );
    }
    const parsed = parseInventory([{ name: 'a.yaml', text: lines.join('\n') }]);
    if (!parsed.ok) throw new Error(parsed.refusal.findings.map(renderFinding).join('\n'));
    const [loss] = assessInventory(parsed.value, [{ domains: ['site'] }]).losses;
    expect(loss?.down).toHaveLength(count);
    expect(loss?.stuck).toHaveLength(count);
  });

  it('lists a hundred findings and counts the rest', () => {
    const lines = Array.from({ length: 500 }, (_, at) => `  n${at}: { kind: tool, at: nowhere }`);
    const parsed = parseInventory([{ name: 'a.yaml', text: `${HEAD}nodes:\n${lines.join('\n')}` }]);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.refusal.findings).toHaveLength(100);
  });
});

describe('names that nothing defines', () => {
  const told = (text: string) => findingsIn(text).map((line) => line.replace(/; expected.*/, ''));

  it('are told together with what is wrong with the fields, in the order of the file', () => {
    const text = `${HEAD}domains:
  pangyo: { class: cite, within: [korea] }
nodes:
  a: { kind: tol, at: pangio, needs: { run: b & c } }
  b: { kind: tool, at: pangyo, options: [{ name: x, mode: auto, minutes: soon, needs: { deploy: d } }] }
`;
    expect(told(text)).toEqual([
      "a.yaml:4:20: domains.pangyo.class: found 'cite'",
      "a.yaml:4:26: domains.pangyo.within: found 'korea'",
      "a.yaml:6:14: nodes.a.kind: found 'tol'",
      "a.yaml:6:23: nodes.a.at: found 'pangio'",
      "a.yaml:6:45: nodes.a.needs.run: found 'c'",
      "a.yaml:7:74: nodes.b.options.0.minutes: found 'soon'",
      "a.yaml:7:97: nodes.b.options.0.needs.deploy: found 'd'",
    ]);
  });

  it('are not guessed at where a file could not be read far enough', () => {
    const text = `${HEAD}node:\n  b: { kind: tool, at: '-' }\nnodes:\n  a: { kind: tool, at: '-', needs: { run: b } }\n`;
    expect(told(text)).toEqual(["a.yaml:3:1: node: found 'node'"]);
  });
});
