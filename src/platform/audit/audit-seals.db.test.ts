import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { recordAudit } from '../context.ts';
import { createSigner } from '../crypto.ts';
import { sql } from '../database.ts';
import type { Platform } from '../platform.ts';
import { checkAudit, parseSealMemory, sealAudit, sealMemoryPath } from './index.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'audit-seals-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

async function record(platform: Platform, count: number): Promise<void> {
  const ctx = systemContext(platform);
  for (let at = 0; at < count; at += 1) {
    const details = { at, sum: 0.1 };
    await ctx.transact((tx) =>
      recordAudit(tx, { ctx, action: 'tried', subject: `s:${at}`, details }),
    );
  }
}

async function openSealed(): Promise<{
  platform: Platform;
  seal: () => ReturnType<typeof sealAudit>;
}> {
  const platform = await openTestPlatform();
  await rm(sealMemoryPath(dataDir), { force: true });
  const seal = () => sealAudit(systemContext(platform), { dataDir });
  await record(platform, 3);
  expect(await seal()).toBe('sealed');
  await record(platform, 2);
  expect(await seal()).toBe('sealed');
  await sql.raw('alter table platform.audit disable trigger all').execute(platform.db);
  await sql.raw('alter table platform.audit_seal disable trigger all').execute(platform.db);
  return { platform, seal };
}

const codesOf = async (platform: Platform) =>
  (await checkAudit(systemContext(platform), { dataDir })).faults;

describe('the seals over the audit', () => {
  it('hold, count what is sealed and what is not yet, and are made once', async () => {
    const { platform, seal } = await openSealed();
    expect(await seal()).toBe('nothing_new');
    await record(platform, 1);
    expect(await checkAudit(systemContext(platform), { dataDir })).toMatchObject({
      ...{ sealCount: 2, entryCount: 5n, openCount: 1n, faults: [] },
    });
  });

  it.each([
    ['changed', sql`update platform.audit set details = '{"at": 1, "sum": 0.2}' where id = 2`],
    ['dated anew', sql`update platform.audit set at = at + interval '1 microsecond' where id = 2`],
    ['removed', sql`delete from platform.audit where id = 2`],
  ])('tell of an entry that was %s, between which seals', async (_, change) => {
    const { platform } = await openSealed();
    await change.execute(platform.db);
    expect(await codesOf(platform)).toEqual([
      { code: 'entries_differ', number: 1n, after: 0n, through: 3n },
    ]);
  });

  it('tell of an entry that was put between others', async () => {
    const { platform } = await openSealed();
    await sql`insert into platform.audit
        (id, at, actor_kind, actor_id, request_id, action, subject) overriding system value
      select 900, at, actor_kind, actor_id, request_id, action, subject
      from platform.audit where id = 5`.execute(platform.db);
    await sql`update platform.audit_seal set through = 900 where number = 2`.execute(platform.db);
    expect(await codesOf(platform)).toEqual([
      { code: 'entries_differ', number: 2n, after: 3n, through: 900n },
      { code: 'seal_signature_wrong', number: 2n },
    ]);
  });

  it('are signed by this installation alone', async () => {
    const { platform } = await openSealed();
    const signer = createSigner({ name: platform.signer.name, seed: new Uint8Array(32).fill(9) });
    const { faults } = await checkAudit({ ...systemContext(platform), signer }, { dataDir });
    expect(faults.map(({ code }) => code)).toEqual([
      'seal_signature_wrong',
      'seal_signature_wrong',
    ]);
    const rotated = {
      ...systemContext(platform),
      signer: { ...signer, earlier: [platform.signer] },
    };
    expect((await checkAudit(rotated, { dataDir })).faults).toEqual([]);
  });

  it('whose end was taken away with the entries are missed by the data folder, and nothing is sealed on', async () => {
    const { platform, seal } = await openSealed();
    const kept = parseSealMemory(await readFile(sealMemoryPath(dataDir), 'utf8'));
    expect(kept?.number).toBe(2n);
    await sql`delete from platform.audit_seal where number = 2`.execute(platform.db);
    await sql`delete from platform.audit where id > 3`.execute(platform.db);
    await record(platform, 1);
    expect(await codesOf(platform)).toEqual([{ code: 'kept_seal_missing', number: 2n }]);
    expect(await seal()).toBe('seals_differ');
    await rm(sealMemoryPath(dataDir));
    expect(await codesOf(platform)).toEqual([]);
    const asked = { dataDir, kept: kept === undefined ? [] : [kept] };
    expect((await checkAudit(systemContext(platform), asked)).faults).toEqual([
      { code: 'kept_seal_missing', number: 2n },
    ]);
    expect(await seal()).toBe('sealed');
  });

  it('go by the number of an entry, not by how it is written', async () => {
    const platform = await openTestPlatform();
    await rm(sealMemoryPath(dataDir), { force: true });
    const seal = () => sealAudit(systemContext(platform), { dataDir });
    await record(platform, 11);
    await seal();
    await record(platform, 1);
    await seal();
    expect(await checkAudit(systemContext(platform), { dataDir })).toMatchObject({
      ...{ sealCount: 2, entryCount: 12n, openCount: 0n, faults: [] },
    });
  });

  it('wait for entries that are not committed yet', async () => {
    const platform = await openTestPlatform();
    await rm(sealMemoryPath(dataDir), { force: true });
    const ctx = systemContext(platform);
    const seal = () => sealAudit(ctx, { dataDir });
    await ctx.transact(async (tx) => {
      await recordAudit(tx, { ctx, action: 'tried', subject: 'first' });
      await expect(seal()).rejects.toThrow();
    });
    await record(platform, 1);
    expect(await seal()).toBe('sealed');
    expect(await checkAudit(ctx, { dataDir })).toMatchObject({ entryCount: 2n, faults: [] });
  });
});
