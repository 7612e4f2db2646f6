import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Database, holdEmbeddedPostgres, openDatabase, sql } from '../src/platform/index.ts';
import type { Figure } from './measure.ts';
import type { RushAttempt, RushTask } from './rush-load.ts';
import { type ReviewerReport, signInReviewer, startReviewing } from './rush-reviewer.ts';
import { freePort, type RunningServer, startServer, withDataDir } from './server.ts';

const faults = ['none', 'database', 'server'] as const;
type Fault = (typeof faults)[number];

const reviewerLimitMs = 1000;
const redeemLimitSeconds = 120;

interface Size {
  readonly perMinute: number;
  readonly seconds: number;
  /** How long every process of the database stands still, in the middle. */
  readonly stillSeconds: number;
  readonly faults: readonly Fault[];
}

/** Reads `--per-minute`, `--seconds`, `--still-seconds` and `--fault`; the full size otherwise. */
function readSize(args: readonly string[]): Size {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      'per-minute': { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '300' },
      'still-seconds': { type: 'string', default: '15' },
      fault: { type: 'string' },
    },
  });
  const asked = faults.filter((fault) => values.fault === undefined || fault === values.fault);
  const [perMinute, seconds, stillSeconds] = [
    values['per-minute'],
    values.seconds,
    values['still-seconds'],
  ].map(Number);
  if (!((perMinute ?? 0) > 0 && (seconds ?? 0) > 0 && (stillSeconds ?? 0) > 0)) {
    throw new Error('--per-minute, --seconds and --still-seconds are numbers above zero');
  }
  if (asked.length === 0) throw new Error(`--fault is one of ${faults.join(', ')}`);
  return {
    perMinute: perMinute as number,
    seconds: seconds as number,
    stillSeconds: stillSeconds as number,
    faults: asked,
  };
}

function runLoad(task: RushTask): Promise<readonly RushAttempt[]> {
  const here = fileURLToPath(import.meta.url);
  const script = here.replace(/rush(\.[jt]s)$/, `rush-load${extname(here)}`);
  return new Promise((resolve, reject) => {
    const child = fork(script, { serialization: 'advanced', detached: true });
    child.once('message', (attempts) => resolve(attempts as readonly RushAttempt[]));
    child.once('error', reject);
    child.once('close', () => reject(new Error('the load ended without a report')));
    child.send(task);
  });
}

function listDatabasePids(dataDir: string): readonly number[] {
  const path = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const main = readFileSync(path, 'utf8').split('\n')[0] ?? '';
  const children = execFileSync('pgrep', ['-P', main]).toString().trim().split('\n');
  return [main, ...children].map(Number);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile, as workers of the database do.
    }
  }
}

interface Stage {
  readonly dataDir: string;
  readonly port: number;
  readonly db: Database;
  readonly incidentId: string;
  server: RunningServer;
}

/** Lets the fault happen in the middle of the rush, and mends it. */
async function strike(stage: Stage, fault: Fault, size: Size): Promise<void> {
  await sleep((size.seconds / 2) * 1000);
  if (fault === 'database') {
    const pids = listDatabasePids(stage.dataDir);
    signalAll(pids, 'SIGSTOP');
    await sleep(size.stillSeconds * 1000);
    signalAll(pids, 'SIGCONT');
  }
  if (fault === 'server') {
    await stage.server.stop('SIGKILL');
    stage.server = await startOn(stage.dataDir, stage.port);
  }
}

const startOn = (dataDir: string, port: number): Promise<RunningServer> =>
  startServer(dataDir, { env: { AMENDS_PORT: String(port), AMENDS_LOG_LEVEL: 'silent' } });

interface StoredClaim {
  readonly id: string;
  readonly number: string;
  readonly submittedAt: number;
}

/** Compares what the claimants hold with what the database holds; throws on any difference. */
async function compare(
  db: Database,
  { attempts, before }: { attempts: readonly RushAttempt[]; before: number },
): Promise<void> {
  const { rows } = await sql<StoredClaim>`select id, number, submitted_at as "submittedAt"
    from claims.claim where id = any(${attempts.map(({ claimId }) => claimId)}::uuid[])`.execute(
    db,
  );
  const added = (await countClaims(db)) - before;
  const stored = new Map(rows.map((row) => [row.id, row]));
  const wrong = attempts.filter((attempt) => {
    const claim = stored.get(attempt.claimId);
    const ticketed = attempt.ticketIssuedAt;
    const isLate = ticketed !== undefined && (claim?.submittedAt ?? 0) > Date.parse(ticketed);
    const hasReceipt = attempt.claimNumber !== undefined;
    return !hasReceipt || claim?.number !== attempt.claimNumber || isLate;
  });
  const errors = attempts.flatMap((attempt) => attempt.errors);
  if (wrong.length > 0 || added !== attempts.length || errors.length > 0) {
    throw new Error(
      `of ${attempts.length} claimants ${wrong.length} have no right receipt, ${added} claims were added, ${errors.length} answers were errors: ${JSON.stringify([...new Set(errors)])} ${JSON.stringify(wrong.slice(0, 3))}`,
    );
  }
}

