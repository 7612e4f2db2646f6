import type { Instant } from '../../../kernel/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';
import { openNote } from '../../privacy/sealed-note.ts';
import type { ClaimRow } from '../../store.ts';
import type { DecisionRow } from '../decision-store.ts';
import { listTold } from '../many/reply-store.ts';
import { type ClockReading, type Priority, readClock } from '../queue/clock.ts';
import { loadRules, loadSecondReviews, type SecondReview } from '../queue/rules-store.ts';
import { listNotes, type MaskRow } from './desk-store.ts';

/** What a reviewer's desk shows about a claim beside the claim itself. */
export interface ClaimDesk {
  readonly priority: Priority;
  readonly assignedTo?: string;
  /** Absent once the claim is decided for good. */
  readonly clock?: ClockReading;
  readonly masks: readonly MaskRow[];
  /** Empty for whoever does not read personal data now. */
  readonly notes: readonly {
    readonly noteId: string;
    readonly text: string;
    readonly writtenBy: string;
    readonly writtenAt: Instant;
  }[];
  readonly told: readonly { readonly ko: string; readonly en: string; readonly toldAt: Instant }[];
  /** Second looks, by decision. */
  readonly secondReviews: ReadonlyMap<string, SecondReview>;
}

async function loadNotes(
  tx: Tx,
  { ctx, claimId, keySalt }: { ctx: Context; claimId: string; keySalt: Buffer | null },
): Promise<ClaimDesk['notes']> {
  if (keySalt === null) return [];
  return (await listNotes(tx, claimId)).map(({ text, ...note }) => ({
    ...note,
    text: Buffer.from(ctx.vault.decrypt({ salt: keySalt, ciphertext: text })).toString('utf8'),
  }));
}

async function openReviews(
  tx: Tx,
  { ctx, row, decisions }: { ctx: Context; row: ClaimRow; decisions: readonly { id: string }[] },
): Promise<ClaimDesk['secondReviews']> {
  const stored = await loadSecondReviews(
    tx,
    decisions.map(({ id }) => id),
  );
  const opened = [...stored].map(([id, review]) => {
    const note = openNote(ctx.vault, { note: review.note, salt: row.key_salt });
    return [id, { ...review, note: note ?? null }] as const;
  });
  return new Map(opened);
}

/**
 * Loads what the desk shows.
 *
 * @param options.keySalt the claim's, when personal data is shown now; else null
 */
export async function loadDesk(
  tx: Tx,
  options: {
    ctx: Context;
    row: ClaimRow;
    keySalt: Buffer | null;
    decisions: readonly DecisionRow[];
    masks: readonly MaskRow[];
  },
): Promise<ClaimDesk> {
  const { ctx, row, keySalt, decisions, masks } = options;
  const { targetHours } = await loadRules(tx, row.incident_id);
  const clock = {
    clockFromMs: Number(row.clock_from_ms),
    ...(row.paused_at === null ? {} : { pausedAt: row.paused_at }),
  };
  const isOver = row.state === 'approved' || row.state === 'closed';
  return {
    priority: row.priority,
    ...(row.assigned_to === null ? {} : { assignedTo: row.assigned_to }),
    ...(isOver ? {} : { clock: readClock(clock, { now: ctx.now, targetHours }) }),
    masks,
    notes: await loadNotes(tx, { ctx, claimId: row.id, keySalt }),
    told: await listTold(tx, row.id),
    secondReviews: await openReviews(tx, { ctx, row, decisions }),
  };
}
