import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { claimBody } from '../claim-body.ts';
import type { Bed, BedSite } from './bed.ts';
import { EMPTY_SITE, namespaceOf } from './network.ts';
import { readUnit } from './service.ts';
import { type Books, readBooks } from './watch.ts';

// Two sites are lost with everything in them, and a third, empty one goes on from a backup that another
// site kept: `amends backup`, as an operator uses it.

const programs = '/usr/lib/postgresql/15/bin';
const run = promisify(execFile);
const followMs = 90_000;

/** What an empty site made of a backup. */
export interface Restored {
  readonly books: Books;
  /** Whether ledger and transparency log were verified after the restore. */
  readonly isVerified: boolean;
  /** Whether nothing was signed or sent before somebody took over. */
  readonly isClosedBefore: boolean;
  /** Whether a claim got its receipt after that. */
  readonly isOpenAfter: boolean;
  /** What went otherwise, in words. */
  readonly said: readonly string[];
}

/** A backup that is being kept up at a site. */
export interface KeptBackup {
  readonly store: string;
  /** When the newest part of the log was sealed, in milliseconds of the epoch. */
  sealedAt(): number;
  stop(): Promise<void>;
}

interface Done {
  readonly code: number;
  readonly text: string;
}

/** Where a command of Amends runs, and of which release: the one that the sites run by now. */
interface Place {
  readonly inside: string;
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

const binOf = ({ program }: Pick<Place, 'program'>): string => join(program, 'bin', 'amends.mjs');

/** Runs `amends …` in a namespace. */
async function amends(place: Place, args: readonly string[]): Promise<Done> {
  const { inside, env } = place;
  const command = ['netns', 'exec', namespaceOf(inside), process.execPath, binOf(place), ...args];
  try {
    const { stdout, stderr } = await run('ip', command, {
      cwd: '/',
      env: { ...process.env, ...env },
      timeout: 240_000,
    });
    return { code: 0, text: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    return { code: code ?? 1, text: `${stdout ?? ''}${stderr ?? String(error)}` };
  }
}

/** The database of the primary as another site's certificate reaches it. */
function sourceOf(site: BedSite, primary: BedSite): string {
  const tls = join(site.folder, 'tls');
  const query = `sslmode=verify-ca&sslrootcert=${tls}/ca.crt&sslcert=${tls}/database.crt&sslkey=${tls}/database.key`;
  return `postgres://replicator@${primary.address}:5432/postgres?${query}`;
}

/** Takes a backup of the primary at another site, encrypted, and follows its log from then on. */
export async function keepBackup(
  bed: Bed,
  { at, of }: { readonly at: string; readonly of: string },
): Promise<KeptBackup> {
  const [site, primary] = [bed.site(at), bed.site(of)];
  const store = join(site.folder, 'data', 'store');
  mkdirSync(store, { recursive: true });
  const env = {
    DATABASE_URL: sourceOf(site, primary),
    AMENDS_DATA_DIR: join(site.folder, 'data', 'node'),
  };
  const place = { inside: at, program: site.program, env };
  const key = await amends(place, ['backup', 'keygen', '--out', identityOf(bed)]);
  const recipient = /age1[0-9a-z]+/.exec(key.text)?.[0] ?? '';
  const where = ['--to', store, '--recipient', recipient, '--pg-bin', programs];
  const taken = await amends(place, ['backup', 'take', ...where]);
  if (taken.code !== 0) throw new Error(`no backup could be taken: ${taken.text}`);
  const child = spawn(
    'ip',
    [
      'netns',
      'exec',
      namespaceOf(at),
      process.execPath,
      binOf(place),
      'backup',
      'follow',
      ...where,
    ],
    { cwd: '/', env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await waitForLog(store);
  return {
    store,
    sealedAt: () => newestIn(store),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Waits until something of the log is sealed, so that what is written from now on can be restored. */
async function waitForLog(store: string): Promise<void> {
  const until = Date.now() + followMs;
  while (newestIn(store) === 0) {
    if (Date.now() > until)
      throw new Error(`nothing of the log was sealed in ${followMs / 1000} s`);
    await sleep(200);
  }
}

const identityOf = (bed: Bed): string => join(bed.folder, 'backup-identity');

function newestIn(store: string): number {
  const wal = join(store, 'wal');
  return Math.max(0, ...readdirSync(wal).map((name) => statSync(join(wal, name)).mtimeMs));
}

interface EmptySite extends Place {
  readonly folder: string;
  readonly socket: string;
}

/** Lays out the empty site: the keys that its operator brings, and nothing else. */
function layOutEmpty(bed: Bed, from: BedSite): EmptySite {
  const folder = join(bed.folder, EMPTY_SITE);
  const node = join(folder, 'node');
  mkdirSync(node, { recursive: true });
  cpSync(join(from.folder, 'data', 'node', 'keys'), join(node, 'keys'), { recursive: true });
  const socket = join(folder, 'socket');
  mkdirSync(socket, { recursive: true });
  chmodSync(folder, 0o755);
  const { environment } = readUnit(join(from.folder, 'systemd', 'amends.service'));
  return {
    ...{ folder, socket, inside: EMPTY_SITE, program: from.program },
    env: {
      ...environment,
      AMENDS_DATA_DIR: node,
      DATABASE_URL: 'postgres://amends@127.0.0.1:5432/amends',
    },
  };
}

/** Starts the restored cluster with settings of its own: those of the sites that are gone do not count. */
async function startRestored({ folder, socket }: EmptySite): Promise<() => void> {
  const cluster = join(folder, 'postgres', 'cluster');
  const settings = join(folder, 'settings');
  mkdirSync(settings, { recursive: true });
  writeFileSync(join(settings, 'postgresql.conf'), '');
  writeFileSync(
    join(settings, 'pg_hba.conf'),
    'local all all trust\nhost amends amends 127.0.0.1/32 trust\n',
  );
  const owner = statSync(cluster).uid;
  const as = ['setpriv', `--reuid=${owner}`, `--regid=${statSync(cluster).gid}`, '--clear-groups'];
  await run('chown', ['-R', `${owner}`, socket]);
  const options = [
    `config_file=${settings}/postgresql.conf`,
    `hba_file=${settings}/pg_hba.conf`,
    `unix_socket_directories=${socket}`,
    ...['listen_addresses=127.0.0.1', 'max_connections=200', 'synchronous_standby_names='],
    ...['max_worker_processes=64', 'max_wal_senders=32', 'timezone=UTC'],
  ].flatMap((setting) => ['-c', setting]);
  const inside = ['netns', 'exec', namespaceOf(EMPTY_SITE), ...as, '--'];
  const child = spawn('ip', [...inside, `${programs}/postgres`, '-D', cluster, ...options], {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return () => void child.kill('SIGINT');
}

async function connectTo(socket: string, limitMs: number): Promise<pg.Client> {
  const until = Date.now() + limitMs;
  for (;;) {
    const client = new pg.Client({ host: socket, user: 'postgres', database: 'amends' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

/** Starts the node, files a claim, and tells whether it got its receipt. */
async function fileThere(bed: Bed, empty: EmptySite): Promise<string> {
  const { env } = empty;
  const inside = ['netns', 'exec', namespaceOf(EMPTY_SITE)];
  const child = spawn('ip', [...inside, process.execPath, binOf(empty), 'start'], {
    cwd: '/',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { body } = claimBody(bed.seeded.incidentId, 1);
  const file = join(bed.folder, EMPTY_SITE, 'claim.json');
  writeFileSync(file, body);
  const ask = ['curl', '--silent', '--max-time', '10', '--write-out', '%{http_code}'];
  const send = ['--header', 'content-type: application/json', '--data-binary', `@${file}`];
  try {
    for (let tries = 0; tries < 120; tries += 1) {
      await sleep(500);
      const { stdout } = await run('ip', [
        ...[...inside, ...ask, ...send, 'http://127.0.0.1:8022/api/v1/claims'],
      ]).catch(() => ({ stdout: '' }));
      if (stdout.endsWith('201')) return '';
      if (tries === 119) return `the claim got no receipt: ${stdout.slice(0, 300)}`;
    }
    return '';
  } finally {
    child.kill('SIGTERM');
  }
}

/** Restores the backup on the empty site, and finds out what it may do before and after a take-over. */
export async function restoreOnEmpty(
  bed: Bed,
  { store, from }: { readonly store: string; readonly from: string },
): Promise<Restored> {
  const empty = layOutEmpty(bed, bed.site(from));
  const said: string[] = [];
  const into = join(empty.folder, 'postgres');
  const restored = await amends(empty, [
    ...['backup', 'restore', '--from', store, '--identity', identityOf(bed), '--into', into],
    ...['--pg-bin', programs, '--user', 'postgres', '--database', 'amends'],
  ]);
  if (restored.code !== 0) said.push(`the restore ended with ${restored.code}: ${restored.text}`);
  const stop = await startRestored(empty);
  const client = await connectTo(empty.socket, 60_000);
  try {
    const books = await readBooks(client, bed.seeded.incidentId);
    const before = await amends(empty, ['log', 'checkpoint']);
    const isClosedBefore = before.code !== 0 && before.text.includes('Nothing is sent out');
    if (!isClosedBefore) said.push(`a checkpoint before taking over: ${before.text}`);
    const because = 'Both other sites are gone for good; this is a drill.';
    const over = await amends(empty, ['backup', 'take-over', '--because', because]);
    const after = await amends(empty, ['log', 'checkpoint']);
    if (over.code + after.code !== 0) said.push(`after taking over: ${over.text} ${after.text}`);
    const filed = await fileThere(bed, empty);
    if (filed !== '') said.push(filed);
    const isOpenAfter = over.code === 0 && after.code === 0 && filed === '';
    return { books, isVerified: restored.code === 0, isClosedBefore, isOpenAfter, said };
  } finally {
    await client.end();
    stop();
  }
}
