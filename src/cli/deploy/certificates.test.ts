import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sites } from '../../deploy/index.ts';
import { findProjectDir } from '../../platform/index.ts';
import { certifySites } from './certificates.ts';
import { openSites } from './open-sites.ts';

const sitesFile = join(findProjectDir(), 'deploy', 'three-sites', 'sites.yaml');
const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8' });
const isSignedBy = (authority: string, certificate: string): boolean =>
  spawnSync('openssl', ['verify', '-CAfile', authority, certificate]).status === 0;

async function make(out: string, days = 90): Promise<Sites> {
  const sites = await openSites(sitesFile);
  await certifySites(sites, { out, days });
  return sites;
}

describe('the certificates of a deployment', () => {
  it('are signed by one authority, for servers and clients, under the names others ask for', async () => {
    const out = mkdtempSync(join(tmpdir(), 'amends-certificates-'));
    const sites = await make(out);
    const authority = join(out, 'authority', 'ca.crt');
    for (const { name, address } of sites.sites) {
      for (const file of ['etcd', 'database', 'web', 'amends']) {
        expect(isSignedBy(authority, join(out, name, 'tls', `${file}.crt`))).toBe(true);
      }
      const text = openssl('x509', '-in', join(out, name, 'tls', 'web.crt'), '-noout', '-text');
      expect(text).toContain(`DNS:web.${name}, DNS:claims.example.org, IP Address:${address}`);
      expect(text).toContain('TLS Web Server Authentication, TLS Web Client Authentication');
      expect(text).toContain('CA:FALSE');
      expect(statSync(join(out, name, 'tls', 'web.key')).mode & 0o077).toBe(0);
    }
  });

  it('are made anew by the same authority, and never over a public certificate', async () => {
    const out = mkdtempSync(join(tmpdir(), 'amends-certificates-'));
    const tls = join(out, 'seoul', 'tls');
    await make(out);
    const before = readFileSync(join(tls, 'database.crt'), 'utf8');
    const authority = readFileSync(join(out, 'authority', 'ca.crt'), 'utf8');
    expect(readFileSync(join(tls, 'public.pem'), 'utf8')).toBe(
      readFileSync(join(tls, 'web.pem'), 'utf8'),
    );
    await make(out, 30);
    expect(readFileSync(join(tls, 'database.crt'), 'utf8')).not.toBe(before);
    expect(readFileSync(join(out, 'authority', 'ca.crt'), 'utf8')).toBe(authority);
    expect(readFileSync(join(tls, 'public.pem'), 'utf8')).toBe(
      readFileSync(join(tls, 'web.pem'), 'utf8'),
    );
    execFileSync('rm', [join(tls, 'public.own')]);
    writeFileSync(join(tls, 'public.pem'), 'of a public authority');
    await make(out);
    expect(readFileSync(join(tls, 'public.pem'), 'utf8')).toBe('of a public authority');
  });
});
