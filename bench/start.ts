import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectDir } from '../src/platform/index.ts';
import { compare, type Figure, seconds } from './measure.ts';

const warmLimitSeconds = 5;

function startAndStop(dataDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('node', [join(findProjectDir(), 'bin', 'amends.mjs'), 'start'], {
      env: { ...process.env, AMENDS_DATA_DIR: dataDir, AMENDS_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Amends is ready')) resolve(stop());
    });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    const stop = async (): Promise<void> => {
      child.kill('SIGINT');
      await ended;
    };
    child.once('error', reject);
  });
}

/** Seconds from a warm start's command to its end, start and clean stop, against the limit. */
export async function benchStart(runs: number): Promise<Figure> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amends-bench-'));
  await chmod(dataDir, 0o755);
  try {
    await startAndStop(dataDir);
    return await compare({
      name: 'start',
      unit: 's',
      peer: 'the limit for a warm start',
      runs,
      measureOurs: () => seconds(() => startAndStop(dataDir)),
      measurePeer: async () => warmLimitSeconds,
    });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
