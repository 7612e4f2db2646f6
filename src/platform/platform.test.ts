import { createDecipheriv, hkdfSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';
import { createSigner, createVault, drawRandomBytes } from './crypto.ts';
import { isCrossSiteWrite } from './http/http.ts';
import { loadKeys } from './keys.ts';
import { hasPermission, requirePermission, roles } from './permissions.ts';

describe('configuration', () => {
  it('names every wrong variable at once', () => {
    const load = () =>
      loadConfig({ AMENDS_PORT: 'eighty', DATABASE_URL: 'mysql://x', AMENDS_LOG_LEVEL: 'loud' });
    expect(load).toThrow(/AMENDS_PORT is "eighty"/);
    expect(load).toThrow(
      /DATABASE_URL is "mysql:\/\/x"; it should be a URL that begins with postgres/,
    );
    expect(load).toThrow(
      /AMENDS_LOG_LEVEL is "loud"; it should be debug, info, warn, error or silent/,
    );
  });

  it('names a data folder that is a file or lies in one, and an address that is none', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'amends-config-')), 'a-file');
    writeFileSync(file, '');
    for (const dir of [file, join(file, 'below'), join(file, 'far', 'below')]) {
      expect(() => loadConfig({ AMENDS_DATA_DIR: dir })).toThrow(/AMENDS_DATA_DIR is ".*a folder/);
    }
    expect(() => loadConfig({ AMENDS_DATA_DIR: '' })).toThrow(/it should be a folder/);
    expect(() => loadConfig({ DATABASE_URL: 'postgres://::::' })).toThrow(/a URL such as/);
    const socket = 'postgres://amends@/amends?host=%2Frun%2Fpostgresql';
    expect(loadConfig({ DATABASE_URL: socket }).databaseUrl).toBe(socket);
    const fresh = join(tmpdir(), 'not', 'made', 'yet');
    expect(loadConfig({ AMENDS_DATA_DIR: fresh }).dataDir).toBe(fresh);
  });
});

describe('the vault', () => {
  const vault = createVault(new Uint8Array(32).fill(7));
  const salt = new Uint8Array(16).fill(1);

  it('gives back what it was given, under the same salt only', () => {
    const ciphertext = vault.encrypt({ salt, plaintext: new TextEncoder().encode('홍길동') });
    expect(new TextDecoder().decode(vault.decrypt({ salt, ciphertext }))).toBe('홍길동');
    const other = new Uint8Array(16).fill(2);
    expect(() => vault.decrypt({ salt: other, ciphertext })).toThrow(/does not open/);
  });

  it('derives its key as RFC 5869 says, from the master key and the salt', () => {
    const key = hkdfSync('sha256', new Uint8Array(32).fill(7), salt, 'amends vault 1', 32);
    const ciphertext = vault.encrypt({ salt, plaintext: new TextEncoder().encode('홍길동') });
    const decipher = createDecipheriv('aes-256-gcm', new Uint8Array(key), ciphertext.slice(0, 12));
    decipher.setAuthTag(ciphertext.slice(12, 28));
    const plain = Buffer.concat([decipher.update(ciphertext.slice(28)), decipher.final()]);
    expect(plain.toString('utf8')).toBe('홍길동');
  });

  it('notices any changed byte', () => {
    const ciphertext = vault.encrypt({ salt, plaintext: new Uint8Array([1, 2, 3]) });
    for (let index = 0; index < ciphertext.length; index += 1) {
      const changed = ciphertext.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => vault.decrypt({ salt, ciphertext: changed })).toThrow(/does not open/);
    }
  });
});

describe('the signer', () => {
  it('gives the signature of RFC 8032 section 7.1, test 2', async () => {
    const seed = Buffer.from(
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      'hex',
    );
    const signer = createSigner({ name: 'test', seed });
    expect(Buffer.from(signer.publicKey).toString('hex')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    const later = await signer.signLater(new Uint8Array([0x72]));
    expect(later).toEqual(signer.sign(new Uint8Array([0x72])));
    expect(Buffer.from(later).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });
});

describe('random bytes', () => {
  it('are as many as asked for, and never given twice', () => {
    const drawn = Array.from({ length: 3000 }, () => drawRandomBytes(12));
    expect(new Set(drawn.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(3000);
    expect([0, 1, 32, 1024, 1025, 20_000].map((count) => drawRandomBytes(count).length)).toEqual([
      0, 1, 32, 1024, 1025, 20_000,
    ]);
    // Every byte value comes up among 36,000: the pool is filled, not given out empty.
    expect(new Set(drawn.flatMap((bytes) => [...bytes])).size).toBe(256);
  });
});

describe('the keys', () => {
  it('are made once and then stay', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'amends-keys-'));
    const [first, second] = await Promise.all([loadKeys(dir), loadKeys(dir)]);
    expect(second).toEqual(first);
    expect(await loadKeys(dir)).toEqual(first);
  });
});

describe('roles', () => {
  it.each([
    ['reviewer', 'claim:approve'],
    ['approver', 'claim:review'],
    ['treasurer', 'payout:approve'],
    ['policy_author', 'policy:approve'],
    ['administrator', 'claim:read_personal'],
    ['auditor', 'claim:review'],
  ] as const)('%s may not %s', (role, permission) => {
    const actor = { kind: 'staff', id: '1', name: 'x', roles: [role] } as const;
    expect(hasPermission(actor, permission)).toBe(false);
    expect(() => requirePermission({ actor }, permission)).toThrow(permission);
  });

  it('are eight', () => {
    expect(roles).toHaveLength(8);
  });
});

describe('the cross-site guard', () => {
  const request = (method: string, headers: Record<string, string>): Request =>
    new Request('http://localhost/x', { method, headers: { host: 'localhost', ...headers } });

  it.each([
    ['GET', { 'sec-fetch-site': 'cross-site' }, false],
    ['POST', { 'sec-fetch-site': 'cross-site' }, true],
    ['POST', { 'sec-fetch-site': 'same-site' }, true],
    ['POST', { 'sec-fetch-site': 'same-origin' }, false],
    ['POST', { origin: 'http://localhost' }, false],
    ['POST', { origin: 'http://evil.example' }, true],
    ['POST', { origin: 'null' }, true],
    ['POST', { origin: 'abc' }, true],
    ['POST', { cookie: 'session=1' }, true],
    ['POST', {}, false],
  ] as const)('%s with %j is refused: %s', (method, headers, expected) => {
    expect(isCrossSiteWrite(request(method, headers))).toBe(expected);
  });
});
