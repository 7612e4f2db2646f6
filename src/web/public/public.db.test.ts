import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  claimantContext,
  openTestPlatform,
  staffContext,
  systemContext,
} from '../../../test/support/platform.ts';
import {
  approveReport,
  disclosureConsumers,
  disclosureRoutes,
  prepareReport,
  renderBase64,
  renderPromise,
  signCheckpoint,
} from '../../disclosure/index.ts';
import { adoptImpact, openIncident, stateImpact } from '../../incident/index.ts';
import { claimNumber, type Instant, parseInstant } from '../../kernel/index.ts';
import {
  createApp,
  drainOutbox,
  findProjectDir,
  newUuid,
  type Platform,
  sha256,
  subscribeConsumers,
} from '../../platform/index.ts';
import { publicRoutes } from './routes.tsx';

const at = (text: string): Instant => parseInstant(text) as Instant;

async function openCase(platform: Platform): Promise<string> {
  const ctx = staffContext(platform, 'investigator');
  const incidentId = newUuid();
  const opened = await openIncident(ctx, {
    id: incidentId,
    slug: 'test-outage',
    titles: { ko: '시험 장애 <b>', en: 'Test outage <b>' },
    zone: 'Asia/Seoul',
    openedAt: at('2022-10-15T15:30:00+09:00'),
    parties: [{ code: 'company', titles: { ko: '회사', en: 'The company' } }],
    functions: [{ service: 'melon', function: 'play', titles: { ko: '멜론 재생', en: 'Melon' } }],
    sources: [{ number: 1, address: 'https://example.org/notice' }],
  });
  expect(opened).toMatchObject({ ok: true });
  const impactId = newUuid();
  const stated = await stateImpact(ctx, {
    id: impactId,
    incidentId,
    service: 'melon',
    function: 'play',
    scope: {},
    severity: 'down',
    intervals: [
      {
        from: at('2022-10-15T15:30:00+09:00'),
        fromPrecision: 'exact',
        until: at('2022-10-17T03:45:00+09:00'),
        untilPrecision: 'exact',
      },
    ],
    statedBy: 'company',
    sources: [1],
    reason: 'as announced',
  });
  expect(stated).toMatchObject({ ok: true });
  const adopted = await adoptImpact(ctx, {
    id: newUuid(),
    incidentId,
    impactId,
    reason: 'only one',
  });
  expect(adopted).toMatchObject({ ok: true });
  return incidentId;
}

function makeReceipt(platform: Platform): Record<string, unknown> {
  const [salt, contentHash] = [sha256('salt'), sha256('content')];
  const facts = {
    format: 'amends-receipt/1' as const,
    claimNumber: claimNumber(sha256('number')),
    incident: 'test-outage',
    submittedAt: '2022-10-19T01:02:03.004Z',
    contentHash: renderBase64(contentHash),
    salt: renderBase64(salt),
    commitment: renderBase64(sha256(Buffer.concat([salt, contentHash]))),
  };
  const promise = { origin: platform.signer.name, includeBy: '2022-10-19T01:03:03.004Z' };
  const signature = renderBase64(platform.signer.sign(renderPromise({ ...facts, promise })));
  const publicKey = renderBase64(platform.signer.publicKey);
  return { ...facts, promise: { ...promise, keyId: promise.origin, publicKey, signature } };
}

