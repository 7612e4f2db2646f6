import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import type { Instant } from '../../kernel/index.ts';
import { writeBackupMark } from '../backup/index.ts';
import { openDatabase } from '../database.ts';
import { healthRoutes } from './health-routes.ts';
import { createApp } from './http.ts';
import { createMetrics } from './metrics.ts';

async function openScrape() {
  const opened = await openTestPlatform();
  const metricsTokenFile = join(mkdtempSync(join(tmpdir(), 'scrape-')), 'token');
  writeFileSync(metricsTokenFile, 'let-me-count\n');
  const platform = Object.assign(Object.create(opened) as typeof opened, {
    config: { ...opened.config, metricsTokenFile },
  });
  const metrics = createMetrics(platform);
  const contextOf = async () => systemContext(opened);
  const app = createApp({ log: opened.log, metrics, contextOf, routers: [] });
  app.route('/', healthRoutes(platform, metrics));
  return async (remoteAddress: string, headers: Record<string, string> = {}): Promise<number> => {
    const connection = { incoming: { socket: { remoteAddress } } };
    return (await app.request('/metrics', { headers }, connection)).status;
  };
}

describe('a scrape of the metrics', () => {
  it('is answered to this machine, or for the token, and to nobody else', async () => {
    const scrape = await openScrape();
    expect(await scrape('127.0.0.1')).toBe(200);
    expect(await scrape('::ffff:127.0.0.1')).toBe(200);
    expect(await scrape('192.0.2.1')).toBe(403);
    expect(await scrape('127.0.0.1', { 'x-forwarded-for': '127.0.0.1' })).toBe(403);
    expect(await scrape('192.0.2.1', { authorization: 'Bearer let-me-guess' })).toBe(403);
    expect(await scrape('192.0.2.1', { authorization: 'Bearer let-me-count' })).toBe(200);
  });

  it('tells the last good backup, and nought where none is noted or the mark says nothing', async () => {
    const opened = await openTestPlatform();
    const markFile = join(mkdtempSync(join(tmpdir(), 'mark-')), 'last');
    const backup = { markFile, lateHours: 14 };
    const platform = Object.assign(Object.create(opened) as typeof opened, {
      config: { ...opened.config, backup },
    });
    const { registry } = createMetrics(platform);
    const at = async () =>
      /^amends_backup_last_success_timestamp_seconds (\d+)$/m.exec(await registry.metrics())?.[1];
    expect(await at()).toBe('0');
    await writeBackupMark(markFile, 1_764_288_000_000 as Instant);
    expect(await at()).toBe('1764288000');
    expect(await registry.metrics()).toContain('amends_backup_late_after_seconds 50400');
    writeFileSync(markFile, 'yesterday\n');
    expect(await at()).toBe('0');
    const { registry: other } = createMetrics(opened);
    expect(await other.metrics()).not.toContain('amends_backup');
  });

  it('is answered while the database is away, and says that it is', async () => {
    const opened = await openTestPlatform();
    const gone = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nowhere' });
    const platform = Object.assign(Object.create(opened) as typeof opened, { db: gone });
    const read = (of: typeof opened) => createMetrics(of).registry.metrics();
    expect(await read(opened)).toContain('amends_database_answers 1');
    const told = await read(platform);
    expect(told).toContain('amends_database_answers 0');
    expect(told).toContain('process_cpu_seconds_total');
  });
});
