import { accept, compareInstant, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import type { Attachment } from './attachments/attachment.ts';
import type { Precision } from './impact.ts';
import {
  assessStatement,
  type FutureRefusal,
  type Incident,
  isInFuture,
  type StatementRefusal,
  type Titles,
} from './incident.ts';

/** Who may read a timeline entry: anyone, or staff only. */
export type Visibility = 'public' | 'private';

/**
 * Something that happened, when, as one party tells it.
 *
 * Entries that tell the same event differently share a `contestGroup`; all are kept.
 */
export interface TimelineEntry {
  readonly id: string;
  readonly incidentId: string;
  readonly occurredAt: Instant;
  readonly occurredPrecision: Precision;
  readonly visibility: Visibility;
  readonly text: Titles;
  readonly statedBy: string;
  readonly sources: readonly number[];
  readonly contestGroup?: string;
  /** documents everybody may read; of a private entry see `attachments/` */
  readonly attachments?: readonly Attachment[];
}

export type TimelineRefusal =
  | StatementRefusal
  | FutureRefusal
  | { readonly code: 'public_entry_without_source' };

/**
 * Decides whether an entry may be added to the timeline.
 *
 * Refusals are checked in this order: those of any statement, public_entry_without_source,
 * time_in_future (unless it is planned).
 */
export function decideTimelineEntry(
  entry: TimelineEntry,
  { incident, now }: { readonly incident: Incident; readonly now: Instant },
): Outcome<TimelineEntry, TimelineRefusal> {
  const refusal = assessStatement(incident, entry);
  if (refusal !== undefined) return refuse(refusal);
  if (entry.visibility === 'public' && entry.sources.length === 0) {
    return refuse({ code: 'public_entry_without_source' });
  }
  if (entry.occurredPrecision !== 'planned' && isInFuture(entry.occurredAt, now)) {
    return refuse({ code: 'time_in_future', now });
  }
  return accept(entry);
}

/** Orders entries as they happened; entries of the same instant keep the order of their ids. */
export function orderTimeline(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return [...entries].sort(
    (left, right) =>
      compareInstant(left.occurredAt, right.occurredAt) || (left.id < right.id ? -1 : 1),
  );
}
