import {
  Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PostgresDialect,
  type QueryResult,
  type RawBuilder,
  type RootOperationNode,
  sql,
  type Transaction,
  type UnknownRow,
} from 'kysely';
import pg from 'pg';
import { assert, type Instant, instantFromEpochMs } from '../kernel/index.ts';
import { explainDatabaseFailure } from './database-failure.ts';
import { PlatformError } from './platform-error.ts';
import { withSpan } from './telemetry/spans.ts';

/** SQL is written as text in each room's store and queries, so no table types are declared here. */
export type Schema = Record<string, never>;
export type Database = Kysely<Schema>;
export type Tx = Transaction<Schema>;

const preparedMark = /^\s*\/\* prepared (\w+) \*\//;

/**
 * Marks a statement that each connection parses and plans once, because it comes again and again
 * with the same text; it stands first in the statement. The name belongs to one text.
 */
export function prepared(name: string): RawBuilder<unknown> {
  assert(/^\w+$/.test(name), 'database: a prepared statement has a plain name');
  return sql.raw(`/* prepared ${name} */`);
}

/** A connection that sends marked statements by their name; see {@link prepared}. */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's own signature has eight overloads
  override query(statement: any, ...rest: any[]): any {
    const name = typeof statement === 'string' ? preparedMark.exec(statement)?.[1] : undefined;
    if (name === undefined) return super.query(statement, ...rest);
    const [values, ...others] = rest;
    return super.query({ name, text: statement, values }, ...others);
  }
}

const typeOid = { int8: 20, date: 1082, timestamptz: 1184 } as const;

let lastParsed: { readonly text: string; readonly at: Instant } | undefined;

/** Rows that were written together have one instant, so the last is kept. */
function parseTimestamptz(text: string): Instant {
  if (lastParsed?.text === text) return lastParsed.at;
  const iso = `${text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')}`;
  lastParsed = { text, at: instantFromEpochMs(Math.floor(Date.parse(iso))) };
  return lastParsed.at;
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
    Client: PreparingClient,
    connectionString: options.url,
    max: options.poolMax ?? 16,
    connectionTimeoutMillis: 10_000,
    application_name: 'amends',
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        typeParsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as never,
    },
  });
  // A dropped connection is replaced by the pool, and whoever uses it hears of it from the next
  // statement; without listeners, on the pool and on the connection, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

const retryableSqlStates = new Set(['40001', '40P01']);

/** Tells whether PostgreSQL asks for the transaction to be run again. */
export function isSerializationFailure(error: unknown): boolean {
  const state = (error as { code?: unknown } | null)?.code;
  return typeof state === 'string' && retryableSqlStates.has(state);
}

/** Refuses a second statement, which would not belong to the first one's transaction. */
class OneStatement implements KyselyPlugin {
  #count = 0;

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    this.#count += 1;
    assert(this.#count === 1, 'database: work that commits by itself is one statement');
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

async function tryAgain<T>(run: () => Promise<T>): Promise<T> {
  const tries = 5;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isSerializationFailure(error)) throw explainDatabaseFailure(error) ?? error;
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

function tryTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return tryAgain(() => db.transaction().setIsolationLevel('read committed').execute(work));
}

function databaseSpan<T>(operation: string, work: () => Promise<T>): Promise<T> {
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation };
  return withSpan(operation, { kind: 'client', attributes }, work);
}

/**
 * Runs the work in one transaction, again (at most five times) when PostgreSQL reports a
 * serialization failure or a deadlock. Polls, which mostly find nothing, are not traced.
 *
 * @throws PlatformError `database_conflict`, retryable, when the fifth try conflicts too;
 *   `database_unreachable` or `disk_full`, retryable, when the server cannot go on
 */
export function transact<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  options: { isPoll?: boolean } = {},
): Promise<T> {
  if (options.isPoll === true) return tryTransaction(db, work);
  return databaseSpan('transaction', () => tryTransaction(db, work));
}

/**
 * Runs work that is one statement, a transaction of its own: one round trip instead of three.
 * Again (at most five times) like {@link transact}; a second statement is a fault.
 */
export function runStatement<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return databaseSpan('statement', () =>
    tryAgain(() =>
      db
        .withPlugin(new OneStatement())
        .connection()
        .execute((connection) => work(connection as unknown as Tx)),
    ),
  );
}

/** Runs read-only work on one snapshot: every statement in it sees the same state. */
export function readSnapshot<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return databaseSpan('read', async () => {
    try {
      return await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (tx) => {
          await sql`set transaction read only`.execute(tx);
          return work(tx);
        });
    } catch (error) {
      throw explainDatabaseFailure(error) ?? error;
    }
  });
}

export { sql };
