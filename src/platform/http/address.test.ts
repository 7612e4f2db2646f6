import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { addressOf } from './auth-routes.ts';

async function addressSeen(proxyCount: number, forwarded?: string): Promise<string> {
  const app = new Hono();
  app.get('/', (c) => c.text(addressOf(c, proxyCount) ?? 'unknown'));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const connection = { incoming: { socket: { remoteAddress: '192.0.2.1' } } };
  return (await app.request('/', { headers }, connection)).text();
}

describe('the address of a request', () => {
  it.each([
    [0, undefined, '192.0.2.1'],
    [0, '203.0.113.7', '192.0.2.1'],
    [1, '203.0.113.7', '203.0.113.7'],
    [1, '198.51.100.9, 203.0.113.7', '203.0.113.7'],
    [2, '198.51.100.9, 203.0.113.7, 192.0.2.8', '203.0.113.7'],
    [1, undefined, 'unknown'],
    [2, '203.0.113.7', 'unknown'],
  ])('behind %i proxies that say %j is %s', async (proxyCount, forwarded, address) =>
    expect(await addressSeen(proxyCount, forwarded)).toBe(address));
});

describe('the help line of an installation', () => {
  it('is what the environment says; hours in one language stand for both', () => {
    expect(loadConfig({}).help).toEqual({});
    const env = { AMENDS_HELP_PHONE: '02-123-4567', AMENDS_HELP_HOURS_KO: '평일' };
    expect(loadConfig(env).help).toEqual({
      phone: '02-123-4567',
      hours: { ko: '평일', en: '평일' },
    });
  });

  it('that cannot be reached is named at the start', () => {
    expect(() => loadConfig({ AMENDS_HELP_EMAIL: 'nobody' })).toThrow('AMENDS_HELP_EMAIL');
  });
});
