import { beforeAll, describe, expect, it } from 'vitest';
import {
  type NoticeBench,
  openNoticeBench,
  plainWords,
} from '../../../../test/support/notice-bench.ts';
import { loadSubscription, subscribe, topics } from '../../../disclosure/notices/index.ts';
import { createApp } from '../../../platform/index.ts';
import { subscriptionRoutes } from './subscription-routes.tsx';

const publicUrl = 'https://status.example';
let bench: NoticeBench;
let token: string;

beforeAll(async () => {
  bench = await openNoticeBench();
  const asked = await subscribe(bench.visitor(), {
    ...{ topics, components: [], locale: 'en', channel: 'mail', contact: 'one@example.org' },
    ...{ wordsOf: () => plainWords, publicUrl },
  });
  expect(asked).toMatchObject({ ok: true });
  token = /subscription\/([\w-]+)/.exec(bench.sent.at(-1)?.text ?? '')?.[1] ?? '';
});

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const app = createApp({
    contextOf: async () => bench.visitor(),
    routers: [{ path: '/', router: subscriptionRoutes({ publicUrl }) }],
  });
  return app.request(`/public/subscription/${token}${path}`, init);
}

async function state(): Promise<string> {
  const found = await loadSubscription(bench.visitor(), token);
  return found.ok ? found.value.state : 'gone';
}

const form = (body: string): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

// Scanners of mail servers open every link of a mail, more than once, and some fetch what they find.
describe('the links in a mail', () => {
  it('neither confirm nor end anything when they are opened', async () => {
    for (const path of ['', '?lang=ko', '/leave', '/leave?lang=en']) {
      for (const method of ['GET', 'HEAD']) await request(path, { method });
    }
    expect(await state()).toBe('asked');
    expect((await request('', form('act=confirm'))).status).toBe(200);
    expect(await state()).toBe('confirmed');
    for (const path of ['', '/leave', '/leave']) {
      for (const method of ['GET', 'HEAD']) await request(path, { method });
    }
    expect(await state()).toBe('confirmed');
  });

  it('end it by the one POST that mail programs send, without a page, a cookie or an origin', async () => {
    const ended = await request('/leave', form('List-Unsubscribe=One-Click'));
    expect(ended.status).toBe(200);
    expect(ended.headers.get('location')).toBeNull();
    expect(await state()).toBe('left');
    // Mail programs may send it again: it is done, and says so.
    expect((await request('/leave', form('List-Unsubscribe=One-Click'))).status).toBe(200);
  });
});

describe('a request that lacks something', () => {
  const ask = async (body: string): Promise<string> => {
    const app = createApp({
      contextOf: async () => ({ ...bench.visitor(), address: '192.0.2.8' }),
      routers: [{ path: '/', router: subscriptionRoutes({ publicUrl }) }],
    });
    const answered = await app.request('/public/subscribe?lang=en', form(body));
    expect(answered.status).toBe(422);
    return answered.text();
  };

  it('is told so beside what it is about, and keeps what was typed', async () => {
    const topicless = await ask('channel=mail&contact=typed@example.org');
    expect(topicless).toMatch(/<fieldset[^>]*aria-describedby="topics-error"[^>]*><legend/);
    expect(topicless).toContain('id="topics-error"');
    expect(topicless).not.toContain('contact-error');
    expect(topicless).not.toContain('aria-invalid');
    expect(topicless).toContain('value="typed@example.org"');
    const nobody = await ask(`channel=mail&contact=nobody&topics=${topics[0]}`);
    expect(nobody).toContain('id="contact-error"');
    expect(nobody).toContain('aria-invalid="true"');
    expect(nobody).not.toContain('topics-error');
  });
});

describe('ten thousand requests from one place', () => {
  it('write to no more than twenty strangers', async () => {
    const visitor = () => ({ ...bench.visitor(), address: '192.0.2.7' });
    const app = createApp({
      contextOf: async () => visitor(),
      routers: [{ path: '/', router: subscriptionRoutes({ publicUrl }) }],
    });
    const before = bench.sent.length;
    const statuses: number[] = [];
    for (let at = 0; at < 25; at += 1) {
      const body = `channel=mail&topics=${topics[0]}&contact=${encodeURIComponent(`s${at}@example.org`)}`;
      statuses.push((await app.request('/public/subscribe', form(body))).status);
    }
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(bench.sent.length - before).toBe(20);
  });
});
