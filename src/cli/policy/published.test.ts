import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { policyCommand } from '../policy.ts';
import { reportEnd } from '../shell/report-end.ts';

// A version that was published when the checker let months stand beside years (decision 0087).
const text = `---
policy: longer
version: "1"
title: { ko: 연장, en: Longer }
currency: KRW
zone: Asia/Seoul
applies: on-claim
---

## §1 Longer

\`\`\`amends
fact outage : duration from incident

for outage is at least 1 hour
award extension by outage
  below 6 hours : 1 month
  from 6 hours  : 2 years
\`\`\`
`;

const folder = mkdtempSync(join(tmpdir(), 'amends-published-'));
const at = (name: string) => join(folder, name);
writeFileSync(at('longer.md'), text);
writeFileSync(at('broken.md'), text.replace('extension by outage', 'extension by lateness'));
writeFileSync(at('facts.json'), JSON.stringify({ outage: '6 hours' }));
writeFileSync(at('parties.csv'), 'party_id,outage\nann,5 hours\nbob,6 hours\n');

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  for (const [name, key] of [
    ['stdout', 'out'],
    ['stderr', 'err'],
  ] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((part) => {
      said[key] += String(part);
      return true;
    });
  }
  const code = await policyCommand()
    .parseAsync(args, { from: 'user' })
    .then(() => 0, reportEnd);
  return { code, ...said };
}

const facts = ['--facts', at('facts.json')];
const files = ['--population', at('parties.csv'), '--awards', at('awards.parquet')];

test.each([
  ['evaluate', facts],
  ['explain', facts],
  ['determine', files],
])('%s refuses what the checker learned of later, and says how it is replayed', async (name, options) => {
  const refused = await run(name, at('longer.md'), ...options);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('period_mixed');
  expect(refused.err).toContain('--published');
  expect(existsSync(at('awards.parquet'))).toBe(false);
});

test('a published version is evaluated, explained and determined as it was', async () => {
  const { code, out, err } = await run('evaluate', at('longer.md'), ...facts, '--published');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ awards: [{ quantity: '2', unit: 'month' }] });
  expect(err).toContain('period_mixed');
  const explained = await run('explain', at('longer.md'), ...facts, '--published');
  expect(explained).toMatchObject({ code: 0 });
  const determined = await run('determine', at('longer.md'), ...files, '--published');
  expect(determined).toMatchObject({ code: 0 });
  expect(existsSync(at('awards.parquet'))).toBe(true);
});

test('an error that always was one stops a published version, too', async () => {
  const { code, err } = await run('evaluate', at('broken.md'), ...facts, '--published');
  expect(code).toBe(2);
  expect(err).toContain('unknown_name');
  expect(err).not.toContain('if it is a version published before');
});

test('check knows no such option', async () => {
  expect((await run('check', at('longer.md'))).code).toBe(1);
});
