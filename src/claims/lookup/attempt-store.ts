import { type Instant, instantFromEpochMs, renderInstant } from '../../kernel/index.ts';
import { type Context, networkOf, sha256, sql, type Tx } from '../../platform/index.ts';
import { countFailure, type FailedLookups, forgetAfterMs } from './limit-lookup.ts';

/**
 * Gives the digest an address is known by; keyed with a signature only this installation can make,
 * so that nobody who reads the table can try all addresses.
 */
export function digestAddress(ctx: Context, address: string): Buffer {
  const text = Buffer.from(`amends look-up address 1\n${networkOf(address)}`);
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  return Buffer.from(sha256(ctx.signer.sign(text)));
}

/** Makes the look-ups of an address follow one another and gives what failed before. */
export async function lockFailedLookups(
  tx: Tx,
  digest: Buffer,
): Promise<FailedLookups | undefined> {
  await sql`select pg_advisory_xact_lock(${digest.readInt32BE(0)}, ${digest.readInt32BE(4)})`.execute(
    tx,
  );
  const { rows } = await sql<{ count: number; at: Instant }>`
    select failure_count as count, last_failed_at as at from claims.lookup_attempt
    where address_digest = ${digest}`.execute(tx);
  const [row] = rows;
  return row === undefined ? undefined : { failureCount: row.count, lastFailedAt: row.at };
}

/** Records one more failed look-up of a locked address, and forgets addresses that gave up. */
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
