import type { Context, Tx } from '../platform/index.ts';
import { assessLabels } from './assess-labels.ts';
import {
  assessCheckpoint,
  assessNodes,
  assessStretch,
  type LogFault,
  type StretchAssessment,
} from './assess-log.ts';
import { renderBase64 } from './base64.ts';
import { renderLeaf } from './leaf.ts';
import { keysOf } from './log-keys.ts';
import { appendLeaves, type CompactRange, emptyRange, rootOf } from './merkle/compact-range.ts';
import { hashLeaf, sameBytes } from './merkle/hash.ts';
import {
  type LogEntry,
  listCheckpoints,
  listEntries,
  listHeads,
  loadHead,
  loadNodes,
  type Shard,
} from './queries.ts';
import type { NoteKey } from './signed-note.ts';

/** What recomputing the whole log found; sound when there is no fault. */
export interface LogReport {
  readonly shard: number;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly checkpointCount: number;
  readonly signedSize: number | undefined;
  readonly frozenCode: string | undefined;
  readonly faults: readonly LogFault[];
}

const entriesPerRead = 10_000;
// A damaged log has no use for a list of a million faults.
const faultsMax = 100;

async function assessStored(
  tx: Tx,
  shard: number,
  stretch: StretchAssessment,
): Promise<readonly LogFault[]> {
  const stored = await loadNodes(tx, stretch.nodes, shard);
  try {
    return assessNodes(stretch.nodes, stored);
  } catch (error) {
    const { level, index } = (error as { details: { level: number; index: number } }).details;
    return [{ code: 'node_differs', level, index }];
  }
}

interface Progress {
  range: CompactRange;
  checkpointCount: number;
  signedSize: number | undefined;
  readonly faults: LogFault[];
}

/** Checks the checkpoints that lie within a stretch, against the range at each of their sizes. */
async function assessSigned(
  tx: Tx,
  progress: Progress,
  stretch: {
    shard: number;
    entries: readonly LogEntry[];
    until: number;
    keys: readonly [NoteKey, ...NoteKey[]];
  },
): Promise<void> {
  const from = progress.range.size;
  const until = stretch.until + 1;
  const checkpoints = await listCheckpoints(tx, {
    ...{ from: from === 0 ? 0 : from + 1, until, shard: stretch.shard },
  });
  let range = progress.range;
  for (const checkpoint of checkpoints) {
    const leaves = stretch.entries.slice(range.size - from, checkpoint.size - from);
    range = appendLeaves(
      range,
      leaves.map(({ data }) => hashLeaf(data)),
    ).range;
    progress.faults.push(...assessCheckpoint(checkpoint, { range, keys: stretch.keys }));
    progress.checkpointCount += 1;
    progress.signedSize = checkpoint.size;
  }
}

/**
 * Recomputes the whole log from the bytes of its entries: every leaf hash, every stored subtree,
 * the root and signature of every checkpoint; compares the kind and subject beside each entry with
 * its leaf and its event. Stops at the first missing entry.
 *
 * @param asked the shard; without one, that to which entries are added
 */
export async function verifyLog(
  ctx: Context,
  onProgress: (size: { done: number; total: number }) => unknown = () => undefined,
  asked?: Shard,
): Promise<LogReport> {
  return ctx.read(async (tx) => {
    const head = await loadHead(tx, asked);
    const { shard, origin = ctx.signer.name } = head;
    const keys = keysOf({ ...ctx.signer, name: origin });
    const progress: Progress = {
      range: emptyRange,
      checkpointCount: 0,
      signedSize: undefined,
      faults: [],
    };
    do {
      const from = progress.range.size;
      const until = Math.min(head.size, from + entriesPerRead);
      const entries = await listEntries(tx, { from, until, shard });
      const stretch = assessStretch({ range: progress.range, until, entries });
      progress.faults.push(...stretch.faults);
      if (stretch.range.size < until) break;
      progress.faults.push(...(await assessLabels(tx, { from, until, shard, entries })));
      progress.faults.push(...(await assessStored(tx, shard, stretch)));
      await assessSigned(tx, progress, { shard, entries, until, keys });
      progress.range = stretch.range;
      await onProgress({ done: until, total: head.size });
    } while (progress.range.size < head.size && progress.faults.length < faultsMax);
    for (const { size } of await listCheckpoints(tx, {
      from: head.size + 1,
      until: Number.MAX_SAFE_INTEGER,
      shard,
    })) {
      progress.faults.push({ code: 'checkpoint_beyond_log', size });
    }
    return {
      ...{ shard, origin },
      size: head.size,
      root: rootOf(progress.range),
      checkpointCount: progress.checkpointCount,
      signedSize: progress.signedSize,
      frozenCode: head.frozenCode,
      faults: progress.faults.slice(0, faultsMax),
    };
  });
}

/**
 * Recomputes every shard of the log, and that each begins with what the one before it came to.
 *
 * @returns the shards, the first first
 */
export async function verifyShards(
  ctx: Context,
  onProgress?: (size: { done: number; total: number }) => unknown,
): Promise<readonly LogReport[]> {
  const heads = await ctx.read(listHeads);
  const reports: LogReport[] = [];
  for (const { shard } of heads) {
    const report = await verifyLog(ctx, onProgress, shard);
    const before = reports.at(-1);
    const faults = before === undefined ? [] : await assessSuccession(ctx, { before, report });
    reports.push({ ...report, faults: [...report.faults, ...faults] });
  }
  return reports;
}

/** Compares the first entry of a shard with what was recomputed of the one before it. */
async function assessSuccession(
  ctx: Context,
  of: { readonly before: LogReport; readonly report: LogReport },
): Promise<readonly LogFault[]> {
  const { before, report } = of;
  const { shard } = report;
  const [first] = await ctx.read((tx) => listEntries(tx, { from: 0, until: 1, shard }));
  if (first === undefined) return [{ code: 'entry_missing', index: 0 }];
  const { origin: predecessor, size, root } = before;
  const expected = renderLeaf('log_shard_opened', { predecessor, size, root: renderBase64(root) });
  return sameBytes({ left: first.data, right: expected })
    ? []
    : [{ code: 'shard_not_successor', shard }];
}
