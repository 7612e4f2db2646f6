import { type Instant, type JsonValue, renderInstant } from '../kernel/index.ts';
import { sql, type Tx } from './database.ts';

/** Who did what to which record, when. */
export interface AuditEntry {
  readonly entryId: string;
  readonly at: Instant;
  readonly actorKind: 'staff' | 'claimant' | 'system' | 'api';
  readonly actorId: string;
  /** absent when the actor is no member of staff */
  readonly actorName?: string;
  readonly requestId: string;
  readonly action: string;
  readonly subject: string;
  readonly details?: JsonValue;
}

/** What a list of audit entries is narrowed to; `until` is exclusive, `after` an entry's id. */
export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  /** the whole subject, or its beginning before a colon, such as `staff` */
  readonly subject?: string | undefined;
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface AuditRow extends Omit<AuditEntry, 'entryId' | 'actorName' | 'details'> {
  readonly entryId: bigint;
  readonly actorName: string | null;
  readonly details: JsonValue | null;
}

function conditionsOf(filter: AuditFilter) {
  const { actorId, action, subject, from, until, after } = filter;
  const conditions = [sql`true`];
  if (actorId !== undefined) conditions.push(sql`actor_id = ${actorId}`);
  if (action !== undefined) conditions.push(sql`action = ${action}`);
  if (subject !== undefined) {
    conditions.push(sql`(subject = ${subject} or starts_with(subject, ${`${subject}:`}))`);
  }
  if (from !== undefined) conditions.push(sql`at >= ${renderInstant(from)}::timestamptz`);
  if (until !== undefined) conditions.push(sql`at < ${renderInstant(until)}::timestamptz`);
  if (after !== undefined) {
    conditions.push(sql`(at, audit.id) < (select at, id from platform.audit where id = ${after})`);
  }
  return sql.join(conditions, sql` and `);
}

/** Lists audit entries, the newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter): Promise<readonly AuditEntry[]> {
  const { rows } = await sql<AuditRow>`
    select audit.id as "entryId", at, actor_kind as "actorKind", actor_id as "actorId",
      staff.name as "actorName", request_id as "requestId", action, subject, details
    from platform.audit left join platform.staff on staff.id::text = actor_id
    where ${conditionsOf(filter)}
    order by at desc, audit.id desc limit ${filter.limit}`.execute(tx);
  return rows.map(({ entryId, actorName, details, ...row }) => ({
    ...row,
    entryId: entryId.toString(),
    ...(actorName === null ? {} : { actorName }),
    ...(details === null ? {} : { details }),
  }));
}

/** Lists every action that was ever recorded, for a filter. */
export async function listAuditActions(tx: Tx): Promise<readonly string[]> {
  // Steps from one action to the next along the index instead of reading every entry.
  const { rows } = await sql<{ action: string }>`
    with recursive step as (
      (select action from platform.audit order by action limit 1)
      union all
      select (select action from platform.audit where action > step.action
        order by action limit 1) from step where step.action is not null
    ) select action from step where action is not null`.execute(tx);
  return rows.map(({ action }) => action);
}

/** Lists everybody of staff who ever acted, by name, for a filter. */
export async function listAuditActors(
  tx: Tx,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from platform.staff
    where exists (select 1 from platform.audit where actor_id = staff.id::text)
    order by name, id`.execute(tx);
  return rows;
}
