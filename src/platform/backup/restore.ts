import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { compareInstant, type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';
import { makeFolder } from '../data-folder.ts';
import { PlatformError } from '../platform-error.ts';
import { findPostgresBinaries, type RunAs, runAsUser } from '../postgres/postgres-binaries.ts';
import { archivePath, type Backup, listBackups, listSegments, storeFolders } from './catalogue.ts';
import { programPath, waitFor } from './program.ts';
import { openSealedFile } from './seal.ts';
import { unsealSegments } from './wal.ts';

/** A restored server that runs on a socket of its own, reachable by nobody else. */
export interface Restored {
  readonly backup: Backup;
  readonly clusterDir: string;
  url(database: string): string;
  stop(): Promise<void>;
}

interface Restoring {
  readonly store: string;
  readonly identity: string;
  /** the folder to make; must be empty or absent */
  readonly into: string;
  /** the last instant to restore, inclusive; all that the store has unless given */
  readonly at?: Instant;
  readonly backupId?: string;
  /** the folder of the `postgres` program, of the major version that was backed up; embedded unless given */
  readonly binDir?: string;
  readonly user: string;
  readonly onStep?: (step: 'archive' | 'log' | 'recovery', share: number) => void;
}

function unfit(message: string): PlatformError {
  return new PlatformError('no_such_backup', { message });
}

/** Chooses the newest backup that ended at or before the instant; see `Restoring`. */
export function chooseBackup(
  backups: readonly Backup[],
  asked: { readonly at?: Instant | undefined; readonly id?: string | undefined },
): Backup {
  const known = backups.map(({ id, endedAt }) => `${id} (whole since ${endedAt})`).join(', ');
  if (asked.id !== undefined) {
    const found = backups.find(({ id }) => id === asked.id);
    if (found !== undefined) return found;
    throw unfit(`There is no backup "${asked.id}". There are: ${known || 'none'}.`);
  }
  const { at } = asked;
  const fitting = backups.filter(({ endedAt }) => {
    const ended = parseInstant(endedAt);
    return at === undefined || (ended !== undefined && compareInstant(ended, at) <= 0);
  });
  const found = fitting.at(-1);
  if (found !== undefined) return found;
  const when = at === undefined ? '' : ` that was whole by ${renderInstant(at)}`;
  throw unfit(`The store has no backup${when}. It has: ${known || 'none'}.`);
}

async function demandEmpty(into: string): Promise<void> {
  await makeFolder(into, { mode: 0o700 });
  const names = await readdir(into);
  if (names.length === 0) return;
  throw new PlatformError('restore_folder_not_empty', {
    message: `${into} is not empty (${names.slice(0, 3).join(', ')}). Nothing is restored over what is there: name a new folder.`,
  });
}

async function unpack(backup: Backup, restoring: Restoring): Promise<string> {
  const { store, identity, into, onStep } = restoring;
  onStep?.('archive', 0);
  const plain = await openSealedFile(archivePath(store, backup.id), identity);
  const target = backup.root === '.' ? join(into, 'cluster') : into;
  await makeFolder(target, { mode: 0o700 });
  // Zero blocks end an archive; read on to the end of the stream all the same, so that it closes last.
  const tar = spawn('tar', ['-C', target, '--no-same-owner', '--ignore-zeros', '-xf', '-'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await Promise.all([pipeline(plain, tar.stdin), waitFor(tar, [0])]);
  onStep?.('archive', 1);
  return join(into, 'cluster');
}

function quoteSetting(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function prepareRecovery(
  clusterDir: string,
  options: { readonly backup: Backup; readonly logDir: string; readonly at: Instant | undefined },
): Promise<void> {
  const { backup, logDir, at } = options;
  for (const name of ['pg_wal', 'pg_replslot', 'pg_notify', 'pg_stat_tmp', 'pg_subtrans']) {
    await makeFolder(join(clusterDir, name), { mode: 0o700 });
  }
  for (const name of ['pg_dynshmem', 'pg_serial', 'pg_snapshots', 'pg_wal/archive_status']) {
    await makeFolder(join(clusterDir, name), { mode: 0o700 });
  }
  if (backup.label !== undefined) await writeFile(join(clusterDir, 'backup_label'), backup.label);
  const lines = [
    `restore_command = ${quoteSetting(`cp "${logDir}/%f" "%p"`)}`,
    `recovery_target_timeline = 'latest'`,
    `recovery_target_action = 'promote'`,
    // The zone's letter is not known yet when the server reads this; its number is.
    ...(at === undefined
      ? []
      : [`recovery_target_time = '${renderInstant(at).replace('T', ' ').replace('Z', '+00')}'`]),
    '',
  ];
  await writeFile(join(clusterDir, 'amends.recovery.conf'), lines.join('\n'), { mode: 0o600 });
  await writeFile(join(clusterDir, 'recovery.signal'), '');
}

async function giveTo(path: string, runAs: RunAs | undefined): Promise<void> {
  if (runAs === undefined) return;
  await waitFor(
    spawn('chown', ['-R', `${runAs.uid}:${runAs.gid}`, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
    [0],
  );
}

interface Running {
  readonly child: ChildProcess;
  readonly socketDir: string;
  readonly logPath: string;
}

/** Reads a file of `name = value` lines as arguments of the server. */
async function recoveryArguments(clusterDir: string): Promise<string[]> {
  const text = await readFile(join(clusterDir, 'amends.recovery.conf'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, name, value] = /^(\w+) = '(.*)'$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    return ['-c', `${name}=${value.replaceAll("''", "'")}`];
  });
}

/** Starts the server on a socket of its own; settings of the place it came from do not count. */
async function startApart(
  clusterDir: string,
  options: { readonly binDir: string | undefined; readonly runAs: RunAs | undefined },
): Promise<Running> {
  const { binDir, runAs } = options;
  const socketDir = await mkdtemp(join(tmpdir(), 'amends-pg-'));
  const hbaPath = join(socketDir, 'hba.conf');
  await writeFile(hbaPath, 'local all all trust\n');
  await writeFile(join(socketDir, 'ident.conf'), '');
  await writeFile(join(socketDir, 'server.conf'), '');
  if (runAs !== undefined) await chown(socketDir, runAs.uid, runAs.gid);
  const bundled = binDir === undefined ? findPostgresBinaries(runAs !== undefined) : undefined;
  const program = bundled?.postgres ?? programPath(binDir ?? '', 'postgres');
  const settings = [
    `config_file=${join(socketDir, 'server.conf')}`,
    `hba_file=${hbaPath}`,
    `ident_file=${join(socketDir, 'ident.conf')}`,
    'listen_addresses=',
    `unix_socket_directories=${socketDir}`,
    'max_connections=200', // at least what the copied server had
    'max_worker_processes=64',
    'max_wal_senders=32',
    'max_prepared_transactions=64',
    'max_locks_per_transaction=256',
    'archive_mode=off',
    'timezone=UTC',
  ];
  const logPath = join(socketDir, 'log');
  const args = [...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(
    program,
    ['-D', clusterDir, ...args, ...(await recoveryArguments(clusterDir))],
    {
      cwd: '/',
      env: bundled?.env ?? { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...runAs,
    },
  );
  child.stderr?.pipe(createWriteStream(logPath));
  child.once('error', () => undefined);
  return { child, socketDir, logPath };
}

function socketUrl(socketDir: string, options: { user: string; database: string }): string {
  const { user, database } = options;
  return `postgres://${encodeURIComponent(user)}@/${database}?host=${encodeURIComponent(socketDir)}`;
}

async function isPromoted(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ is: boolean }>('select pg_is_in_recovery() as is');
    return rows[0]?.is === false;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(running: Running): Promise<void> {
  const { child, socketDir } = running;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    await ended;
  }
  await rm(socketDir, { recursive: true, force: true });
}

async function waitPromoted(running: Running, url: string): Promise<void> {
  while (!(await isPromoted(url))) {
    if (running.child.exitCode !== null || running.child.signalCode !== null) {
      const log = await readFile(running.logPath, 'utf8').catch(() => '');
      await stopServer(running);
      if (log.includes('recovery ended before configured recovery target')) {
        throw new PlatformError('restore_failed', {
          message:
            'The store does not reach the instant asked: its log ends before it. Leave --at out to restore all it has.',
        });
      }
      throw new PlatformError('restore_failed', {
        message: `The restored server ended during recovery. Its last lines:\n${log.trim().split('\n').slice(-6).join('\n')}`,
      });
    }
    await sleep(100);
  }
}

/** Which of the store's segments a recovery may ask for: from the backup's first on. */
async function listNeeded(store: string, backup: Backup): Promise<string[]> {
  const names = await listSegments(store);
  const whole = new Set(names.filter((name) => !name.endsWith('.partial')));
  return names.filter((name) => {
    if (name.endsWith('.history')) return true;
    if (name.endsWith('.partial') && whole.has(name.slice(0, -'.partial'.length))) return false;
    return name.slice(8) >= backup.firstSegment.slice(8);
  });
}

/**
 * Restores a store's backup into an empty folder, replays the log to the instant asked, and leaves
 * the server running apart from the world. What was committed by then is there, what came after is
 * not. The caller closes the copy (`closeRestored`) before anybody can reach it.
 *
 * @throws PlatformError `no_such_backup`, `backup_unreadable`, `restore_folder_not_empty`,
 *   `restore_failed`
 */
export async function restoreBackup(restoring: Restoring): Promise<Restored> {
  const { store, identity, into, at, backupId, binDir, user, onStep } = restoring;
  const backup = chooseBackup(await listBackups(store), { at, id: backupId });
  await demandEmpty(into);
  const clusterDir = await unpack(backup, restoring);
  const logDir = join(into, 'log-to-replay');
  await unsealSegments({
    names: await listNeeded(store, backup),
    into: logDir,
    unseal: async (name, path) => {
      const sealed = join(store, storeFolders.wal, `${name}.age`);
      await pipeline(
        await openSealedFile(sealed, identity),
        createWriteStream(path, { mode: 0o600 }),
      );
    },
    onSegment: (share) => onStep?.('log', share),
  });
  await prepareRecovery(clusterDir, { backup, logDir, at });
  const runAs = runAsUser(into);
  await giveTo(into, runAs);
  onStep?.('recovery', 0);
  const running = await startApart(clusterDir, { binDir, runAs });
  const url = (database: string): string => socketUrl(running.socketDir, { user, database });
  await waitPromoted(running, url('postgres'));
  onStep?.('recovery', 1);
  await rm(logDir, { recursive: true, force: true });
  await rm(join(clusterDir, 'amends.recovery.conf'), { force: true });
  return { backup, clusterDir, url, stop: () => stopServer(running) };
}
