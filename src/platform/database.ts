import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { type Instant, instantFromEpochMs } from '../kernel/index.ts';
import { PlatformError } from './platform-error.ts';

/** SQL is written as text in each room's store and queries, so no table types are declared here. */
export type Schema = Record<string, never>;
export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const typeOid = { int8: 20, date: 1082, timestamptz: 1184 } as const;

function parseTimestamptz(text: string): Instant {
  const iso = `${text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')}`;
  return instantFromEpochMs(Math.floor(Date.parse(iso)));
}

const typeParsers = new Map<number, (text: string) => unknown>([
  [typeOid.int8, (text) => BigInt(text)],
  [typeOid.date, (text) => text],
  [typeOid.timestamptz, parseTimestamptz],
]);

/**
 * Opens a pool on PostgreSQL.
 *
 * Values come back as: int8 bigint, numeric text, timestamptz {@link Instant} (milliseconds, finer
 * parts cut), date `YYYY-MM-DD`, jsonb parsed, bytea Buffer.
 */
export function openDatabase(options: { url: string; poolMax?: number }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax ?? 16,
    connectionTimeoutMillis: 10_000,
    application_name: 'amends',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        typeParsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as never,
    },
  });
  // A dropped idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

const retryableSqlStates = new Set(['40001', '40P01']);

/** Tells whether PostgreSQL asks for the transaction to be run again. */
export function isSerializationFailure(error: unknown): boolean {
  const state = (error as { code?: unknown } | null)?.code;
  return typeof state === 'string' && retryableSqlStates.has(state);
}

/**
 * Runs the work in one transaction, again (at most five times) when PostgreSQL reports a
 * serialization failure or a deadlock.
 *
 * @throws PlatformError `database_conflict`, retryable, when the fifth try conflicts too
 */
export async function transact<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tries = 5;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
      if (attempt === tries) {
        throw new PlatformError('database_conflict', {
          message: `The transaction conflicted with others ${tries} times; try again.`,
          retryable: true,
          cause: error,
        });
      }
    }
  }
}

/** Runs read-only work on one snapshot: every statement in it sees the same state. */
export function readSnapshot<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`set transaction read only`.execute(tx);
      return work(tx);
    });
}

export { sql };
