import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../src/kernel/index.ts';
import { withStartLock } from '../../src/platform/postgres/start-lock.ts';
import { freePort, type RunningCommand, startCommand } from './command.ts';

// Most journeys begin where a first `amends start` ends. It is made once a run, by whoever needs it
// first, and copied.

/** The folder of this run; `global-setup.ts` names it and removes it. */
const preparedVariable = 'AMENDS_TEST_PREPARED_DIR';

/** Chooses a folder under the one given, and gives what removes it. */
export function choosePreparedDir(under: string): () => void {
  const dir = join(under, `prepared-${process.pid}`);
  process.env[preparedVariable] = dir;
  return () => rmSync(dir, { recursive: true, force: true });
}

async function prepare(dir: string): Promise<void> {
  const part = join(dir, 'part');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o755 });
  const first = startCommand(['start'], { AMENDS_DATA_DIR: part, AMENDS_PORT: await freePort() });
  await first.waitFor('Ctrl-C stops');
  assert((await first.stop('SIGINT')) === 0, 'test: the first start ends well', {
    output: first.output(),
  });
  // Each copy listens where there is room.
  const path = join(part, 'postgres', 'connection.json');
  const own = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...own, port: 0 }));
  writeFileSync(join(dir, 'printed'), first.output());
  renameSync(part, join(dir, 'data'));
}

/** Waits for whoever prepares already, for as long as three minutes. */
async function ensurePrepared(dir: string, tries = 3): Promise<void> {
  try {
    await withStartLock(dir, async () => {
      if (!existsSync(join(dir, 'data'))) await prepare(dir);
    });
  } catch (error) {
    if (tries === 1 || existsSync(join(dir, 'part')) === false) throw error;
    await ensurePrepared(dir, tries - 1);
  }
}

/**
 * Starts `amends start` for the second time on a copy of what the first left, in `AMENDS_DATA_DIR`, and
 * waits until it is ready. Its output begins with what the first printed, one-time passwords among it.
 */
export async function startPrepared(
  env: Record<string, string> & { readonly AMENDS_DATA_DIR: string },
): Promise<RunningCommand> {
  const dir = process.env[preparedVariable];
  assert(dir !== undefined, 'test: the folder of the run has a name');
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  await ensurePrepared(dir);
  const copied = spawnSync('cp', ['-a', `${join(dir, 'data')}/.`, env.AMENDS_DATA_DIR]);
  assert(copied.status === 0, 'test: the folder is copied', { said: String(copied.stderr) });
  const printed = readFileSync(join(dir, 'printed'), 'utf8');
  const server = startCommand(['start'], env);
  await server.waitFor('Ctrl-C stops');
  return { ...server, output: () => printed + server.output() };
}
