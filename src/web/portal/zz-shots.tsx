import { serve } from '@hono/node-server';
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { beforeAll, test } from 'vitest';
import { claimantContext, openTestPlatform, staffContext } from '../../../test/support/platform.ts';
import { publishQuestionnaire } from '../../claims/index.ts';
import { openIncident } from '../../incident/index.ts';
import { assert, type Instant, parseInstant } from '../../kernel/index.ts';
import { createApp, type Platform, sql } from '../../platform/index.ts';
import { StatusPage } from './status.page.tsx';
import { exampleQuestionnaire, salesFile } from './portal.examples.ts';
import { portalRoutes } from './routes.tsx';

function at(text: string): Instant {
  const instant = parseInstant(text);
  assert(instant !== undefined, 'test: an instant', { text });
  return instant;
}

const now = at('2022-10-20T09:00:00+09:00');
let platform: Platform;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  const investigator = staffContext(platform, 'investigator', { now });
  const opened = await openIncident(investigator, {
    id: investigator.newId(),
    slug: 'example',
    titles: { ko: '2022년 10월 서비스 장애', en: 'Outage of October 2022' },
    zone: 'Asia/Seoul',
    openedAt: at('2022-10-15T15:30:00+09:00'),
    parties: [{ code: 'company', titles: { ko: '회사', en: 'Company' } }],
    functions: [
      { service: 'talk', function: 'send', titles: { ko: '메시지 전송', en: 'Sending messages' } },
    ],
    sources: [],
  });
  assert(opened.ok, 'test: the incident opens', opened);
  const { rows } = await sql<{ id: string }>`select id from incident.incident`.execute(platform.db);
  const incidentId = rows[0]?.id ?? '';
  const published = await publishQuestionnaire(investigator, {
    incidentId,
    questionnaire: exampleQuestionnaire,
  });
  assert(published.ok, 'test: the questionnaire is published', published);
  app = createApp({
    log: platform.log,
    contextOf: async () => claimantContext(platform, { now }),
    routers: [{ path: '/', router: portalRoutes() }],
  });
});

/** A browser without scripts: keeps cookies, follows redirects after a form. */
function openBrowser() {
  const cookies = new Map<string, string>();
  async function send(
    path: string,
    body?: FormData,
  ): Promise<{ path: string; response: Response }> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split('=');
      if (attributes.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) return send(location);
    return { path, response };
  }
  async function open(path: string, fields?: Readonly<Record<string, string | File>>) {
    const body = fields === undefined ? undefined : new FormData();
    for (const [name, value] of Object.entries(fields ?? {})) body?.append(name, value);
    const answered = await send(path, body);
    return {
      path: answered.path,
      status: answered.response.status,
      headers: answered.response.headers,
      html: await answered.response.text(),
    };
  }
  return { open, cookies };
}

const base = '/ko/report/example';

async function answerAll(browser: ReturnType<typeof openBrowser>, root = base) {
  const steps: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['party-class', { 'party-class': 'small_business' }],
    ['service', { service: 'talk' }],
    ['function', { function: 'send' }],
    ['category', { category: 'trade' }],
    ['kind', { kind: 'lost_sales' }],
    ['q-affected_from', { 'q-affected_from-date': '2022-10-15', 'q-affected_from-time': '15:40' }],
    ['q-order_share', { 'q-order_share': '35' }],
    ['stated-loss', { 'stated-loss': '1,200,000' }],
    ['story', { story: '주문이 들어오지 않았습니다. <b>하루 종일</b>' }],
    ['contact', { name: '김가게', contact: '010-1234-5678' }],
    [
      'payee',
      { 'payee-bank': '우리', 'payee-account': '1002-123-456789', 'payee-holder': '김가게' },
    ],
  ];
  await browser.open(`${root}/begin`);
  let path = '';
  for (const [code, fields] of steps) {
    path = (await browser.open(`${root}/q/${code}`, fields)).path;
  }
  return path;
}

