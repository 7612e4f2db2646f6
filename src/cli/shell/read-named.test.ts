import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNamed } from './read-named.ts';

const folder = mkdtempSync(join(tmpdir(), 'amends-named-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'a.md');
writeFileSync(file, '가나다');

describe('a file that is named', () => {
  it('is read whole, up to the most that is read', () => {
    expect(readNamed(file).toString('utf8')).toBe('가나다');
    expect(readNamed(file, 9).length).toBe(9);
    expect(() => readNamed(file, 8)).toThrow('it has 9 bytes; at most 8 are read');
  });

  it('is refused where it is none', () => {
    expect(() => readNamed(folder)).toThrow('it is a folder');
    expect(() => readNamed(join(folder, 'gone'))).toThrow('ENOENT');
  });

  it.runIf(existsSync('/dev/zero'))('is not waited for where it never ends', () => {
    expect(() => readNamed('/dev/zero')).toThrow('it is a device or a pipe');
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    expect(() => readNamed(pipe)).toThrow('it is a device or a pipe');
  });

  it.runIf(existsSync('/proc/self/pagemap'))('is cut off where it tells no size', () => {
    expect(() => readNamed('/proc/self/pagemap', 100_000)).toThrow('more than 100000 bytes');
  });
});
