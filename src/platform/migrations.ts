import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, sql } from './database.ts';
import { PlatformError } from './platform-error.ts';

/** One numbered file of sql/migrations, with the SHA-256 of its bytes in hex. */
export interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

const lockKey = 7_221_015; // any constant: one per advisory lock use
const namePattern = /^\d{4}-[a-z0-9-]+\.sql$/;

/** Reads the numbered migrations of a folder in order. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const wrong = names.find((name) => !namePattern.test(name));
  if (wrong !== undefined) {
    throw new PlatformError('migration_name', {
      message: `Migration ${wrong} is not named NNNN-words.sql (for example 0007-appeal.sql).`,
    });
  }
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

function refuseUnknown(
  applied: readonly { name: string; hash: string }[],
  known: readonly Migration[],
): void {
  for (const row of applied) {
    const migration = known.find(({ name }) => name === row.name);
    if (migration === undefined) {
      throw new PlatformError('database_newer', {
        message: `The database has migration ${row.name}, which this version of Amends does not know: the database is of a newer version. Start that version, or restore a backup made before the upgrade.`,
      });
    }
    if (migration.hash !== row.hash) {
      throw new PlatformError('migration_changed', {
        message: `Migration ${row.name} was changed after it was applied to this database. Restore the file as it was, and put the change into a new migration.`,
      });
    }
  }
}

/**
 * Brings the database to the newest schema: each migration in a transaction of its own, under an
 * advisory lock so that two processes never run them at once. Forward only.
 *
 * @returns the names applied now; empty when nothing was due
 * @throws PlatformError `database_newer` or `migration_changed`; nothing is applied then
 */
export async function migrate(db: Database, folder: string): Promise<readonly string[]> {
  const known = await readMigrations(folder);
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${lockKey})`.execute(connection);
    try {
      await sql`create schema if not exists platform`.execute(connection);
      await sql`create table if not exists platform.migration (
        name text primary key, hash text not null, applied_at timestamptz not null default now()
      )`.execute(connection);
      const { rows } = await sql<{ name: string; hash: string }>`
        select name, hash from platform.migration order by name`.execute(connection);
      refuseUnknown(rows, known);
      const due = known.filter(({ name }) => !rows.some((row) => row.name === name));
      for (const migration of due) {
        await connection.transaction().execute(async (tx) => {
          await sql.raw(migration.text).execute(tx);
          await sql`insert into platform.migration (name, hash)
            values (${migration.name}, ${migration.hash})`.execute(tx);
        });
      }
      return due.map(({ name }) => name);
    } finally {
      await sql`select pg_advisory_unlock(${lockKey})`.execute(connection);
    }
  });
}
