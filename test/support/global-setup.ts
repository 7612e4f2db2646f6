import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import {
  findProjectDir,
  holdEmbeddedPostgres,
  migrate,
  openDatabase,
  readMigrations,
  sql,
} from '../../src/platform/index.ts';
import { choosePreparedDir } from './prepared.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresServer: { readonly maintenanceUrl: string; readonly template: string };
  }
}

async function ensureTemplate(maintenanceUrl: string, folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const migration of await readMigrations(folder)) hash.update(migration.hash);
  const template = `template_${hash.digest('hex').slice(0, 16)}`;
  const db = openDatabase({ url: maintenanceUrl, poolMax: 1 });
  try {
    await db.connection().execute(async (connection) => {
      await sql`select pg_advisory_lock(7221016)`.execute(connection);
      const { rows } = await sql`select 1 from pg_database where datname = ${template}`.execute(
        connection,
      );
      if (rows.length > 0) return;
      const draft = `draft_${process.pid}`;
      await sql.raw(`drop database if exists ${draft} with (force)`).execute(connection);
      await sql.raw(`create database ${draft}`).execute(connection);
      const url = new URL(maintenanceUrl);
      url.pathname = `/${draft}`;
      const fresh = openDatabase({ url: url.href, poolMax: 1 });
      await migrate(fresh, folder);
      await fresh.destroy();
      await sql.raw(`alter database ${draft} rename to ${template}`).execute(connection);
    });
  } finally {
    await db.destroy();
  }
  return template;
}

/**
 * Lets the server of the tests leave the writing of its files to the system: its databases are thrown
 * away, and what must outlive a loss of power is tested on servers of its own.
 */
async function stopWaitingForDisk(maintenanceUrl: string): Promise<void> {
  const db = openDatabase({ url: maintenanceUrl, poolMax: 1 });
  for (const setting of ['fsync', 'full_page_writes']) {
    await sql.raw(`alter system set ${setting} = off`).execute(db);
  }
  await sql`select pg_reload_conf()`.execute(db);
  await db.destroy();
}

/** Gives all of the run's tests one folder for what is temporary, and gives what removes it. */
function chooseTemporaryDir(): () => void {
  // Every project of the run sets itself up; the first one chooses.
  if (basename(tmpdir()).startsWith('amends-run-')) return () => undefined;
  const dir = mkdtempSync(join(tmpdir(), 'amends-run-'));
  chmodSync(dir, 0o755); // the database server's unprivileged user passes through
  process.env['TMPDIR'] = dir;
  return () => {
    try {
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      // A file system that a test mounted and could not take away again; the results stand.
      process.stderr.write(`${dir} stays: ${String(error)}\n`);
    }
  };
}

/** Starts one real PostgreSQL for the run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const removeTemporary = chooseTemporaryDir();
  const projectDir = findProjectDir();
  const server = await holdEmbeddedPostgres(join(projectDir, '.amends-test', 'postgres'));
  const maintenanceUrl = server.url('postgres');
  await stopWaitingForDisk(maintenanceUrl);
  const template = await ensureTemplate(maintenanceUrl, join(projectDir, 'sql', 'migrations'));
  project.provide('postgresServer', { maintenanceUrl, template });
  const removePrepared = choosePreparedDir(join(projectDir, '.amends-test'));
  return async () => {
    removePrepared();
    await server.release();
    removeTemporary();
  };
}
