import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  diskFull,
  explainFolder,
  isDiskFull,
  isFolderFull,
  makeFolderNow,
} from '../data-folder.ts';
import { PlatformError } from '../platform-error.ts';
import { isPasswordRefused, passwordRefused } from './password-refused.ts';
import {
  findPostgresBinaries,
  type PostgresBinaries,
  type RunAs,
  runAsUser,
} from './postgres-binaries.ts';
import { isAlive, livePostmaster } from './processes.ts';
import { withStartLock } from './start-lock.ts';
import { writeWhole } from './write-whole.ts';

/** A PostgreSQL server of our own on loopback; whoever releases it last stops it. */
export interface EmbeddedPostgres {
  readonly port: number;
  url(database: string): string;
  /**
   * Starts the server again whenever it ended, on the same port, until the signal aborts.
   *
   * @param told hears, in a sentence, that it ended and that it runs again
   */
  watch(signal: AbortSignal, told: (sentence: string) => void): Promise<void>;
  release(): Promise<void>;
}

interface Connection {
  readonly port: number;
  readonly password: string;
}

const readyTimeoutMs = 60_000;
// A server that was killed replays its log and syncs its files first; that is work, and no fault.
const recoveryTimeoutMs = 600_000;
const isStillStarting = (error: unknown): boolean => (error as { code?: unknown }).code === '57P03'; // cannot_connect_now

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
    makeFolderNow(join(dir, 'holders'));
    if (runAs !== undefined) chownSync(dir, runAs.uid, runAs.gid);
    writeFileSync(join(dir, '.write-test'), 'x');
  } catch (error) {
    throw explainFolder(dir, error);
  }
  if (runAs !== undefined) refuseClosedFolder(dir, runAs);
}

function findPort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

/** Gives the port that the server had before, if it is free, so that who knows it finds it again. */
async function choosePort(connectionPath: string): Promise<number> {
  try {
    const { port } = JSON.parse(readFileSync(connectionPath, 'utf8')) as Connection;
    return await findPort(port);
  } catch {
    return findPort(0);
  }
}

