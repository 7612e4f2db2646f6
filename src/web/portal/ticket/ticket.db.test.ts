import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPlainBrowser, type PlainBrowser } from '../../../../test/support/plain-browser.ts';
import {
  claimantContext,
  openTestPlatform,
  staffContext,
} from '../../../../test/support/platform.ts';
import type { Ticket } from '../../../claims/filing/index.ts';
import { publishQuestionnaire } from '../../../claims/index.ts';
import { verifyReceipt } from '../../../disclosure/index.ts';
import { openIncident } from '../../../incident/index.ts';
import { addMs, assert, type Instant, parseInstant, renderInstant } from '../../../kernel/index.ts';
import {
  type Context,
  createApp,
  type Platform,
  PlatformError,
  sql,
} from '../../../platform/index.ts';
import { exampleQuestionnaire, salesFile } from '../portal.examples.ts';
import { portalRoutes } from '../routes.tsx';

// Filing while the database is away: nobody gets an error page, nobody types twice.

const opensAt = parseInstant('2022-10-20T09:00:00+09:00');
assert(opensAt !== undefined, 'test: an instant');
let now: Instant = opensAt;
let platform: Platform;
let app: ReturnType<typeof createApp>;
let isAway = false;

const lost = () =>
  Promise.reject(new PlatformError('database_unreachable', { message: 'away', retryable: true }));

function contextOf(): Context {
  const ctx = claimantContext(platform, { now });
  return isAway ? { ...ctx, transact: lost, statement: lost, read: lost } : ctx;
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  const investigator = staffContext(platform, 'investigator', { now });
  const incidentId = investigator.newId();
  const opened = await openIncident(investigator, {
    id: incidentId,
    slug: 'example',
    titles: { ko: '2022년 10월 서비스 장애', en: 'Outage of October 2022' },
    zone: 'Asia/Seoul',
    openedAt: now,
    parties: [],
    functions: [{ service: 'talk', function: 'send', titles: { ko: '전송', en: 'Sending' } }],
    sources: [],
  });
  assert(opened.ok, 'test: the incident opens', opened);
  const questionnaire = exampleQuestionnaire;
  const published = await publishQuestionnaire(investigator, { incidentId, questionnaire });
  assert(published.ok, 'test: the questionnaire is published', published);
  app = createApp({
    log: platform.log,
    contextOf: async () => contextOf(),
    routers: [{ path: '/', router: portalRoutes({}) }],
  });
});
beforeEach(() => {
  isAway = false;
  now = opensAt;
});

const base = '/ko/report/example';

/** Writes a claim to the check page; the database is away from the second question on. */
async function write(browser: PlainBrowser): Promise<{ claimId: string; path: string }> {
  await browser.open('/ko');
  await browser.open(`${base}/begin`);
  await browser.open(`${base}/q/party-class`, { 'party-class': 'small_business' });
  isAway = true;
  const rest: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['service', { service: 'talk' }],
    ['function', { function: 'send' }],
    ['category', { category: 'trade' }],
    ['kind', { kind: 'lost_sales' }],
    ['q-affected_from', { 'q-affected_from-date': '2022-10-15', 'q-affected_from-time': '15:40' }],
    ['q-order_share', { 'q-order_share': '35' }],
    ['stated-loss', { 'stated-loss': '1,200,000' }],
    ['story', { story: '주문이 들어오지 않았습니다.' }],
    ['contact', { name: '김가게', contact: '010-1234-5678' }],
    ['payee', { 'payee-bank': '', 'payee-account': '', 'payee-holder': '' }],
  ];
  let page = await browser.open(`${base}/q/service`);
  for (const [code, fields] of rest) {
    expect(page.status).toBe(200);
    page = await browser.open(`${base}/q/${code}`, fields);
  }
  expect(page.path).toBe(`${base}/evidence`);
  page = await browser.open(`${base}/check-answers`);
  expect(page.status).toBe(200);
  const claimId = /name="claimId" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  return { claimId, path: page.path };
}

const sales = () => new File([salesFile], '매출.csv', { type: 'text/csv' });
const claimIn = (html: string): string => /name="claim" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function stored(claimId: string) {
  const { rows } = await sql<{ submittedAt: Instant; files: number }>`
    select submitted_at as "submittedAt",
      (select count(*)::integer from claims.evidence e where e.claim_id = c.id) as files
    from claims.claim c where id = ${claimId}`.execute(platform.db);
  return rows.map(({ submittedAt, files }) => [renderInstant(submittedAt), files]);
}

