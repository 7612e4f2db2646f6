import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../test/support/platform.ts';
import { instantFromEpochMs, parseInstant } from '../kernel/index.ts';
import { recordAudit } from './context.ts';
import { sql } from './database.ts';
import { migrate } from './migrations.ts';
import type { Platform } from './platform.ts';
import { runStep } from './step.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await openTestPlatform();
});

describe('values from PostgreSQL', () => {
  it('come back exact: int8 as bigint, timestamptz as an instant, date as text', async () => {
    const { rows } = await sql`select 9007199254740993::int8 as big,
      '2022-10-15 15:30:00.123456+09'::timestamptz as at, '2022-10-15'::date as on_date`.execute(
      platform.db,
    );
    expect(rows[0]).toEqual({
      big: 9007199254740993n,
      at: parseInstant('2022-10-15T06:30:00.123Z'),
      on_date: '2022-10-15',
    });
  });

  it('keep instants before 1970', async () => {
    const { rows } = await sql<{
      at: number;
    }>`select '1969-12-31 23:59:59.5+00'::timestamptz as at`.execute(platform.db);
    expect(rows[0]?.at).toBe(instantFromEpochMs(-500));
  });
});

describe('a connection that is lost', () => {
  it('between two statements ends the transaction as unreachable, not the process', async () => {
    const ctx = systemContext(platform);
    const cut = ctx.transact(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(platform.db);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return sql`select 1`.execute(tx);
    });
    await expect(cut).rejects.toMatchObject({ code: 'database_unreachable', retryable: true });
    expect(await ctx.read(async () => 'goes on')).toBe('goes on');
  });
});

describe('append-only tables', () => {
  it.each([
    'update platform.audit set action = null',
    'delete from platform.audit',
    'truncate platform.audit',
  ])('refuse: %s', async (statement) => {
    const ctx = staffContext(platform, 'auditor');
    await ctx.transact((tx) => recordAudit(tx, { ctx, action: 'looked', subject: 'claim:1' }));
    await expect(sql.raw(statement).execute(platform.db)).rejects.toThrow('append-only');
  });
});

describe('a resumable step', () => {
  it('runs once, and gives the first result again', async () => {
    const ctx = systemContext(platform);
    const run = (value: number) => runStep(ctx, { work: 'w', step: 's' }, async () => ({ value }));
    expect(await run(1)).toEqual({ result: { value: 1 }, isRepeat: false });
    expect(await run(2)).toEqual({ result: { value: 1 }, isRepeat: true });
  });

  it('leaves no mark when its change fails', async () => {
    const ctx = systemContext(platform);
    const failing = runStep(ctx, { work: 'w', step: 'fails' }, async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const again = await runStep(ctx, { work: 'w', step: 'fails' }, async () => 'done');
    expect(again).toEqual({ result: 'done', isRepeat: false });
  });
});

describe('migrations', () => {
  it('refuse a database of a newer version, and name the mend', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'amends-migrations-'));
    await expect(migrate(platform.db, folder)).rejects.toThrow(/newer version/);
  });

  it('refuse a migration that was changed after it was applied', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'amends-migrations-'));
    const { rows } = await sql<{ name: string }>`select name from platform.migration`.execute(
      platform.db,
    );
    for (const { name } of rows) await writeFile(join(folder, name), 'select 1;');
    await expect(migrate(platform.db, folder)).rejects.toThrow(/was changed after/);
  });

  it('roll back whole when a statement fails', async () => {
    const folder = join(platform.config.projectDir, 'sql', 'migrations');
    const copy = await mkdtemp(join(tmpdir(), 'amends-migrations-'));
    const { cp } = await import('node:fs/promises');
    await cp(folder, copy, { recursive: true });
    await writeFile(
      join(copy, '9999-broken.sql'),
      'create table half_done (id int); select no_such();',
    );
    await expect(migrate(platform.db, copy)).rejects.toThrow('no_such');
    const { rows } = await sql`select to_regclass('half_done') as found`.execute(platform.db);
    expect(rows[0]).toEqual({ found: null });
  });
});
