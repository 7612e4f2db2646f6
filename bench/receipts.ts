import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createSigner,
  type Database,
  holdEmbeddedPostgres,
  openDatabase,
  sql,
} from '../src/platform/index.ts';
import { compare, type Figure, median } from './measure.ts';
import { findPgbench, runPgbench } from './pgbench.ts';
import type { LoadReport, LoadTask } from './receipts-load.ts';
import { preparePeer } from './receipts-peer.ts';
import { startServer, withDataDir } from './server.ts';

/** How many clients of pgbench may send at once; the database takes two hundred connections. */
const peerCounts = [16, 32, 64, 128];
/** How many claimants: each side is measured at its best. */
const clientCounts = [...peerCounts, 256];
const triedSeconds = 3;
const measuredSeconds = 6;
const warmUpSeconds = 4;
const claimsPerSecondMax = 8000;
const settleLimitMs = 180_000;
/** The 99th percentile at half of the rate stays below this. */
const halfLimitMs = 150;

function runLoad(task: LoadTask): Promise<LoadReport> {
  const here = fileURLToPath(import.meta.url);
  const script = here.replace(/receipts(\.[jt]s)$/, `receipts-load${extname(here)}`);
  return new Promise((resolve, reject) => {
    const child = fork(script, { serialization: 'advanced', detached: true });
    child.once('message', (report) => resolve(report as LoadReport));
    child.once('error', reject);
    child.once('close', () => reject(new Error('the load ended without a report')));
    child.send(task);
  });
}

async function assertDurable(db: Database): Promise<void> {
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await sql<{ value: string }>`
      select current_setting(${name}) as value`.execute(db);
    if (rows[0]?.value !== 'on') throw new Error(`${name} is ${rows[0]?.value}; it must be on`);
  }
}

