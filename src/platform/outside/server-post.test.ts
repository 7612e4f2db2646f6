import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { addMs, instantFromEpochMs } from '../../kernel/index.ts';
import { isPublicAddress } from './public-address.ts';
import { openServerPost } from './server-post.ts';
import { checkingKeyOf, isWebhookKey, signWebhook, verifyWebhook } from './webhook-signature.ts';

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const post = { headers: {}, body: '{}' };

describe('an address outside', () => {
  const inside = [
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['0.0.0.0', '255.255.255.255', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1'],
    ...['::ffff:7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', ''],
  ];
  it.each(inside)('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  const refused = [
    ...['http://example.org/', 'https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/'],
    ...['https://0x7f.1/', 'https://u:p@example.org/', 'file:///etc/passwd', 'nothing'],
  ];
  it.each(refused)('%s is not asked', async (url) => {
    await expect(openServerPost().post({ ...post, url })).rejects.toMatchObject({
      code: 'outside_refused',
    });
  });

  it('whose name stands for an inside address is not asked', async () => {
    const asked = openServerPost().post({ ...post, url: 'https://localhost/' });
    await expect(asked).rejects.toMatchObject({ code: 'outside_refused' });
  });

  it('that the operator named is asked, and its redirect is an answer', async () => {
    const host = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    });
    const answer = await openServerPost([host]).post({ ...post, url: `http://${host}/hook` });
    expect(answer.status).toBe(302);
  });

  it('that breaks off or says too much has given no answer', async () => {
    const broken = await serve((request) => request.socket.destroy());
    const endless = await serve((_request, response) => {
      response.write(Buffer.alloc(5 * 1024 * 1024));
      response.end();
    });
    for (const host of [broken, endless]) {
      const asked = openServerPost([host]).post({ ...post, url: `http://${host}/` });
      await expect(asked).rejects.toMatchObject({ code: 'outside_unanswered' });
    }
  });
});

describe('a signed message', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLdSw';
  const seed = `whsk_${Buffer.alloc(32, 7).toString('base64')}`;
  const at = instantFromEpochMs(1_614_265_330_000);
  const body = '{"test": 2432232314}';
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';

  it('is signed as the specification’s example', () => {
    const signed = signWebhook({
      id: 'msg_loFOjxBNrRLzqYUf',
      at: instantFromEpochMs(1_731_705_121_000),
      body: '{"event_type":"ping","data":{"success":true}}',
      keys: ['whsec_plJ3nmyCDGBKInavdOK15jsl'],
    });
    expect(signed['webhook-signature']).toBe('v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=');
  });

  it('is checked over the bytes that came, with any of the keys, within five minutes', () => {
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const headers = signWebhook({ id, at, body, keys: [secret, seed] });
    const check = (over: Partial<Parameters<typeof verifyWebhook>[0]>) =>
      verifyWebhook({ headers, body, keys: [other, checkingKeyOf(seed)], now: at, ...over });
    expect(check({})).toMatchObject({ ok: true, value: { id } });
    expect(check({ keys: [secret] }).ok).toBe(true);
    expect(check({ keys: [other] })).toMatchObject({
      refusal: { code: 'message_signature_differs' },
    });
    const again = JSON.stringify(JSON.parse(body));
    expect(check({ body: again })).toMatchObject({
      refusal: { code: 'message_signature_differs' },
    });
    expect(check({ now: addMs(at, 300_000) }).ok).toBe(true);
    expect(check({ now: addMs(at, 300_001) })).toMatchObject({
      refusal: { code: 'message_too_old' },
    });
    expect(check({ headers: {} })).toMatchObject({ refusal: { code: 'message_unsigned' } });
  });

  it('has keys of the lengths that are safe', () => {
    expect([secret, seed, checkingKeyOf(seed)].every(isWebhookKey)).toBe(true);
    expect(['whsec_AAAA', 'whsk_AAAA', 'secret', 'whpk_!'].some(isWebhookKey)).toBe(false);
  });
});
