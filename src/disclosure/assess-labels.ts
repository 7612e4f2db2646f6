import { sql, type Tx } from '../platform/index.ts';
import type { LogFault } from './assess-log.ts';
import type { LeafKind } from './leaf.ts';
import { type LogEntry, type Shard, shardOf } from './queries.ts';

/**
 * Which field of a leaf names the record that its entry is about. The others hold a commitment, or
 * name no record: of these the leaf covers the kind alone.
 */
const subjectFields: Partial<Readonly<Record<LeafKind, string>>> = {
  incident_opened: 'incidentId',
  impact_adopted: 'incidentId',
  determination_run_approved: 'runId',
  payout_run_sent: 'runId',
  ledger_head_recorded: 'incidentId',
  report_published: 'incidentId',
  continuity_assessed: 'assessmentId',
  drill_recorded: 'drillId',
  log_key_changed: 'toKey',
  log_shard_closed: 'successor',
};

type Labelled = Pick<LogEntry, 'index' | 'kind' | 'data'> & { readonly subject: string };
type LabelFault = Extract<
  LogFault,
  { readonly code: 'entry_kind_differs' | 'entry_subject_differs' }
>;

function readLeaf(data: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const leaf: unknown = JSON.parse(new TextDecoder().decode(data));
    return leaf instanceof Object ? { ...leaf } : {};
  } catch {
    return {};
  }
}

/** Compares what stands beside the bytes of a leaf, for searching, with what the bytes say. */
export function assessLabel({ index, kind, data, subject }: Labelled): readonly LabelFault[] {
  const leaf = readLeaf(data);
  if (leaf.kind !== kind) return [{ code: 'entry_kind_differs', index }];
  const field = subjectFields[kind];
  const isSame = field === undefined || leaf[field] === undefined || leaf[field] === subject;
  return isSame ? [] : [{ code: 'entry_subject_differs', index }];
}

/**
 * Compares the kind and the subject stored beside entries with their leaves, and with the events
 * that they record.
 *
 * Not compared is when an entry was recorded: no leaf holds it.
 *
 * @param place the entries `[from, until)` of a shard
 */
export async function assessLabels(
  tx: Tx,
  place: { from: number; until: number; shard?: Shard; entries: readonly LogEntry[] },
): Promise<readonly LabelFault[]> {
  const { rows } = await sql<{ index: bigint; subject: string; isOfEvent: boolean }>`
    select index, entry.subject,
      coalesce(event.type = entry.kind and event.subject = entry.subject, false) as "isOfEvent"
    from disclosure.entry left join platform.event on event.id = source_event_id
    where shard = ${shardOf(place.shard)} and index >= ${place.from} and index < ${place.until}
    order by index`.execute(tx);
  const stored = new Map(rows.map((row) => [Number(row.index), row]));
  return place.entries.flatMap((entry): readonly LabelFault[] => {
    const { index } = entry;
    const row = stored.get(index);
    if (row === undefined) return [];
    const faults = assessLabel({ ...entry, subject: row.subject });
    if (faults.length > 0 || row.isOfEvent) return faults;
    return [{ code: 'entry_subject_differs', index }];
  });
}
