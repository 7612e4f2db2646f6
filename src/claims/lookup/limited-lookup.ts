import { type Outcome, type Refusal, refuse } from '../../kernel/index.ts';
import type { Context, Tx } from '../../platform/index.ts';
import {
  countFailedNow,
  digestLookup,
  lockFailedLookups,
  recordFailedLookup,
  recordFailedNow,
} from './attempt-store.ts';
import {
  addressRule,
  decideLookup,
  decideMinute,
  type LookupTooOften,
  numberRule,
} from './limit-lookup.ts';

/**
 * Looks a claim up with something that can be guessed, a contact, and makes guessing slow: by the
 * address that asks, by the number asked for, and by what fails everywhere in a minute.
 *
 * A number that no claim has counts as one that a claim has, so that waiting tells neither.
 */
export async function limitLookup<V, R extends Refusal>(
  ctx: Context,
  asked: {
    readonly address: string;
    readonly number: string;
    find(tx: Tx): Promise<Outcome<V, R>>;
  },
): Promise<Outcome<V, R | LookupTooOften>> {
  const { now } = ctx;
  const digest = digestLookup(ctx, asked);
  return ctx.transact(async (tx): Promise<Outcome<V, R | LookupTooOften>> => {
    // Always the address first: two that lock both in one order do not wait for each other.
    const ofAddress = await lockFailedLookups(tx, digest.address);
    const ofNumber = await lockFailedLookups(tx, digest.number);
    const tooOften =
      decideLookup(ofAddress, { now, rule: addressRule }) ??
      decideLookup(ofNumber, { now, rule: numberRule }) ??
      decideMinute(await countFailedNow(tx, ctx), now);
    if (tooOften !== undefined) return refuse(tooOften);
    const found = await asked.find(tx);
    if (found.ok) return found;
    await recordFailedLookup(tx, { digest: digest.address, before: ofAddress, now });
    await recordFailedLookup(tx, { digest: digest.number, before: ofNumber, now });
    await recordFailedNow(tx, ctx);
    return found;
  });
}
