import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlatformError } from '../platform-error.ts';
import { isAlive } from './processes.ts';

const waitMaxMs = 60_000;
const heldHere = new Set<string>();

/** The process that holds the lock; 0 when nobody does. */
function lockOwner(path: string): number {
  try {
    return Number(readlinkSync(path));
  } catch {
    return 0;
  }
}

/**
 * The lock is a symbolic link that points at its owner's process id: it appears whole or not at
 * all, and a full disk still has room for it.
 */
function takeLock(path: string): boolean {
  try {
    symlinkSync(String(process.pid), path);
    heldHere.add(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = lockOwner(path);
  // In a container the process before us may have had our own id.
  const isStale = owner === process.pid ? !heldHere.has(path) : !isAlive(owner);
  if (owner > 0 && isStale) rmSync(path, { force: true });
  return false;
}

/**
 * Runs the work while no other process starts or stops the database of the folder.
 *
 * @throws PlatformError `postgres_busy` when another holds the lock for a minute
 */
export async function withStartLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dir, 'start.lock');
  const deadline = performance.now() + waitMaxMs;
  while (!takeLock(path)) {
    if (performance.now() > deadline) {
      throw new PlatformError('postgres_busy', {
        message: `Process ${lockOwner(path)} has been starting the database in ${dir} for a minute. If that is an Amends command, end it; otherwise delete ${path}. Then start again.`,
      });
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    heldHere.delete(path);
    rmSync(path, { force: true });
  }
}
