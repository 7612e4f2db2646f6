import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { addMs, type Instant, parseInstant } from '../../kernel/index.ts';
import { newUuid } from '../clock.ts';
import type { Context } from '../context.ts';
import { sql } from '../database.ts';
import type { Platform } from '../platform.ts';
import { addStaff } from '../staff.ts';
import { beginAttempt, forgiveAttempt, recordPlace } from './attempt-store.ts';

let platform: Platform;
const start = parseInstant('2026-01-05T00:00:00Z') as Instant;

beforeAll(async () => {
  platform = await openTestPlatform();
});

const from = (address: string | undefined, atMs = 0): Context =>
  claimantContext(platform, {
    now: addMs(start, atMs),
    ...(address === undefined ? {} : { address }),
  });

const begin = (ctx: Context, email: string) =>
  ctx.transact((tx) => beginAttempt(tx, { ctx, email }));

/** Fails from each place in turn; gives the seconds to wait, 0 when the attempt was let through. */
async function waits(ctxs: readonly Context[], email: string): Promise<number[]> {
  const got: number[] = [];
  for (const ctx of ctxs) got.push((await begin(ctx, email)).delayed?.waitSeconds ?? 0);
  return got;
}

const times = (count: number, ctx: Context) => Array.from({ length: count }, () => ctx);

describe('failed sign-ins', () => {
  it('cost waiting from the fifth on, longer by each; knocking on in the meantime costs nothing', async () => {
    const email = 'slow@example.org';
    expect(await waits(times(6, from(undefined)), email)).toEqual([0, 0, 0, 0, 0, 2]);
    expect(await waits([from(undefined, 1_500), from(undefined, 1_999)], email)).toEqual([1, 1]);
    expect(await waits([from(undefined, 2_000), from(undefined, 2_000)], email)).toEqual([0, 4]);
    expect(await waits([from(undefined, 2_000)], 'SLOW@example.org ')).toEqual([4]);
    expect(await waits([from(undefined, 6_000)], email)).toEqual([0]);
  });

  it('are forgotten after a sign-in that succeeds', async () => {
    const email = 'forgiven@example.org';
    await waits(times(4, from(undefined)), email);
    const ctx = from(undefined);
    const { digests } = await begin(ctx, email);
    await ctx.transact((tx) => forgiveAttempt(tx, digests));
    expect(await waits(times(6, from(undefined)), email)).toEqual([0, 0, 0, 0, 0, 2]);
  });

  it('at the same moment are counted like one after another', async () => {
    const begun = await Promise.all(
      Array.from({ length: 12 }, () => begin(from('192.0.2.1'), 'burst@example.org')),
    );
    expect(begun.filter(({ delayed }) => delayed === undefined)).toHaveLength(5);
  });

  it('elsewhere do not keep a member out of the network they signed in from', async () => {
    const email = 'target@example.org';
    const staffId = newUuid();
    const administrator = staffContext(platform, 'administrator');
    await addStaff(administrator, { id: staffId, name: '김', email, roles: ['agent'] });
    const office = from('203.0.113.7');
    await office.transact((tx) => recordPlace(tx, { ctx: office, staffId }));
    const elsewhere = Array.from({ length: 6 }, (_, index) => from(`198.51.100.${index}`));
    expect(await waits(elsewhere, email)).toEqual([0, 0, 0, 0, 0, 2]);
    expect(await waits([from('198.51.100.99'), office], email)).toEqual([2, 0]);
    const later = from('203.0.113.7', 91 * 24 * 60 * 60 * 1000);
    await waits(
      elsewhere.map((_, index) => from(`198.51.100.${index}`, later.now - start)),
      email,
    );
    expect(await waits([later], email)).toEqual([2]);
  });

  it('from one network for many addresses make that network wait, not others', async () => {
    for (let guess = 0; guess < 20; guess += 1) {
      expect(await waits([from('2001:db8::1')], `guess-${guess}@example.org`)).toEqual([0]);
    }
    expect(await waits([from('2001:db8::2')], 'far@example.org')).toEqual([2]);
    expect(await waits([from('2001:db8:1::1')], 'far@example.org')).toEqual([0]);
  });

  it('from a network are not bought off by signing in with an account of one’s own', async () => {
    for (let guess = 0; guess < 19; guess += 1) {
      await waits([from('192.0.2.9')], `other-${guess}@example.org`);
    }
    const ctx = from('192.0.2.9');
    const { digests } = await begin(ctx, 'own@example.org');
    await ctx.transact((tx) => forgiveAttempt(tx, digests));
    expect(await waits([ctx, ctx], 'next@example.org')).toEqual([0, 2]);
  });

  it('leave no address and no e-mail behind in the clear, and go after an hour', async () => {
    await waits([from('192.0.2.55')], 'trace@example.org');
    const read = async () => {
      const { rows } = await sql<{ row: string }>`
        select to_jsonb(a)::text as row from platform.sign_in_attempt a`.execute(platform.db);
      return rows.map(({ row }) => row);
    };
    const before = await read();
    expect(before.length).toBeGreaterThan(1);
    expect(before.join()).not.toMatch(/192\.0\.2|trace/);
    await waits([from('192.0.2.56', 400 * 24 * 60 * 60 * 1000)], 'fresh@example.org');
    expect(await read()).toHaveLength(2);
  });
});
