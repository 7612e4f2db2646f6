import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import {
  locationOf,
  openSignOnBench,
  publicUrl,
  signOnSettings,
} from '../../../test/support/sign-on-bench.ts';
import { trialClient } from '../../../test/support/trial-issuer.ts';
import { addStaff, newUuid, type Platform } from '../../platform/index.ts';

// The same flow against a provider that others wrote and had certified: its forms, its cookies.

let platform: Platform;
let server: Server;
let issuer: string;

beforeAll(async () => {
  platform = await openTestPlatform();
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: trialClient.id, client_secret: trialClient.secret },
        redirect_uris: [`${publicUrl}/sign-on/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        ...{ sub, email: `${sub}@example.org`, email_verified: true },
        ...{ name: '정산', groups: ['finance', 'everyone'] },
      }),
    }),
    cookies: { keys: ['a key of the test'] },
  });
  const handle = provider.callback();
});
afterAll(
  () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
);

/** Goes through the provider's forms as a person would; gives where it sends the browser at last. */
async function signInAtProvider(start: URL, login: string): Promise<URL> {
  const cookies = new Map<string, string>();
  const ask = async (url: URL, form?: Record<string, string>): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  let at = start;
  let answer = await ask(at);
  for (let step = 0; step < 12; step += 1) {
    const location = answer.headers.get('location');
    if (location === null) {
      const page = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
      answer = await ask(at, { prompt, login, password: 'any' });
      continue;
    }
    at = new URL(location, at);
    if (at.origin === publicUrl) return at;
    answer = await ask(at);
  }
  throw new Error(`the provider sent the browser nowhere; it is at ${at.pathname}`);
}

it('signs a member in by the address that the provider tells when asked about the person', async () => {
  const input = {
    id: newUuid(),
    name: '김',
    email: 'kim@example.org',
    roles: ['approver'] as const,
  };
  const { id } = await addStaff(staffContext(platform, 'administrator'), input);
  const visitor = openSignOnBench(platform, { signOn: signOnSettings(issuer) }).visit();
  const sentTo = locationOf(await visitor.get('/sign-on?return_to=/console'));
  const back = await signInAtProvider(sentTo, 'kim');
  const answer = await visitor.get(back.pathname + back.search);
  expect(answer.headers.get('location')).toBe('/console');
  expect(await (await visitor.get('/api/v1/session')).json()).toMatchObject({ id });
});

it('makes an account with the roles of a group, and proves anew who moves money', async () => {
  const rolesByGroup = new Map([['finance', ['treasurer', 'auditor'] as const]]);
  const bench = openSignOnBench(platform, { signOn: signOnSettings(issuer, { rolesByGroup }) });
  const visitor = bench.visit();
  const sentTo = locationOf(await visitor.get('/sign-on?fresh=yes'));
  const back = await signInAtProvider(sentTo, 'jung');
  await visitor.get(back.pathname + back.search);
  const member = (await (await visitor.get('/api/v1/session')).json()) as Record<string, unknown>;
  expect(member).toMatchObject({ name: '정산', roles: ['treasurer', 'auditor'] });
  expect(member.confirmedUntil).toEqual(expect.stringMatching(/^20/));
});
