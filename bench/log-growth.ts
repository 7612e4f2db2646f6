import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { signCheckpoint } from '../src/disclosure/index.ts';
import { appendEntries } from '../src/disclosure/store.ts';
import { type Platform, sql, systemActor } from '../src/platform/index.ts';
import { withLedgerPlatform } from './ledger.ts';
import { makeBatch } from './log.ts';
import { type Figure, median } from './measure.ts';

const stepLeavesMax = 1_000_000;
/** Few enough that a step is more than what measuring itself appends. */
const stepsMin = 4;
const measuredBatches = 20;
/** What a leaf takes in the database with its hashes, indexes and the log of changes; measured, rounded up. */
const bytesPerLeaf = 900;
/** Far above the events that are made while measuring, so that no two have one id. */
const eventOffset = 1_000_000_000;

/**
 * Fills the log up to a size inside the database, with the bytes, hashes and subtrees that appending
 * would have stored; the signing that follows recomputes all of it from the bytes.
 */
async function fillUntil(platform: Platform, size: number): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ size: bigint }>`
      select size from disclosure.head where id = 1 for update`.execute(tx);
    const from = Number(rows[0]?.size ?? 0);
    if (from >= size) return;
    await sql`insert into disclosure.entry
        (index, kind, data, leaf_hash, subject, source_event_id, recorded_at)
      select i, 'claim_submitted', data, sha256('\\x00'::bytea || data), 'filled',
        i + ${eventOffset}, now()
      from generate_series(${from}::bigint, ${size - 1}::bigint) as i, lateral (
        select convert_to('{"commitment":"' || encode(sha256(i::text::bytea), 'base64') ||
          '","kind":"claim_submitted"}', 'UTF8') as data) as made`.execute(tx);
    // Without knowing how many there are, joining each with its neighbour may take for ever.
    await sql`analyze disclosure.entry`.execute(tx);
    for (let level = 1; 2 ** level <= size; level += 1) {
      const [first, end] = [Math.floor(from / 2 ** level), Math.floor(size / 2 ** level)];
      const below =
        level === 1
          ? sql`(select index, leaf_hash as hash from disclosure.entry where shard = 1)`
          : sql`(select index, hash from disclosure.node where shard = 1 and level = ${level - 1})`;
      await sql`insert into disclosure.node (level, index, hash)
        select ${level}, l.index / 2, sha256('\\x01'::bytea || l.hash || r.hash)
        from ${below} l join ${below} r on r.index = l.index + 1
        where l.index % 2 = 0 and l.index >= ${first * 2} and l.index < ${end * 2}
          and r.index >= ${first * 2} and r.index < ${end * 2}`.execute(tx);
      await sql`analyze disclosure.node`.execute(tx);
    }
    await sql`update disclosure.head set size = ${size} where id = 1`.execute(tx);
  });
}

async function sign(platform: Platform): Promise<number> {
  const signed = await signCheckpoint(platform.context({ actor: systemActor }));
  if (!signed.ok) throw new Error(`nothing was signed: ${signed.refusal.code}`);
  return signed.value.size;
}

/** Leaves a second of both logs, batch by batch in turn, so that a busy machine slows both alike. */
interface Rates {
  readonly grown: number;
  readonly small: number;
}

/** Leaves a second of one batch of a thousand, durably appended and signed. */
async function appendBatch(platform: Platform): Promise<number> {
  const ctx = platform.context({ actor: systemActor });
  const batch = makeBatch();
  const startedAt = performance.now();
  await ctx.transact((tx) => appendEntries(tx, batch, ctx.now));
  await sign(platform);
  return batch.length / ((performance.now() - startedAt) / 1000);
}

async function measureAppending(grown: Platform, small: Platform): Promise<Rates> {
  // What filling left to be written would be written while a batch waits for the disk.
  for (const { db } of [grown, small]) await sql`checkpoint`.execute(db);
  const rates: Rates[] = [];
  for (let at = 0; at < measuredBatches; at += 1) {
    rates.push({ grown: await appendBatch(grown), small: await appendBatch(small) });
  }
  const medianOf = (name: keyof Rates): number => median(rates.map((pair) => pair[name]));
  return { grown: medianOf('grown'), small: medianOf('small') };
}

/** Gives the sizes to measure at: the empty log, then steps of at most a million, the last included. */
export function sizesUpTo(leaves: number): readonly number[] {
  const step = Math.min(stepLeavesMax, Math.ceil(leaves / stepsMin));
  const count = Math.ceil(leaves / step);
  return [0, ...Array.from({ length: count }, (_none, at) => Math.min((at + 1) * step, leaves))];
}

/** Says before anything is made that the disk will not do, rather than after an hour. */
async function assertSpace(leaves: number): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const [free, needed] = [bavail * bsize, leaves * bytesPerLeaf + 1e9];
  if (free >= needed) return;
  throw new Error(
    `${tmpdir()} has ${inGigabytes(free)} free; ${leaves.toLocaleString('en')} leaves take about ${inGigabytes(needed)}. Set TMPDIR to a folder on a larger disk, or ask for fewer.`,
  );
}

const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

async function databaseBytes(platform: Platform): Promise<number> {
  const { rows } = await sql<{ bytes: bigint }>`
    select pg_database_size(current_database())::bigint as bytes`.execute(platform.db);
  return Number(rows[0]?.bytes ?? 0);
}

/** One line of progress: how far, how fast, what it takes, and about how long the rest will take. */
async function tell(
  platform: Platform,
  step: { size: number; rates: Rates; leaves: number; startedAt: number },
): Promise<void> {
  const { size, rates, leaves, startedAt } = step;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const left =
    size === 0
      ? ''
      : `, about ${Math.max(0, Math.round((seconds / size) * (leaves - size)))} s to go`;
  const taken = `${inGigabytes(await databaseBytes(platform))} of disk, ${inGigabytes(process.memoryUsage.rss())} of memory`;
  process.stderr.write(
    `${size.toLocaleString('en')} of ${leaves.toLocaleString('en')} leaves, recomputed and signed: ${Math.round(rates.grown)} leaves/s appended and signed, ${Math.round(rates.small)} to the small log in turn (${taken}; ${seconds} s${left})\n`,
  );
}

/**
 * Whether appending slows down as the log grows: at each step the median rate beside that of a log
 * that is kept small, batch by batch in turn; the figure is the last. The leaves are made inside the
 * database, a step at a time, so that the memory of this process does not grow with them.
 */
export async function benchLogGrowth(leaves: number): Promise<Figure> {
  await assertSpace(leaves);
  return withLedgerPlatform((small) =>
    withLedgerPlatform(async (platform) => {
      const startedAt = performance.now();
      let rates: Rates = { grown: Number.NaN, small: Number.NaN };
      for (const size of sizesUpTo(leaves)) {
        await fillUntil(platform, size);
        const signedSize = await sign(platform);
        rates = await measureAppending(platform, small);
        await tell(platform, { size: signedSize, rates, leaves, startedAt });
      }
      const [value, peerValue] = [rates.grown, rates.small];
      const names = { name: 'log-growth', unit: 'leaves/s', peer: 'the same on a small log' };
      return { ...names, value, peerValue, ratio: value / peerValue, runs: measuredBatches };
    }),
  );
}
