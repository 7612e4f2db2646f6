import {
  hashLeaf,
  loadInclusionProof,
  loadLatestCheckpoint,
  renderLeaf,
  signCheckpoint,
  verifyInclusion,
} from '../src/disclosure/index.ts';
import { appendEntries, type NewEntry } from '../src/disclosure/store.ts';
import { type Platform, sha256, sql, systemActor } from '../src/platform/index.ts';
import { withLedgerPlatform } from './ledger.ts';
import { compare, type Figure, median } from './measure.ts';

const batchSize = 1_000;
const measuredSeconds = 6;
const proofCount = 200;

let eventCount = 0;

/** Makes a batch of entries as claims make them, each with an event of its own. */
export function makeBatch(): readonly NewEntry[] {
  return Array.from({ length: batchSize }, () => {
    eventCount += 1;
    const commitment = Buffer.from(sha256(`leaf ${eventCount}`)).toString('base64');
    return {
      kind: 'claim_submitted' as const,
      data: renderLeaf('claim_submitted', { commitment }),
      subject: `claim/${eventCount}`,
      sourceEventId: BigInt(eventCount),
    };
  });
}

const contextOf = (platform: Platform) => platform.context({ actor: systemActor });

/** Signs whatever is there, again and again; gives the longest time from one signing to the next. */
async function signUntil(platform: Platform, isOver: () => boolean): Promise<number> {
  let longestMs = 0;
  let last = performance.now();
  do {
    const signed = await signCheckpoint(contextOf(platform));
    if (!signed.ok) throw new Error(`nothing was signed: ${signed.refusal.code}`);
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (!isOver());
  return longestMs;
}

async function appendLeaves(platform: Platform): Promise<number> {
  const startedAt = performance.now();
  let isOver = false;
  const signing = signUntil(platform, () => isOver);
  let count = 0;
  while (performance.now() - startedAt < measuredSeconds * 1000) {
    const ctx = contextOf(platform);
    const batch = makeBatch();
    await ctx.transact((tx) => appendEntries(tx, batch, ctx.now));
    count += batch.length;
  }
  isOver = true;
  const longestMs = await signing;
  const perSecond = count / ((performance.now() - startedAt) / 1000);
  process.stderr.write(
    `${count} leaves appended and signed; at most ${(longestMs / 1000).toFixed(2)} s between checkpoints, limit 1 s\n`,
  );
  return perSecond;
}

/** The same bytes written in the same batches to a table without a tree or a signature. */
async function insertPlainly(platform: Platform): Promise<number> {
  await sql`create table if not exists public.plain (id bigint primary key, data bytea not null)`.execute(
    platform.db,
  );
  const startedAt = performance.now();
  let count = 0;
  while (performance.now() - startedAt < measuredSeconds * 1000) {
    const batch = makeBatch();
    const ids = batch.map(({ sourceEventId }) => String(sourceEventId));
    const data = batch.map((entry) => Buffer.from(entry.data).toString('hex'));
    await sql`insert into public.plain (id, data) select id, decode(data, 'hex')
      from unnest(${ids}::bigint[], ${data}::text[]) as row(id, data)`.execute(platform.db);
    count += batch.length;
  }
  return count / ((performance.now() - startedAt) / 1000);
}

async function measureProofs(platform: Platform): Promise<void> {
  const ctx = contextOf(platform);
  const made: number[] = [];
  const verified: number[] = [];
  await ctx.read(async (tx) => {
    const checkpoint = await loadLatestCheckpoint(tx);
    if (checkpoint === undefined) throw new Error('nothing was signed');
    const { size, root } = checkpoint;
    const { rows } = await sql<{ index: bigint; data: Buffer }>`
      select index, data from disclosure.entry where index < ${size}
      order by random() limit ${proofCount}`.execute(tx);
    for (const { index, data } of rows) {
      const startedAt = performance.now();
      const proof = await loadInclusionProof(tx, { index: Number(index), size });
      const madeAt = performance.now();
      const leafHash = hashLeaf(new Uint8Array(data));
      const claim = { leafHash, leafIndex: Number(index), treeSize: size, root, proof };
      if (!verifyInclusion(claim).ok) throw new Error(`the proof of entry ${index} is wrong`);
      made.push(madeAt - startedAt);
      verified.push(performance.now() - madeAt);
    }
  });
  process.stderr.write(
    `a proof is made in ${median(made).toFixed(2)} ms (limit 5) and verified in ${median(verified).toFixed(2)} ms (limit 1), medians of ${made.length}\n`,
  );
}

/**
 * Leaves durably appended a second while every checkpoint is recomputed and signed, beside plain
 * inserts of the same bytes on the same database.
 */
export function benchLog(runs: number): Promise<Figure> {
  return withLedgerPlatform(async (platform) => {
    const figure = await compare({
      name: 'log',
      unit: 'leaves/s',
      peer: 'plain inserts in the same batches',
      runs,
      measureOurs: () => appendLeaves(platform),
      measurePeer: () => insertPlainly(platform),
    });
    await measureProofs(platform);
    return figure;
  });
}