describe('a claim sent while the database is away', () => {
  test('is carried whole by a page with one button, and filed once at the time of its ticket', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const fields = { claimId, statement: 'true', 'file-sales-records': sales() };
    const page = await browser.open(path, fields);
    expect(page.status).toBe(202);
    expect(page.headers.get('retry-after')).toBe('2');
    expect(page.html).toContain('2022년 10월 20일 (목) 9시 00분');
    expect(page.html.match(/<button/g)).toHaveLength(1);
    expect(page.html).not.toContain('010-1234-5678');

    now = addMs(opensAt, 60_000);
    const again = await browser.open(`${base}/ticket`, { claim: claimIn(page.html) });
    expect(again.status).toBe(202);
    expect(again.html).toContain('2022년 10월 20일 (목) 9시 00분');

    const ticket = JSON.parse((await browser.open('/ko/ticket.json')).html) as Ticket;
    const { name, publicKey } = platform.signer;
    expect(verifyReceipt(ticket, { key: { name, publicKey } }).verdict).toBe('ticketed');

    isAway = false;
    now = addMs(opensAt, 30 * 24 * 3_600_000 - 1); // long after the window
    const filed = await browser.open(`${base}/ticket`, { claim: claimIn(again.html) });
    expect(filed.path).toBe('/ko/receipt');
    const twice = await browser.open(`${base}/ticket`, { claim: claimIn(again.html) });
    expect(twice.path).toBe('/ko/receipt');
    expect(await stored(claimId)).toEqual([[renderInstant(opensAt), 1]]);
    expect((await browser.open('/ko/ticket.json')).status).toBe(409);
  });

  test('is answered to the script in a few words, and filed by sending the same form again', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const fields = () => ({ claimId, statement: 'true', 'file-sales-records': sales() });
    const held = await browser.sendAsScript(path, fields());
    expect(held.status).toBe(202);
    expect(JSON.parse(held.html)).toMatchObject({
      issuedAtText: '2022년 10월 20일 (목) 9시 00분',
      ticket: { claimId },
    });
    isAway = false;
    now = addMs(opensAt, 60_000);
    const filed = await browser.sendAsScript(path, fields());
    expect(JSON.parse(filed.html)).toEqual({ location: '/ko/receipt' });
    expect(await stored(claimId)).toEqual([[renderInstant(opensAt), 1]]);
  });

  test('is said to be not filed yet by the check page, until it is', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const notYet = '보내신 것이 아직 접수되지 않았습니다';
    expect((await browser.open(path)).html).not.toContain(notYet);
    expect((await browser.sendAsScript(path, { claimId, statement: 'true' })).status).toBe(202);
    now = addMs(opensAt, 60_000);
    const again = await browser.open(path);
    expect(again.html).toContain(notYet);
    expect(again.html).toContain('2022년 10월 20일 (목) 9시 00분에 접수하신 것으로');
    expect(again.html).toContain('/ko/ticket.json');
    isAway = false;
    expect((await browser.open(path, { claimId, statement: 'true' })).path).toBe('/ko/receipt');
    expect(await stored(claimId)).toEqual([[renderInstant(opensAt), 0]]);
    // The next claim of this browser has nothing to do with it.
    isAway = false;
    const next = await write(browser);
    expect((await browser.open(next.path)).html).not.toContain(notYet);
  });

  test('whose answers were changed since files as new, without the ticket', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const fields = { claimId, statement: 'true' };
    expect((await browser.open(path, fields)).status).toBe(202);
    isAway = false;
    now = addMs(opensAt, 60_000);
    await browser.open(`${base}/q/story?from=check`, { story: '다르게 적었습니다.' });
    expect((await browser.open(path, fields)).path).toBe('/ko/receipt');
    expect(await stored(claimId)).toEqual([[renderInstant(now), 0]]);
  });

  test('gets the documents that were received before, once it is filed', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    isAway = false;
    await browser.open(`${base}/evidence`, { 'file-sales-records': sales(), go: 'stay' });
    isAway = true;
    const page = await browser.open(path, { claimId, statement: 'true' });
    expect(page.status).toBe(202);
    isAway = false;
    await browser.open(`${base}/ticket`, { claim: claimIn(page.html) });
    expect(await stored(claimId)).toEqual([[renderInstant(opensAt), 1]]);
  });

  test('with documents too large for a page names them, and files the rest', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const large = new File(['%PDF-1.7', new Uint8Array(5 * 1024 * 1024), '%%EOF'], 'proof.pdf');
    const page = await browser.open(path, {
      claimId,
      statement: 'true',
      'file-proof-of-use': large,
    });
    expect(page.status).toBe(202);
    expect(page.html).toContain('proof.pdf');
    isAway = false;
    const filed = await browser.open(`${base}/ticket`, { claim: claimIn(page.html) });
    expect(filed.path).toBe('/ko/receipt');
    expect(await stored(claimId)).toEqual([[renderInstant(opensAt), 0]]);
  });

  test.each([
    '',
    'AAAA',
    'x'.repeat(400),
  ])('in a page that was changed (%#) is not taken', async (claim) => {
    const page = await openPlainBrowser(app).open(`${base}/ticket`, { claim });
    expect(page.status).toBe(409);
    expect(page.html).toContain('href="/ko"');
  });

  test('after its ticket has run out is told so, with what is possible', async () => {
    const browser = openPlainBrowser(app);
    const { claimId, path } = await write(browser);
    const page = await browser.open(path, { claimId, statement: 'true' });
    isAway = false;
    now = addMs(opensAt, 31 * 24 * 3_600_000);
    const late = await browser.open(`${base}/ticket`, { claim: claimIn(page.html) });
    expect(late.status).toBe(422);
    expect(late.html).toContain('30일이 지났습니다');
    expect(await stored(claimId)).toEqual([]);
  });
});
