import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectDir } from '../src/platform/index.ts';

/** A started platform: the process of its own that `amends start` is. */
export interface RunningServer {
  readonly port: number;
  readonly child: ChildProcess;
  /** Everything it printed so far, one-time passwords among it. */
  printed(): string;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const readyLimitMs = 300_000;

/** Starts `amends start` on a free port and waits until it says that it is ready. */
export function startServer(
  dataDir: string,
  options: { projectDir?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<RunningServer> {
  const projectDir = options.projectDir ?? findProjectDir();
  // By its first line, as npx runs it; `npm start` gives Node the same options.
  const child = spawn(join(projectDir, 'bin', 'amends.mjs'), ['start'], {
    env: { ...process.env, AMENDS_DATA_DIR: dataDir, AMENDS_PORT: '0', ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A session of its own, as a service has; Linux shares the processor out by session, and each
    // of PostgreSQL's processes is one.
    detached: true,
  });
  process.once('exit', () => child.kill('SIGINT'));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => {
      void stop('SIGKILL');
      reject(new Error(`the server was not ready in ${readyLimitMs / 1000} s:\n${text}`));
    }, readyLimitMs);
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const port = /http:\/\/[^:]+:(\d+)\//.exec(text)?.[1];
      if (port === undefined || !text.includes('Ctrl-C stops')) return;
      clearTimeout(limit);
      resolve({ port: Number(port), child, stop, printed: () => text });
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(limit);
      reject(new Error(`the server ended before it was ready:\n${text}`));
    });
  });
}

/** Gives a port of loopback that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Works with a new folder that an unprivileged database server can reach, and removes it. */
export async function withDataDir<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'amends-bench-'));
  await chmod(dataDir, 0o755);
  try {
    return await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
