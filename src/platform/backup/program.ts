import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { PlatformError } from '../platform-error.ts';

/** Where a server's data can be copied from. */
export type Source =
  | {
      /** Our own server: the folder that holds `cluster` and `password`. */
      readonly kind: 'folder';
      readonly folder: string;
      readonly url: string;
    }
  | {
      /** Any server, over its replication protocol, by PostgreSQL's own programs. */
      readonly kind: 'server';
      readonly url: string;
      /** the folder of pg_basebackup and pg_receivewal; empty to search the path */
      readonly binDir: string;
    };

/** Gives a program's path; an empty folder leaves the search to the system. */
export function programPath(binDir: string, name: string): string {
  return binDir === '' ? name : join(binDir, name);
}

/** Waits for a child; `allowed` are exit codes that mean it did its work. */
export async function waitFor(child: ChildProcess, allowed: readonly number[]): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new PlatformError('backup_program_missing', {
          message: `${child.spawnfile} cannot be run (${cause.message}). It is part of PostgreSQL's client programs; name their folder with --pg-bin.`,
          cause,
        }),
      ),
    );
    child.once('close', resolve);
  });
  if (code !== null && allowed.includes(code)) return;
  throw new PlatformError('backup_failed', {
    message: `${child.spawnfile} ended with code ${code}: ${said.trim()}`,
  });
}
