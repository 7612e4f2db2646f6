import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderCheckpointText } from '../src/disclosure/checkpoint.ts';
import { recomputeExport } from '../src/disclosure/export/index.ts';
import { makeInputs, type RawFigures } from '../src/disclosure/figures/make-inputs.ts';
import { reckonFigures } from '../src/disclosure/figures/reckon-figures.ts';
import { hashLeaf, renderLeaf, renderNoteKey } from '../src/disclosure/index.ts';
import { appendLeaves, emptyRange, rootOf } from '../src/disclosure/merkle/compact-range.ts';
import { renderReportNoteText } from '../src/disclosure/reports/report-note.ts';
import { renderSignedNote } from '../src/disclosure/signed-note.ts';
import { renderEntryBundle } from '../src/disclosure/tile.ts';
import { assert, canonicalJson, type JsonValue } from '../src/kernel/index.ts';
import { createSigner, sha256 } from '../src/platform/index.ts';
import { parsePolicy } from '../src/policy/index.ts';
import { stateAwards } from '../src/settlement/counts/index.ts';

// An export with figures of every kind, recomputed by the project and by the file that shares
// nothing with it.

const signer = createSigner({ name: 'amends.test/log', seed: new Uint8Array(32).fill(7) });
const key = { name: signer.name, publicKey: signer.publicKey };
const keyLine = renderNoteKey(key);
const hex = (bytes: Uint8Array | string): string => Buffer.from(sha256(bytes)).toString('hex');

const policyText = `---
policy: hours
version: "1"
title: { ko: "시간", en: "Hours" }
currency: KRW
zone: Asia/Seoul
applies: automatic
---

## §1 Hours

\`\`\`amends
fact outage : duration from incident
let hours = completed 1 hour in outage
award cash 1_000 KRW × hours then rounded half up to 1 KRW in addition
award points "점" 50 in addition
award extension "기간" 3 days in addition
\`\`\`
`;
const policy = parsePolicy(policyText, { file: 'policy' });
assert(policy.ok, 'the policy is read', policy);
const { hash: policyHash } = policy.value;

const raw: RawFigures = {
  claims: [
    { partyClass: 'shop', service: 'talk', kind: 'loss', outcome: 'award', count: 31n },
    { partyClass: 'shop', service: 'talk', kind: 'loss', outcome: 'deny', count: 12n },
    { partyClass: 'user', service: 'mail, "map"', kind: 'none', outcome: 'open', count: 9n },
    { partyClass: 'user', service: 'mail, "map"', kind: 'loss', outcome: 'close', count: 2n },
  ],
  claimDays: [
    { on: '2022-10-19' as never, count: 3n },
    { on: '2022-10-20' as never, count: 51n },
  ],
  payments: ['paid', 'unpaid', 'returned'].map((state, at) => ({
    ...{ partyClass: 'shop', clause: '§1', currency: 'KRW' as never, amountMinor: 30_000n },
    ...{ state: state as 'paid', count: [20n, 7n, 4n][at] ?? 0n },
  })),
  paymentDays: [3, 5, 8, 9, 20, 21, 22, 40, 41, 42, 43, 44, 400],
  issues: [
    {
      ...{ remedy: 'points', name: '점', clause: '§2', unit: 'point', currency: null },
      ...{ count: 8n, amountMinor: 400n },
    },
  ],
  populations: [
    {
      ...{ policyId: 'hours', version: '1' },
      inputs: stateAwards(policyText, {
        ...{ format: 'amends-population/1', policyHash },
        groups: [
          { facts: { outage: '3 h' }, parties: 40 },
          { facts: { outage: '30 min' }, parties: 6 },
        ],
        remainder: {
          parties: 5,
          totals: [
            {
              ...{ remedy: 'cash', name: null, currency: 'KRW' as never, unit: null },
              ...{ parties: 5, amountMinor: '7000' },
            },
          ],
        },
      }),
    },
  ],
};

function makeLog(leaves: readonly Uint8Array[]): Map<string, Uint8Array> {
  const { range } = appendLeaves(emptyRange, leaves.map(hashLeaf));
  const text = renderCheckpointText({
    ...{ origin: key.name, size: range.size, root: rootOf(range) },
  });
  const note = renderSignedNote({ text, key, sign: (message) => signer.sign(message) });
  return new Map([
    ['log/checkpoint', Buffer.from(note)],
    [`log/tile/entries/000.p/${leaves.length}`, renderEntryBundle(leaves)],
  ]);
}

