import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDocument, readInventoryFiles } from '../read/load-inventory.ts';
import { parseDocument } from '../read/parse-inventory.ts';
import type { TextFile } from '../read/read-yaml.ts';
import { baselineSchema } from './baseline.ts';
import { renderGateText } from './render/render-text.ts';
import type { GateReport } from './run-gate.ts';
import { runGate } from './run-gate.ts';

/** The day these are judged: that of the drill of our three sites, so that no record gets old here. */
const TODAY = '2026-11-28';

function folderOf(shape: string): string {
  return fileURLToPath(new URL(`../../../deploy/inventory/${shape}`, import.meta.url));
}

function baselineOf(shape: string) {
  const text = readFileSync(`${folderOf(shape)}/gate-baseline.json`, 'utf8');
  return baselineSchema.parse(JSON.parse(text));
}

async function gateOf(shape: string): Promise<GateReport> {
  const loaded = await loadDocument(folderOf(shape));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.refusal.findings));
  return runGate(loaded.value, { today: TODAY, baseline: baselineOf(shape) });
}

function failing(report: GateReport): string[] {
  return report.rules.filter(({ status }) => status === 'failed').map(({ rule }) => rule);
}

describe('our own deployments, by our own gate', () => {
  it('embedded is at level 0: its one site takes everything with it', async () => {
    const report = await gateOf('embedded');
    expect(report.level).toBe(0);
    expect(failing(report)).toEqual(['G1', 'G3', 'G5', 'G6']);
  });

  it('one site comes back from backups, by ways that nobody has exercised', async () => {
    const report = await gateOf('one-site');
    expect(report.level).toBe(1);
    expect(failing(report)).toEqual(['G10']);
  });

  it('three sites pass: no loss of a site takes anything of tier 0 down', async () => {
    const report = await gateOf('three-sites');
    expect(failing(report)).toEqual([]);
    expect(report.singles.losses).toHaveLength(3);
    expect(report.singles.losses.flatMap(({ down }) => down)).toEqual([]);
    // By the records of `npm run drill -- --evidence`; the design alone earns level 1.
    expect(report.level).toBe(4);
    expect(report.singleLosses.map(({ domain, verdict }) => [domain, verdict])).toEqual([
      ['release', 'scope_staged'],
      ['configuration', 'scope_staged'],
    ]);
    expect(renderGateText(report, 'en')).toContain(
      '  “The release” [release]: takes down “Filing claims” [filing], “Deciding and paying” [deciding-and-paying]. Changes to it arrive in stages',
    );
  });

  it('three sites are at level 4 once each whole site was removed in a drill, and not a part of it', async () => {
    const all = await readInventoryFiles(folderOf('three-sites'));
    const files = all.filter(({ name }) => !name.includes('drills/'));
    expect(files.length).toBeLessThan(all.length);
    const levelWith = (scope: 'full' | 'partial') => {
      const parsed = parseDocument([...files, ...drills(scope)]);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal.findings));
      return runGate(parsed.value, { today: TODAY, baseline: baselineOf('three-sites') }).level;
    };
    expect(levelWith('partial')).toBe(1);
    expect(levelWith('full')).toBe(4);
  });
});

function drills(scope: 'full' | 'partial'): TextFile[] {
  return ['site-a', 'site-b', 'site-c'].flatMap((domain) =>
    ['database', 'signing-keys', 'filing', 'deciding-and-paying'].map((node) => ({
      name: `drills/${domain}-${node}.yaml`,
      text: [
        'format: amends-drill/1',
        `node: ${node}`,
        `domain: ${domain}`,
        `scope: ${scope}`,
        'kind: whole-domain',
        `inventoryHash: ${'ab'.repeat(32)}`,
        `reliesOnHash: ${'ab'.repeat(32)}`,
        'startedAt: 2026-11-20T02:00:00Z',
        'doneAt: 2026-11-20T02:40:00Z',
        'result: passed',
      ].join('\n'),
    })),
  );
}
