import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PlatformError } from '../platform-error.ts';
import {
  findPostgresBinaries,
  type PostgresBinaries,
  type RunAs,
  runAsUser,
} from './postgres-binaries.ts';

/** A PostgreSQL server of our own on loopback; whoever releases it last stops it. */
export interface EmbeddedPostgres {
  readonly port: number;
  url(database: string): string;
  release(): Promise<void>;
}

interface Connection {
  readonly port: number;
  readonly password: string;
}

const readyTimeoutMs = 60_000;

function explainFolder(dir: string, error: unknown): PlatformError {
  const code = (error as NodeJS.ErrnoException).code;
  const mend =
    code === 'ENOSPC'
      ? 'The disk is full: free some space and start again; nothing was lost.'
      : 'Make the folder writable, or name another with AMENDS_DATA_DIR.';
  return new PlatformError(code === 'ENOSPC' ? 'disk_full' : 'data_folder_unwritable', {
    message: `The data folder ${dir} cannot be written (${code ?? 'unknown error'}). ${mend}`,
    cause: error,
  });
}

/** Makes the folder and those above it; recursive mkdir never ends below /proc (Node 20). */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir, { mode: 0o755 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function refuseClosedFolder(dir: string, runAs: RunAs): void {
  for (let at = dirname(dir); at !== dirname(at); at = dirname(at)) {
    const { mode, uid } = statSync(at);
    if ((mode & 0o001) !== 0 || (uid === runAs.uid && (mode & 0o100) !== 0)) continue;
    throw new PlatformError('data_folder_closed', {
      message: `PostgreSQL does not run as root, and its unprivileged user cannot pass through ${at} (closed to others). Open it with "chmod o+x ${at}", or name another data folder with AMENDS_DATA_DIR.`,
    });
  }
}

function prepareFolder(dir: string, runAs: RunAs | undefined): void {
  try {
    makeFolder(join(dir, 'holders'));
    if (runAs !== undefined) chownSync(dir, runAs.uid, runAs.gid);
    writeFileSync(join(dir, '.write-test'), 'x');
  } catch (error) {
    throw explainFolder(dir, error);
  }
  if (runAs !== undefined) refuseClosedFolder(dir, runAs);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

function livePostmaster(clusterDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (!isAlive(pid)) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

async function runToEnd(options: {
  command: string;
  args: readonly string[];
  runAs: RunAs | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<void> {
  const child = spawn(options.command, options.args, {
    env: options.env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.runAs,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new PlatformError('postgres_failed', {
      message: `${options.command} ended with code ${code}:\n${output.trim()}`,
    });
  }
}

async function initialise(options: {
  dir: string;
  binaries: PostgresBinaries;
  runAs: RunAs | undefined;
}): Promise<void> {
  const { dir, binaries, runAs } = options;
  const clusterDir = join(dir, 'cluster');
  if (existsSync(join(clusterDir, 'PG_VERSION'))) return;
  const password = randomBytes(24).toString('hex');
  const passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid);
  await runToEnd({
    command: binaries.initdb,
    args: [
      '-D',
      clusterDir,
      '-U',
      'amends',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    runAs,
    env: binaries.env,
  });
}

const settings: readonly string[] = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'wal_compression=on',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'timezone=UTC',
  'log_min_messages=warning',
];

function startServer(options: {
  dir: string;
  port: number;
  binaries: PostgresBinaries;
  runAs: RunAs | undefined;
}): ChildProcess {
  const { dir, port, binaries, runAs } = options;
  const logPath = join(dir, 'postgres.log');
  const log = openSync(logPath, 'a');
  if (runAs !== undefined) chownSync(logPath, runAs.uid, runAs.gid);
  const child = spawn(
    binaries.postgres,
    ['-D', join(dir, 'cluster'), '-p', String(port), ...settings.flatMap((s) => ['-c', s])],
    { env: binaries.env, cwd: '/', detached: true, stdio: ['ignore', log, log], ...runAs },
  );
  closeSync(log);
  child.unref();
  return child;
}

async function waitUntilReady(options: {
  dir: string;
  connection: Connection;
  child: ChildProcess | undefined;
}): Promise<void> {
  const { dir, connection, child } = options;
  const deadline = Date.now() + readyTimeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    const client = new pg.Client({ connectionString: renderUrl(connection, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      lastError = error;
    }
    if (child !== undefined && child.exitCode !== null) break;
    await sleep(50);
  }
  throw new PlatformError('postgres_not_ready', {
    message: `The database did not start. The last lines of ${join(dir, 'postgres.log')} say why; a full disk is the usual cause.`,
    cause: lastError,
  });
}

function renderUrl(connection: Connection, database: string): string {
  return `postgres://amends:${connection.password}@127.0.0.1:${connection.port}/${database}`;
}

function otherHolders(names: readonly string[]): string[] {
  return names.filter((name) => Number(name) !== process.pid && isAlive(Number(name)));
}

function takeLock(path: string, dir: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explainFolder(dir, error);
  }
  const owner = lockOwner(path);
  if (owner > 0 && !isAlive(owner)) rmSync(path, { force: true });
  return false;
}

function lockOwner(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0; // released between the two calls
  }
}

async function withStartLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dir, 'start.lock');
  const deadline = Date.now() + readyTimeoutMs;
  while (!takeLock(path, dir)) {
    if (Date.now() > deadline) {
      throw new PlatformError('postgres_busy', {
        message: `Process ${lockOwner(path)} has been starting the database in ${dir} for a minute; end it and start again.`,
      });
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function ensureRunning(dir: string): Promise<Connection> {
  const runAs = runAsUser(dir);
  prepareFolder(dir, runAs);
  const clusterDir = join(dir, 'cluster');
  const connectionPath = join(dir, 'connection.json');
  const running = livePostmaster(clusterDir);
  if (running !== undefined && existsSync(connectionPath)) {
    const connection = JSON.parse(readFileSync(connectionPath, 'utf8')) as Connection;
    await waitUntilReady({ dir, connection, child: undefined });
    return connection;
  }
  const binaries = findPostgresBinaries(runAs !== undefined);
  await initialise({ dir, binaries, runAs });
  const password = readFileSync(join(dir, 'password'), 'utf8');
  const connection: Connection = { port: await freePort(), password };
  writeFileSync(connectionPath, JSON.stringify(connection), { mode: 0o600 });
  const child = startServer({ dir, port: connection.port, binaries, runAs });
  await waitUntilReady({ dir, connection, child });
  return connection;
}

async function stopServer(dir: string): Promise<void> {
  const pid = livePostmaster(join(dir, 'cluster'));
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT'); // fast shutdown: sessions are ended, everything committed is kept
  const deadline = Date.now() + 30_000;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
}

/**
 * Starts, or joins, the PostgreSQL server that lives in the folder.
 *
 * A server left running by a killed parent is found by its pid file and joined. As root the server
 * runs as an existing unprivileged user. The cluster is made the first time (about 1.5 s).
 *
 * @throws PlatformError `data_folder_unwritable`, `disk_full`, `postgres_failed`,
 *   `postgres_not_ready`, `postgres_busy`
 */
export async function holdEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  prepareFolder(dir, runAsUser(dir));
  const holder = join(dir, 'holders', String(process.pid));
  const connection = await withStartLock(dir, async () => {
    writeFileSync(holder, '');
    return ensureRunning(dir);
  });
  return {
    port: connection.port,
    url: (database) => renderUrl(connection, database),
    release: () =>
      withStartLock(dir, async () => {
        rmSync(holder, { force: true });
        const names = readdirSync(join(dir, 'holders'));
        if (otherHolders(names).length > 0) return;
        for (const name of names) rmSync(join(dir, 'holders', name), { force: true });
        if (statSync(dir, { throwIfNoEntry: false }) !== undefined) await stopServer(dir);
      }),
  };
}
