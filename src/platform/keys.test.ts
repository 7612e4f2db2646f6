import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from './crypto.ts';
import { loadKeys, retireLogKey } from './keys.ts';

let dataDir = '';
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amends-keys-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the master key', () => {
  const salt = new Uint8Array(32).fill(7);
  const plaintext = Buffer.from('홍길동');

  it('can be changed, twice: what it sealed before still opens, and only with it', async () => {
    const sealed: Uint8Array[] = [];
    for (const number of [1, 2]) {
      const keys = await loadKeys(dataDir);
      sealed.push(createVault(keys.master, keys.earlierMasters).encrypt({ salt, plaintext }));
      await rename(join(dataDir, 'keys', 'master'), join(dataDir, 'keys', `master.${number}`));
    }
    const now = await loadKeys(dataDir);
    expect(now.earlierMasters).toHaveLength(2);
    const vault = createVault(now.master, now.earlierMasters);
    sealed.push(vault.encrypt({ salt, plaintext }));
    for (const ciphertext of sealed) {
      expect(Buffer.from(vault.decrypt({ salt, ciphertext })).toString()).toBe('홍길동');
    }
    const forgetful = createVault(now.master);
    for (const ciphertext of sealed.slice(0, 2)) {
      expect(() => forgetful.decrypt({ salt, ciphertext })).toThrow('does not open');
    }
  });
});

describe('the key of the log', () => {
  it('can be changed, twice: earlier ones are kept, the latest first', async () => {
    const seeds = [(await loadKeys(dataDir)).logSeed];
    for (const count of [1, 2]) {
      expect(await retireLogKey(dataDir)).toBe(count);
      seeds.unshift((await loadKeys(dataDir)).logSeed);
    }
    const { logSeed, earlierLogSeeds } = await loadKeys(dataDir);
    expect([logSeed, ...(earlierLogSeeds ?? [])]).toEqual(seeds);
    expect(new Set(seeds.map((seed) => Buffer.from(seed).toString('hex'))).size).toBe(3);
  });
});