describe('the public pages', () => {
  let platform: Platform;
  let app: ReturnType<typeof createApp>;
  let incidentId: string;
  beforeAll(async () => {
    platform = await openTestPlatform();
    await subscribeConsumers(platform, disclosureConsumers);
    incidentId = await openCase(platform);
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));
    app = createApp({
      log: platform.log,
      contextOf: async () => claimantContext(platform),
      routers: [
        { path: '/', router: disclosureRoutes() },
        { path: '/', router: publicRoutes() },
      ],
    });
  });

  const get = async (path: string): Promise<string> => (await app.request(path)).text();

  it('show the account of an incident in both languages, without a script', async () => {
    const ko = await get('/public/test-outage?lang=ko');
    expect(ko).toContain('<html lang="ko">');
    expect(ko).toContain('시험 장애 &lt;b&gt;');
    expect(ko).toContain('멜론 재생');
    expect(ko).toContain('36시간 15분');
    expect(ko).not.toContain('<script');
    const en = await get('/public/test-outage?lang=en');
    expect(en).toContain('<html lang="en">');
    expect(en).toContain('36 h 15 min');
    expect(en).toContain('longest adopted impact, “Melon”');
    expect(en).toContain('stated by The company');
    expect(en).toContain('https://example.org/notice');
    expect(Buffer.byteLength(en)).toBeLessThan(100_000);
  });

  it('show the signed head of the log with its key', async () => {
    const page = await get('/public/test-outage?lang=en');
    expect(page).toContain('Impact adopted');
    expect(page).toContain(`${platform.signer.name}+`);
  });

  it('let anyone try the published policies, with nothing to send them by', async () => {
    const page = await get('/public/test-outage/try?lang=en');
    expect(page).toContain('No terms are published yet.');
    expect(page).not.toContain('method="post"');
    const missing = await app.request('/public/other/try');
    expect(missing.status).toBe(404);
  });

  it('offer the file that checks a receipt without this site, as it stands in the project', async () => {
    expect(await get('/public/check-receipt?lang=en')).toContain('href="/public/verify.html"');
    const file = await app.request('/public/verify.html');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const own = await readFile(join(findProjectDir(), 'verify', 'index.html'), 'utf8');
    expect(await file.text()).toBe(own);
  });

  it('say of each incident when it began, and not what else a date could be', async () => {
    const page = await get('/public?lang=ko');
    expect(page.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')).toMatch(/시작: \d{4}년/);
  });

  it('list the incidents, and answer an unknown one with 404 in words', async () => {
    const list = await get('/public?lang=en');
    expect(list).toContain('/public/test-outage?lang=en');
    // Whoever was hurt and comes here first finds the form, and whoever waits the state and the news.
    for (const way of ['/en', '/status?lang=en', '/public/subscribe?lang=en']) {
      expect(list).toContain(`href="${way}"`);
    }
    const missing = await app.request('/public/other', { headers: { 'accept-language': 'en-US' } });
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain('There is no such incident');
  });

  it('publish a report whose bytes have the hash that the log holds, once while nothing changes', async () => {
    const draft = await prepareReport(staffContext(platform, 'investigator'), { incidentId });
    const draftId = draft.ok ? draft.value.id : '';
    const approver = staffContext(platform, 'approver');
    const report = await approveReport(approver, draftId);
    expect(await approveReport(approver, draftId)).toMatchObject({ value: { version: 1 } });
    const hash = report.ok ? report.value.hash : '';
    await drainOutbox(platform, disclosureConsumers);
    await signCheckpoint(systemContext(platform));
    const document = await get('/api/v1/reports/test-outage/1');
    expect(Buffer.from(sha256(document)).toString('hex')).toBe(hash);
    expect(await get('/api/v1/log/entries')).toContain(`"hash":"${hash}"`);
    expect(await get('/api/v1/reports/test-outage')).toContain('"version":1');
    expect(document).toContain('"state":"open"');
    const reader = staffContext(platform, 'auditor');
    await expect(approveReport(reader, draftId)).rejects.toThrow('disclosure:write');
  });

  it('show the report in both languages with its signature and its place in the log', async () => {
    const ko = await get('/public/test-outage/report?lang=ko');
    expect(ko).toContain('<html lang="ko">');
    expect(ko).toContain('36시간 15분');
    expect(ko).not.toContain('<script');
    const en = await get('/public/test-outage/report?lang=en');
    expect(en).toContain('sha256 ');
    expect(en).toMatch(/entry \d+ of \d+/);
    expect(Buffer.byteLength(en)).toBeLessThan(100_000);
    const missing = await app.request('/public/test-outage/report/9');
    expect(missing.status).toBe(404);
    const input = await app.request('/api/v1/reports/test-outage/1/inputs/claims.csv');
    expect(input.headers.get('content-type')).toContain('text/csv');
    expect(await input.text()).toBe('class,service,kind,outcome,claims\n');
  });

  it('keep a draft from the public, and what the editor wrote apart from the figures', async () => {
    const editor = staffContext(platform, 'investigator');
    const write = (headline: string) => ({ headline, paid: '## Paid <i>\n\nWords <b> [1] stand.' });
    const text = { ko: write('제목'), en: write('The first headline') };
    const draft = await prepareReport(editor, { incidentId, text });
    const draftId = draft.ok ? draft.value.id : '';
    const hidden = await app.request(`/console-preview/report/${draftId}`);
    expect(hidden.status).toBe(403);
    const oneLanguage = { ko: { lead: '글' }, en: {} };
    expect(await prepareReport(editor, { incidentId, text: oneLanguage })).toMatchObject({
      refusal: { code: 'report_text_one_language', pointer: '/text/en/lead' },
    });
    const long = { ko: { headline: '가'.repeat(121) }, en: { headline: 'a' } };
    expect(await prepareReport(editor, { incidentId, text: long })).toMatchObject({
      refusal: { code: 'report_text_too_long', pointer: '/text/ko/headline', most: 120 },
    });
    expect(await approveReport(staffContext(platform, 'approver'), draftId)).toMatchObject({
      value: { version: 2 },
    });
    const page = await get('/public/test-outage/report?lang=en');
    expect(page).toContain('<h1>The first headline</h1>');
    expect(page).toContain('<h3>Paid &lt;i&gt;</h3><p>Words');
    expect(page).toContain('Words &lt;b&gt;<a class="ref" href="#source-1">[1]</a> stand.');
    expect(page).toContain('/public/test-outage/report/2/changes?lang=en');
    const changes = await get('/public/test-outage/report/2/changes?lang=en');
    expect(changes).toContain('<ins title="added">The first headline</ins>');
    expect(await get('/public/test-outage/report/1?lang=en')).not.toContain('first headline');
  });

  async function post(text: string): Promise<{ status: number; page: string }> {
    const body = new FormData();
    body.set('text', text);
    const response = await app.request('/public/check-receipt?lang=en', { method: 'POST', body });
    return { status: response.status, page: await response.text() };
  }

  it('check a posted receipt without a script', async () => {
    const receipt = makeReceipt(platform);
    const promised = await post(JSON.stringify(receipt));
    expect(promised.page).toContain('The signature shows the claim was received.');
    const forged = await post(JSON.stringify({ ...receipt, incident: 'other' }));
    expect(forged.page).toContain('This receipt could not be confirmed.');
  });

  it('say in words what is wrong with what was posted', async () => {
    expect(await post('')).toMatchObject({ status: 422 });
    const broken = await post('{');
    expect(broken.status).toBe(422);
    expect(broken.page).toContain('cannot be read as a receipt');
    expect(await post('x'.repeat(300_000))).toMatchObject({ status: 413 });
    expect((await post('[1]')).page).toContain('The receipt has the right form');
  });

  it('has nothing under a name with a NUL in it, which the database could not be asked for', async () => {
    for (const path of ['/public/%00', '/public/%00/report']) {
      expect([path, (await app.request(path)).status]).toEqual([path, 404]);
    }
  });

  it.each([
    ['JSON in pieces', 'application/json', '{"a":'],
    ['a form without a boundary', 'multipart/form-data', 'abc'],
    [
      'a form that broke off',
      'multipart/form-data; boundary=q',
      '--q\r\ncontent-disposition: form',
    ],
    ['what is no form', 'text/plain', 'abc'],
  ])('are no fault where %s is sent, as are those on which one subscribes', async (_, type, text) => {
    for (const path of ['/public/check-receipt', '/public/subscribe']) {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
          controller.close();
        },
      });
      const headers = { 'content-type': type, 'transfer-encoding': 'chunked' };
      const sent = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
      const { status } = await app.request(`${path}?lang=en`, sent);
      expect([path, status]).toEqual([path, 422]);
    }
  });
});
