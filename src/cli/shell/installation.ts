import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Config,
  claimFirstEpoch,
  clockNow,
  explainDatabaseFailure,
  holdEmbeddedPostgres,
  loadConfig,
  migrate,
  openDatabase,
  openPlatform,
  type Platform,
  PlatformError,
  sql,
} from '../../platform/index.ts';
import { explainWorld } from './explain-world.ts';

/** An opened installation: its platform, and the way to let go of it. */
export interface Installation {
  readonly platform: Platform;
  readonly config: Config;
  /**
   * Tells whether the database is not reached yet, so that nothing is brought up to date: only where it
   * was opened to be patient.
   */
  readonly isWaiting: boolean;
  /**
   * Does what comes first of all on a database that is up to date. Where it was opened to be patient, again
   * and again while the database does not answer, until the signal aborts; undefined then.
   */
  begin<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined>;
  /** From now on the caller answers Ctrl-C and SIGTERM; before, they stop the database and end. */
  takeSignals(): void;
  /** Keeps a database server of our own running until the signal aborts; see `holdEmbeddedPostgres`. */
  watchDatabase(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

interface Server {
  url(database: string): string;
  watch(signal: AbortSignal, told: (sentence: string) => void): Promise<void>;
  release(): Promise<void>;
}

const postgresVersionMin = 15;

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
    watch: async () => undefined,
    release: async () => undefined,
  };
}

async function ensureDatabase(
  server: Server,
  options: { name: string; isGiven: boolean; missing: Error | undefined },
): Promise<void> {
  const { name, isGiven, missing } = options;
  if (!namePattern.test(name)) {
    throw new PlatformError('database_name', {
      message: `"${name}" cannot name a database: lower-case letters, digits and _ only.`,
    });
  }
  if (isGiven && name === 'amends') return;
  const db = openDatabase({ url: server.url(isGiven ? 'amends' : 'postgres'), poolMax: 1 });
  try {
    const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(db);
    if (rows.length === 0 && missing !== undefined) throw missing;
    if (rows.length === 0) await sql.raw(`create database ${name}`).execute(db);
  } catch (error) {
    // Another start made it meanwhile: seen by PostgreSQL before (duplicate_database) or while it made its own.
    const { code, constraint } = error as { code?: string; constraint?: string };
    const isRace = code === '42P04' || constraint === 'pg_database_datname_index';
    if (!isRace) throw error;
  } finally {
    await db.destroy();
  }
}

async function refuseOldServer(platform: Platform): Promise<void> {
  const { rows } = await sql<{ number: string; text: string }>`select
    current_setting('server_version_num') as number, current_setting('server_version') as text`.execute(
    platform.db,
  );
  const found = Number(rows[0]?.number ?? 0);
  if (found >= postgresVersionMin * 10_000) return;
  throw new PlatformError('database_too_old', {
    message: `DATABASE_URL leads to PostgreSQL ${rows[0]?.text}; Amends needs ${postgresVersionMin} or newer. Upgrade the server, or unset DATABASE_URL to use the one that comes with Amends.`,
  });
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Until it is let go, Ctrl-C and SIGTERM leave no database server behind. */
function watchSignals(opening: Promise<Server>): () => void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    process.stderr.write('\nStopping; the same command goes on where this one ends …\n');
    const code = signal === 'SIGINT' ? 130 : 143; // 128 + signal, as shells report it
    void opening
      .then((server) => server.release())
      .catch(() => undefined)
      .finally(() => process.exit(code));
  };
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

interface Preparing {
  readonly platform: Platform;
  readonly isGiven: boolean;
}

/** Brings a database that is reached up to date. */
async function prepare({ platform, isGiven }: Preparing): Promise<void> {
  const { config, db } = platform;
  if (isGiven) await refuseOldServer(platform);
  await migrate(db, join(config.projectDir, 'sql', 'migrations'));
  await claimFirstEpoch(db, { dataDir: config.dataDir, now: clockNow() });
}

const isAway = (error: unknown): boolean =>
  (explainDatabaseFailure(error) ?? (error as Partial<PlatformError>)).code ===
  'database_unreachable';

const retryMs = 500;

/** Prepares, and goes on, as soon as the database answers; what else is amiss is thrown. */
async function beginLater<T>(
  preparing: Preparing,
  { work, signal }: { work: () => Promise<T>; signal: AbortSignal },
): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      await prepare(preparing);
      return await work();
    } catch (error) {
      if (!isAway(error)) throw explainWorld(preparing.platform.config, error);
    }
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Opens the platform and prepares its database; gives whether that is still to be waited for. */
async function preparePlatform(
  server: Server,
  options: { config: Config; name: string; isPatient: boolean; missing: Error | undefined },
): Promise<Preparing & { readonly isWaiting: boolean }> {
  const { config, name, isPatient, missing } = options;
  const isGiven = config.databaseUrl !== undefined;
  await ensureDatabase(server, { name, isGiven, missing });
  const platform = await openPlatform({ config, databaseUrl: server.url(name) });
  const preparing = { platform, isGiven };
  try {
    await prepare(preparing);
    return { ...preparing, isWaiting: false };
  } catch (error) {
    if (isPatient && isGiven && isAway(error)) return { ...preparing, isWaiting: true };
    await platform.close();
    throw error;
  }
}

/**
 * Opens the installation the environment describes: its PostgreSQL (embedded unless DATABASE_URL
 * is set), the named database made if it is new, its schema brought up to date.
 *
 * @param options.database a database of its own beside the platform's, as `case run` uses
 * @param options.missing thrown when there is no such database, instead of making it
 * @param options.isPatient gives an installation also when a given database does not answer yet
 */
export async function openInstallation(
  options: {
    env?: NodeJS.ProcessEnv;
    database?: string;
    missing?: Error;
    isPatient?: boolean;
  } = {},
): Promise<Installation> {
  const config = loadConfig(options.env ?? process.env);
  const name = options.database ?? 'amends';
  const opening = openServer(config);
  const takeSignals = watchSignals(opening);
  try {
    const server = await opening;
    try {
      const { isPatient = false, missing } = options;
      const prepared = await preparePlatform(server, { config, name, isPatient, missing });
      const { platform, isWaiting } = prepared;
      return {
        platform,
        config,
        isWaiting,
        begin: (work, signal) =>
          isPatient && prepared.isGiven ? beginLater(prepared, { work, signal }) : work(),
        takeSignals,
        watchDatabase: (signal) =>
          server.watch(signal, (sentence) => platform.log.warn({}, sentence)),
        close: async () => {
          await platform.close();
          await server.release();
          takeSignals();
        },
      };
    } catch (error) {
      await server.release();
      throw error;
    }
  } catch (error) {
    takeSignals();
    throw explainWorld(config, error);
  }
}
