import { timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Hono, type Context as HonoContext } from 'hono';
import { sql } from '../database.ts';
import { readMigrations } from '../migrations.ts';
import type { Platform } from '../platform.ts';
import { PlatformError } from '../platform-error.ts';
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

const loopback = /^(127\.|::1$|::ffff:127\.)/;

function isFromThisMachine(c: HonoContext): boolean {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const remote = env?.incoming?.socket?.remoteAddress ?? '';
  return loopback.test(remote) && c.req.header('x-forwarded-for') === undefined;
}

async function carriesToken(c: HonoContext, file: string | undefined): Promise<boolean> {
  if (file === undefined) return false;
  const expected = Buffer.from(`Bearer ${(await readFile(file, 'utf8')).trim()}`);
  const given = Buffer.from(c.req.header('authorization') ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Lets a scrape in from this machine itself, or with the token of `AMENDS_METRICS_TOKEN_FILE`.
 *
 * @throws PlatformError `forbidden`, answered as HTTP 403
 */
async function demandScraper(c: HonoContext, tokenFile: string | undefined): Promise<void> {
  if (isFromThisMachine(c) || (await carriesToken(c, tokenFile))) return;
  throw new PlatformError('forbidden', {
    message:
      'The metrics are for this machine, or for who sends the token of AMENDS_METRICS_TOKEN_FILE as a bearer.',
  });
}

/**
 * Serves `/healthz` (the process answers), `/readyz` (the database and its schema are ready; 503
 * names what is not) and `/metrics` (Prometheus text; to this machine, or for a token).
 */
export function healthRoutes(platform: Platform, metrics: Metrics): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const checks = await Promise.all([checkDatabase(platform), checkMigrations(platform)]);
    const isReady = checks.every((check) => check.isReady);
    return c.json({ status: isReady ? 'ready' : 'not_ready', checks }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    await demandScraper(c, platform.config.metricsTokenFile);
    const { contentType } = metrics.registry;
    return c.text(await metrics.registry.metrics(), 200, { 'content-type': contentType });
  });
  return app;
}
