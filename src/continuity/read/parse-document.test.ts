import { describe, expect, it } from 'vitest';
import { renderFinding } from './finding.ts';
import { parseDocument } from './parse-inventory.ts';
import { readYaml } from './read-yaml.ts';

const HEAD = 'format: amends-inventory/1\nname: small\n';
const OWN = `${HEAD}domains: { seoul: { class: site } }\nnodes:\n  portal: { kind: service, at: seoul, options: [{ name: again, mode: auto, minutes: 1 }] }\n`;
const HASH = 'ab'.repeat(32);
const DRILL = `format: amends-drill/1
node: portal
option: again
domain: seoul
scope: full
kind: failover
inventoryHash: ${HASH}
reliesOnHash: ${HASH}
startedAt: 2026-11-20T02:00:00Z
result: passed
`;
const IMPORT = `format: amends-import/1
source: { importer: kubernetes, file: all.yaml, date: 2026-11-20 }
nodes:
  cart: { kind: service, at: seoul, from: 'all.yaml:1' }
edges:
  portal -> cart: { purpose: run, proposed: run, class: declared, from: 'all.yaml:9' }
`;

function findings(own: string, other: string): string[] {
  const parsed = parseDocument([
    { name: 'a.yaml', text: own },
    { name: 'b.yaml', text: other },
  ]);
  return parsed.ok ? [] : parsed.refusal.findings.map(renderFinding);
}

const broken = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('what stands around an inventory is read', () => {
  it('when it is right', () => {
    expect(findings(OWN, DRILL)).toEqual([]);
    expect(findings(OWN, IMPORT)).toEqual([]);
  });

  it.each([
    [
      'a drill of a node that is none',
      DRILL,
      'node: portal',
      'node: portel',
      "b.yaml:2:7: node: found 'portel'; expected a known node, perhaps 'portal'",
    ],
    [
      'a drill of an option that is none',
      DRILL,
      'option: again',
      'option: agian',
      "b.yaml:3:9: option: found 'agian'; expected one of again",
    ],
    [
      'a drill of a domain that is none',
      DRILL,
      'domain: seoul',
      'domain: soul',
      "b.yaml:4:9: domain: found 'soul'; expected a known domain, perhaps 'seoul'",
    ],
    [
      'a drill of an unknown kind',
      DRILL,
      'kind: failover',
      'kind: fialover',
      "b.yaml:6:7: kind: found 'fialover'; expected one of read-through, contact, rehearsal, restore, failover, whole-domain, zero-notice",
    ],
    [
      'a drill without an instant',
      DRILL,
      '2026-11-20T02:00:00Z',
      '20.11.2026',
      "b.yaml:9:12: startedAt: found '20.11.2026'; expected an instant in UTC as 2022-10-15T06:19:00Z",
    ],
    [
      'a drill with half a hash',
      DRILL,
      `reliesOnHash: ${HASH}`,
      'reliesOnHash: abab',
      "b.yaml:8:15: reliesOnHash: found 'abab'; expected a SHA-256 in hexadecimal, 64 characters",
    ],
    [
      'an edge to nowhere',
      IMPORT,
      'portal -> cart:',
      'portal -> crat:',
      "b.yaml:6:3: edges.portal -> crat: found 'crat'; expected a known node, perhaps 'cart'",
    ],
    [
      'an edge that is none',
      IMPORT,
      'portal -> cart:',
      'portal > cart:',
      "b.yaml:6:3: edges.portal > cart: found 'portal > cart'; expected two ids as: web -> database",
    ],
    [
      'an imported place that is none',
      IMPORT,
      'at: seoul,',
      'at: soul,',
      "b.yaml:4:30: nodes.cart.at: found 'soul'; expected a known domain, perhaps 'seoul'",
    ],
    [
      'an imported place cut short',
      IMPORT,
      'at: seoul,',
      "at: 'seoul |',",
      "b.yaml:4:30: nodes.cart.at: found 'seoul |'; expected a formula over domains",
    ],
    [
      'an unknown importer',
      IMPORT,
      'importer: kubernetes',
      'importer: kubernete',
      "found 'kubernete'; expected one of docker-compose, kubernetes",
    ],
    [
      'another format',
      IMPORT,
      'amends-import/1',
      'amends-import/2',
      "b.yaml:1:9: format: found 'amends-import/2'; expected amends-inventory/1",
    ],
  ])('and refused with its place: %s', (_, text, from, to, expected) => {
    expect(findings(OWN, broken(text, from, to)).join('\n')).toContain(expected);
  });

  it.each([
    [
      'a waiver of no rule',
      "waivers: [{ rule: G13, about: '*', until: 2026-12-01, why: none }]",
      'waivers.0.rule: found',
    ],
    [
      'a waiver without a day',
      "waivers: [{ rule: G1, about: '*', until: soon, why: none }]",
      "found 'soon'; expected a date as 2022-10-15",
    ],
    [
      'an edge ruled out that cannot be',
      'ruledOut: [{ from: portal, to: prtal, why: none }]',
      "ruledOut.0.to: found 'prtal'; expected a known node, perhaps 'portal'",
    ],
    [
      'an unknown role',
      'nodes: { a: { kind: document, at: seoul, roles: [runbok] } }',
      "nodes.a.roles.0: found 'runbok'; expected one of sign-in",
    ],
    [
      'an endpoint without a port',
      'nodes: { a: { kind: tool, at: seoul, endpoints: [db] } }',
      "found 'db'; expected host:port, as db.example.org:5432",
    ],
    [
      'an alias twice',
      'nodes: { a: { kind: tool, at: seoul, importedAs: [x, x] } }',
      "found 'x' again, first under a; expected each imported id under one node",
    ],
    [
      'a day that is none',
      'nodes: { a: { kind: tool, at: seoul, evidence: [{ class: declared, date: 2026-02-30 }] } }',
      'found 2026-02-30; expected a day of the calendar',
    ],
    [
      'limits twice',
      'limits: { evidenceDays: 0 }',
      'limits.evidenceDays: found 0; expected at least 1',
    ],
  ])('and refused with its place in an own file: %s', (_, line, expected) => {
    expect(findings(OWN, `format: amends-inventory/1\n${line}\n`).join('\n')).toContain(expected);
  });
});

it('a place is found among many, and that of the first where a key is written as a number', () => {
  const file = readYaml({
    name: 'a.yaml',
    text: 'nodes:\n  b: { at: x }\n  7: { at: y }\n  c: 1\n',
  });
  expect(file.locate(['nodes', '7', 'at'])).toEqual({ line: 3, column: 12 });
  expect(file.locate(['nodes', 'c'])).toEqual({ line: 4, column: 6 });
  expect(file.locate(['nodes', 'missing'])).toEqual({ line: 1, column: 1 });
  expect(file.locate(['nodes', 7])).toEqual({ line: 1, column: 1 });
});
