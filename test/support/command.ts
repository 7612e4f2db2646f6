import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { findProjectDir } from '../../src/platform/index.ts';

const projectDir = findProjectDir();

/** A command line that is running: what it printed so far, and its end. */
export interface RunningCommand {
  readonly child: ChildProcess;
  output(): string;
  waitFor(text: string | RegExp): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

/** Starts `amends …` as a user would, in a process of its own. */
export function startCommand(
  args: readonly string[],
  env: Record<string, string> = {},
): RunningCommand {
  const child = spawn('node', [join(projectDir, 'bin', 'amends.mjs'), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, AMENDS_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  afterAll(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  return {
    child,
    ended,
    output: () => text,
    async waitFor(wanted) {
      const deadline = Date.now() + 120_000;
      while (!(typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))) {
        if (child.exitCode !== null || Date.now() > deadline) {
          throw new Error(`"${wanted}" was not printed. Printed:\n${text}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs `amends …` to its end. */
export async function runCommand(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const command = startCommand(args, env);
  const code = await command.ended;
  return { code, output: command.output() };
}

/** Gives a new folder that an unprivileged database server can reach. */
export function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'amends-data-'));
  chmodSync(dir, 0o755);
  return dir;
}

/** Gives a port of loopback that nothing listens on. */
export function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(String(port)));
    });
  });
}
