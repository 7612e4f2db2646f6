import { readFile, rename, writeFile } from 'node:fs/promises';
import { type Instant, parseInstant, renderInstant } from '../../kernel/index.ts';

/** Where the last good backup is noted, and after how many hours without another one is late. */
export interface BackupSchedule {
  readonly markFile: string;
  readonly lateHours: number;
}

/**
 * Reads when the last good backup was whole; undefined where none ever was, or the mark says nothing of one.
 *
 * Whoever takes backups writes the mark after each that is whole: one line, an instant in UTC.
 *
 * @throws the error of the file system where the mark is there and cannot be read
 */
export async function readBackupMark(path: string): Promise<Instant | undefined> {
  try {
    return parseInstant((await readFile(path, 'utf8')).trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Notes that a backup is whole; the mark is replaced at once, so that nobody reads a part of it. */
export async function writeBackupMark(path: string, at: Instant): Promise<void> {
  await writeFile(`${path}.part`, `${renderInstant(at)}\n`);
  await rename(`${path}.part`, path);
}