function makeExport(): ReadonlyMap<string, Uint8Array> {
  const inputs = makeInputs(raw);
  const figures = reckonFigures(
    new Map(inputs.map(({ name, text }) => [name, text])),
    new Map([[policyHash, policyText]]),
  );
  assert(figures.ok, 'the figures are reckoned', figures);
  const document = {
    format: 'amends-report/2',
    incident: { slug: 'fire' },
    policies: [{ policyId: 'hours', version: '1', hash: policyHash }],
    inputs: inputs.map(({ name, hash }) => ({ name, sha256: hash })),
    figures: figures.value,
  };
  const report = canonicalJson(document as unknown as JsonValue);
  const hash = hex(report);
  const files = makeLog([
    renderLeaf('policy_published', { policyId: 'hours', hash: policyHash }),
    renderLeaf('claim_submitted', { commitment: 'c' }),
    renderLeaf('report_published', { incidentId: 'i', version: 1, hash }),
  ]);
  const text = renderReportNoteText({ slug: 'fire', version: 1, hash });
  const note = renderSignedNote({ text, key, sign: (message) => signer.sign(message) });
  files.set('report.json', Buffer.from(report));
  files.set('report.note', Buffer.from(note));
  files.set('policies/hours-1.md', Buffer.from(policyText));
  for (const { name, text: content } of inputs) files.set(`inputs/${name}`, Buffer.from(content));
  return files;
}

const exported = makeExport();
const dir = mkdtempSync(join(tmpdir(), 'amends-recompute-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function writeTo(folder: string, files: ReadonlyMap<string, Uint8Array>): string {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const command = join(import.meta.dirname, 'recompute.mjs');
const run = (...args: readonly string[]) =>
  spawnSync('node', [command, ...args], { encoding: 'utf8' });
const figureLines = (stdout: string): readonly string[] =>
  stdout.split('\n').filter((line) => line.startsWith('  /'));

describe('the recomputation that needs nothing but its one file', () => {
  const folder = writeTo(join(dir, 'whole'), exported);
  const read = async (path: string) => new Uint8Array(await readFile(join(folder, path)));

  it('prints the same figures as the project does, in the same order', async () => {
    const ours = await recomputeExport(read, key);
    expect(ours.faults).toEqual([]);
    const { stdout, stderr, status } = run(folder, '--key', keyLine);
    expect([stderr, status]).toEqual(['', 0]);
    expect(figureLines(stdout)).toEqual(
      ours.figures.map(({ name, value }) => `  ${name} = ${value}`),
    );
    expect(figureLines(stdout)).toEqual(
      expect.arrayContaining([
        '  /claims/total = 54',
        '  /cash/0/awardedMinor = 930000',
        '  /automatic/0/parties = 51',
      ]),
    );
    // 40 parties of three hours, and what the five others came to.
    expect(stdout).toContain('amountMinor = 120000');
    expect(stdout).toContain('amountMinor = 7000');
  });

  it('shares no code and is short enough to be read', () => {
    const source = readFileSync(command, 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
    expect(imports.filter((name) => !name?.startsWith('node:'))).toEqual([]);
    expect(source.split('\n').length - 1).toBeLessThan(300);
  });

  const other = renderNoteKey({ name: key.name, publicKey: sha256('another') });
  it.each([
    ['report.json', '"total":"54"', '"total":"55"', '/claims/total: published 55, recomputed 54'],
    ['report.json', '"slug":"fire"', '"slug":"fore"', 'not in the log'],
    ['inputs/claims.csv', ',31', ',41', 'inputs/claims.csv was changed'],
    ['inputs/population-hours-1.json', '"3000"', '"4000"', 'population-hours-1.json was changed'],
    ['report.note', 'version 1', 'version 2', 'report.note is not signed'],
    ['log/tile/entries/000.p/3', '"version":1', '"version":5', 'does not come to the root'],
    ['log/tile/entries/000.p/3', policyHash, 'a'.repeat(64), 'does not come to the root'],
    ['log/checkpoint', '\n3\n', '\n2\n', 'log is not signed'],
  ])('finds what was changed in %s (%#)', (path, from, to, said) => {
    const before = Buffer.from(exported.get(path) ?? '').toString('latin1');
    expect(before).toContain(from);
    const changed = Buffer.from(before.replace(from, to), 'latin1');
    const copy = writeTo(join(dir, 'changed'), new Map([...exported, [path, changed]]));
    const { stderr, status } = run(copy, '--key', keyLine);
    expect(stderr).toContain(said);
    expect(status).toBe(1);
  });

  it('believes only the key that it is given, and says how it is called', () => {
    expect(run(folder, '--key', other).stderr).toContain('log is not signed by amends.test/log');
    for (const args of [[], [folder], ['--key', keyLine]]) expect(run(...args).status).toBe(2);
  });
});

describe('the recomputation that applies the policies too', () => {
  it('finds an award that a policy does not give, which the files alone cannot tell', async () => {
    const name = 'inputs/population-hours-1.json';
    const text = Buffer.from(exported.get(name) ?? '').toString();
    const read = async (path: string) =>
      path === name
        ? Buffer.from(text.replace('"3000"', '"4000"'))
        : (exported.get(path) ?? Promise.reject(new Error(`${path} is not there`)));
    const { faults } = await recomputeExport(read, key);
    expect(faults).toContainEqual(expect.objectContaining({ code: 'export_figures_not_reckoned' }));
  });
});
