import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { namespaceOf } from './network.ts';

/** What a rendered systemd unit says, as far as it matters without systemd. */
export interface Unit {
  readonly start: readonly string[];
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads ExecStart, User and EnvironmentFile of a unit. */
export function readUnit(path: string): Unit {
  const text = readFileSync(path, 'utf8');
  const valuesOf = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  const files = valuesOf('EnvironmentFile').filter((file) => !file.startsWith('-'));
  const environment = Object.assign(
    {},
    ...files.map((file) => parseEnv(readFileSync(file, 'utf8'))),
  );
  return {
    start: (valuesOf('ExecStart')[0] ?? '').split(' '),
    user: valuesOf('User')[0] ?? 'root',
    environment,
  };
}

/** A service in a site's namespace that is started again a second after it ended, as systemd does. */
export interface Service {
  start(): void;
  /** Ends it by the signal and waits; it is not started again. */
  stop(signal: NodeJS.Signals): Promise<void>;
  readonly restarts: () => number;
}

const restartMs = 1000;

/**
 * Gives a service of a site, not yet started.
 *
 * The database runs as its own user, because it refuses root; the rest as root, where the units name
 * users that a test bed need not have.
 */
export function makeService(
  unit: Unit,
  { site, log, as = unit.user }: { site: string; log: string; as?: string },
): Service {
  let child: ChildProcess | undefined;
  let isWanted = false;
  let restarts = 0;
  let timer: NodeJS.Timeout | undefined;
  const user =
    as === 'postgres'
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--']
      : [];
  const launch = (): void => {
    const out = openSync(log, 'a');
    const command = ['netns', 'exec', namespaceOf(site), ...user, ...unit.start];
    child = spawn('ip', command, {
      cwd: '/',
      env: { ...process.env, ...unit.environment },
      stdio: ['ignore', out, out],
      // A group of its own, so that Ctrl-C reaches the drill, which then takes everything down in order.
      detached: true,
    });
    closeSync(out);
    child.once('close', () => {
      if (!isWanted) return;
      restarts += 1;
      timer = setTimeout(launch, restartMs);
    });
  };
  return {
    restarts: () => restarts,
    start() {
      if (isWanted) return;
      isWanted = true;
      launch();
    },
    async stop(signal) {
      isWanted = false;
      clearTimeout(timer);
      const running = child;
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => running.once('close', () => resolve()));
      running.kill(signal);
      await ended;
    },
  };
}
