import { chmodSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFull, explainFolder, freeBytesAt, isDiskFull, renderBytes } from './data-folder.ts';
import { explainDatabaseFailure, renderPlace } from './database-failure.ts';
import { probeAddress } from './http/server.ts';
import { loadKeys } from './keys.ts';
import { PlatformError } from './platform-error.ts';
import { withStartLock } from './postgres/start-lock.ts';

const withCode = (code: string, message = code): Error =>
  Object.assign(new Error(message), { code });

describe('a full disk', () => {
  it.each([
    ['ENOSPC', 'write ENOSPC'],
    ['EDQUOT', 'write EDQUOT'],
    ['53100', 'could not extend file'],
    ['XX000', 'could not write init file'],
    ['', 'IO Error: Could not write file "x": No space left on device'],
    ['', 'initdb: error: could not write: Disk quota exceeded'],
  ])('is known by %j %j, also as a cause', (code, message) => {
    const error = withCode(code, message);
    expect(isDiskFull(error)).toBe(true);
    expect(isDiskFull(new Error('outside', { cause: error }))).toBe(true);
  });

  it.each(['EACCES', '53200', '23505'])('is not what %s says', (code) => {
    expect(isDiskFull(withCode(code))).toBe(false);
  });

  it('says which disk, what is free and needed, and that nothing is lost', () => {
    const dir = tmpdir();
    const failure = diskFull(join(dir, 'not', 'there', 'yet'), withCode('ENOSPC'));
    expect(failure).toMatchObject({ code: 'disk_full', retryable: true });
    expect(failure.message).toContain(join(dir, 'not'));
    expect(failure.message).toContain(`Amends needs 2 GiB`);
    expect(failure.message).toContain('Nothing acknowledged is lost');
    expect(freeBytesAt(join(dir, 'not', 'there', 'yet'))).toBeGreaterThan(0);
  });

  it.each([
    [0, '0 MiB'],
    [2 ** 30 - 1, '1023 MiB'],
    [2 ** 30, '1 GiB'],
    [1.59 * 2 ** 30, '1.5 GiB'],
  ])('%d bytes read as %s', (bytes, text) => {
    expect(renderBytes(bytes)).toBe(text);
  });
});

describe('an error of the database', () => {
  it.each([
    ['53100', 'x', 'disk_full', true],
    ['ECONNREFUSED', 'x', 'database_unreachable', true],
    ['57P03', 'x', 'database_unreachable', true],
    ['08006', 'x', 'database_unreachable', true],
    ['', 'Connection terminated unexpectedly', 'database_unreachable', true],
    [
      '',
      'Client has encountered a connection error and is not queryable',
      'database_unreachable',
      true,
    ],
    ['28P01', 'x', 'database_refuses', false],
    ['3D000', 'x', 'database_refuses', false],
  ] as const)('%s %s is %s', (code, message, expected, retryable) => {
    const failure = explainDatabaseFailure(withCode(code, message), 'db.example:5432/amends');
    expect(failure).toMatchObject({ code: expected, retryable });
    expect(failure?.message).toContain('db.example:5432/amends');
  });

  it('that a statement caused stays as it is', () => {
    expect(explainDatabaseFailure(withCode('23505'))).toBeUndefined();
    expect(explainDatabaseFailure(new PlatformError('x', { message: 'x' }))).toBeUndefined();
  });

  it('names the place without user and password', () => {
    expect(renderPlace('postgres://someone:secret@db.example/claims')).toBe(
      'db.example:5432/claims',
    );
    expect(renderPlace('postgres://')).not.toContain('secret');
  });
});

describe('an error of the folder', () => {
  it('names the folder and the variable; other errors stay as they are', () => {
    const denied = Object.assign(withCode('EACCES'), { syscall: 'open' });
    expect(explainFolder('/data', denied)).toMatchObject({ code: 'data_folder_unwritable' });
    expect(String(explainFolder('/data', denied))).toMatch(/\/data .*AMENDS_DATA_DIR/);
    const bug = new TypeError('x');
    expect(explainFolder('/data', bug)).toBe(bug);
  });
});

describe('the keys', () => {
  it('leave no half-written file behind, and a stale part does no harm', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'amends-keys-'));
    const keys = await loadKeys(dir);
    expect(readdirSync(join(dir, 'keys')).sort()).toEqual(['log', 'master']);
    writeFileSync(join(dir, 'keys', 'master.part-1-0'), '');
    expect(await loadKeys(dir)).toEqual(keys);
    chmodSync(dir, 0o700);
    rmSync(dir, { recursive: true });
  });
});

describe('the start lock', () => {
  it('lets one in at a time, within a process too', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'amends-lock-'));
    let inside = 0;
    const visit = async (): Promise<void> => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withStartLock(dir, visit)));
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([
    ['a process that has ended', '2147483646'],
    ['an earlier process with our own id, as in a container', String(process.pid)],
  ])('is taken over from %s', async (_who, owner) => {
    const dir = mkdtempSync(join(tmpdir(), 'amends-lock-'));
    symlinkSync(owner, join(dir, 'start.lock'));
    expect(await withStartLock(dir, async () => 'in')).toBe('in');
  });
});

describe('the address', () => {
  it('in use, or of another machine, is said before long work', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const inUse = probeAddress({ host: '127.0.0.1', port });
    await expect(inUse).rejects.toMatchObject({ code: 'port_in_use' });
    await new Promise((resolve) => taken.close(resolve));
    await expect(probeAddress({ host: '127.0.0.1', port })).resolves.toBeUndefined();
    const foreign = probeAddress({ host: '192.0.2.1', port }); // TEST-NET-1, RFC 5737
    await expect(foreign).rejects.toMatchObject({ code: 'address_unusable' });
  });
});
