import { join } from 'node:path';
import { renderInstant } from '../src/kernel/index.ts';
import {
  type Context,
  findProjectDir,
  holdEmbeddedPostgres,
  loadConfig,
  migrate,
  openDatabase,
  openPlatform,
  type Platform,
  sql,
  systemActor,
} from '../src/platform/index.ts';
import { accountId, openChart, postTransfers } from '../src/settlement/index.ts';
import { compare, type Figure } from './measure.ts';
import { findPgbench, runPgbench } from './pgbench.ts';
import { withDataDir } from './server.ts';

const batchSize = 1_000;
const measuredSeconds = 5;
const currency = 'KRW';

/** Opens a platform on a new embedded database, for the time of the work. */
export async function withLedgerPlatform<T>(
  work: (platform: Platform, databaseUrl: string) => Promise<T>,
): Promise<T> {
  return withDataDir(async (dataDir) => {
    const config = { ...loadConfig({ AMENDS_DATA_DIR: dataDir, AMENDS_LOG_LEVEL: 'silent' }) };
    const held = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
    const databaseUrl = held.url('amends_bench');
    const maintenance = openDatabase({ url: held.url('postgres'), poolMax: 1 });
    try {
      await sql.raw('create database amends_bench').execute(maintenance);
      const platform = await openPlatform({ config, databaseUrl });
      try {
        await migrate(platform.db, join(findProjectDir(), 'sql', 'migrations'));
        return await work(platform, databaseUrl);
      } finally {
        await platform.close();
      }
    } finally {
      await maintenance.destroy();
      await held.release();
    }
  });
}

/** Opens an incident with a chart of accounts. */
export async function openBenchIncident(platform: Platform): Promise<string> {
  const ctx = platform.context({ actor: systemActor });
  const id = ctx.newId();
  await ctx.transact(async (tx) => {
    await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
      values (${id}, ${`bench-${id}`}, '측정', 'A measurement', 'Asia/Seoul', ${renderInstant(ctx.now)})
      `.execute(tx);
    await openChart(tx, { incidentId: id, currency });
  });
  return id;
}

let idCount = 0;

/** The caller's id, rising as a UUID version 7 does; making one costs the peer next to nothing too. */
function nextId(): string {
  idCount += 1;
  return `01900000-0000-7000-8000-${idCount.toString(16).padStart(12, '0')}`;
}

async function postFor(ctx: Context, incidentId: string): Promise<number> {
  const debitAccountId = accountId({ incidentId, currency, code: 'redress_cost' });
  const creditAccountId = accountId({ incidentId, currency, code: 'provision' });
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < measuredSeconds * 1000) {
    const requests = Array.from({ length: batchSize }, () => ({
      id: nextId(),
      kind: 'posted' as const,
      debitAccountId,
      creditAccountId,
      amountMinor: 30_000n,
      currency,
      code: 'bench',
      reference: 'bench',
    }));
    const posted = await ctx.transact((tx) => postTransfers(ctx, tx, { incidentId, requests }));
    if (!posted.ok) throw new Error(`refused: ${JSON.stringify(posted.refusal)}`);
    count += posted.value.newCount;
  }
  return count / ((performance.now() - startedAt) / 1000);
}

/** Has the database look up one of the two accounts of the peer's rows, as it does of ours. */
const accountKnown = (column: string): string => `create trigger ${column}_known
      after insert on bench.transfer referencing new table as written for each statement
      execute function settlement.require_parent('settlement.account',
        'id, incident_id, currency', '${column}, incident_id, currency');
    `;

/**
 * The peer: as many rows a transaction, into a copy of the table with the same columns, indexes,
 * checks and references, with values the server makes itself.
 */
async function preparePeer(platform: Platform, incidentId: string): Promise<string> {
  await sql
    .raw(`create schema bench;
    create table bench.transfer (like settlement.transfer including all);
    ${['debit_account_id', 'credit_account_id'].map(accountKnown).join('')}
    create trigger pending_known after insert on bench.transfer
      referencing new table as written for each statement
      execute function settlement.require_parent('bench.transfer', 'id', 'pending_id');
    create sequence bench.batch;`)
    .execute(platform.db);
  const id = (code: 'redress_cost' | 'provision') =>
    `'${accountId({ incidentId, currency, code })}'::uuid`;
  return `insert into bench.transfer (id, incident_id, position, kind, debit_account_id,
  credit_account_id, amount_minor, currency, pending_id, expires_at, code, reference, at,
  previous_hash, hash)
select uuidv7(), '${incidentId}', batch.number * ${batchSize} + row, 'posted', ${id('redress_cost')},
  ${id('provision')}, 30000, '${currency}', null, null, 'bench', 'bench', now(), md5(row::text) || md5('a'),
  md5(row::text) || md5('b')
from (select nextval('bench.batch') as number) as batch, generate_series(1, ${batchSize}) as row;
`;
}

/**
 * Transfers posted per second, in batches, with every rule of the ledger: decided, hash-chained,
 * constrained, balances kept. The peer is pgbench inserting as many equal rows a transaction.
 */
export async function benchLedger(runs: number): Promise<Figure> {
  const command = await findPgbench();
  return withLedgerPlatform(async (platform, databaseUrl) => {
    const incidentId = await openBenchIncident(platform);
    const script = await preparePeer(platform, incidentId);
    const measure = { command, databaseUrl, script, clients: 1 };
    await runPgbench({ ...measure, seconds: 1 });
    return compare({
      name: 'ledger',
      unit: 'transfers/s',
      peer: `pgbench, one client, ${batchSize} equal rows a transaction`,
      runs,
      measureOurs: () => postFor(platform.context({ actor: systemActor }), incidentId),
      measurePeer: async () =>
        (await runPgbench({ ...measure, seconds: measuredSeconds })).perSecond * batchSize,
    });
  });
}
