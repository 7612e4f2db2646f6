import { parseClaimNumber } from '../../../kernel/index.ts';
import { sql, type Tx } from '../../../platform/index.ts';
import { type ClaimState, claimStates } from '../../claim.ts';
import type { ClaimListItem } from '../../queries.ts';
import type { Clock, Priority } from './clock.ts';
import {
  deskStates,
  parseCursor,
  type QueueCursor,
  type QueueFilter,
  renderCursor,
  startOfNumber,
} from './queue-filter.ts';

export type { QueueFilter };

/** One line of a queue; nothing personal. */
export interface QueueItem extends ClaimListItem {
  readonly priority: Priority;
  readonly assignedTo: string | null;
  readonly clock: Clock;
  readonly clusterCount: number;
}

const partColumns = {
  service: 'c.service',
  functionName: 'c.function_name',
  partyClass: 'c.party_class',
  category: 'c.category',
  kind: 'c.kind',
  suggestion: 'c.suggestion',
  channel: 'c.channel',
  priority: 'c.priority',
  isAppealed: 'c.is_appealed',
} as const;

function numberCondition(typed: string) {
  const number = parseClaimNumber(typed);
  // No letter of a claim number means anything in a pattern.
  return number === undefined
    ? sql`c.number like ${`${startOfNumber(typed)}%`}`
    : sql`c.number = ${number}`;
}

function assignedCondition(assignedTo: string) {
  return assignedTo === 'nobody'
    ? sql`c.assigned_to is null`
    : sql`c.assigned_to = ${assignedTo}::text`;
}

/** The conditions of a filter, without the state and the cursor. */
export function partConditions(filter: Omit<QueueFilter, 'after' | 'limit' | 'state'>) {
  const named = Object.entries(partColumns).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof partColumns];
    return value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];
  });
  return [
    sql`c.incident_id = ${filter.incidentId}`,
    ...named,
    ...(filter.assignedTo === undefined ? [] : [assignedCondition(filter.assignedTo)]),
    ...(filter.number === undefined ? [] : [numberCondition(filter.number)]),
  ];
}

/** Whether a claim is still to be worked on in its state: nobody decides one that was erased before. */
export const unlessErasedOpen = sql`(c.erased_at is null or c.state in ('approved', 'closed'))`;

const itemColumns = sql`c.id as "claimId", c.number as "claimNumber", c.state, c.suggestion,
  c.channel, c.party_class as "partyClass", c.category, c.kind, c.service,
  c.function_name as "functionName", c.stated_loss_minor as "statedLossMinor", c.currency,
  c.submitted_at as "submittedAt", c.is_appealed as "isAppealed", c.priority,
  c.assigned_to as "assignedTo",
  jsonb_strip_nulls(jsonb_build_object('clockFromMs', c.clock_from_ms,
    'pausedAt', floor(extract(epoch from c.paused_at) * 1000)::bigint)) as clock,
  (select count(*)::integer from claims.evidence e where e.claim_id = c.id) as "evidenceCount",
  (select count(*)::integer from claims.cluster_member m join claims.cluster k
    on k.id = m.cluster_id where m.claim_id = c.id and k.closed_at is null) as "clusterCount"`;

// The page is found in the index alone; only its claims are read.
function deskPage(filter: QueueFilter, cursor: QueueCursor | undefined) {
  const after =
    cursor === undefined
      ? []
      : [
          sql`(c.priority, c.clock_from_ms, c.id) >
            (${cursor.priority}::smallint, ${cursor.fromMs}::bigint, ${cursor.id}::uuid)`,
        ];
  // Written out, so that the planner sees that the states are those of the index.
  const state = sql`c.state = ${sql.lit(filter.state ?? '')} and c.erased_at is null`;
  return sql`with page as (
      select c.id from claims.claim c
      where ${sql.join([state, ...partConditions(filter), ...after], sql` and `)}
      order by c.priority, c.clock_from_ms, c.id limit ${filter.limit + 1})
    select ${itemColumns} from page join claims.claim c on c.id = page.id
    order by c.priority, c.clock_from_ms, c.id`;
}

// Every state has its own order in the index; the pages of all are merged.
function filedPage(filter: QueueFilter, cursor: QueueCursor | undefined) {
  const states = filter.state === undefined ? claimStates : [filter.state];
  const open = filter.state === undefined ? [] : [unlessErasedOpen];
  const after =
    cursor === undefined
      ? []
      : [
          sql`(c.submitted_at, c.id) >
            (to_timestamp(${cursor.fromMs}::numeric / 1000), ${cursor.id}::uuid)`,
        ];
  return sql`with page as (
      select found.id from unnest(${states}::text[]) as asked(state) cross join lateral (
        select c.id, c.submitted_at from claims.claim c
        where c.state = asked.state
          and ${sql.join([...partConditions(filter), ...after, ...open], sql` and `)}
        order by c.submitted_at, c.id limit ${filter.limit + 1}) found
      order by found.submitted_at, found.id limit ${filter.limit + 1})
    select ${itemColumns} from page join claims.claim c on c.id = page.id
    order by c.submitted_at, c.id`;
}

const isDesk = ({ state }: QueueFilter): boolean =>
  state !== undefined && deskStates.includes(state);

/** Gives the statement that reads a page of a queue, for whoever wants to see its plan. */
export function queuePage(filter: QueueFilter) {
  const cursor = parseCursor(filter.after);
  return isDesk(filter) ? deskPage(filter, cursor) : filedPage(filter, cursor);
}

function cursorOf(filter: QueueFilter, item: QueueItem): string {
  const { priority, claimId: id } = item;
  return isDesk(filter)
    ? renderCursor({ priority, fromMs: String(item.clock.clockFromMs), id })
    : renderCursor({ priority: 0, fromMs: String(item.submittedAt), id });
}

/**
 * Lists a queue a page at a time; `next` is the following cursor.
 *
 * What waits for a reviewer comes by urgency, then by the time it has waited without pauses; every
 * other state by the time of filing.
 */
export async function listQueue(
  tx: Tx,
  filter: QueueFilter,
): Promise<{ readonly claims: readonly QueueItem[]; readonly next?: string }> {
  const { rows } = await sql<QueueItem>`${queuePage(filter)}`.execute(tx);
  const claims = rows.slice(0, filter.limit);
  const last = claims.at(-1);
  return rows.length > filter.limit && last !== undefined
    ? { claims, next: cursorOf(filter, last) }
    : { claims };
}

/** Counts a part of an incident's claims by state. */
export async function countPart(
  tx: Tx,
  filter: Omit<QueueFilter, 'after' | 'limit' | 'state'>,
): Promise<ReadonlyMap<ClaimState, number>> {
  const { rows } = await sql<{ state: ClaimState; count: number }>`
    select c.state, count(*)::integer as count from claims.claim c
    where ${sql.join([...partConditions(filter), unlessErasedOpen], sql` and `)} group by 1`.execute(
    tx,
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}
