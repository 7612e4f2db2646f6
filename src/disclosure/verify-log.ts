import type { Context, Tx } from '../platform/index.ts';
import {
  assessCheckpoint,
  assessNodes,
  assessStretch,
  type LogFault,
  type StretchAssessment,
} from './assess-log.ts';
import { keysOf } from './log-keys.ts';
import { appendLeaves, type CompactRange, emptyRange, rootOf } from './merkle/compact-range.ts';
import { hashLeaf } from './merkle/hash.ts';
import { type LogEntry, listCheckpoints, listEntries, loadHead, loadNodes } from './queries.ts';
import type { NoteKey } from './signed-note.ts';

/** What recomputing the whole log found; sound when there is no fault. */
export interface LogReport {
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

async function assessStored(tx: Tx, stretch: StretchAssessment): Promise<readonly LogFault[]> {
  const stored = await loadNodes(tx, stretch.nodes);
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
    entries: readonly LogEntry[];
    until: number;
    keys: readonly [NoteKey, ...NoteKey[]];
  },
): Promise<void> {
  const from = progress.range.size;
  const until = stretch.until + 1;
  const checkpoints = await listCheckpoints(tx, { from: from === 0 ? 0 : from + 1, until });
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
 * the root and signature of every checkpoint. Stops at the first missing entry.
 */
export async function verifyLog(
  ctx: Context,
  onProgress: (size: { done: number; total: number }) => unknown = () => undefined,
): Promise<LogReport> {
  const keys = keysOf(ctx.signer);
  return ctx.read(async (tx) => {
    const head = await loadHead(tx);
    const progress: Progress = {
      range: emptyRange,
      checkpointCount: 0,
      signedSize: undefined,
      faults: [],
    };
    do {
      const from = progress.range.size;
      const until = Math.min(head.size, from + entriesPerRead);
      const entries = await listEntries(tx, { from, until });
      const stretch = assessStretch({ range: progress.range, until, entries });
      progress.faults.push(...stretch.faults);
      if (stretch.range.size < until) break;
      progress.faults.push(...(await assessStored(tx, stretch)));
      await assessSigned(tx, progress, { entries, until, keys });
      progress.range = stretch.range;
      await onProgress({ done: until, total: head.size });
    } while (progress.range.size < head.size && progress.faults.length < faultsMax);
    for (const { size } of await listCheckpoints(tx, {
      from: head.size + 1,
      until: Number.MAX_SAFE_INTEGER,
    })) {
      progress.faults.push({ code: 'checkpoint_beyond_log', size });
    }
    return {
      size: head.size,
      root: rootOf(progress.range),
      checkpointCount: progress.checkpointCount,
      signedSize: progress.signedSize,
      frozenCode: head.frozenCode,
      faults: progress.faults.slice(0, faultsMax),
    };
  });
}
