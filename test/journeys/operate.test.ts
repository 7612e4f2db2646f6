import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claimBody } from '../../bench/claim-body.ts';
import { holdEmbeddedPostgres, newUuid, openDatabase, sql } from '../../src/platform/index.ts';
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
    expect(await signedIn.json()).toMatchObject({ name: '심사자 (reviewer)', roles: ['reviewer'] });
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

  it('leaves no server behind when it is stopped twice at once, or while it still loads', async () => {
    const dir = newDataDir();
    const env = { AMENDS_DATA_DIR: dir, AMENDS_PORT: await freePort() };
    const loading = startCommand(['start'], env);
    await loading.waitFor('Loading the incident');
    const pid = postmasterPid(dir);
    expect(await loading.stop('SIGINT')).toBe(130);
    expect(loading.output()).toContain('the same command goes on');
    expect(isAlive(pid)).toBe(false);
    const running = startCommand(['start'], env);
    await running.waitFor('Ctrl-C stops');
    const next = postmasterPid(dir);
    running.child.kill('SIGINT');
    expect(await running.stop('SIGINT')).toBe(0);
    expect(isAlive(next)).toBe(false);
    rmSync(dir, { recursive: true, force: true });
  });

  it('makes the cluster anew when that was cut off', async () => {
    const dir = newDataDir();
    const part = join(dir, 'postgres', 'cluster.part-1');
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, 'PG_VERSION'), '18\n');
    const { code } = await runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir });
    expect(code).toBe(0);
    expect(existsSync(part)).toBe(false);
    rmSync(dir, { recursive: true, force: true });
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

  it.each([
    ['database_unreachable', 'postgres://me:secret@127.0.0.1:1/claims', 'does not answer', 1],
    ['a server that is unknown', 'postgres://me:secret@db.invalid/claims', 'ENOTFOUND', 1],
  ])('says where DATABASE_URL leads, without the password: %s', async (_code, url, words, exit) => {
    const dir = newDataDir();
    const { code, output } = await runCommand(['start'], {
      AMENDS_DATA_DIR: dir,
      AMENDS_PORT: await freePort(),
      DATABASE_URL: url,
    });
    expect(code).toBe(exit);
    expect(output).toContain(words);
    expect(output).toContain(new URL(url).host);
    expect(output).not.toMatch(/secret|\n\s+at /);
    rmSync(dir, { recursive: true, force: true });
  });

  it('gives tickets before the database answers, where it is told to be patient, and then serves', async () => {
    const given = newDataDir();
    const server = await holdEmbeddedPostgres(join(given, 'postgres'));
    const url = new URL(server.url('postgres'));
    const behind = Number(url.port);
    let isOpen = false;
    const door = createServer((incoming) => {
      incoming.on('error', () => incoming.destroy());
      if (!isOpen) return void incoming.destroy();
      const outgoing = connect(behind, '127.0.0.1');
      outgoing.on('error', () => incoming.destroy());
      incoming.pipe(outgoing).pipe(incoming);
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    url.port = String((door.address() as { port: number }).port);
    const dir = newDataDir();
    const port = await freePort();
    const running = startCommand(['start'], {
      ...{ AMENDS_DATA_DIR: dir, AMENDS_PORT: port, DATABASE_URL: url.href },
      ...{ AMENDS_PATIENT_START: 'yes', AMENDS_DEMONSTRATION: 'no' },
    });
    await running.waitFor('gives tickets until it does');
    const { body } = claimBody(newUuid(), 1);
    const headers = { 'content-type': 'application/json' };
    const filed = await fetch(`http://127.0.0.1:${port}/api/v1/claims`, {
      method: 'POST',
      headers,
      body,
    });
    expect([filed.status, await filed.json()]).toMatchObject([202, { ticket: {} }]);
    isOpen = true;
    await running.waitFor('Ctrl-C stops');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(await running.stop('SIGTERM')).toBe(0);
    door.close();
    await server.release();
    for (const folder of [given, dir]) rmSync(folder, { recursive: true, force: true });
  });

  it('ends with code 2 when the given server does not let it in, and works when it does', async () => {
    const given = newDataDir();
    const server = await holdEmbeddedPostgres(join(given, 'postgres'));
    const dir = newDataDir();
    const right = new URL(server.url('postgres'));
    const wrong = new URL(right);
    wrong.password = 'wrong';
    const list = (url: URL) =>
      runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir, DATABASE_URL: url.href });
    const refused = await list(wrong);
    expect([refused.code, refused.output]).toEqual([2, expect.stringContaining('DATABASE_URL')]);
    expect((await list(right)).code).toBe(0);
    await server.release();
    for (const folder of [given, dir]) rmSync(folder, { recursive: true, force: true });
  });

  it('says that AMENDS_HOST is no address of this machine, before it loads anything', async () => {
    const { code, output } = await runCommand(['start'], {
      AMENDS_DATA_DIR: dataDir,
      AMENDS_HOST: '192.0.2.1', // TEST-NET-1, RFC 5737
    });
    expect(code).toBe(1);
    expect(output).toContain('AMENDS_HOST');
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

describe('amends doctor', () => {
  it('looks at everything, and ends with code 0 on a machine that is well', async () => {
    const dir = newDataDir();
    const env = { AMENDS_DATA_DIR: dir, AMENDS_PORT: await freePort() };
    const { code, output } = await runCommand(['doctor', '--json'], env);
    const { findings } = JSON.parse(output.slice(output.indexOf('{\n'))) as {
      findings: { name: string; verdict: string }[];
    };
    expect(findings.map(({ name }) => name)).toEqual([
      'Node',
      'Memory',
      'Data folder',
      'Disk',
      'Port',
      'Address',
      'For tests',
      'Database',
      'Clock',
    ]);
    const bad = findings.filter(({ verdict }) => verdict === 'bad');
    expect(bad).toEqual([]);
    expect(code).toBe(0);
    rmSync(dir, { recursive: true, force: true });
  });

  it('says how to mend a folder and a port that cannot be used, and ends with code 1', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, output } = await runCommand(['doctor'], {
      AMENDS_DATA_DIR: '/proc/amends-data',
      AMENDS_PORT: port,
    });
    taken.close();
    expect(code).toBe(1);
    expect(output).toMatch(/BAD {2}Port .*\n.*AMENDS_PORT/);
    expect(output).toMatch(/BAD {2}Database .*\n.*AMENDS_DATA_DIR/);
  });
});

describe('amends', () => {
  it('lists its nouns and refuses an unknown one with code 2', async () => {
    expect(await runCommand(['--version'])).toEqual({ code: 0, output: '0.1.0\n' });
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
    const path = join(dir, 'keys', 'master');
    chmodSync(path, 0o600);
    writeFileSync(path, 'damaged');
    const { code, output } = await runCommand(['staff', 'list'], { AMENDS_DATA_DIR: dir });
    expect(code).toBe(1);
    expect(output).toContain(path);
    rmSync(dir, { recursive: true, force: true });
  });
});
