import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newDataDir, runCommand } from '../support/command.ts';
import { replayCase } from '../support/replay.ts';

// The reference case from the command line; kill.test.ts kills it in every room.

const dirs: string[] = [];
const args = ['case', 'run', 'pangyo-2022', '--scale', '0.0002', '--json'];

function newCaseDir(): string {
  const dir = newDataDir();
  dirs.push(dir);
  return dir;
}

afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

/** Confirmed payouts of a table of the result, as count and won. */
function paidIn(result: Record<string, unknown>, table: string): [number, number] {
  const rows = result[table] as { paidCount: string | number; paidMinor: string | number }[];
  return [
    rows.reduce((sum, { paidCount }) => sum + Number(paidCount), 0),
    rows.reduce((sum, { paidMinor }) => sum + Number(paidMinor), 0),
  ];
}

/** Its report is exported by its scale, and recomputed from the files alone. */
async function exportAndRecompute(dir: string): Promise<void> {
  const env = { AMENDS_DATA_DIR: dir };
  const out = join(dir, 'report');
  const exportAt = (scale: string) =>
    runCommand(['report', 'export', '--out', out, '--scale', scale], env);
  const other = await exportAt('0.5');
  expect(other).toMatchObject({ code: 1 });
  expect(other.output).toContain('amends case run pangyo-2022 --scale 0.5');
  expect(await exportAt('1/5000')).toMatchObject({ code: 0 });
  const key = (await readFile(join(out, 'key.txt'), 'utf8')).trim();
  const recomputed = await runCommand(['recompute', out, '--key', key], env);
  expect(recomputed.output).toContain('are those that were published');
  expect(recomputed).toMatchObject({ code: 0 });
}

describe('amends case run', () => {
  it('changes nothing the second time, balances, verifies, and leaves a report to recompute', async () => {
    const dir = newCaseDir();
    const first = await replayCase(args, dir);
    expect(first).toMatchObject({
      ledger: { balanced: true },
      log: { verified: true },
      continuity: { stuck: { pangyo: expect.arrayContaining(['deploy', 'obj-store', 'login']) } },
    });
    const [count, minor] = paidIn(first, 'servicePayouts');
    expect([count, minor]).toEqual(paidIn(first, 'payouts'));
    expect(minor).toBeGreaterThan(0);
    expect(await replayCase(args, dir)).toEqual(first);
    await exportAndRecompute(dir);
  });

  it.each([
    [['case', 'run', 'no-such-case'], 'There is no case "no-such-case"'],
    [['case', 'run', 'pangyo-2022', '--scale', '2'], '--scale is "2"'],
    [['case', 'run', 'pangyo-2022', '--scale', 'much'], '--scale is "much"'],
  ])('refuses %j with code 2 and says what would be right', async (wrong, sentence) => {
    const { code, output } = await runCommand(wrong, { AMENDS_DATA_DIR: newCaseDir() });
    expect(code).toBe(2);
    expect(output).toContain(sentence);
  });
});
