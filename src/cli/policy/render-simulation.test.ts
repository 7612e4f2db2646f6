import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { policyCommand } from '../policy.ts';
import { reportEnd } from '../shell/report-end.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const policy = join(folder, 'policy.md');
writeFileSync(
  policy,
  `---
policy: trial
version: "1"
title: Trial
currency: EUR
zone: Europe/Berlin
applies: automatic
---

## §1 Fee

\`\`\`amends
fact fee : money at least 0 EUR from company
award cash fee × 50 % rounded down to 0.01 EUR
\`\`\`
`,
);
const text = 'party_id,fee\na,25\nb,2470.50\n';
const population = join(folder, 'population.csv');
writeFileSync(population, text);

async function simulate(...more: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const hear = (words: unknown) => {
    said += String(words);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  const args = ['simulate', policy, '--population', population, ...more];
  const code = await policyCommand()
    .parseAsync(['node', 'policy', ...args])
    .then(() => 0, reportEnd);
  vi.restoreAllMocks();
  return { code, said };
}

test('money is told in euros, not in cents that look like euros', async () => {
  const { said } = await simulate('--budget', '1000.50');
  expect(said).toContain('EUR 1,247.75');
  expect(said).toContain('budget EUR 1,000.50, asked EUR 1,247.75, paid EUR 1,000.50');
  expect(said).not.toMatch(/124,775|100,050/);
});

test('what is awarded is called by its English name', async () => {
  const gifts = join(folder, 'gifts.md');
  const award = 'award item "이모티콘" / "emoticon set" 1';
  writeFileSync(gifts, readFileSync(policy, 'utf8').replace(/award cash .*/, award));
  const { said } = await simulate(gifts);
  expect(said).toContain('item emoticon set');
  expect(said).not.toContain('이모티콘');
});

test('the awards are never written over the population or the policy', async () => {
  const link = join(folder, 'link.parquet');
  symlinkSync(population, link);
  for (const out of [population, policy, link]) {
    const { code, said } = await simulate('--out', out);
    expect([code, said]).toEqual([2, expect.stringMatching(/--out .*: this file is read; write/)]);
  }
  expect(readFileSync(population, 'utf8')).toBe(text);
});

test('a folder that is not there is named before anything is worked out', async () => {
  const { code, said } = await simulate('--out', join(folder, 'none', 'out.parquet'));
  expect([code, said]).toEqual([2, expect.stringMatching(/there is no folder .*none; make it/)]);
});
