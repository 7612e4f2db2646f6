import { signCheckpoint } from '../src/disclosure/index.ts';
import { appendEntries } from '../src/disclosure/store.ts';
import { type Platform, sql, systemActor } from '../src/platform/index.ts';
import { withLedgerPlatform } from './ledger.ts';
import { makeBatch } from './log.ts';
import { type Figure, median } from './measure.ts';

const stepLeaves = 1_000_000;
const measuredBatches = 20;
const secondsMax = 600;
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
    }
    await sql`update disclosure.head set size = ${size} where id = 1`.execute(tx);
  });
  await sql`analyze disclosure.entry`.execute(platform.db);
  await sql`analyze disclosure.node`.execute(platform.db);
}

async function sign(platform: Platform): Promise<number> {
  const signed = await signCheckpoint(platform.context({ actor: systemActor }));
  if (!signed.ok) throw new Error(`nothing was signed: ${signed.refusal.code}`);
  return signed.value.size;
}

/** Leaves a second, durably appended in batches of a thousand, each batch signed. */
async function measureAppending(platform: Platform): Promise<number> {
  const rates: number[] = [];
  for (let at = 0; at < measuredBatches; at += 1) {
    const ctx = platform.context({ actor: systemActor });
    const batch = makeBatch();
    const startedAt = performance.now();
    await ctx.transact((tx) => appendEntries(tx, batch, ctx.now));
    await sign(platform);
    rates.push(batch.length / ((performance.now() - startedAt) / 1000));
  }
  return median(rates);
}

/**
 * Whether appending slows down as the log grows: the median rate at each million leaves; the figure
 * is the last beside the first. Ends by itself after ten minutes, with the size it reached.
 */
export function benchLogGrowth(leaves: number): Promise<Figure> {
  return withLedgerPlatform(async (platform) => {
    const startedAt = performance.now();
    const rates: number[] = [];
    for (let size = 0; size <= leaves; size += stepLeaves) {
      await fillUntil(platform, size);
      const signedSize = await sign(platform);
      rates.push(await measureAppending(platform));
      const elapsed = Math.round((performance.now() - startedAt) / 1000);
      process.stderr.write(
        `${signedSize.toLocaleString('en')} leaves, recomputed and signed: ${Math.round(rates.at(-1) ?? 0)} leaves/s appended and signed (${elapsed} s)\n`,
      );
      if (elapsed > secondsMax) {
        process.stderr.write(`ended after ${secondsMax} s, before ${leaves} leaves\n`);
        break;
      }
    }
    const [peerValue = 0, value = 0] = [rates[0], rates.at(-1)];
    const names = { name: 'log-growth', unit: 'leaves/s', peer: 'the same on an empty log' };
    return { ...names, value, peerValue, ratio: value / peerValue, runs: measuredBatches };
  });
}
