import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWhole } from './rail-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amends-write-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* bytesOf(isRefused: boolean): AsyncGenerator<Uint8Array> {
  yield Buffer.from('first payment\r\n');
  if (isRefused) throw new Error('the second cannot be written');
  yield Buffer.from('second payment\r\n');
}

describe('a file for the bank', () => {
  it('is written whole or not at all', async () => {
    const refused = writeWhole(bytesOf(true), join(folder, 'half.csv'));
    await expect(refused).rejects.toThrow('the second cannot be written');
    expect(await readdir(folder)).toEqual([]);
    await writeWhole(bytesOf(false), join(folder, 'whole.csv'));
    expect(await readFile(join(folder, 'whole.csv'), 'utf8')).toContain('second payment');
  });

  it('takes the place of no other, which stays as it is', async () => {
    const path = join(folder, 'mine.csv');
    await writeFile(path, 'mine');
    await expect(writeWhole(bytesOf(false), path)).rejects.toThrow('is there already');
    expect(await readFile(path, 'utf8')).toBe('mine');
  });
});
