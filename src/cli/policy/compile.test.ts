import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { policyCommand } from '../policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-compile-'));
const file = join(folder, 'trial.md');
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function compile(block: string): Promise<string> {
  writeFileSync(
    file,
    `---\npolicy: trial\nversion: "1"\ntitle: { ko: 시험, en: Trial }\ncurrency: KRW\nzone: Asia/Seoul\napplies: automatic\n---\n\n## §1 Pay\n\n\`\`\`amends\n${block}\n\`\`\`\n`,
  );
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await policyCommand().parseAsync(
      ['compile', file, '--table', 'parties', '--dialect', 'duckdb'],
      { from: 'user' },
    );
    return printed;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const facts = (fee: string, share: string) =>
  `fact fee : money ${fee} from company
fact share : ratio ${share} from company
fact days : count at most 31 from company
award cash fee × share × share × days rounded down to 1 KRW`;

test('facts without a range are named, with what to write', async () => {
  const share = 'at least 0 at most 1';
  const message = await compile(
    `${facts('at least 0 KRW', 'at least 0')}`.replace('fee × share', 'fee × fee ÷ 1 KRW × share'),
  );
  expect(message).toContain('No range is declared');
  expect(message).toContain('fact fee : money … at most … KRW');
  expect(message).not.toContain('fact days');
  const mended = facts('at least 0 KRW at most 1_000_000 KRW', share);
  expect(await compile(mended.replace('fee × share', 'fee × fee ÷ 1 KRW × share'))).toMatch(
    /^select party_id/,
  );
});

test('of two facts without a range the one is named that stands in the way', async () => {
  const message = await compile(
    `fact fee : money at least 0 KRW from company
fact heads : count from company
award cash fee × fee ÷ 1 KRW × fee ÷ 1 KRW rounded down to 1 KRW
for heads is above 5
award item heads in addition`,
  );
  expect(message).toMatch(/fact fee : money … at most … KRW$/m);
  expect(message).not.toContain('heads');
});

test('where ranges would not help, none is asked for', async () => {
  const message = await compile(
    `fact fee : money at least 0 KRW from company
fact begun_at : instant from incident
for date_of(begun_at) is after 2022-10-15
award cash fee`,
  );
  expect(message).toContain('not compiled');
  expect(message).not.toContain('No range is declared');
});
