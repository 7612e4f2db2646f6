import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectDir } from '../src/platform/index.ts';
import { type Figure, median } from './measure.ts';

const warmLimitSeconds = 5;
const coldLimitSeconds = 60;

/** Runs `npm start` until it says that it is ready, then stops it; gives the seconds to ready. */
function startAndStop(projectDir: string, dataDir: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn('npm', ['start'], {
      cwd: projectDir,
      env: { ...process.env, AMENDS_DATA_DIR: dataDir, AMENDS_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let text = '';
    let readyAfter: number | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (readyAfter !== undefined || !text.includes('Ctrl-C stops')) return;
      readyAfter = (performance.now() - startedAt) / 1000;
      // To the whole group, as a terminal does.
      process.kill(-(child.pid ?? 0), 'SIGINT');
    });
    child.once('error', reject);
    child.once('close', () => {
      if (readyAfter !== undefined) resolve(readyAfter);
      else reject(new Error(`npm start ended before it was ready:\n${text}`));
    });
  });
}

function clone(from: string, to: string): void {
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', from, to], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`a cold start needs a fresh clone, and git could not make one:\n${stderr}`);
  }
}

async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'amends-bench-'));
  await chmod(dir, 0o755);
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Seconds from `npm start` to ready, against their limits: first in a fresh clone of what is
 * committed, with nothing but npm's cache of packages; then again in the same clone.
 */
export function benchStart(runs: number): Promise<Figure> {
  return withFolder(async (dir) => {
    const projectDir = join(dir, 'clone');
    clone(findProjectDir(), projectDir);
    const dataDir = join(dir, 'data');
    const cold = await startAndStop(projectDir, dataDir);
    const warm: number[] = [];
    for (let run = 0; run < runs; run += 1) warm.push(await startAndStop(projectDir, dataDir));
    const value = median(warm);
    return {
      name: 'start',
      value,
      unit: 's',
      peer: 'the limit for a warm start',
      peerValue: warmLimitSeconds,
      ratio: value / warmLimitSeconds,
      runs,
      also: [
        {
          name: 'start, cold',
          value: cold,
          unit: 's',
          peer: 'the limit for a cold start',
          peerValue: coldLimitSeconds,
          ratio: cold / coldLimitSeconds,
          runs: 1,
        },
      ],
    };
  });
}
