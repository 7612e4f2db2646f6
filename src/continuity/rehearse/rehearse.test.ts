import { expect, it } from 'vitest';
import { parseInventory } from '../read/parse-inventory.ts';
import { needsOfOption, parseNeed } from './declared-need.ts';
import { judgeRehearsal } from './rehearsal-report.ts';
import { readSet, renderRuleset, standIn } from './ruleset.ts';

it('lists what an option may reach: its own endpoints, those it needs, and those these run on', () => {
  const text = `format: amends-inventory/1
name: small
manualDefaults: { assume: { people: one, authenticate: none, communicate: none } }
nodes:
  database:
    kind: data
    at: '-'
    endpoints: ['db.example.org:5432']
    options:
      - { name: restore, mode: manual, minutes: 5, needs: { recover: backups & runbook, deploy: deploy } }
  backups: { kind: data, at: '-', endpoints: ['10.0.0.5:443'], needs: { run: names } }
  names: { kind: tool, at: '-', endpoints: ['ns.example.org:53'] }
  deploy: { kind: tool, at: '-', endpoints: ['Deploy.example.org:22'] }
  runbook: { kind: document, at: '-' }
  other: { kind: tool, at: '-', endpoints: ['other.example.org:1'] }
`;
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const found = needsOfOption(parsed.value, 'database/1');
  expect(found?.needs.map(({ host, port, node }) => `${host}:${port} ${node}`)).toEqual([
    'db.example.org:5432 database',
    '10.0.0.5:443 backups',
    'deploy.example.org:22 deploy',
    'ns.example.org:53 names',
  ]);
  expect(found?.without).toEqual(['runbook']);
  expect(needsOfOption(parsed.value, 'database/2')).toBeUndefined();
});

it.each([
  'db',
  'db:0',
  'db:65536',
  ':5',
  '::1:5',
  'http://db:5',
  'db:5 ',
])('reads %j as host and port, or says what would be right', (text) => {
  const need = parseNeed(text);
  expect(need.ok).toBe(text === 'db:5 ');
  if (!need.ok) expect(need.refusal.expected).toContain('host:port');
});

it('writes rules that let the declared through and write the rest down', () => {
  const rules = renderRuleset([{ address: '127.77.0.1', port: 443 }]);
  expect(rules).toContain('elements = { 127.77.0.1 . 443 };');
  expect(rules).toContain('policy drop;');
  expect(renderRuleset([])).not.toContain('elements');
  expect([standIn('127.88', 0), standIn('127.88', 254)]).toEqual(['127.88.0.1', '127.88.1.1']);
});

it('reads a set as nft lists it, with and without counters of time', () => {
  const elem = [
    { concat: ['10.1.2.3', 443] },
    { elem: { val: { concat: ['10.1.2.4', 80] }, expires: 3 } },
  ];
  const listing = {
    nftables: [{ metainfo: {} }, { set: { name: 'refused', elem } }, { set: { name: 'met' } }],
  };
  expect(readSet(listing, 'refused')).toEqual([
    { address: '10.1.2.3', port: 443 },
    { address: '10.1.2.4', port: 80 },
  ]);
  expect(readSet(listing, 'met')).toEqual([]);
  expect(readSet({}, 'refused')).toEqual([]);
});

it('tells what was contacted and declared, contacted and not, and declared and not', () => {
  const needs = [
    { host: 'db', port: 5432 },
    { host: 'spare', port: 22 },
  ];
  const report = judgeRehearsal('recover.sh', needs, {
    exitCode: 0,
    signal: null,
    isTimedOut: false,
    seconds: 1,
    leftRunning: [],
    asked: [
      { name: 'db', address: '127.77.0.1', isDeclared: true, by: ['recover.sh'] },
      { name: 'updates', address: '127.88.0.1', isDeclared: false, kind: 'hidden', by: ['tool'] },
      { name: 'looked-up', address: '127.88.0.2', isDeclared: false, by: [] },
    ],
    reached: ['db:5432'],
    unanswered: [],
    // Another port of a declared host is not declared.
    refused: [
      { address: '127.88.0.1', port: 443 },
      { address: '127.77.0.1', port: 9 },
    ],
    refusedUdp: [{ address: '10.0.0.1', port: 123 }],
    refused6: [],
    closed: [],
  });
  expect(report.contactedDeclared).toEqual([needs[0]]);
  expect(report.declaredUnused).toEqual([needs[1]]);
  expect(report.contactedUndeclared).toEqual([
    { host: 'updates', ports: ['443'], kind: 'hidden', by: ['tool'] },
    { host: 'looked-up', ports: [], kind: null, by: [] },
    { host: 'db', ports: ['9'], kind: null, by: [] },
    { host: '10.0.0.1', ports: ['123/udp'], kind: null, by: [] },
  ]);
  expect(report.isPassed).toBe(false);
});
