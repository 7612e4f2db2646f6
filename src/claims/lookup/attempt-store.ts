import {
  type Instant,
  instantFromEpochMs,
  parseClaimNumber,
  renderInstant,
} from '../../kernel/index.ts';
import { type Context, networkOf, sha256, sql, type Tx } from '../../platform/index.ts';
import { countFailure, type FailedLookups, forgetAfterMs, minuteOf } from './limit-lookup.ts';

/**
 * Gives the digest an address, a number or a minute is counted under; keyed with a signature only this
 * installation can make, so that nobody who reads the table can try all of them.
 */
function digestOf(ctx: Context, { what, text }: { what: string; text: string }): Buffer {
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  return Buffer.from(sha256(ctx.signer.sign(Buffer.from(`amends look-up ${what} 1\n${text}`))));
}

/** Gives what a look-up counts against: who asks, and the number asked for. */
export function digestLookup(
  ctx: Context,
  { address, number }: { address: string; number: string },
): { readonly address: Buffer; readonly number: Buffer } {
  return {
    address: digestOf(ctx, { what: 'address', text: networkOf(address) }),
    number: digestOf(ctx, { what: 'number', text: parseClaimNumber(number) ?? number }),
  };
}

/** Gives what a token that opens nothing counts against: the address that shows it. */
export const digestTokens = (ctx: Context): Buffer =>
  digestOf(ctx, { what: 'token', text: networkOf(ctx.address ?? '') });

async function loadFailed(tx: Tx, digest: Buffer): Promise<FailedLookups | undefined> {
  const { rows } = await sql<{ count: number; at: Instant }>`
    select failure_count as count, last_failed_at as at from claims.lookup_attempt
    where address_digest = ${digest}`.execute(tx);
  const [row] = rows;
  return row === undefined ? undefined : { failureCount: row.count, lastFailedAt: row.at };
}

/** Makes the look-ups of an address, or with a number, follow one another; gives what failed before. */
export async function lockFailedLookups(
  tx: Tx,
  digest: Buffer,
): Promise<FailedLookups | undefined> {
  await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(
    tx,
  );
  return loadFailed(tx, digest);
}

const digestMinute = (ctx: Context): Buffer =>
  digestOf(ctx, { what: 'minute', text: String(minuteOf(ctx.now)) });

/**
 * Gives how many look-ups of everybody failed in this minute. Nothing is locked: as many more as run
 * at once may pass the most.
 */
export async function countFailedNow(tx: Tx, ctx: Context): Promise<number> {
  return (await loadFailed(tx, digestMinute(ctx)))?.failureCount ?? 0;
}

/** Records one more failed look-up of a locked address or number, and forgets those that gave up. */
export async function recordFailedLookup(
  tx: Tx,
  failed: { digest: Buffer; before: FailedLookups | undefined; now: Instant },
): Promise<void> {
  const { digest, before, now } = failed;
  const at = renderInstant(now);
  await sql`insert into claims.lookup_attempt (address_digest, failure_count, last_failed_at)
    values (${digest}, ${countFailure(before, now)}, ${at}::timestamptz)
    on conflict (address_digest) do update
      set failure_count = excluded.failure_count, last_failed_at = excluded.last_failed_at`.execute(
    tx,
  );
  const old = renderInstant(instantFromEpochMs(now - forgetAfterMs));
  await sql`delete from claims.lookup_attempt where address_digest in (
      select address_digest from claims.lookup_attempt
      where last_failed_at < ${old}::timestamptz limit 100 for update skip locked)`.execute(tx);
}

/** Counts one more failure of this minute. Last in its transaction: others wait for the row. */
export async function recordFailedNow(tx: Tx, ctx: Context): Promise<void> {
  await sql`insert into claims.lookup_attempt as a (address_digest, failure_count, last_failed_at)
    values (${digestMinute(ctx)}, 1, ${renderInstant(ctx.now)}::timestamptz)
    on conflict (address_digest) do update set failure_count = a.failure_count + 1`.execute(tx);
}
