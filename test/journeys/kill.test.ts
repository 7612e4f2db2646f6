import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { nameCaseDatabase } from '../../src/cli/case/run/case-database.ts';
import { openCase } from '../../src/cli/case.ts';
import { openInstallation } from '../../src/cli/shell/installation.ts';
import { rational } from '../../src/kernel/index.ts';
import { findProjectDir } from '../../src/platform/index.ts';
import { newDataDir, type RunningCommand, startCommand } from '../support/command.ts';
import { atPoint, type PausePoint } from '../support/pause.ts';
import { replayCase } from '../support/replay.ts';

// Killing `case run` at any moment and running it again gives the same figures. Two pages of claims
// and of decisions, so that a kill between them counts. Twelve kills; `AMENDS_TEST_KILLS=all` strikes
// at eighteen points.

const scale = {
  share: '0.006',
  database: await nameCaseDatabase(await openCase('pangyo-2022'), {
    scale: rational(3n, 500n),
    projectDir: findProjectDir(),
  }),
};
const args = ['case', 'run', 'pangyo-2022', '--scale', scale.share, '--json'];
const dirs: string[] = [];

afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

function newCaseDir(): string {
  const dir = newDataDir();
  dirs.push(dir);
  return dir;
}

/** Whether more is killed than one run of all tests has the time for. */
const isThorough = process.env.AMENDS_TEST_KILLS === 'all';

/** Inside transactions of every room, in the order in which the replay comes to them. */
const insideTransactions: readonly PausePoint[] = [
  { table: 'incident.impact_adoption', row: 20 },
  { table: 'incident.cohort', row: 2 },
  ...(isThorough ? [{ table: 'claims.policy_version', row: 3 }] : []),
  { table: 'claims.claim', row: 550 },
  ...(isThorough ? [{ table: 'disclosure.entry', row: 300 }] : []),
  { table: 'claims.decision', row: 550 },
  ...(isThorough ? [{ table: 'settlement.award', row: 5 }] : []),
  { table: 'settlement.payout', row: 3 },
  { table: 'settlement.simulated_rail_payment', row: 2 },
  { table: 'settlement.statement_line', row: 2 },
  ...(isThorough ? [{ table: 'settlement.determination_run', row: 2 }] : []),
  { table: 'continuity.assessment', row: 1 },
  { table: 'disclosure.checkpoint', row: 1 },
];

/** After a table's point, between the parts of what works from file to file. */
const insideFiles: ReadonlyMap<string, readonly RegExp[]> = new Map([
  [
    'incident.cohort',
    [
      ...(isThorough ? [/Making the population/] : []),
      /Simulating the policies .* kakao-2022-free-users/,
    ],
  ],
  [
    'settlement.statement_line',
    [
      ...(isThorough ? [/Determining kakao-2022-paid-services .* writing/] : []),
      /Determining kakao-2022-free-users .* hashing/,
    ],
  ],
]);

async function killWhileTheDatabaseIsMade(dir: string): Promise<void> {
  const running = startCommand(args, { AMENDS_DATA_DIR: dir });
  const isBeingMade = (): boolean => {
    try {
      return readdirSync(join(dir, 'postgres')).some((name) => name.startsWith('cluster.part'));
    } catch {
      return false;
    }
  };
  const deadline = performance.now() + 60_000;
  while (!isBeingMade() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isBeingMade()).toBe(true);
  await running.stop('SIGKILL');
}

it('gives the same figures after being killed in every room, inside its transactions', async () => {
  const whole = await replayCase(args, newCaseDir());
  const dir = newCaseDir();
  await killWhileTheDatabaseIsMade(dir);
  const env = { AMENDS_DATA_DIR: dir, AMENDS_LOG_LEVEL: 'silent' };
  const installation = await openInstallation({ env, database: scale.database });
  const { db } = installation.platform;
  for (const point of insideTransactions) {
    let running: RunningCommand | undefined;
    await atPoint(db, point, {
      start: () => {
        running = startCommand(args, env);
      },
      strike: async () => running?.stop('SIGKILL'),
    });
    for (const printed of insideFiles.get(point.table) ?? []) {
      const determining = startCommand(args, env);
      await determining.waitFor(printed);
      await determining.stop('SIGKILL');
    }
  }
  await installation.close();
  expect(await replayCase(args, dir)).toEqual(whole);
}, 600_000);
