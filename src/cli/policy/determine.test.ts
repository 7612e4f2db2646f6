import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { trialPolicy } from '../../../test/support/trial-policy.ts';
import { hashFile } from '../../settlement/index.ts';
import { CommandExit, exitCode } from '../shell/exit.ts';
import { determineAndPropose } from './determine.ts';

const document = trialPolicy(`## §1 Pay

\`\`\`amends
fact pay : money at least 0 KRW at most 1_000_000 KRW from company

for pay is above 0 KRW
award cash pay
\`\`\`
`);

const folder = mkdtempSync(join(tmpdir(), 'amends-determine-'));
const at = (name: string) => join(folder, name);
writeFileSync(at('first.csv'), 'party_id,pay\na,100\n');
writeFileSync(at('right.csv'), 'party_id,pay\na,130\nb,100\n');
const request = { document, population: at('right.csv'), awards: at('after.parquet') };
const beyond = { earlier: [at('before.parquet')], due: at('due.parquet') };

beforeEach(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const first = { document, population: at('first.csv'), awards: at('before.parquet') };
  await determineAndPropose(first);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const refuse = () => {
  throw new CommandExit('Refused', exitCode.conflict);
};
const names = () => readdirSync(folder).sort();

test('what is due by a run that is refused is not left behind, and what was there stays', async () => {
  await expect(determineAndPropose({ ...request, beyond }, refuse)).rejects.toThrow('Refused');
  expect(names()).toEqual(['after.parquet', 'before.parquet', 'first.csv', 'right.csv']);
  writeFileSync(at('due.parquet'), 'another');
  await expect(determineAndPropose({ ...request, beyond }, refuse)).rejects.toThrow('Refused');
  expect(readFileSync(at('due.parquet'), 'utf8')).toBe('another');
});

test('what is due by a run that is put up is the file that the run names', async () => {
  let named: string | undefined;
  await determineAndPropose({ ...request, beyond }, async ({ due }) => {
    named = due?.dueHash;
    return 'waits for approval';
  });
  expect(await hashFile(at('due.parquet'))).toBe(named);
  expect(names()).not.toContain('due.parquet.unproposed');
});

test('without being put up, it is written all the same', async () => {
  rmSync(at('due.parquet'), { force: true });
  await determineAndPropose({ ...request, beyond });
  expect(names()).toContain('due.parquet');
});