async function runToEnd(options: {
  dir: string;
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
  if (code === 0) return;
  const failure = new PlatformError('postgres_failed', {
    message: `${options.command} ended with code ${code}:\n${output.trim()}`,
  });
  throw isDiskFull(failure) ? diskFull(options.dir, failure) : failure;
}

/** Makes the cluster beside its place and moves it there when it is whole. */
async function initialise(options: {
  dir: string;
  binaries: PostgresBinaries;
  runAs: RunAs | undefined;
}): Promise<void> {
  const { dir, binaries, runAs } = options;
  const clusterDir = join(dir, 'cluster');
  if (existsSync(clusterDir)) return;
  for (const name of readdirSync(dir).filter((entry) => entry.startsWith('cluster.part-'))) {
    rmSync(join(dir, name), { recursive: true, force: true });
  }
  const partDir = join(dir, `cluster.part-${process.pid}`);
  const passwordFile = join(dir, 'password');
  writeWhole(passwordFile, randomBytes(24).toString('hex'));
  if (runAs !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid);
  await runToEnd({
    dir,
    command: binaries.initdb,
    args: [
      '-D',
      partDir,
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
  renameSync(partDir, clusterDir);
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

/** @throws PlatformError `postgres_password_refused`, at the first answer that says so */
async function isReadyInTime(options: {
  dir: string;
  connection: Connection;
  child: ChildProcess | undefined;
}): Promise<boolean> {
  const { dir, connection, child } = options;
  const startedAt = Date.now();
  let deadline = startedAt + readyTimeoutMs;
  while (Date.now() < deadline && (child === undefined || child.exitCode === null)) {
    const client = new pg.Client({ connectionString: renderUrl(connection, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (isPasswordRefused(error)) throw passwordRefused(dir, 'is not the one');
      if (isStillStarting(error)) deadline = startedAt + recoveryTimeoutMs;
      await sleep(50);
    } finally {
      void client.end().catch(() => undefined); // a client that failed holds a connection too
    }
  }
  return false;
}

/** Says why the server did not start: a full disk, or the last lines of its log. */
function explainNotReady(dir: string): PlatformError {
  const logPath = join(dir, 'postgres.log');
  const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-5);
  const failure = new PlatformError('postgres_not_ready', {
    message: `The database did not start. The last lines of ${logPath}:\n${lines.join('\n')}`,
  });
  return isDiskFull(failure) || isFolderFull(dir) ? diskFull(dir, failure) : failure;
}

function renderUrl(connection: Connection, database: string): string {
  return `postgres://amends:${connection.password}@127.0.0.1:${connection.port}/${database}`;
}

function otherHolders(names: readonly string[]): string[] {
  return names.filter((name) => Number(name) !== process.pid && isAlive(Number(name)));
}

/** @throws PlatformError `postgres_password_refused` when it is empty */
function readPassword(dir: string): string {
  const password = readFileSync(join(dir, 'password'), 'utf8').trim();
  if (password === '') throw passwordRefused(dir, 'is empty');
  return password;
}

/** A server that refuses the password is stopped, and what is known of its last start is kept. */
async function startAnew(
  dir: string,
  options: { connection: Connection; binaries: PostgresBinaries; runAs: RunAs | undefined },
): Promise<boolean> {
  const { connection, binaries, runAs } = options;
  const path = join(dir, 'connection.json');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  writeWhole(path, JSON.stringify(connection));
  const child = startServer({ dir, port: connection.port, binaries, runAs });
  try {
    return await isReadyInTime({ dir, connection, child });
  } catch (error) {
    await stopServer(dir);
    if (before !== undefined) writeWhole(path, before);
    throw error;
  }
}

async function ensureRunning(dir: string): Promise<Connection> {
  const runAs = runAsUser(dir);
  prepareFolder(dir, runAs);
  const clusterDir = join(dir, 'cluster');
  const connectionPath = join(dir, 'connection.json');
  const running = livePostmaster(clusterDir);
  if (running !== undefined && existsSync(connectionPath)) {
    const { port } = JSON.parse(readFileSync(connectionPath, 'utf8')) as Connection;
    const connection: Connection = { port, password: readPassword(dir) };
    if (await isReadyInTime({ dir, connection, child: undefined })) return connection;
    await stopServer(dir); // it hangs, in a shutdown perhaps; a new one recovers the cluster
  }
  const binaries = findPostgresBinaries(runAs !== undefined);
  await initialise({ dir, binaries, runAs });
  const password = readPassword(dir);
  const connection: Connection = { port: await choosePort(connectionPath), password };
  if (await startAnew(dir, { connection, binaries, runAs })) return connection;
  throw explainNotReady(dir);
}

async function hasEnded(pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  return !isAlive(pid);
}

/** Everything committed is kept, either way: what is not in the tables yet is in the log. */
async function stopServer(dir: string): Promise<void> {
  const pid = livePostmaster(join(dir, 'cluster'));
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT'); // fast shutdown: sessions are ended, a checkpoint is written
  if (await hasEnded(pid, 30_000)) return;
  process.kill(pid, 'SIGQUIT'); // at once: a server that recovers from a full disk may hang
  await hasEnded(pid, 10_000);
}

const watchMs = 500;

function pause(signal: AbortSignal): Promise<void> {
  return sleep(watchMs, undefined, { signal }).catch(() => undefined);
}

async function keepRunning(
  dir: string,
  { signal, told }: { signal: AbortSignal; told: (sentence: string) => void },
): Promise<void> {
  let isDown = false;
  while (!signal.aborted) {
    await pause(signal);
    if (signal.aborted || livePostmaster(join(dir, 'cluster')) !== undefined) continue;
    if (!isDown) told('The database server ended; starting it again.');
    isDown = true;
    try {
      await withStartLock(dir, () => ensureRunning(dir));
      isDown = false;
      told('The database server runs again; nothing acknowledged is lost.');
    } catch (error) {
      told(error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * Starts, or joins, the PostgreSQL server that lives in the folder.
 *
 * A server left running by a killed parent is found by its pid file and joined. As root the server
 * runs as an existing unprivileged user. The cluster is made the first time (about 1.5 s), or again
 * when that was cut off.
 *
 * @throws PlatformError `data_folder_unwritable`, `data_folder_closed`, `disk_full`,
 *   `postgres_failed`, `postgres_not_ready`, `postgres_password_refused`, `postgres_busy`
 */
export async function holdEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  prepareFolder(dir, runAsUser(dir));
  const holder = join(dir, 'holders', String(process.pid));
  const connection = await withStartLock(dir, async () => {
    writeFileSync(holder, '');
    return ensureRunning(dir);
  }).catch((error: unknown) => {
    rmSync(holder, { force: true });
    throw explainFolder(dir, error);
  });
  return {
    port: connection.port,
    url: (database) => renderUrl(connection, database),
    watch: (signal, told) => keepRunning(dir, { signal, told }),
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
