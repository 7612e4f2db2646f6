import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { parseGroupRoles } from './settings.ts';

const dir = mkdtempSync(join(tmpdir(), 'amends-sign-on-'));
afterAll(() => rmSync(dir, { recursive: true }));
const secretFile = join(dir, 'secret');
writeFileSync(secretFile, 'a-secret\n');

const load = (env: Record<string, string>) =>
  loadConfig({ AMENDS_OIDC_CLIENT_ID: 'amends', ...env }).signOn;

describe('the settings of the issuer', () => {
  it('are none unless named, and whole when they are', () => {
    expect(loadConfig({}).signOn).toBeUndefined();
    expect(
      load({
        AMENDS_OIDC_ISSUER: 'https://login.example.org/realms/x',
        AMENDS_OIDC_CLIENT_SECRET_FILE: secretFile,
        AMENDS_OIDC_STAFF_GROUPS: 'ops=reviewer',
        AMENDS_OIDC_READERS: 'press, ops',
      }),
    ).toEqual({
      ...{ issuer: 'https://login.example.org/realms/x', clientId: 'amends' },
      ...{ clientSecret: 'a-secret', name: 'login.example.org', groupsClaim: 'groups' },
      ...{ rolesByGroup: new Map([['ops', ['reviewer']]]), readers: ['press', 'ops'] },
    });
  });

  it.each([
    ['https://login.example.org', true],
    ['http://127.0.0.1:9000', true],
    ['http://localhost:9000/x', true],
    ['http://[::1]:9000', true],
    ['http://login.example.org', false],
    ['http://127.0.0.1.example.org', false],
    ['http://localhost.example.org', false],
    ['https://user:word@login.example.org', false],
    ['ftp://127.0.0.1', false],
    ['login.example.org', false],
  ])('take an issuer over https, or on this machine: %s %s', (issuer, isTaken) => {
    const loading = () => load({ AMENDS_OIDC_ISSUER: issuer });
    if (isTaken) expect(loading()?.issuer).toBe(issuer);
    else expect(loading).toThrow('AMENDS_OIDC_ISSUER');
  });

  it.each([
    [{}, 'AMENDS_OIDC_ISSUER is not set'],
    [
      { AMENDS_OIDC_ISSUER: 'https://a.example', AMENDS_OIDC_CLIENT_ID: '' },
      'AMENDS_OIDC_CLIENT_ID',
    ],
    [
      {
        AMENDS_OIDC_ISSUER: 'https://a.example',
        AMENDS_OIDC_CLIENT_SECRET_FILE: join(dir, 'none'),
      },
      'AMENDS_OIDC_CLIENT_SECRET_FILE',
    ],
    [
      { AMENDS_OIDC_ISSUER: 'https://a.example', AMENDS_OIDC_STAFF_GROUPS: 'ops=chief' },
      'AMENDS_OIDC_STAFF_GROUPS',
    ],
  ])('name what is off: %j', (env, named) => {
    expect(() => load(env)).toThrow(named);
  });

  it('let everybody read who is signed in, with a star', () => {
    const env = { AMENDS_OIDC_ISSUER: 'https://a.example', AMENDS_OIDC_READERS: '*' };
    expect(load(env)?.readers).toBe('everybody');
    expect(load({ AMENDS_OIDC_ISSUER: 'https://a.example' })?.readers).toBe('nobody');
  });
});

describe('groups and their roles', () => {
  it.each([
    [
      'ops=reviewer, fin = treasurer + auditor',
      { ops: ['reviewer'], fin: ['treasurer', 'auditor'] },
    ],
    ['a=b=agent', { 'a=b': ['agent'] }],
    ['', {}],
  ])('are read: %s', (text, found) => {
    expect(Object.fromEntries(parseGroupRoles(text) ?? [])).toEqual(found);
  });

  it.each([
    'ops',
    '=reviewer',
    'ops=',
    'ops=reviewer+',
    'ops=agent, ops=auditor',
    'ops=system',
  ])('are refused: %s', (text) => {
    expect(parseGroupRoles(text)).toBeUndefined();
  });
});
