import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PlatformError } from './platform-error.ts';

/** What must stay free beside the data: PostgreSQL keeps up to 2 GiB of write-ahead log. */
export const freeBytesMin = 2 * 2 ** 30;

/** With less free than this, a server that died or a write that failed has met a full disk. */
const fullBelowBytes = 48 * 2 ** 20; // three segments of write-ahead log

const fullCodes = new Set(['ENOSPC', 'EDQUOT', '53100']); // 53100 is PostgreSQL's disk_full

/** Tells whether an error, or one that caused it, says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (fullCodes.has(String((at as { code?: unknown }).code))) return true;
    // A connection that PostgreSQL cannot open on a full disk says only this, as an internal error.
    if (/No space left on device|Disk quota exceeded|could not write init file/i.test(at.message)) {
      return true;
    }
  }
  return false;
}

/** Gives the bytes a user may still write on the disk that holds the folder, or will hold it. */
export function freeBytesAt(dir: string): number {
  for (let at = dir; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at);
      return bavail * bsize;
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
  }
}

/** Renders bytes for people, cut to a tenth of a GiB, below one GiB to whole MiB. */
export function renderBytes(bytes: number): string {
  if (bytes >= 2 ** 30) return `${Math.floor((bytes / 2 ** 30) * 10) / 10} GiB`;
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}

/** Tells whether so little is free that a database server cannot go on. */
export function isFolderFull(dir: string): boolean {
  return freeBytesAt(dir) < fullBelowBytes;
}

/** The failure of a full disk: which one, how much is free and needed, and what to do. */
export function diskFull(dir: string, cause: unknown): PlatformError {
  const free = renderBytes(freeBytesAt(dir));
  return new PlatformError('disk_full', {
    message: `The disk that holds ${dir} ran full: ${free} are free now, and Amends needs ${renderBytes(freeBytesMin)}. Free some space, or move the folder to a larger disk and name it with AMENDS_DATA_DIR; then run the same command again. Nothing acknowledged is lost, and the work goes on where it stopped.`,
    retryable: true,
    cause,
  });
}

/** Turns an error of the file system into the failure of the folder; failures stay as they are. */
export function explainFolder(dir: string, error: unknown): unknown {
  if (error instanceof PlatformError) return error;
  if (isDiskFull(error)) return diskFull(dir, error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  return new PlatformError('data_folder_unwritable', {
    message: `The data folder ${dir} cannot be written (${code}). Make it writable for the user that runs Amends, or name another folder with AMENDS_DATA_DIR.`,
    cause: error,
  });
}

/**
 * Makes a folder, and those above it that are not there; one that is there is left as it is.
 *
 * Node's own way of making several at once never ends where the system answers ENOENT to making a
 * folder in one that is there, as below /proc (Node 20).
 *
 * @param mode of the folder itself, less what the process masks; those above are open to read
 * @throws the error of the system: EEXIST where a file stands at the path, ENOTDIR above it
 */
export function makeFolderNow(path: string, mode = 0o755): void {
  const dir = resolve(path);
  const found = statSync(dir, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found === undefined) makeFolderNow(dirname(dir));
  try {
    mkdirSync(dir, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** Does as {@link makeFolderNow} does, and fails as a promise does. */
export async function makeFolder(
  path: string,
  options: { readonly mode?: number } = {},
): Promise<void> {
  makeFolderNow(path, options.mode);
}
