import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameCaseDatabase } from '../../src/cli/case/run/case-database.ts';
import { openCase } from '../../src/cli/case.ts';
import { parseInstant, rational } from '../../src/kernel/index.ts';
import {
  findProjectDir,
  holdEmbeddedPostgres,
  openDatabase,
  openEpochGate,
  sql,
} from '../../src/platform/index.ts';
import { newDataDir, runCommand, startCommand } from '../support/command.ts';

// Backups: taken beside a running server, readable by who holds the identity alone, restored to an
// instant, checked, and quiet until somebody takes over.

const database = await nameCaseDatabase(await openCase('pangyo-2022'), {
  scale: rational(1n, 2000n),
  projectDir: findProjectDir(),
});
const canary = 'canary-홍길동-5d1f';
const dataDir = newDataDir();
const elsewhere = newDataDir();
const store = join(elsewhere, 'store');
const identity = join(elsewhere, 'identity');
const markFile = join(elsewhere, 'last-good-backup');
let marked = '';
let recipient = '';
let betweenAt = '';

afterAll(() => {
  for (const dir of [dataDir, elsewhere]) rmSync(dir, { recursive: true, force: true });
});

const run = (args: readonly string[], dir = dataDir) =>
  runCommand(['backup', ...args], { AMENDS_DATA_DIR: dir, AMENDS_BACKUP_MARK_FILE: markFile });

async function onServer<T>(
  dir: string,
  work: (db: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const server = await holdEmbeddedPostgres(join(dir, 'postgres'));
  const db = openDatabase({ url: server.url(database), poolMax: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
    await server.release();
  }
}

const mark = (db: ReturnType<typeof openDatabase>, step: string) =>
  sql`insert into platform.step (work, step, result, finished_at)
    values ('backup', ${step}, ${JSON.stringify(canary)}::jsonb, now())`.execute(db);

async function nowOf(db: ReturnType<typeof openDatabase>): Promise<string> {
  const { rows } = await sql<{ at: string }>`select to_char(clock_timestamp() at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`.execute(db);
  return rows[0]?.at ?? '';
}

beforeAll(async () => {
  const env = { AMENDS_DATA_DIR: dataDir };
  const replay = await runCommand(['case', 'run', 'pangyo-2022', '--scale', '0.0005'], env);
  expect(replay.code).toBe(0);
  const made = await run(['keygen', '--out', identity]);
  recipient = /age1\S+/.exec(made.output)?.[0] ?? '';
  expect(recipient).toMatch(/^age1/);
  await onServer(dataDir, async (db) => {
    await mark(db, 'before the backup');
    expect(await run(['take', '--to', store, '--recipient', recipient])).toMatchObject({ code: 0 });
    marked = readFileSync(markFile, 'utf8');
    const follow = startCommand(['backup', 'follow', '--to', store, '--recipient', recipient], env);
    await follow.waitFor('Following the log');
    await mark(db, 'after the backup');
    betweenAt = await nowOf(db);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await mark(db, 'after the instant');
    await sql`select pg_switch_wal()`.execute(db);
    await follow.waitFor('is safe');
    expect(await follow.stop('SIGTERM')).toBe(0);
  });
}, 600_000);

describe('a backup', () => {
  it('holds nothing that can be read without the identity', () => {
    const files = ['base', 'wal'].flatMap((name) =>
      readdirSync(join(store, name)).map((file) => join(store, name, file)),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const bytes = readFileSync(file);
      expect(bytes.includes(canary), file).toBe(false);
      expect(bytes.includes('AGE-SECRET-KEY'), file).toBe(false);
    }
  });

  it('restored to scratch, has a ledger and a log that verify', async () => {
    const from = ['--from', store, '--identity', identity, '--database', database];
    const verified = await run(['verify', ...from]);
    expect(verified.output).toMatch(/log {6}\d+ entries, every hash and signature holds/);
    expect(verified.output).toMatch(
      /ledger {3}pangyo-2022: [1-9]\d* transfers, verified, sum zero/,
    );
    expect(verified).toMatchObject({ code: 0 });
  });

  it('restored to an instant, has what was committed by then and not what came after', async () => {
    const dir = join(elsewhere, 'restored');
    mkdirSync(dir);
    cpSync(join(dataDir, 'keys'), join(dir, 'keys'), { recursive: true });
    const from = ['--from', store, '--identity', identity, '--database', database];
    const into = ['--into', join(dir, 'postgres'), '--at', betweenAt];
    const restored = await run(['restore', ...from, ...into], dir);
    expect(restored.output).toContain('The restored copy holds.');
    await onServer(dir, async (db) => {
      const { rows } = await sql<{ step: string }>`select step from platform.step
        where work = 'backup' order by step`.execute(db);
      expect(rows.map(({ step }) => step)).toEqual(['after the backup', 'before the backup']);
      // The keys came along, and still the copy is quiet: it is not the one that lives.
      await expect(openEpochGate(db, dir).demand()).rejects.toThrow('restored from the backup');
    });
    const again = await run(['restore', ...from, ...into], dir);
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('is not empty') });
  });

  it('says what is wrong with an identity, a file, an instant and a recipient', async () => {
    const other = join(elsewhere, 'other');
    await run(['keygen', '--out', other]);
    const from = ['--from', store, '--database', database];
    const strange = await run(['verify', ...from, '--identity', other]);
    expect(strange).toMatchObject({
      code: 1,
      output: expect.stringContaining('not one it was encrypted to'),
    });
    const early = await run([
      'verify',
      ...from,
      '--identity',
      identity,
      '--at',
      '2020-01-01T00:00:00Z',
    ]);
    expect(early).toMatchObject({
      code: 1,
      output: expect.stringContaining('no backup that was whole by'),
    });
    const late = await run([
      'verify',
      ...from,
      '--identity',
      identity,
      '--at',
      '2999-01-01T00:00:00Z',
    ]);
    expect(late).toMatchObject({
      code: 1,
      output: expect.stringContaining('its log ends before it'),
    });
    const wrong = await run(['take', '--to', store, '--recipient', 'age1nobody']);
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('no age recipient') });
    expect(readFileSync(markFile, 'utf8')).toBe(marked);
    expect(parseInstant(marked.trim())).toBeGreaterThan(0);
    const twice = await run(['keygen', '--out', other]);
    expect(twice).toMatchObject({ code: 2, output: expect.stringContaining('never written over') });
    const [archive] = readdirSync(join(store, 'base')).filter((name) => name.endsWith('.age'));
    const path = join(store, 'base', archive ?? '');
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(path, bytes);
    const damaged = await run(['verify', ...from, '--identity', identity]);
    expect(damaged).toMatchObject({ code: 1, output: expect.stringContaining('damaged') });
  });
});
