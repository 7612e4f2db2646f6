import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../data-folder.ts';
import { PlatformError } from '../platform-error.ts';

const backupSchema = z.object({
  id: z.string().regex(/^\d{8}T\d{6}Z$/),
  /** when the copying began and ended; a restore can go to any instant after the end */
  beganAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  systemIdentifier: z.string(),
  serverVersion: z.number().int(),
  timeline: z.number().int(),
  /** write-ahead log from here on is needed to restore it */
  firstSegment: z.string(),
  lastSegment: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  recipients: z.array(z.string()),
  /** the label file of a copy made beside a running server; absent when the archive holds it */
  label: z.string().optional(),
  /** where in the archive the cluster is: "cluster", or "." */
  root: z.string(),
});

/** What is known of one base backup without opening it; nothing personal is in it. */
export type Backup = z.output<typeof backupSchema>;

/** The folders of a backup store. */
export const storeFolders = { base: 'base', wal: 'wal' } as const;

/** Makes a store's folders, closed to others. */
export async function makeStore(store: string): Promise<void> {
  for (const name of Object.values(storeFolders)) {
    await makeFolder(join(store, name), { mode: 0o700 });
  }
}

/** Where the archive of a backup is. */
export function archivePath(store: string, id: string): string {
  return join(store, storeFolders.base, `${id}.tar.gz.age`);
}

/** Records a backup whose archive is whole. */
export async function recordBackup(store: string, backup: Backup): Promise<void> {
  const path = join(store, storeFolders.base, `${backup.id}.json`);
  await writeFile(path, `${JSON.stringify(backup, null, 2)}\n`, { mode: 0o600, flush: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Lists the whole backups of a store, the oldest first. */
export async function listBackups(store: string): Promise<Backup[]> {
  const names = await namesIn(join(store, storeFolders.base));
  const files = names.filter((name) => name.endsWith('.json'));
  return Promise.all(
    files.map(async (name) => {
      const path = join(store, storeFolders.base, name);
      const read = backupSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
      if (read.success) return read.data;
      const [issue] = read.error.issues;
      throw new PlatformError('backup_unreadable', {
        message: `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not a backup record'}.`,
      });
    }),
  );
}

/** Lists the segments of the write-ahead log in a store, in order; a `.partial` is the newest. */
export async function listSegments(store: string): Promise<string[]> {
  const names = await namesIn(join(store, storeFolders.wal));
  return names.filter((name) => name.endsWith('.age')).map((name) => name.slice(0, -'.age'.length));
}
