import { accept, type Outcome, type Refusal, refuse } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import type { Incident } from '../incident.ts';
import type { TimelineEntry } from '../timeline.ts';

/** A document that is attached to an entry of the timeline, without its content. */
export interface Attachment {
  readonly id: string;
  readonly entryId: string;
  readonly filename: string;
  readonly mediaType: string;
  readonly byteCount: number;
  /** lower-case hex, of what is kept */
  readonly sha256: string;
}

/** A document as it is sent. */
export interface SentAttachment {
  readonly id: string;
  readonly incidentId: string;
  readonly entryId: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/**
 * How documents are examined and shown: as evidence is, by content, size and scanner, and without
 * what is beside the content. Evidence belongs to a later room, so it is given where the rooms are
 * put together.
 */
export interface DocumentExaminer {
  readonly examine: (
    ctx: Context,
    document: { readonly filename: string; readonly bytes: Uint8Array },
  ) => Promise<Outcome<{ readonly mediaType: string }, Refusal>>;
  /** undefined when it cannot be shown without what is beside its content */
  readonly strip: (document: {
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  }) => Promise<Uint8Array | undefined>;
}

export type AttachmentRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'timeline_entry_unknown' }
  | { readonly code: 'attachments_too_many'; readonly countMax: number };

/** The most documents of one entry. */
export const attachmentsMax = 10;

/**
 * Decides whether a document may be attached to an entry.
 *
 * Refusals are checked in this order: incident_closed, timeline_entry_unknown, attachments_too_many.
 */
export function decideAttachment(
  sent: Pick<SentAttachment, 'entryId'>,
  state: {
    readonly incident: Incident;
    readonly timeline: readonly TimelineEntry[];
    /** how many documents the entry has already */
    readonly attachedCount: number;
  },
): Outcome<TimelineEntry, AttachmentRefusal> {
  if (state.incident.state === 'closed') return refuse({ code: 'incident_closed' });
  const entry = state.timeline.find(({ id }) => id === sent.entryId);
  if (entry === undefined) {
    return refuse({ code: 'timeline_entry_unknown' });
  }
  if (state.attachedCount >= attachmentsMax) {
    return refuse({ code: 'attachments_too_many', countMax: attachmentsMax });
  }
  return accept(entry);
}

/** Gives a name that is safe as the last part of a path: no folders, no invisible characters. */
export function plainName(sent: string): string {
  const last = sent.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const seen = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').trim();
  return seen === '' || /^\.+$/.test(seen) ? 'document' : [...seen].slice(-120).join('');
}
