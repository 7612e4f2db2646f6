import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { type Instant, renderInstant } from '../../kernel/index.ts';
import { archivePath, type Backup, makeStore, recordBackup } from './catalogue.ts';
import { programPath, type Source, waitFor } from './program.ts';
import { demandRecipients, sealToFile } from './seal.ts';
import { sealSegments } from './wal.ts';

interface Facts {
  readonly systemIdentifier: string;
  readonly serverVersion: number;
  readonly timeline: number;
}

async function readFacts(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query<{ id: string; version: string; timeline: string }>(
    `select (select system_identifier from pg_control_system())::text as id,
      current_setting('server_version_num') as version,
      (select timeline_id from pg_control_checkpoint())::text as timeline`,
  );
  const [row] = rows;
  return {
    systemIdentifier: String(row?.id),
    serverVersion: Number(row?.version),
    timeline: Number(row?.timeline),
  };
}

// What a running server writes there has no place in a copy; PostgreSQL, "Making a base backup".
const excluded = [
  'pg_wal/*',
  'pg_replslot/*',
  'pg_dynshmem/*',
  'pg_notify/*',
  'pg_serial/*',
  'pg_snapshots/*',
  'pg_stat_tmp/*',
  'pg_subtrans/*',
  'postmaster.pid',
  'postmaster.opts',
  'backup_label*',
  'pgsql_tmp*',
];

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

interface Copied {
  readonly facts: Facts;
  readonly bytes: number;
  readonly firstSegment: string;
  readonly lastSegment: string;
  readonly label?: string;
  readonly root: string;
}

interface Taking {
  readonly source: Source;
  readonly store: string;
  readonly recipients: readonly string[];
  readonly id: string;
}

/** Copies the folder of a running server between backup start and stop, then the log between. */
async function copyFolder(folder: string, client: pg.Client, taking: Taking): Promise<Copied> {
  const { store, recipients, id } = taking;
  const facts = await readFacts(client);
  const began = await client.query<{ segment: string }>(
    `select pg_walfile_name(pg_backup_start($1, fast => true)) as segment`,
    [`amends ${id}`],
  );
  const tar = spawn(
    'tar',
    [
      ...['-C', folder, '--warning=no-file-changed', '--warning=no-file-removed'],
      ...excluded.map((name) => `--exclude=cluster/${name}`),
      ...['-cf', '-', 'cluster', 'password'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [bytes] = await Promise.all([
    sealToFile(tar.stdout, { path: archivePath(store, id), recipients }),
    waitFor(tar, [0, 1]), // 1: a file changed while it was read, which the log mends
  ]);
  const ended = await client.query<{ label: string; segment: string }>(
    `select labelfile as label, pg_walfile_name(lsn) as segment
      from pg_backup_stop(wait_for_archive => false)`,
  );
  const firstSegment = String(began.rows[0]?.segment);
  const lastSegment = String(ended.rows[0]?.segment);
  const dir = join(folder, 'cluster', 'pg_wal');
  await sealSegments({ dir, store, recipients, from: firstSegment, until: lastSegment });
  const label = String(ended.rows[0]?.label);
  return { facts, bytes, firstSegment, lastSegment, label, root: 'cluster' };
}

/** Has pg_basebackup copy a server, with the log that the copy needs inside the archive. */
async function copyServer(
  source: Source & { kind: 'server' },
  client: pg.Client,
  taking: Taking,
): Promise<Copied> {
  const { store, recipients, id } = taking;
  const facts = await readFacts(client);
  const segment = async (): Promise<string> => {
    const { rows } = await client.query<{ segment: string }>(
      'select pg_walfile_name(pg_current_wal_lsn()) as segment',
    );
    return String(rows[0]?.segment);
  };
  const firstSegment = await segment();
  const program = programPath(source.binDir, 'pg_basebackup');
  const child = spawn(
    program,
    ['-d', source.url, '-D', '-', '-F', 't', '-X', 'fetch', '-c', 'fast', '-l', `amends ${id}`],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [bytes] = await Promise.all([
    sealToFile(child.stdout, { path: archivePath(store, id), recipients }),
    waitFor(child, [0]),
  ]);
  return { facts, bytes, firstSegment, lastSegment: await segment(), root: '.' };
}

/** Names a backup by the second it began. */
function idOf(now: Instant): string {
  return renderInstant(now).replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}

/**
 * Takes a base backup into a store: compressed, encrypted to the recipients, readable by nobody on
 * this machine. The server keeps running. A backup that did not end whole is not recorded.
 *
 * @returns its record, as `listBackups` gives it
 */
export async function takeBackup(options: {
  readonly source: Source;
  readonly store: string;
  readonly recipients: readonly string[];
  readonly clock: () => Instant;
}): Promise<Backup> {
  const { source, store, recipients, clock } = options;
  demandRecipients(recipients);
  await makeStore(store);
  const began = clock();
  const taking: Taking = { source, store, recipients, id: idOf(began) };
  const client = new pg.Client({ connectionString: source.url });
  await client.connect();
  try {
    const copied =
      source.kind === 'folder'
        ? await copyFolder(source.folder, client, taking)
        : await copyServer(source, client, taking);
    const { facts, ...rest } = copied;
    const backup: Backup = {
      id: taking.id,
      beganAt: renderInstant(began),
      endedAt: renderInstant(clock()),
      ...facts,
      ...rest,
      sha256: await digestOf(archivePath(store, taking.id)),
      recipients: [...recipients],
    };
    await recordBackup(store, backup);
    return backup;
  } finally {
    await client.end();
  }
}
