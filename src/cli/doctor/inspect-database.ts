import { clockNow, type Platform, sql } from '../../platform/index.ts';
import { openInstallation } from '../shell/installation.ts';
import type { Finding } from './inspect-machine.ts';

const clockDriftMaxMs = 5_000;
const oldestPlausibleMs = Date.UTC(2026, 0, 1); // no version of Amends is older

/** Tells whether the clock is plausible: not before this program was made, and as the database's. */
export function judgeClock(about: { ownMs: number; databaseMs: number }): Finding {
  const name = 'Clock';
  const { ownMs, databaseMs } = about;
  const now = `${new Date(ownMs).toISOString().slice(0, 19)}Z`;
  const mend = 'Set the clock, and switch time synchronisation on: timedatectl set-ntp true';
  if (ownMs < oldestPlausibleMs) {
    return { name, verdict: 'bad', detail: `${now} is before Amends was made`, mend };
  }
  const apartMs = Math.abs(ownMs - databaseMs);
  if (apartMs > clockDriftMaxMs) {
    const detail = `${now}; the database's clock is ${Math.round(apartMs / 1000)} s apart`;
    return { name, verdict: 'bad', detail, mend };
  }
  return { name, verdict: 'good', detail: now };
}

async function inspectOpen(platform: Platform): Promise<readonly Finding[]> {
  const { rows } = await sql<{ version: string; count: bigint; at: number }>`select
    current_setting('server_version') as version, clock_timestamp() as at,
    (select count(*) from platform.migration) as count`.execute(platform.db);
  const [row] = rows;
  const kind = platform.config.databaseUrl === undefined ? 'its own' : 'DATABASE_URL';
  const detail = `PostgreSQL ${row?.version} (${kind}), ${row?.count} migrations, up to date`;
  return [
    { name: 'Database', verdict: 'good', detail },
    judgeClock({ ownMs: clockNow(), databaseMs: Number(row?.at ?? 0) }),
  ];
}

/** Looks at the database and, with it, at the clock. */
export async function inspectDatabase(): Promise<readonly Finding[]> {
  try {
    const installation = await openInstallation();
    try {
      return await inspectOpen(installation.platform);
    } finally {
      await installation.close();
    }
  } catch (error) {
    const mend = error instanceof Error ? error.message : String(error);
    return [{ name: 'Database', verdict: 'bad', detail: 'cannot be used', mend }];
  }
}
