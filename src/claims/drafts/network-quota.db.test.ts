import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform } from '../../../test/support/platform.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import {
  defaultNetworkQuota,
  loadConfig,
  openCourier,
  openGuardedPost,
  type Platform,
  sql,
} from '../../platform/index.ts';
import { takeFromQuota } from './network-quota.ts';

const now = parseInstant('2022-10-20T03:20:00Z') as Instant;
let platform: Platform;
beforeAll(async () => {
  const courier = openCourier({ folder: '/nowhere', mailFrom: 'a@example.org' });
  const networkQuota = { draft: 3, code: 1 };
  platform = await openTestPlatform({
    now,
    outside: { courier, post: openGuardedPost(), networkQuota },
  });
});

const take = (what: 'draft' | 'code', address: string | undefined, at: Instant = now) => {
  const ctx = claimantContext(platform, { now: at, ...(address === undefined ? {} : { address }) });
  return ctx.transact((tx) => takeFromQuota(tx, { ctx, what }));
};

describe('what one network may ask for in an hour', () => {
  it('is what the installation allows, each kind by itself, and begins anew with the hour', async () => {
    const drafts = [];
    for (let count = 0; count < 5; count += 1) drafts.push(await take('draft', '203.0.113.7'));
    expect(drafts).toEqual([0, 0, 0, 2400, 2400]);
    expect(await take('code', '203.0.113.7')).toBe(0);
    expect(await take('code', '203.0.113.7')).toBe(2400);
    expect(await take('code', '203.0.113.8')).toBe(0);
    expect(await take('draft', '203.0.113.7', addMs(now, 40 * 60_000))).toBe(0);
  });

  it('is never exceeded by many at once, and is not counted where no address is known', async () => {
    const at = addMs(now, 24 * 3_600_000);
    const waits = await Promise.all(
      Array.from({ length: 8 }, () => take('draft', '2001:db8::1', at)),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
    for (let count = 0; count < 5; count += 1) expect(await take('draft', undefined, at)).toBe(0);
    const { rows } = await sql<{ most: number }>`select max(failure_count)::integer as most
      from claims.lookup_attempt`.execute(platform.db);
    expect(rows).toEqual([{ most: 3 }]);
  });

  it('is a setting, with room for the shared address of a telephone company', () => {
    const of = (env: Record<string, string>) => loadConfig(env).outside.networkQuota;
    expect(of({})).toEqual(defaultNetworkQuota);
    expect(defaultNetworkQuota).toEqual({ draft: 20_000, code: 5_000 });
    expect(of({ AMENDS_NETWORK_DRAFTS: '7', AMENDS_NETWORK_CODES: '9' })).toEqual({
      draft: 7,
      code: 9,
    });
    for (const text of ['0', '-1', '1.5', 'many', '']) {
      expect(() => of({ AMENDS_NETWORK_CODES: text })).toThrow(/AMENDS_NETWORK_CODES/);
    }
  });
});
