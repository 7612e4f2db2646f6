import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { RecordedRoleChange, RoleChange } from './incident-role.ts';

/** Records that a role changed hands. */
export async function recordRoleChange(tx: Tx, change: RoleChange): Promise<void> {
  const { id, incidentId, position, role, heldBy, since, reason } = change;
  await sql`insert into incident.role_change
      (id, incident_id, position, role, title_ko, title_en, held_by, since, reason)
    values (${id}, ${incidentId}, ${position}, ${role.code}, ${role.titles.ko}, ${role.titles.en},
      ${heldBy}, ${renderInstant(since)}::timestamptz, ${reason})`.execute(tx);
}

/** Lists every change of the roles of an incident, in the order they took effect. */
export async function listRoleChanges(
  tx: Tx,
  incidentId: string,
): Promise<readonly RecordedRoleChange[]> {
  const { rows } = await sql<{
    id: string;
    position: number;
    role: string;
    title_ko: string;
    title_en: string;
    held_by: string | null;
    since: Instant;
    until: Instant | null;
    reason: string;
    recorded_by: string;
  }>`
    select c.*, r.recorded_by, lead(c.since) over (partition by c.role order by c.position) as until
    from incident.role_change c join incident.recorded r on r.id = c.id
    where c.incident_id = ${incidentId} order by c.since, c.role, c.position`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    incidentId,
    role: { code: row.role, titles: { ko: row.title_ko, en: row.title_en } },
    heldBy: row.held_by,
    since: row.since,
    reason: row.reason,
    position: row.position,
    recordedBy: row.recorded_by,
    ...(row.until === null ? {} : { until: row.until }),
  }));
}
