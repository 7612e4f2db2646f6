import { type Instant, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  defaultNetworkQuota,
  networkOf,
  sha256,
  sql,
  type Tx,
} from '../../platform/index.ts';

const hourMs = 60 * 60_000;
const hourOf = (now: Instant): number => Math.floor(now / hourMs);

/** Gives the whole seconds until the next hour begins, at least 1. */
export const secondsToNextHour = (now: Instant): number =>
  Math.ceil(((hourOf(now) + 1) * hourMs - now) / 1000);

/**
 * Counts one more of what a network asks for in this hour, drafts newly saved or codes sent, up to what
 * the installation allows; whoever is over it still files a claim. The network is kept as a keyed digest only.
 * Last in its transaction: others of the network wait for the row.
 *
 * @returns the whole seconds to wait when the network has had as many as it may, and nothing counted;
 *   else 0, as where no address is known
 */
export async function takeFromQuota(
  tx: Tx,
  { ctx, what }: { readonly ctx: Context; readonly what: 'draft' | 'code' },
): Promise<number> {
  const { address, now, outside } = ctx;
  if (address === undefined) return 0;
  const most = (outside.networkQuota ?? defaultNetworkQuota)[what];
  const text = `amends ${what} of a network 1\n${hourOf(now)}\n${networkOf(address)}`;
  // Ed25519 signs the same text alike each time (RFC 8032, 5.1.6).
  const digest = Buffer.from(sha256(ctx.signer.sign(Buffer.from(text))));
  const { rows } = await sql`insert into claims.lookup_attempt as a
      (address_digest, failure_count, last_failed_at)
    values (${digest}, 1, ${renderInstant(now)}::timestamptz)
    on conflict (address_digest) do update set failure_count = a.failure_count + 1
      where a.failure_count < ${most} returning 1`.execute(tx);
  return rows.length === 1 ? 0 : secondsToNextHour(now);
}
