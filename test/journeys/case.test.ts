import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { newDataDir, runCommand, startCommand } from '../support/command.ts';

// The reference case from the command line: twice, and killed at ten points.

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

interface Determination {
  accountsPerSecond?: number;
  peakMemoryBytes?: number;
}

/** The figures of a replay, without what depends on the machine's speed. */
function figuresOf(output: string): Record<string, unknown> {
  const document = JSON.parse(output.slice(output.indexOf('{\n'))) as {
    determinations: Determination[];
  };
  for (const determination of document.determinations) {
    delete determination.accountsPerSecond;
    delete determination.peakMemoryBytes;
  }
  return document as unknown as Record<string, unknown>;
}

async function replay(dir: string): Promise<Record<string, unknown>> {
  const { code, output } = await runCommand(args, { AMENDS_DATA_DIR: dir });
  expect(output, output).toContain('"ledger"');
  expect(code).toBe(0);
  return figuresOf(output);
}

describe('amends case run', () => {
  it('changes nothing the second time, and balances, verifies and names what is stuck', async () => {
    const dir = newCaseDir();
    const first = await replay(dir);
    expect(first).toMatchObject({
      ledger: { balanced: true },
      log: { verified: true },
      continuity: { stuck: { pangyo: expect.arrayContaining(['deploy', 'obj-store', 'login']) } },
    });
    expect(await replay(dir)).toEqual(first);
  });

  it('gives the same figures after being killed at ten points', async () => {
    const whole = await replay(newCaseDir());
    const dir = newCaseDir();
    const points = [
      'Loading the incident',
      'Filing the claims',
      'Reviewing the claims',
      'Approving the decisions',
      'Paying',
      'Making the population',
      'Determining kakao-2022-paid-services',
      'Determining kakao-2022-paid-services (.*) hashing',
      'Determining kakao-2022-free-users',
      'Determining kakao-2022-small-business-credit',
    ];
    for (const point of points) {
      const running = startCommand(args, { AMENDS_DATA_DIR: dir });
      await running.waitFor(new RegExp(point));
      await running.stop('SIGKILL');
    }
    expect(await replay(dir)).toEqual(whole);
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
