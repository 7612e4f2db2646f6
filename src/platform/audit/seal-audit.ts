import { setTimeout as pause } from 'node:timers/promises';
import { type Context, systemActor } from '../context.ts';
import type { Platform } from '../platform.ts';
import { chainEntry, chainStart, type Seal, signSeal } from './seal.ts';
import { isSealKept, keepSealMemory, loadSealMemory, sealMemoryPath } from './seal-memory.ts';
import {
  insertSeal,
  listSealedEntries,
  loadLastSeal,
  loadSettledId,
  tryLockSealing,
} from './seal-store.ts';

const entriesPerSeal = 10_000;

/** What an attempt to seal came to. */
export type Sealing = 'sealed' | 'nothing_new' | 'busy' | 'seals_differ';

async function sealUpTo(ctx: Context, settled: bigint): Promise<Seal | Sealing> {
  return ctx.transact(async (tx) => {
    if (!(await tryLockSealing(tx))) return 'busy';
    const last = await loadLastSeal(tx);
    const { number, through, entryCount, digest } = last ?? {
      ...{ number: 0n, through: 0n, entryCount: 0n, digest: chainStart },
    };
    const range = { after: through, through: settled, limit: entriesPerSeal };
    const entries = await listSealedEntries(tx, range);
    const newest = entries.at(-1);
    if (newest === undefined) return 'nothing_new';
    const seal: Seal = {
      number: number + 1n,
      through: BigInt(newest.id),
      entryCount: entryCount + BigInt(entries.length),
      digest: entries.reduce(chainEntry, digest),
    };
    await insertSeal(tx, { ...seal, signature: signSeal(seal, ctx.signer), at: ctx.now });
    return seal;
  });
}

/**
 * Seals every audit entry that is committed and not sealed yet, ten thousand to a seal.
 *
 * Nothing is sealed while the database lacks the seal that the data folder remembers: whoever
 * replaced entries and seals in the database would have them signed.
 *
 * @throws PlatformError `outbound_closed` where the database belongs to another installation
 */
export async function sealAudit(
  ctx: Context,
  { dataDir }: { readonly dataDir: string },
): Promise<Sealing> {
  await ctx.epochGate.demand();
  const memory = await loadSealMemory(dataDir);
  if (memory !== undefined && !(await ctx.read((tx) => isSealKept(tx, memory)))) {
    return 'seals_differ';
  }
  const settled = await ctx.transact(loadSettledId);
  for (let isFirst = true; ; isFirst = false) {
    const sealed = await sealUpTo(ctx, settled);
    if (typeof sealed === 'string') {
      return sealed === 'nothing_new' && !isFirst ? 'sealed' : sealed;
    }
    await keepSealMemory(dataDir, sealed);
  }
}

async function sealOrLog(platform: Platform, last: Sealing | undefined): Promise<Sealing> {
  const { dataDir } = platform.config;
  try {
    const sealing = await sealAudit(platform.context({ actor: systemActor }), { dataDir });
    if (sealing === 'seals_differ' && last !== sealing) {
      const file = sealMemoryPath(dataDir);
      platform.log.error({ file }, 'the audit is not sealed: run `amends audit check`');
    }
    return sealing;
  } catch (error) {
    // Writers were in the way, or the database was: what is not sealed waits for the next time.
    platform.log.debug({ message: String(error) }, 'the audit was not sealed this time');
    return last ?? 'busy';
  }
}

/**
 * Seals the audit every now and then until it is told to stop.
 *
 * @param options.intervalMs between two seals, 10 seconds unless it is given
 */
export async function runAuditSealing(
  platform: Platform,
  { signal, intervalMs = 10_000 }: { readonly signal: AbortSignal; readonly intervalMs?: number },
): Promise<void> {
  let last: Sealing | undefined;
  while (!signal.aborted) {
    last = await sealOrLog(platform, last);
    await pause(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
