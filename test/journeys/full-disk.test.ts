import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Database, newUuid, openDatabase, sql } from '../../src/platform/index.ts';
import { freePort, newDataDir, runCommand, startCommand } from '../support/command.ts';
import { plainClaim } from '../support/plain-claim.ts';
import { replayCase } from '../support/replay.ts';

// A disk that is really full: a file system in memory, of a few MiB, as the data folder. Only root
// may mount one; elsewhere the doctor's and the platform's own tests cover the sentences.

const argsOf = (scale: string): string[] => {
  return ['case', 'run', 'pangyo-2022', '--scale', scale, '--json'];
};
const mounted: string[] = [];

function mount(dir: string, size: string): boolean {
  const result = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', dir]);
  if (result.status === 0) mounted.push(dir);
  return result.status === 0;
}

afterAll(() => {
  for (const dir of mounted) {
    spawnSync('umount', [dir]);
    rmSync(dir, { recursive: true, force: true });
  }
});

const probe = newDataDir();
const canMount = mount(probe, '1m');
if (!canMount) {
  process.stderr.write('No file system can be mounted here, so no disk is filled in this run.\n');
  rmSync(probe, { recursive: true, force: true });
}

/**
 * Where it runs full: before the database is there, while it is made, and among the claims; only there
 * does it matter how many they are.
 */
const sizes = [
  ['1m', '0.0002'],
  ['20m', '0.0002'],
  ['56m', '0.006'],
].slice(canMount ? 0 : 3);

/** What the replay gives where there is room; worked out once for each scale. */
const wholes = new Map<string, ReturnType<typeof replayCase>>();
function replayWhole(scale: string): ReturnType<typeof replayCase> {
  const known = wholes.get(scale);
  if (known !== undefined) return known;
  const dir = newDataDir();
  mounted.push(dir);
  const whole = replayCase(argsOf(scale), dir);
  wholes.set(scale, whole);
  return whole;
}

describe('a data folder that cannot be written for want of space', () => {
  it.each(
    sizes,
  )('of %s is named, and the replay goes on once there is room', async (size = '', scale = '') => {
    const dir = newDataDir();
    const args = argsOf(scale);
    expect(mount(dir, size)).toBe(true);
    const { code, output } = await runCommand(args, { AMENDS_DATA_DIR: dir });
    expect(output).toContain(`The disk that holds ${dir}`);
    expect(output).toContain('Amends needs 2 GiB');
    expect(output).toContain('Nothing acknowledged is lost');
    expect(output).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    spawnSync('mount', ['-o', 'remount,size=1g', dir]);
    expect(await replayCase(args, dir)).toEqual(await replayWhole(scale));
  });

  it('never counts as done: the doctor finds too small a disk bad', async () => {
    const dir = newDataDir();
    const env = { AMENDS_DATA_DIR: dir };
    if (canMount) expect(mount(dir, '1g')).toBe(true);
    const { output } = await runCommand(['doctor'], env);
    expect(output).toMatch(canMount ? /BAD {2}Disk .*\n.*Free some space/ : /Disk/);
    if (!canMount) rmSync(dir, { recursive: true, force: true });
  });
});

/** Takes all the room there is; somebody else may take some of it meanwhile, so it is asked again. */
function fill(dir: string): string {
  const filler = join(dir, 'filler');
  for (let tries = 0; tries < 50; tries += 1) {
    const { bavail, bsize } = statfsSync(dir);
    if (spawnSync('fallocate', ['-l', String(bavail * bsize), filler]).status === 0) return filler;
  }
  throw new Error(`${dir} could not be filled`);
}

async function openStore(dir: string): Promise<{ incidentId: string; db: Database }> {
  const own = JSON.parse(readFileSync(join(dir, 'postgres', 'connection.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const url = `postgres://amends:${own.password}@127.0.0.1:${own.port}/amends`;
  const db = openDatabase({ url, poolMax: 1 });
  const { rows } = await sql<{ id: string }>`
    select id from incident.incident where slug = 'pangyo-2022'`.execute(db);
  return { incidentId: rows[0]?.id ?? '', db };
}

interface Filed {
  readonly claimId: string;
  readonly status: number;
  readonly ticket?: unknown;
}

/** Files one claim of about 9 kB; the id and the ticket are those of an earlier try, if any. */
async function file(
  at: { port: string; incidentId: string },
  earlier: { claimId: string; ticket?: unknown } = { claimId: newUuid() },
): Promise<Filed> {
  const answer = await fetch(`http://127.0.0.1:${at.port}/api/v1/claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...earlier,
      incidentId: at.incidentId,
      ...plainClaim,
      personal: { freeText: 'x'.repeat(9000) },
    }),
  });
  const { ticket } = (await answer.json()) as { ticket?: unknown };
  return { claimId: earlier.claimId, status: answer.status, ticket };
}

describe('a disk that runs full while claims are filed', () => {
  it.each(
    canMount ? ['700m'] : [],
  )('of %s costs nobody a claim: tickets until there is room, then a receipt each', async (size) => {
    const dir = newDataDir();
    expect(mount(dir, size)).toBe(true);
    const port = await freePort();
    const env = { AMENDS_DATA_DIR: dir, AMENDS_PORT: port, AMENDS_LOG_LEVEL: 'silent' };
    const server = startCommand(['start'], env);
    try {
      await server.waitFor('Ctrl-C stops');
      const { incidentId, db } = await openStore(dir);
      const at = { port, incidentId };
      const filed: Filed[] = [await file(at)];
      expect(filed[0]?.status).toBe(201);
      const filler = fill(dir);
      while (!filed.some(({ status }) => status !== 201) && filed.length < 10_000) {
        filed.push(...(await Promise.all(Array.from({ length: 100 }, () => file(at)))));
      }
      expect(new Set(filed.map(({ status }) => status))).toEqual(new Set([201, 202]));
      rmSync(filler);
      for (const one of filed.filter(({ status }) => status === 202)) {
        const { claimId, ticket } = one;
        const again = async () => (await file(at, { claimId, ticket })).status;
        await expect.poll(again, { timeout: 60_000 }).toBe(201);
      }
      const { rows } = await sql<{ count: number }>`select count(*)::integer as count
        from claims.claim where id = any(${filed.map(({ claimId }) => claimId)}::uuid[])`.execute(
        db,
      );
      expect(rows[0]?.count).toBe(filed.length);
      await db.destroy();
    } finally {
      await server.stop('SIGINT');
    }
  });
});
