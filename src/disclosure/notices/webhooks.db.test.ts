import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type NoticeBench,
  openNoticeBench,
  plainWords,
} from '../../../test/support/notice-bench.ts';
import { addMs } from '../../kernel/index.ts';
import { isPublicAddress, openGuardedPost, sql } from '../../platform/index.ts';
import { attemptsMax } from './notice.ts';
import { enableWebhook } from './settle-commands.ts';
import { topics } from './subscriber.ts';
import { changeSubscription, subscribe } from './subscription-commands.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

function openReceiver() {
  const state = { status: 200, headers: {} as Record<string, string> };
  const received: Received[] = [];
  const readBody = async (request: IncomingMessage): Promise<string> => {
    let body = '';
    for await (const part of request) body += String(part);
    return body;
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(state.status, state.headers).end('taken');
    });
  });
  return new Promise<{
    host: string;
    received: Received[];
    answer: typeof state;
    close: () => void;
  }>((open) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      open({
        host: `127.0.0.1:${port}`,
        received,
        answer: state,
        close: () => void server.close(),
      });
    });
  });
}

describe('a webhook', () => {
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let bench: NoticeBench;
  let secret = '';
  beforeAll(async () => {
    receiver = await openReceiver();
    bench = await openNoticeBench({ insideHosts: [receiver.host] });
  });
  afterAll(() => receiver.close());

  const newest = async () => (await bench.states()).at(-1);
  const standing = async () => {
    const { rows } = await sql<{ id: string; state: string; failures: number }>`
      select id, state, failure_count as failures from disclosure.subscriber
      `.execute(bench.platform.db);
    return rows[0];
  };

  it('is confirmed by a link that is posted to it, and shows its secret then', async () => {
    const asked = await subscribe(bench.visitor(), {
      ...{ channel: 'webhook', contact: `http://${receiver.host}/hook`, locale: 'ko' },
      ...{ topics, components: [], wordsOf: () => plainWords },
      publicUrl: 'https://status.example',
    });
    expect(asked).toMatchObject({ ok: true });
    const { type, data } = JSON.parse(receiver.received[0]?.body ?? '{}');
    expect(type).toBe('subscription.confirmation');
    const { text } = JSON.parse(receiver.received[0]?.body ?? '{}');
    expect(text).toContain(data.confirmUrl);
    const token = /subscription\/([\w-]+)/.exec(data.confirmUrl)?.[1] ?? '';
    const confirmed = await changeSubscription(bench.visitor(), token, { kind: 'confirm' });
    secret = confirmed.ok ? (confirmed.value.reach?.secret ?? '') : '';
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const { body, headers } = receiver.received[0] as Received;
    expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
  });

  it('is signed so that the published library of Standard Webhooks verifies it', async () => {
    receiver.received.length = 0;
    await bench.tell('절반만 갑니다');
    expect(await bench.send()).toBe(1);
    const { body, headers } = receiver.received[0] as Received;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'incident.updated',
      data: { incidentId: bench.incidentId, components: ['mail', 'mail.send'], language: 'ko' },
    });
    const altered = body.replace('incident.updated', 'incident.restored');
    expect(() => new Webhook(secret).verify(altered, headers)).toThrow();
    const other = new Webhook(`whsec_${Buffer.alloc(24, 7).toString('base64')}`);
    expect(() => other.verify(body, headers)).toThrow();
    const old = { ...headers, 'webhook-timestamp': '1000000000' };
    expect(() => new Webhook(secret).verify(body, old)).toThrow();
    expect(await newest()).toMatchObject({ state: 'sent' });
  });

  it('says all of it as a text for a chat, and calls nobody and ends nothing there', async () => {
    receiver.received.length = 0;
    await bench.tell('<!channel> @here 끝났습니다');
    await bench.send();
    const { text } = JSON.parse(receiver.received[0]?.body ?? '{}') as { text: string };
    const lines = text.split('\n');
    expect(lines.slice(1, -1).join()).toContain('‹!channel› ＠here 끝났습니다');
    expect(lines.at(-1)).toMatch(/^https:\/\/[^ ]+\?lang=ko$/);
    expect(text).not.toContain('subscription');
  });

  it('is told again under the same id when it did not take it, no sooner than it asks', async () => {
    receiver.received.length = 0;
    receiver.answer.status = 503;
    receiver.answer.headers = { 'retry-after': '3600' };
    await bench.tell('again');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'retrying' });
    receiver.answer.status = 204;
    receiver.answer.headers = {};
    bench.now = addMs(bench.now, 1_800_000);
    expect(await bench.send()).toBe(0);
    bench.now = addMs(bench.now, 3_600_000);
    expect(await bench.send()).toBe(1);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('is not followed where it redirects to', async () => {
    receiver.received.length = 0;
    receiver.answer.status = 302;
    receiver.answer.headers = { location: `http://${receiver.host}/elsewhere` };
    await bench.tell('redirected');
    await bench.send();
    receiver.answer.headers = {};
    expect(receiver.received).toHaveLength(1);
    expect(await newest()).toMatchObject({ state: 'retrying' });
  });

  it('is asked no more after five notices it never took, until staff enable it', async () => {
    receiver.answer.status = 500;
    for (const text of ['one', 'two', 'three', 'four', 'five']) await bench.tell(text);
    for (let attempt = 0; attempt <= attemptsMax; attempt += 1) {
      bench.now = addMs(bench.now, 3 * 86_400_000);
      await bench.send();
    }
    const { id = '', state } = (await standing()) ?? {};
    expect(state).toBe('disabled');
    receiver.received.length = 0;
    await bench.tell('to nobody');
    expect(await newest()).toMatchObject({ state: 'skipped', reason: 'disabled' });
    receiver.answer.status = 200;
    expect(await enableWebhook(bench.staff(), id)).toMatchObject({ ok: true });
    await bench.tell('back');
    await bench.send();
    expect(receiver.received).toHaveLength(1);
    expect(await standing()).toMatchObject({ state: 'confirmed', failures: 0 });
  });

  it('that answers 410 is asked no more at once', async () => {
    receiver.answer.status = 410;
    await bench.tell('gone');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'failed', reason: 'refused' });
    expect(await standing()).toMatchObject({ state: 'disabled' });
  });
});

describe('an address that somebody outside chose', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0'],
    ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1'],
    ...['::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'ff02::1'],
    ...['localhost', ''],
  ])('is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
  ])('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...['https://127.0.0.1/', 'https://[::1]/', 'https://[::ffff:7f00:1]/', 'https://2130706433/'],
    ...['https://0x7f.1/', 'https://localhost/', 'https://169.254.169.254/latest/meta-data/'],
    ...['http://example.org/', 'file:///etc/passwd', 'https://user:word@example.org/', 'nonsense'],
  ])('is refused before anything is sent: %s', async (url) => {
    const post = openGuardedPost();
    await expect(post({ url, headers: {}, body: '{}' })).rejects.toMatchObject({
      code: 'address_refused',
    });
  });
});
