import { type Instant, renderInstant } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import type { Severity } from '../impact.ts';
import type { AffectedFunction } from '../incident.ts';
import type { Alert } from './read-alerts.ts';

/** Adds functions that an incident turned out to touch. */
export async function recordFunctions(
  tx: Tx,
  added: { incidentId: string; functions: readonly AffectedFunction[] },
): Promise<void> {
  const { incidentId, functions } = added;
  await sql`insert into incident.affected_function
      (incident_id, service, function, title_ko, title_en, position)
    select ${incidentId}, r->>'service', r->>'function', r->'titles'->>'ko', r->'titles'->>'en',
      n + (select count(*) from incident.affected_function where incident_id = ${incidentId})
    from jsonb_array_elements(${JSON.stringify(functions)}::jsonb) with ordinality as t (r, n)
    `.execute(tx);
}

/**
 * Keeps alerts, each once by fingerprint and start; an end that comes later ends it.
 *
 * @returns how many began or ended by this
 */
export async function recordAlerts(
  tx: Tx,
  kept: { incidentId: string; alerts: readonly Alert[]; at: Instant },
): Promise<number> {
  const { incidentId, at } = kept;
  let count = 0;
  for (const { scope, ...alert } of kept.alerts) {
    const endsAt = alert.endsAt === undefined ? null : renderInstant(alert.endsAt);
    const { rows } = await sql`insert into incident.alert as known (incident_id, fingerprint,
        starts_at, ends_at, service, function, region, platform, plan, severity, received_at)
      values (${incidentId}, ${alert.fingerprint}, ${renderInstant(alert.startsAt)}::timestamptz,
        ${endsAt}::timestamptz, ${alert.service}, ${alert.function}, ${scope.region ?? null},
        ${scope.platform ?? null}, ${scope.plan ?? null}, ${alert.severity},
        ${renderInstant(at)}::timestamptz)
      on conflict (incident_id, fingerprint, starts_at) do update set ends_at = excluded.ends_at
        where known.ends_at is null and excluded.ends_at is not null
      returning 1`.execute(tx);
    count += rows.length;
  }
  return count;
}

/** Lists every alert of an incident, the earliest first. */
export async function listAlerts(tx: Tx, incidentId: string): Promise<readonly Alert[]> {
  const { rows } = await sql<{
    fingerprint: string;
    starts_at: Instant;
    ends_at: Instant | null;
    service: string;
    function: string;
    region: string | null;
    platform: string | null;
    plan: string | null;
    severity: Severity;
  }>`select * from incident.alert where incident_id = ${incidentId}
    order by starts_at, fingerprint`.execute(tx);
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    startsAt: row.starts_at,
    ...(row.ends_at === null ? {} : { endsAt: row.ends_at }),
    service: row.service,
    function: row.function,
    scope: {
      ...(row.region === null ? {} : { region: row.region }),
      ...(row.platform === null ? {} : { platform: row.platform }),
      ...(row.plan === null ? {} : { plan: row.plan }),
    },
    severity: row.severity,
    titles: { ko: '', en: '' },
  }));
}