function claimIdOf(html: string): string {
  return /name="claimId" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

function numberOf(html: string): string {
  return /<b translate="no">([^<]+)</.exec(html)?.[1] ?? '';
}

async function fileClaim(browser: ReturnType<typeof openBrowser>) {
  await answerAll(browser);
  const check = await browser.open(`${base}/check-answers`);
  return browser.open(`${base}/check-answers`, {
    claimId: claimIdOf(check.html),
    statement: 'true',
    'file-sales-records': new File([salesFile], '매출.csv', { type: 'text/csv' }),
  });
}


const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
test('shots', async () => {
  const server = serve({ fetch: app.fetch, port: 18765, hostname: '127.0.0.1' });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' ') });
  const root = 'http://127.0.0.1:18765';
  const claim = openBrowser();
  const filed = await fileClaim(claim);
  void filed;
  for (const locale of ['ko', 'en'] as const) for (const width of [390, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, bypassCSP: true, locale });
    const page = await context.newPage();
    const shot = async (name: string) => {
      await page.screenshot({ path: `/tmp/shots/${name}-${locale}-${width}.png`, fullPage: true });
      await page.evaluate(axe);
      const r = await page.evaluate(async () => { const x = await (globalThis as any).axe.run({ runOnly: ['wcag2a','wcag2aa','wcag21aa','wcag22aa','best-practice'] }); return { v: x.violations.map((v: any) => v.id + ': ' + v.nodes.map((n: any) => n.html.slice(0,120) + ' ' + n.failureSummary.slice(0,200)).join(' | ')), wide: document.documentElement.scrollWidth - innerWidth, focus: document.activeElement?.className }; });
      console.log(name, locale, width, JSON.stringify(r));
    };
    const b = `${root}/${locale}/report/example`;
    const next = async () => { await page.locator('form .btn').first().click(); await page.waitForLoadState(); };
    await page.goto(`${root}/${locale}`); await shot('start');
    await page.locator('a.btn').first().click(); await shot('who');
    await next(); await shot('who-error');
    await page.locator('input[value=user]').check(); await next();
    await page.locator('input[value=music]').check(); await next(); await shot('covered');
    await page.goto(`${b}/q/party-class`); await page.locator('input[value=small_business]').check(); await next();
    await page.locator('input[value=talk]').check(); await next();
    await page.locator('input[value=send]').check(); await next();
    await page.locator('input[value=trade]').check(); await next();
    await page.locator('input[value=lost_sales]').check(); await next();
    await next(); await shot('when-error');
    await page.locator('#q-affected_from-date').fill('2022-10-15'); await page.locator('#q-affected_from-time').fill('15:40'); await shot('when'); await next();
    await page.locator('input.in').fill('35'); await shot('share'); await next();
    await page.locator('input.in').fill('abc'); await next(); await shot('money-error');
    await page.locator('input.in').fill('1,200,000'); await next();
    await shot('story'); await next();
    await page.locator('#contact').fill('010-1234-5678'); await shot('contact'); await next();
    await shot('payee'); await next();
    await shot('check');
    await page.locator('#statement').check();
    await page.locator('#file-sales-records').setInputFiles({ name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(salesFile) });
    await next(); await shot('receipt');
    await page.goto(`${root}/${locale}/status`); await shot('status');
    await page.goto(`${root}/${locale}/look-up`); await next(); await shot('lookup-error');
    const html = String(<StatusPage locale={locale} frame={{ otherLocalePath: '/en' }} number="7K4M-Q2XD-9F"
      stages={[{ title: '접수됨', state: 'done', note: '2022년 10월 20일 (목) 9시 00분' }, { title: '보상을 모두 보냈습니다', state: 'now', note: '2022년 10월 25일 (화) 9시 00분' }]} nextText="모두 끝났습니다."
      decision={{ outcomeText: '보상합니다', reasonText: '공개된 규정의 조건에 맞습니다.', cures: ['9월과 10월의 매출 파일 (CSV)'], awards: [{ title: '현금', amountText: '50,000원', clause: '§2', exactText: '49,999.5', explanation: ['소상공인 지원 (pangyo-small-business, 판 1)', '§2: 매출 손해 330,000원은 300,000원 초과 500,000원 이하 → 50,000원'] }] }}
      payments={[{ term: '현금 50,000원', value: '입금했습니다\n2022년 10월 25일 (화) 9시 00분' }]} evidenceKinds={[]} appealId="x" problems={[]} statement="" />);
    await page.setContent(html); await shot('decided');
    await context.close();
  }
  await browser.close(); server.close();
}, 240000);
