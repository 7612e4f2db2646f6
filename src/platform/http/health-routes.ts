import { Hono } from 'hono';
import { sql } from '../database.ts';
import { readMigrations } from '../migrations.ts';
import type { Platform } from '../platform.ts';
import type { Metrics } from './metrics.ts';

interface Check {
  readonly name: string;
  readonly isReady: boolean;
  readonly detail: string;
}

async function checkDatabase(platform: Platform): Promise<Check> {
  try {
    await sql`select 1`.execute(platform.db);
    return { name: 'database', isReady: true, detail: 'answers' };
  } catch {
    return { name: 'database', isReady: false, detail: 'does not answer' };
  }
}

async function checkMigrations(platform: Platform): Promise<Check> {
  const name = 'migrations';
  try {
    const known = await readMigrations(`${platform.config.projectDir}/sql/migrations`);
    const { rows } = await sql<{ name: string }>`select name from platform.migration`.execute(
      platform.db,
    );
    const due = known.filter((migration) => !rows.some((row) => row.name === migration.name));
    if (due.length === 0) return { name, isReady: true, detail: `${rows.length} applied` };
    return { name, isReady: false, detail: `due: ${due.map((item) => item.name).join(', ')}` };
  } catch {
    return { name, isReady: false, detail: 'cannot be read' };
  }
}

/**
 * Serves `/healthz` (the process answers), `/readyz` (the database and its schema are ready; 503
 * names what is not) and `/metrics` (Prometheus text).
 */
export function healthRoutes(platform: Platform, metrics: Metrics): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const checks = await Promise.all([checkDatabase(platform), checkMigrations(platform)]);
    const isReady = checks.every((check) => check.isReady);
    return c.json({ status: isReady ? 'ready' : 'not_ready', checks }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
  return app;
}
