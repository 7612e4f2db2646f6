import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from './data-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'amends-folders-'));
afterAll(() => rmSync(root, { recursive: true }));

it('makes several, at once and again, with the mode that is asked', async () => {
  const deep = join(root, 'a', 'b', 'c');
  await Promise.all([makeFolder(deep, { mode: 0o700 }), makeFolder(deep, { mode: 0o700 })]);
  await makeFolder(deep);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

it('says what stands in the way', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(file, 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it.runIf(existsSync('/proc/self'))('comes back where nothing can be made', async () => {
  await expect(makeFolder('/proc/amends/x')).rejects.toMatchObject({ code: 'ENOENT' });
});
