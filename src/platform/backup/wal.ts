import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeFolder } from '../data-folder.ts';
import { makeStore, storeFolders } from './catalogue.ts';
import { programPath, type Source, waitFor } from './program.ts';
import { demandRecipients, sealToFile } from './seal.ts';

// A segment is named by timeline, log and part, eight hexadecimal digits each; names sort in order.
const segmentName = /^[0-9A-F]{24}$/;
const historyName = /^[0-9A-F]{8}\.history$/;
const slot = 'amends_backup';

interface Sealing {
  readonly dir: string;
  readonly store: string;
  readonly recipients: readonly string[];
}

async function sealOne(sealing: Sealing, name: string, as = name): Promise<void> {
  const { dir, store, recipients } = sealing;
  const path = join(store, storeFolders.wal, `${as}.age`);
  await sealToFile(createReadStream(join(dir, name)), { path, recipients });
}

/**
 * Copies segments of the write-ahead log into the store, from the first to the last named, both
 * inclusive, and every timeline history; what is in the store already is passed over.
 *
 * @returns the names copied
 */
export async function sealSegments(
  options: Sealing & { readonly from: string; readonly until: string },
): Promise<string[]> {
  const { dir, store, from, until } = options;
  const kept = new Set(await readdir(join(store, storeFolders.wal)));
  const names = (await readdir(dir)).sort().filter((name) => {
    if (kept.has(`${name}.age`)) return false;
    // The timeline is the first third: after a failover the order within a timeline counts.
    const isWithin = name >= from && name <= until;
    return historyName.test(name) || (segmentName.test(name) && isWithin);
  });
  for (const name of names) {
    await sealOne(options, name);
    await rm(join(store, storeFolders.wal, `${name}.partial.age`), { force: true });
  }
  return names;
}

/** What a follower hears: a segment is safe, or the newest one up to now is. */
export type Followed = (news: { readonly segment: string; readonly isWhole: boolean }) => void;

interface Following extends Sealing {
  readonly source: Source;
  readonly signal: AbortSignal;
  readonly onSealed: Followed;
  /** how long what was written may be in no backup, in milliseconds */
  readonly intervalMs: number;
}

async function ensureSlot(client: pg.Client): Promise<void> {
  await client.query(
    `select pg_create_physical_replication_slot($1, true)
      where not exists (select from pg_replication_slots where slot_name = $1)`,
    [slot],
  );
}

/** Seals what is whole and, apart, the segment being written, if it grew. */
async function sealRound(
  following: Following,
  now: { readonly first: string; readonly current: string; readonly partial: string },
): Promise<void> {
  const { dir, onSealed } = following;
  const before = previousName(now.current);
  for (const segment of await sealSegments({ ...following, from: now.first, until: before })) {
    onSealed({ segment, isWhole: true });
  }
  const found = await stat(join(dir, now.partial)).catch(() => undefined);
  if (found === undefined) return;
  const sealedAt = await stat(
    join(following.store, storeFolders.wal, `${now.current}.partial.age`),
  ).catch(() => undefined);
  if (sealedAt !== undefined && sealedAt.mtimeMs > found.mtimeMs) return;
  await sealOne(following, now.partial, `${now.current}.partial`);
  onSealed({ segment: now.current, isWhole: false });
}

/** The greatest name below the segment, whatever lies between. */
function previousName(segment: string): string {
  const number = BigInt(`0x${segment}`) - 1n;
  return number.toString(16).toUpperCase().padStart(24, '0');
}

/** Follows our own server: its folder is here, and a slot keeps what is not copied yet. */
async function followFolder(following: Following & { source: { kind: 'folder' } }): Promise<void> {
  const client = new pg.Client({ connectionString: following.source.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await ensureSlot(client);
    while (!following.signal.aborted) {
      const { rows } = await client.query<{ first: string; current: string; lsn: string }>(
        `select pg_walfile_name(restart_lsn) as first, pg_current_wal_flush_lsn()::text as lsn,
          pg_walfile_name(pg_current_wal_flush_lsn()) as current
          from pg_replication_slots where slot_name = $1`,
        [slot],
      );
      const [row] = rows;
      if (row === undefined) return;
      await sealRound(following, { first: row.first, current: row.current, partial: row.current });
      await client.query('select pg_replication_slot_advance($1, $2)', [slot, row.lsn]);
      await sleep(following.intervalMs, undefined, { signal: following.signal }).catch(() => {});
    }
  } finally {
    await client.end();
  }
}

async function newestPartial(dir: string): Promise<string | undefined> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.partial')).sort();
  return names.at(-1);
}

/** Follows any server by pg_receivewal; what it wrote is sealed and then removed here. */
async function followServer(following: Following & { source: { kind: 'server' } }): Promise<void> {
  const { binDir, url } = following.source;
  const program = programPath(binDir, 'pg_receivewal');
  const dir = await mkdtemp(join(tmpdir(), 'amends-wal-'));
  const args = ['-d', url, '-D', dir, '-S', slot, '--synchronous'];
  await waitFor(
    spawn(program, ['-d', url, '-S', slot, '--create-slot', '--if-not-exists'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
    [0],
  );
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = waitFor(child, [0]);
  ended.catch(() => undefined);
  const stop = (): void => void child.kill('SIGINT');
  following.signal.addEventListener('abort', stop);
  const round = async (): Promise<void> => {
    const partial = await newestPartial(dir);
    const current = partial?.slice(0, 24) ?? 'F'.repeat(24);
    const now = { first: '0'.repeat(24), current, partial: partial ?? '' };
    await sealRound({ ...following, dir }, now);
    for (const name of await readdir(dir)) {
      if (segmentName.test(name)) await rm(join(dir, name));
    }
  };
  try {
    while (!following.signal.aborted) {
      await Promise.race([
        ended,
        sleep(following.intervalMs, undefined, { signal: following.signal }).catch(() => {}),
      ]);
      await round();
    }
    await ended;
    await round();
  } finally {
    stop();
    await ended.catch(() => undefined);
    // A server that is gone: what it sent last is worth most now.
    await round().catch(() => undefined);
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Copies the write-ahead log into the store as it is written, until the signal aborts: whole
 * segments once, the one being written again each interval. A replication slot keeps on the server
 * what is not copied yet, also while nothing follows: a store that is gone for good needs its slot
 * dropped.
 */
export async function followWal(options: {
  readonly source: Source;
  readonly store: string;
  readonly recipients: readonly string[];
  readonly signal: AbortSignal;
  readonly onSealed: Followed;
  readonly intervalMs?: number;
}): Promise<void> {
  demandRecipients(options.recipients);
  await makeStore(options.store);
  const { source, intervalMs = 5000 } = options;
  if (source.kind === 'folder') {
    const dir = join(source.folder, 'cluster', 'pg_wal');
    return followFolder({ ...options, source, dir, intervalMs });
  }
  return followServer({ ...options, source, dir: '', intervalMs });
}

/** Puts segments of the store, in clear, where a restoring server fetches them. */
export async function unsealSegments(options: {
  readonly names: readonly string[];
  readonly into: string;
  readonly unseal: (name: string, path: string) => Promise<void>;
  readonly onSegment?: (share: number) => void;
}): Promise<void> {
  await makeFolder(options.into, { mode: 0o700 });
  for (const [index, name] of options.names.entries()) {
    const path = join(options.into, name.replace(/\.partial$/, ''));
    await options.unseal(name, `${path}.part`);
    await rename(`${path}.part`, path);
    options.onSegment?.((index + 1) / options.names.length);
  }
}
