import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { auditCopy } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';
import { tabTo } from '../support/keyboard.ts';

// What a claimant does beside filing, with Tab, Enter and Space only and no script: save and go on
// elsewhere, send documents, correct the loss, find a claim again, answer what was asked. On every
// page axe-core finds nothing, and nothing is wider than a small telephone.

const server = openJourneyServer();

/** The digits of the newest message; without a mail server they are written into a folder. */
function lastDigits(): string {
  const folder = join(server.dataDir, 'messages');
  const newest = readdirSync(folder)
    .map((name) => join(folder, name))
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
  return /\d{6}/.exec(readFileSync(newest ?? '', 'utf8'))?.[0] ?? '';
}

const problems: string[] = [];
const seen = new Set<string>();

/** Looks at the page as it stands. */
async function audit(page: Page): Promise<void> {
  seen.add(new URL(page.url()).pathname.split('/').at(-1) ?? '');
  problems.push(...(await auditCopy(page)));
}

/** Reaches a control with Tab, presses it with Enter, and waits for the page it leads to. */
async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  const loaded = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await loaded;
  await audit(page);
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function choose(page: Page, value: string): Promise<void> {
  await tabTo(page, 'main input[type=radio]');
  for (let step = 0; step < 20; step += 1) {
    const at = await page.evaluate('document.activeElement.value');
    if (at === value) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Space');
}

async function openKeyboardPage(): Promise<Page> {
  const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
  return context.newPage();
}

const next = 'main form button.btn';

/** Answers until the page of documents; a question without a wanted answer is passed with Enter. */
async function answerTo(page: Page, end: RegExp, wanted: Record<string, string>): Promise<void> {
  for (let step = 0; step < 24 && !end.test(page.url()); step += 1) {
    const code = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const value = wanted[code];
    if (code === 'covered') {
      await press(page, 'main a.btn');
      continue;
    }
    if (value !== undefined && code === 'contact') await type(page, 'input[name=contact]', value);
    else if (value !== undefined) await choose(page, value);
    else if ((await page.locator('main input[type=radio]').count()) > 0) {
      await tabTo(page, 'main input[type=radio]');
      await page.keyboard.press('Space');
    }
    await press(page, next);
  }
}

async function enterCode(page: Page): Promise<void> {
  await type(page, 'input[name=digits]', lastDigits());
  await press(page, next);
}

const sales = [
  '날짜,매출',
  ...Array.from(
    { length: 7 },
    (_unused, day) => `2022-10-${String(8 + day).padStart(2, '0')},200000`,
  ),
  ...Array.from({ length: 7 }, (_unused, day) => `2022-10-${15 + day},100000`),
].join('\n');

describe.each(['ko', 'en'] as const)('with the keyboard alone and no script, in %s', (locale) => {
  const contact = `keyboard-${locale}@example.org`;

  it('a claim is saved, gone on with elsewhere, documented, corrected, filed and found again', async () => {
    const first = await openKeyboardPage();
    await first.goto(`${server.base}/${locale}`);
    await audit(first);
    await press(first, 'main a.btn[href$=begin]');
    const wanted = {
      'party-class': 'small_business',
      service: 'talk_channel',
      kind: 'free_with_loss',
      'q-effect': 'lost_orders',
      'q-order_list.more.0': 'no',
    };
    await answerTo(first, /\/q\/story$/, wanted);
    await press(first, 'button[value=save]');
    await press(first, next);
    expect(await first.locator('[role=alert]').count()).toBe(1);
    await type(first, 'input[name=contact]', contact);
    await press(first, next);
    await press(first, next);
    expect(await first.locator('[role=alert]').count()).toBe(1);
    await enterCode(first);
    expect(first.url()).toMatch(/\/saved$/);
    await first.context().close();

    const page = await openKeyboardPage();
    await page.goto(`${server.base}/${locale}`);
    await press(page, 'main a.btn[href$=resume]');
    await type(page, 'input[name=contact]', contact);
    await press(page, next);
    await enterCode(page);
    expect(page.url()).toMatch(/\/resume\/pick$/);
    await press(page, next);
    await answerTo(page, /\/evidence$/, { ...wanted, contact });
    // What the file chooser of the system gives back; choosing itself is the system's own window.
    await page.locator('input[name=file-sales-records]').setInputFiles({
      name: '매출.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(sales),
    });
    await page.locator('input[name=file-proof-of-use]').setInputFiles({
      name: '끊긴 그림.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    });
    await press(page, 'button[value=next]');
    expect(await page.locator('[role=alert]').innerText()).toContain('끊긴 그림.png');
    await press(page, 'button[value=next]');
    expect(page.url()).toMatch(/\/loss$/);
    expect(await page.locator('.num').innerText()).toContain('700,000');
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    await type(page, 'input[name=loss-best]', '2000000');
    await press(page, next);
    expect(page.url()).toMatch(/\/check-answers$/);
    await tabTo(page, 'input[name=statement]');
    await page.keyboard.press('Space');
    await press(page, 'form#send button');
    const number = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(
      await page.locator('.num').innerText(),
    );
    expect(number).not.toBeNull();
    await press(page, 'main a.btn[href$=status]');

    await page.goto(`${server.base}/${locale}`);
    await press(page, 'main a.btn[href$=begin]');
    await answerTo(page, /\/own$/, wanted);
    expect(await page.locator('main').innerText()).toContain(number?.[0]);
    await press(page, 'form[action$=see] button');
    expect(page.url()).toMatch(/\/status$/);
    await page.context().close();
  });

  it('a claim is found again by its contact', async () => {
    const page = await openKeyboardPage();
    await page.goto(`${server.base}/${locale}/look-up`);
    await press(page, 'a[href$=find]');
    await type(page, 'input[name=contact]', contact);
    await press(page, next);
    await enterCode(page);
    expect(page.url()).toMatch(/\/find\/list$/);
    await press(page, next);
    expect(page.url()).toMatch(/\/status$/);
    await page.context().close();
  });
});

it('no page of these journeys breaks a rule of access', () => {
  expect(problems).toEqual([]);
  for (const page of [
    'save',
    'code',
    'saved',
    'resume',
    'pick',
    'evidence',
    'loss',
    'own',
    'find',
    'list',
  ]) {
    expect(seen).toContain(page);
  }
});

it('the first page is one request below 15 KB over the wire, with everything it needs', async () => {
  for (const locale of ['ko', 'en']) {
    const context = await openBrowser({ locale, width: 390, isScriptOn: true });
    const page = await context.newPage();
    const requests: Request[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request);
    });
    await page.goto(`${server.base}/${locale}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(requests.map((request) => request.sizes()));
    const bytes = sizes.reduce(
      (sum, { responseBodySize, responseHeadersSize }) =>
        sum + responseBodySize + responseHeadersSize,
      0,
    );
    expect(requests.map((request) => request.url())).toEqual([`${server.base}/${locale}`]);
    expect(bytes).toBeLessThan(15 * 1024);
    await context.close();
  }
});

describe('where scripts run', () => {
  it('a chosen document is sent in parts and goes on after the line broke', async () => {
    const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: true });
    const page = await context.newPage();
    await page.goto(`${server.base}/ko/report/pangyo-2022/begin`);
    const pick = async (value: string): Promise<void> => {
      await page.locator(`input[value=${value}]`).check();
      await page.locator(next).first().click();
    };
    await pick('small_business');
    await pick('shopping');
    await page.goto(`${server.base}/ko/report/pangyo-2022/evidence`);
    let broken = 0;
    await page.route('**/uploads/**', (route) => {
      if (route.request().method() === 'PATCH') broken += 1;
      const isSecond = route.request().method() === 'PATCH' && broken === 2;
      return isSecond ? route.abort('connectionreset') : route.continue();
    });
    // Noise does not shrink: the picture is some megabytes, and goes in more than one part.
    const rows = ['날짜,매출', ...Array.from({ length: 120_000 }, () => '2022-10-08,1234567')];
    await page.locator('input[name=file-sales-records]').setInputFiles({
      name: '큰 파일.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\n')),
    });
    await page.locator('.got', { hasText: '큰 파일.csv' }).waitFor();
    expect(broken).toBeGreaterThanOrEqual(3);
    await context.close();
  });
});
