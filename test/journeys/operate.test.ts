import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase, sql } from '../../src/platform/index.ts';
import { freePort, newDataDir, runCommand, startCommand } from '../support/command.ts';

// The operator's journeys: start, stop, start again, kill, and what goes wrong.

const dataDir = newDataDir();
const passwordOf = (output: string, email: string): string =>
  new RegExp(`${email}\\s+([a-z0-9-]{19})`).exec(output)?.[1] ?? '';

function postmasterPid(dir: string): number {
  return Number(
    readFileSync(join(dir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
}

/** Tells whether the process runs; one that ended and waits for its parent does not. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function openOwnDatabase(dir: string): Promise<ReturnType<typeof openDatabase>> {
  const connection = JSON.parse(readFileSync(join(dir, 'postgres', 'connection.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const url = `postgres://amends:${connection.password}@127.0.0.1:${connection.port}/amends`;
  return openDatabase({ url, poolMax: 1 });
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('amends start', () => {
  it('starts, signs staff in, stops cleanly, and has its data the next time', async () => {
    const env = { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: await freePort() };
    const base = `http://127.0.0.1:${env.AMENDS_PORT}`;
    const first = startCommand(['start'], env);
    await first.waitFor('Ctrl-C stops');
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }]);
    const signIn = (password: string) =>
      fetch(`${base}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'reviewer@amends.local', password }),
      });
    const password = passwordOf(first.output(), 'reviewer@amends.local');
    const signedIn = await signIn(password);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await signedIn.json()).toMatchObject({ name: '심사자', roles: ['reviewer'] });
    expect((await signIn(password)).status).toBe(409);
    const whoAmI = await fetch(`${base}/api/v1/session`, { headers: { cookie } });
    expect(whoAmI.status).toBe(200);
    expect((await fetch(`${base}/api/v1/session`)).status).toBe(401);
    expect(await first.stop('SIGINT')).toBe(0);

    const second = startCommand(['start'], env);
    await second.waitFor('Ctrl-C stops');
    const kept = await fetch(`${base}/api/v1/session`, { headers: { cookie } });
    expect(kept.status).toBe(200);
    expect(await second.stop('SIGTERM')).toBe(0);
  });

  it('joins the database that a killed process left running, and stops it at the end', async () => {
    const env = { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: await freePort() };
    const killed = startCommand(['start'], env);
    await killed.waitFor('Ctrl-C stops');
    const pid = postmasterPid(dataDir);
    await killed.stop('SIGKILL');
    expect(isAlive(pid)).toBe(true);
    const next = startCommand(['start'], env);
    await next.waitFor('Ctrl-C stops');
    expect(postmasterPid(dataDir)).toBe(pid);
    expect(await next.stop('SIGINT')).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('says which program has the port, and how to choose another', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, output } = await runCommand(['start'], {
      AMENDS_DATA_DIR: dataDir,
      AMENDS_PORT: port,
    });
    taken.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} on 127.0.0.1 is in use`);
    expect(output).toContain('AMENDS_PORT');
  });

  it('refuses a database of a newer version, and says what to do', async () => {
    const env = { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: await freePort() };
    const running = startCommand(['start'], env);
    await running.waitFor('Ctrl-C stops');
    const db = await openOwnDatabase(dataDir);
    await sql`insert into platform.migration (name, hash) values ('9999-later.sql', 'x')`.execute(
      db,
    );
    await db.destroy();
    await running.stop('SIGINT');
    const { code, output } = await runCommand(['start'], env);
    expect(code).toBe(1);
    expect(output).toContain('9999-later.sql');
    expect(output).toContain('newer version');
  });

  it('says that the data folder cannot be written', async () => {
    const folder = '/proc/amends-data'; // nobody, root included, can make a folder here
    const { code, output } = await runCommand(['start'], { AMENDS_DATA_DIR: folder });
    expect(code).toBe(1);
    expect(output).toContain(`${folder}`);
    expect(output).toContain('AMENDS_DATA_DIR');
  });

  it('says which folder is closed to the unprivileged database user', async () => {
    const dir = newDataDir();
    chmodSync(dir, 0o700);
    const { code, output } = await runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir });
    const isRoot = process.getuid?.() === 0;
    expect(code).toBe(isRoot ? 1 : 0);
    if (isRoot) expect(output).toContain(`chmod o+x ${dir}`);
    rmSync(dir, { recursive: true, force: true });
  });

  it('names every wrong variable and ends with code 2', async () => {
    const { code, output } = await runCommand(['start'], {
      AMENDS_PORT: '99999',
      DATABASE_URL: 'x',
    });
    expect(code).toBe(2);
    expect(output).toContain('AMENDS_PORT is "99999"');
    expect(output).toContain('DATABASE_URL is "x"');
  });
});

describe('amends', () => {
  it('lists its nouns and refuses an unknown one with code 2', async () => {
    const help = await runCommand(['--help']);
    expect(help.code).toBe(0);
    for (const noun of ['start', 'doctor', 'staff']) expect(help.output).toContain(noun);
    const unknown = await runCommand(['strat']);
    expect(unknown.code).toBe(2);
    expect(unknown.output).toContain('strat');
  });

  it('names a key file that was damaged instead of making a new one', async () => {
    const dir = newDataDir();
    await runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir });
    const { writeFileSync } = await import('node:fs');
    const path = join(dir, 'keys', 'master');
    chmodSync(path, 0o600);
    writeFileSync(path, 'damaged');
    const { code, output } = await runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir });
    expect(code).toBe(1);
    expect(output).toContain(path);
    rmSync(dir, { recursive: true, force: true });
  });
});