async function countClaims(db: Database): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`select count(*) from claims.claim`.execute(db);
  return Number(rows[0]?.count);
}

const shareOf = (values: readonly number[], share: number): number =>
  [...values].sort((left, right) => left - right)[Math.floor(share * values.length)] ?? 0;

function tell(
  fault: Fault,
  { attempts, reviewer }: { attempts: readonly RushAttempt[]; reviewer: ReviewerReport },
): void {
  const count = (first: RushAttempt['first']) => attempts.filter((a) => a.first === first).length;
  const tickets = attempts.filter(({ ticketIssuedAt }) => ticketIssuedAt !== undefined).length;
  const last = Math.max(...attempts.map(({ doneAfterSeconds }) => doneAfterSeconds ?? Infinity));
  const firsts = attempts.map(({ firstMs }) => firstMs);
  const name = { none: 'no fault', database: 'database stopped', server: 'server killed' }[fault];
  process.stderr.write(
    `${name}: ${attempts.length} claimants; first answer: ${count('receipt')} receipts, ${count('ticket')} tickets, ${count('none')} none (server away); ` +
      `${tickets} tickets given, all redeemed, the last receipt ${last.toFixed(1)} s after the rush (limit ${redeemLimitSeconds}); ` +
      `first answer p50 ${shareOf(firsts, 0.5).toFixed(0)} ms, p99 ${shareOf(firsts, 0.99).toFixed(0)} ms; ` +
      `reviewer: ${reviewer.latencies.length} answers, p95 ${shareOf(reviewer.latencies, 0.95).toFixed(0)} ms, ${reviewer.decidedCount} decisions, ${reviewer.failedCount} failed; ` +
      'no error page, nothing lost or doubled\n',
  );
}

/** One rush with one fault; gives the reviewer's p95 in milliseconds. */
async function runRush(
  stage: Stage,
  { fault, size, cookie }: { fault: Fault; size: Size; cookie: string },
): Promise<number> {
  const { port, db, incidentId } = stage;
  const before = await countClaims(db);
  const reviewer = startReviewing({ base: `http://127.0.0.1:${port}`, cookie, incidentId });
  const { perMinute, seconds } = size;
  const task = { port, incidentId, perMinute, seconds, redeemLimitSeconds };
  const [attempts] = await Promise.all([runLoad(task), strike(stage, fault, size)]);
  const report = await reviewer.stop();
  await compare(db, { attempts, before });
  tell(fault, { attempts, reviewer: report });
  return shareOf(report.latencies, 0.95);
}

async function runRushes(dataDir: string, size: Size): Promise<readonly number[]> {
  const port = await freePort();
  const server = await startOn(dataDir, port);
  const postgres = await holdEmbeddedPostgres(join(dataDir, 'postgres'));
  const db = openDatabase({ url: postgres.url('amends'), poolMax: 1 });
  const { rows } = await sql<{ id: string }>`
    select id from incident.incident where slug = 'pangyo-2022'`.execute(db);
  const stage: Stage = { dataDir, port, db, incidentId: rows[0]?.id ?? '', server };
  try {
    const cookie = await signInReviewer(`http://127.0.0.1:${port}`, server.printed());
    const p95s: number[] = [];
    for (const fault of size.faults) p95s.push(await runRush(stage, { fault, size, cookie }));
    return p95s;
  } finally {
    await db.destroy();
    await stage.server.stop();
    await postgres.release();
  }
}

/**
 * The rush: claimants come at a steady rate while a reviewer works; once undisturbed, once with the
 * database stopped in the middle, once with the server killed and started again.
 *
 * Every claimant must end with a receipt, every ticket be redeemed within two minutes of the end,
 * nobody get an error, nothing be lost or doubled; otherwise there is no figure. The figure is the
 * reviewer's 95th percentile over the undisturbed rush, or the first that was asked for.
 */
export async function benchRush(args: readonly string[]): Promise<Figure> {
  const size = readSize(args);
  const p95s = await withDataDir((dataDir) => runRushes(dataDir, size));
  const value = p95s[0] ?? Number.NaN;
  return {
    name: 'rush',
    value,
    unit: 'ms (reviewer, 95th percentile)',
    peer: 'the limit for a reviewer',
    peerValue: reviewerLimitMs,
    ratio: value / reviewerLimitMs,
    runs: 1,
  };
}
