import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { claimFirstEpoch, closeRestored, findEpoch, openEpochGate, takeOver } from './epoch.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'epoch-'));

describe('the epoch of a database', () => {
  it('lets the first installation send, and no other that reaches the database', async () => {
    const { db } = await openTestPlatform();
    const [first, second] = [newFolder(), newFolder()];
    const now = Date.UTC(2026, 0, 1) as never;
    await expect(openEpochGate(db, second).demand()).resolves.toBeUndefined();
    await claimFirstEpoch(db, { dataDir: first, now });
    await claimFirstEpoch(db, { dataDir: second, now });
    await expect(openEpochGate(db, first).demand()).resolves.toBeUndefined();
    await expect(openEpochGate(db, second).demand()).rejects.toMatchObject({
      code: 'outbound_closed',
      message: expect.stringContaining('first start'),
    });
  });

  it('closes a restored copy to everybody until one takes over, which closes the rest', async () => {
    const platform = await openTestPlatform();
    const { db } = platform;
    const ctx = systemContext(platform);
    const [living, copy] = [newFolder(), newFolder()];
    await claimFirstEpoch(db, { dataDir: living, now: ctx.now });
    await closeRestored(db, { token: 'ab'.repeat(32), now: ctx.now, reason: 'restored' });
    await expect(openEpochGate(db, living).demand()).rejects.toThrow('restored');
    await takeOver(ctx, { dataDir: copy, reason: 'the site burned' });
    await expect(openEpochGate(db, copy).demand()).resolves.toBeUndefined();
    await expect(openEpochGate(db, living).demand()).rejects.toThrow('the site burned');
    expect(await findEpoch(db)).toMatchObject({ number: 3n, reason: 'the site burned' });
  });

  it('keeps a message, a payment and a checkpoint of a copy in the house', async () => {
    const sent: string[] = [];
    const courier = {
      isTrial: false,
      reaches: () => true,
      send: async ({ to }: { to: string }) => void sent.push(to),
    };
    const post = async () => {
      sent.push('a hook');
      return { status: 200 };
    };
    const platform = await openTestPlatform({ outside: { courier, post } as never });
    const ctx = systemContext(platform);
    const message = { to: 'a@example.org', subject: 's', text: 't' };
    await ctx.outside.courier.send(message);
    await closeRestored(platform.db, { token: 'cd'.repeat(32), now: ctx.now, reason: 'restored' });
    await expect(ctx.outside.courier.send(message)).rejects.toThrow('restored');
    await expect(ctx.outside.post({} as never)).rejects.toThrow('restored');
    await expect(ctx.epochGate.demand()).rejects.toThrow('take-over');
    expect(sent).toEqual(['a@example.org']);
  });
});
