import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { type Instant, uuidV7 } from '../../src/kernel/index.ts';
import {
  type Actor,
  type Context,
  type Database,
  findProjectDir,
  loadConfig,
  type Outside,
  openDatabase,
  openPlatform,
  type Platform,
  type Role,
  sql,
  systemActor,
} from '../../src/platform/index.ts';

let serial = 0;

function randomId(): string {
  return uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });
}

async function onMaintenance(url: string, work: (db: Database) => Promise<unknown>): Promise<void> {
  const db = openDatabase({ url, poolMax: 1 });
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}

/** Opens a platform on a fresh clone of the migrated template; closed after the file's tests. */
export async function openTestPlatform(
  options: { now?: Instant; outside?: Outside } = {},
): Promise<Platform> {
  const server = inject('postgresServer');
  serial += 1;
  const name = `test_${process.pid}_${serial}_${Date.now().toString(36)}`;
  await onMaintenance(server.maintenanceUrl, (db) =>
    sql.raw(`create database ${name} template ${server.template}`).execute(db),
  );
  const dataDir = await mkdtemp(join(tmpdir(), 'amends-test-'));
  const config = loadConfig({ AMENDS_DATA_DIR: dataDir, AMENDS_LOG_LEVEL: 'silent' });
  const url = new URL(server.maintenanceUrl);
  url.pathname = `/${name}`;
  const platform = await openPlatform({
    config: { ...config, databaseUrl: url.href, projectDir: findProjectDir() },
    databaseUrl: url.href,
    poolMax: 8,
    ...options,
  });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await platform.close();
    await onMaintenance(server.maintenanceUrl, (db) =>
      sql.raw(`drop database if exists ${name} with (force)`).execute(db),
    );
  };
  afterAll(close);
  return { ...platform, close };
}

/** Gives the context of a member of staff with the role; ids differ unless given. */
export function staffContext(
  platform: Platform,
  role: Role,
  options: { id?: string; now?: Instant } = {},
): Context {
  const actor: Actor = { kind: 'staff', id: options.id ?? randomId(), name: role, roles: [role] };
  return platform.context({ actor, ...(options.now === undefined ? {} : { now: options.now }) });
}

/** Gives the context of somebody who files a claim without signing in. */
export function claimantContext(
  platform: Platform,
  options: { now?: Instant; address?: string } = {},
): Context {
  const actor: Actor = { kind: 'claimant', id: 'anonymous', name: 'claimant', roles: [] };
  return platform.context({ actor, ...options });
}

/** Gives the context of the platform's own work. */
export function systemContext(platform: Platform, options: { now?: Instant } = {}): Context {
  return platform.context({ actor: systemActor, ...options });
}