async function countClaims(db: Database): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(*) from claims.claim`.execute(db);
  return Number(rows[0]?.count);
}

/** Waits until the claims that were filed are assessed and in the log, so that the peer runs alone. */
async function settle(db: Database): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await sql`select 1 from platform.delivery limit 1`.execute(db);
    const waitedMs = performance.now() - startedAt;
    if (rows.length === 0) return waitedMs / 1000;
    if (waitedMs > settleLimitMs) throw new Error('the outbox was not emptied in three minutes');
    await sleep(100);
  }
}

async function taskFor(
  db: Database,
  options: { port: number; dataDir: string },
): Promise<LoadTask> {
  const seed = Buffer.from(await readFile(join(options.dataDir, 'keys', 'log'), 'utf8'), 'hex');
  const { name, publicKey } = createSigner({ name: 'amends.local/log', seed });
  const { rows } = await sql<{ id: string }>`
    select id from incident.incident where slug = 'pangyo-2022'`.execute(db);
  return {
    port: options.port,
    connections: clientCounts.at(-1) ?? 1,
    seconds: measuredSeconds,
    claimCount: measuredSeconds * claimsPerSecondMax,
    incidentId: rows[0]?.id ?? '',
    logKey: { name, publicKeyHex: Buffer.from(publicKey).toString('hex') },
  };
}

/** Files claims and compares what was acknowledged with what the database holds. */
async function fileClaims(db: Database, task: LoadTask): Promise<LoadReport> {
  const before = await countClaims(db);
  const report = await runLoad(task);
  const added = (await countClaims(db)) - before;
  const { rows } = await sql<{ count: bigint }>`select count(*) from claims.claim
    where id = any(${[...report.claimIds]}::uuid[])`.execute(db);
  const found = Number(rows[0]?.count);
  const { acknowledgedCount: acknowledged, statuses } = report;
  if (found !== acknowledged || added !== acknowledged) {
    throw new Error(`${acknowledged} acknowledged, ${found} of them stored, ${added} added`);
  }
  if (Object.keys(statuses).join() !== '201') {
    throw new Error(`not every claim was acknowledged: ${JSON.stringify(statuses)}`);
  }
  return report;
}

/** Gives the number of clients with which most is done in a second. */
async function findBest(
  who: string,
  counts: readonly number[],
  rateOf: (clients: number) => Promise<number>,
): Promise<number> {
  const tried: { readonly clients: number; readonly rate: number }[] = [];
  for (const clients of counts) tried.push({ clients, rate: await rateOf(clients) });
  const [best] = tried.toSorted((left, right) => right.rate - left.rate);
  const rates = tried.map(({ clients, rate }) => `${clients}: ${rate.toFixed(0)}/s`);
  tell(`${who} by clients at once: ${rates.join(', ')}`);
  return best?.clients ?? 1;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function summarise(
  loads: readonly LoadReport[],
  other: { allRows: readonly number[]; settled: readonly number[]; value: number },
): void {
  const ms = (pick: (load: LoadReport) => number): string => median(loads.map(pick)).toFixed(1);
  const acknowledged = loads.reduce((sum, { acknowledgedCount: count }) => sum + count, 0);
  const verified = loads.reduce((sum, { verifiedCount: count }) => sum + count, 0);
  tell(
    `latency p50 ${ms(({ p50Ms }) => p50Ms)} ms, p99 ${ms(({ p99Ms }) => p99Ms)} ms; ` +
      `${acknowledged} claims acknowledged and found in the database, ${verified} receipts verified`,
  );
  tell(
    `assessment and log ran meanwhile; they were done ${median(other.settled).toFixed(1)} s after the last claim`,
  );
  const allRows = median(other.allRows);
  tell(
    `pgbench inserting every row of a claim (claim, event, outbox event, deliveries): ` +
      `${allRows.toFixed(0)} claims/s; ratio ${(other.value / allRows).toFixed(2)}`,
  );
}

/**
 * Durable claims per second over HTTP against pgbench inserting the claim's row alone.
 *
 * The server is the real process on its own PostgreSQL, the claims are distinct and have a personal
 * part. Ours does all that a claim needs meanwhile: validation, encryption, the signed receipt,
 * assessment, the transparency log. Each is measured with as many clients at once as suit it best,
 * which is tried first: a rush has thousands, and a database answers quickest with a few dozen.
 */
export async function benchReceipts(runs: number): Promise<Figure> {
  const command = await findPgbench();
  return withDataDir(async (dataDir) => {
    const server = await startServer(dataDir);
    const postgres = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
    const databaseUrl = postgres.url('amends');
    const db = openDatabase({ url: databaseUrl, poolMax: 2 });
    try {
      await assertDurable(db);
      const plain = await taskFor(db, { port: server.port, dataDir });
      await fileClaims(db, { ...plain, seconds: warmUpSeconds });
      const scripts = await preparePeer(db);
      const ours = await findBest('claims', clientCounts, async (connections) => {
        await settle(db);
        const load = await fileClaims(db, { ...plain, connections, seconds: triedSeconds });
        return load.acknowledgedCount / load.seconds;
      });
      await settle(db);
      const peers = { command, databaseUrl, script: scripts.row };
      const theirs = await findBest('pgbench', peerCounts, async (clients) => {
        return (await runPgbench({ ...peers, clients, seconds: triedSeconds })).perSecond;
      });
      const task = { ...plain, connections: ours };
      const bench = { command, databaseUrl, clients: theirs, seconds: measuredSeconds };
      const loads: LoadReport[] = [];
      const settled: number[] = [];
      const allRows: number[] = [];
      const figure = await compare({
        name: 'receipts',
        unit: 'claims/s',
        peer: 'pgbench inserting the row of the claim alone',
        runs,
        measureOurs: async () => {
          await settle(db);
          const load = await fileClaims(db, task);
          loads.push(load);
          settled.push(await settle(db));
          return load.acknowledgedCount / load.seconds;
        },
        measurePeer: async () => {
          const row = await runPgbench({ ...bench, script: scripts.row });
          tell(`pgbench: mean latency ${row.latencyMs} ms`);
          const all = await runPgbench({ ...bench, seconds: 3, script: scripts.allRows });
          allRows.push(all.perSecond);
          return row.perSecond;
        },
      });
      await settle(db);
      const half = await fileClaims(db, { ...task, perSecond: figure.value / 2 });
      tell(
        `at half of that, ${(half.acknowledgedCount / half.seconds).toFixed(0)} claims/s: p50 ${half.p50Ms.toFixed(1)} ms, p99 ${half.p99Ms.toFixed(1)} ms (limit ${halfLimitMs}; ratio ${(half.p99Ms / halfLimitMs).toFixed(2)})`,
      );
      summarise(loads, { allRows, settled, value: figure.value });
      return figure;
    } finally {
      await db.destroy();
      await server.stop();
      await postgres.release();
    }
  });
}
