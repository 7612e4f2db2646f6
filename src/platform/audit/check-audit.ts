import type { Context } from '../context.ts';
import type { Tx } from '../database.ts';
import { chainEntry, chainStart, isSealSigned } from './seal.ts';
import { isSealKept, loadSealMemory, type SealMemory } from './seal-memory.ts';
import {
  countEntriesAfter,
  listSealedEntries,
  listSealsAfter,
  type StoredSeal,
} from './seal-store.ts';

/** One thing that is wrong with the audit or its seals. */
export type AuditFault =
  | { readonly code: 'seal_missing'; readonly number: bigint }
  /** an entry between two ids is not what was sealed, is gone, or was put there afterwards */
  | {
      readonly code: 'entries_differ';
      readonly number: bigint;
      readonly after: bigint;
      readonly through: bigint;
    }
  | { readonly code: 'seal_signature_wrong'; readonly number: bigint }
  | { readonly code: 'kept_seal_missing'; readonly number: bigint };

/** What recomputing the audit's chain found; sound when there is no fault. */
export interface AuditReport {
  readonly sealCount: number;
  /** entries that are sealed */
  readonly entryCount: bigint;
  /** entries that no seal covers yet */
  readonly openCount: bigint;
  readonly last: StoredSeal | undefined;
  readonly faults: readonly AuditFault[];
}

const entriesPerRead = 10_000;
const faultsMax = 100;

interface Progress {
  digest: Uint8Array;
  entryCount: bigint;
  sealCount: number;
  last: StoredSeal | undefined;
  readonly faults: AuditFault[];
}

/** Recomputes the chain from one seal to the next. */
async function recompute(tx: Tx, progress: Progress, seal: StoredSeal): Promise<void> {
  let after = progress.last?.through ?? 0n;
  for (;;) {
    const range = { after, through: seal.through, limit: entriesPerRead };
    const entries = await listSealedEntries(tx, range);
    progress.digest = entries.reduce(chainEntry, progress.digest);
    progress.entryCount += BigInt(entries.length);
    after = BigInt(entries.at(-1)?.id ?? seal.through);
    if (entries.length < entriesPerRead) return;
  }
}

async function assessSeal(
  tx: Tx,
  progress: Progress,
  { seal, signer }: { readonly seal: StoredSeal; readonly signer: Context['signer'] },
): Promise<void> {
  const { number, through } = seal;
  const after = progress.last?.through ?? 0n;
  const expected = (progress.last?.number ?? 0n) + 1n;
  if (number !== expected) progress.faults.push({ code: 'seal_missing', number: expected });
  await recompute(tx, progress, seal);
  const isSame =
    progress.entryCount === seal.entryCount &&
    Buffer.from(progress.digest).equals(Buffer.from(seal.digest));
  if (!isSame) progress.faults.push({ code: 'entries_differ', number, after, through });
  if (!isSealSigned(seal, signer)) progress.faults.push({ code: 'seal_signature_wrong', number });
  progress.last = seal;
  progress.sealCount += 1;
  // Each stretch is judged by itself, so that one changed entry is told once.
  progress.digest = seal.digest;
  progress.entryCount = seal.entryCount;
}

/** Recomputes the whole chain, or until a hundred things are wrong. */
async function recomputeAll(tx: Tx, signer: Context['signer']): Promise<Progress> {
  const progress: Progress = {
    ...{ digest: chainStart, entryCount: 0n, sealCount: 0, last: undefined, faults: [] },
  };
  while (progress.faults.length < faultsMax) {
    const seals = await listSealsAfter(tx, progress.last?.number ?? 0n);
    if (seals.length === 0) break;
    for (const seal of seals) await assessSeal(tx, progress, { seal, signer });
  }
  return progress;
}

/**
 * Recomputes the chain of seals over the audit from its entries, and looks for the seals that were
 * kept outside the database.
 *
 * @param asked.kept seals that somebody kept, beside the one that the data folder remembers
 */
export async function checkAudit(
  ctx: Context,
  asked: { readonly dataDir: string; readonly kept?: readonly SealMemory[] },
): Promise<AuditReport> {
  const memory = await loadSealMemory(asked.dataDir);
  const kept = [...(asked.kept ?? []), ...(memory === undefined ? [] : [memory])];
  return ctx.read(async (tx) => {
    const { sealCount, entryCount, last, faults } = await recomputeAll(tx, ctx.signer);
    for (const one of kept) {
      if (await isSealKept(tx, one)) continue;
      faults.push({ code: 'kept_seal_missing', number: one.number });
    }
    const openCount = await countEntriesAfter(tx, last?.through ?? 0n);
    return { sealCount, entryCount, openCount, last, faults };
  });
}
