import { join } from 'node:path';
import {
  type Config,
  holdEmbeddedPostgres,
  loadConfig,
  migrate,
  openDatabase,
  openPlatform,
  type Platform,
  PlatformError,
  sql,
} from '../platform/index.ts';

/** An opened installation: its platform, and the way to let go of it. */
export interface Installation {
  readonly platform: Platform;
  readonly config: Config;
  close(): Promise<void>;
}

interface Server {
  url(database: string): string;
  release(): Promise<void>;
}

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;

async function openServer(config: Config): Promise<Server> {
  if (config.databaseUrl === undefined)
    return holdEmbeddedPostgres(join(config.dataDir, 'postgres'));
  const given = config.databaseUrl;
  return {
    url(database) {
      const url = new URL(given);
      if (database !== 'amends') url.pathname = `/${database}`;
      return url.href;
    },
    release: async () => undefined,
  };
}

async function ensureDatabase(
  server: Server,
  options: { name: string; isGiven: boolean },
): Promise<void> {
  const { name, isGiven } = options;
  if (!namePattern.test(name)) {
    throw new PlatformError('database_name', {
      message: `"${name}" cannot name a database: lower-case letters, digits and _ only.`,
    });
  }
  if (isGiven && name === 'amends') return;
  const db = openDatabase({ url: server.url(isGiven ? 'amends' : 'postgres'), poolMax: 1 });
  try {
    const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(db);
    if (rows.length === 0) await sql.raw(`create database ${name}`).execute(db);
  } catch (error) {
    const isRace = (error as { code?: string }).code === '42P04'; // duplicate_database
    if (!isRace) throw error;
  } finally {
    await db.destroy();
  }
}

/**
 * Opens the installation the environment describes: its PostgreSQL (embedded unless DATABASE_URL
 * is set), the named database made if it is new, its schema brought up to date.
 *
 * @param options.database a database of its own beside the platform's, as `case run` uses
 */
export async function openInstallation(
  options: { env?: NodeJS.ProcessEnv; database?: string } = {},
): Promise<Installation> {
  const config = loadConfig(options.env ?? process.env);
  const name = options.database ?? 'amends';
  const server = await openServer(config);
  try {
    await ensureDatabase(server, { name, isGiven: config.databaseUrl !== undefined });
    const databaseUrl = server.url(name);
    const platform = await openPlatform({ config, databaseUrl });
    try {
      await migrate(platform.db, join(config.projectDir, 'sql', 'migrations'));
    } catch (error) {
      await platform.close();
      throw error;
    }
    return {
      platform,
      config,
      close: async () => {
        await platform.close();
        await server.release();
      },
    };
  } catch (error) {
    await server.release();
    throw error;
  }
}
