import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newUuid } from '../../src/platform/index.ts';
import { auditPage } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { openJourneyServer, signInOverHttp } from '../support/journey-server.ts';
import { tabTo } from '../support/keyboard.ts';

// Every portal and public page as a screen reader, a keyboard and a small telephone meet it.

const server = openJourneyServer();

const contact = 'reader@example.org';

/** Answers the question on the page with the first choice, or as little as is needed. */
async function answerQuestion(page: Page): Promise<void> {
  const choice = page.locator('main input[type=radio]').first();
  if ((await choice.count()) > 0) await choice.check();
  const field = page.locator('input[name=contact]');
  if ((await field.count()) > 0) await field.fill(contact);
  await page.locator('main form button.btn, main a.btn').first().click();
}

// English is the longer of the two, so it is met on the wide screen, too.
const screens = [
  { width: 390, locale: 'ko' },
  { width: 390, locale: 'en' },
  { width: 1280, locale: 'en' },
] as const;

async function openPage({ width, locale }: (typeof screens)[number]): Promise<Page> {
  const context = await openBrowser({ locale, width, isScriptOn: true });
  return context.newPage();
}

describe.each(screens)('at $width px in $locale', (screen) => {
  const { width, locale } = screen;

  it('no page of a claim breaks a rule of access, from the start page to its status', async () => {
    const page = await openPage(screen);
    const problems: string[] = [];
    const visited: string[] = [];
    const check = async (): Promise<void> => {
      visited.push(new URL(page.url()).pathname.split('/').at(-1) ?? '');
      problems.push(...(await auditPage(page, { width })));
    };
    await page.goto(`${server.base}/${locale}`);
    await check();
    await page.locator('a.btn').first().click();
    await page.locator('main form button.btn').click();
    await check();
    for (let step = 0; step < 24 && !page.url().endsWith('/check-answers'); step += 1) {
      await answerQuestion(page);
      await check();
    }
    await page.locator('form#send button').click();
    // The script that keeps a claim sends first, and shows the page of problems afterwards.
    await page.locator('[role=alert]').waitFor();
    await check();
    await page.locator('input[name=statement]').check();
    await page.locator('form#send button').click();
    await page.waitForURL(/\/receipt/);
    await check();
    await page.goto(`${server.base}/${locale}/status`);
    await check();
    await page.locator('form[action$=evidence] button').click();
    await check();
    expect(problems).toEqual([]);
    for (const one of [
      'party-class',
      'service',
      'covered',
      'contact',
      'payee',
      'evidence',
      'check-answers',
    ]) {
      expect(visited).toContain(one);
    }
    expect(visited).not.toContain('category');
    await page.context().close();
  });

  it('no other portal page does: look-up, its problems, and what is not there', async () => {
    const page = await openPage(screen);
    const problems: string[] = [];
    const paths = ['look-up', 'report/pangyo-2022', 'report/nowhere', 'report/pangyo-2022/q/story'];
    for (const path of paths) {
      await page.goto(`${server.base}/${locale}/${path}`);
      problems.push(...(await auditPage(page, { width })));
    }
    await page.goto(`${server.base}/${locale}/look-up`);
    await page.locator('main form button.btn').click();
    expect(await page.locator('[role=alert] li').count()).toBe(2);
    problems.push(...(await auditPage(page, { width })));
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('no public page does: incidents, the account, and the check of a receipt', async () => {
    const page = await openPage(screen);
    const problems: string[] = [];
    const paths = ['', '/pangyo-2022', '/nowhere', '/check-receipt'];
    for (const path of paths) {
      await page.goto(`${server.base}/public${path}?lang=${locale}`);
      problems.push(...(await auditPage(page, { width })));
    }
    for (const text of ['{', '{"format":"amends-receipt/1"}']) {
      await page.locator('textarea').fill(text);
      await page.locator('main form button.btn').click();
      await page.locator('#outcome > *').first().waitFor();
      problems.push(...(await auditPage(page, { width })));
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

it('the audit sees a page that breaks a rule, and one that is too wide', async () => {
  const page = await openPage({ width: 390, locale: 'en' });
  await page.goto(`${server.base}/en/look-up`);
  await page.locator('main').evaluate((main) => {
    main.innerHTML = `<img src="data:,"><pre>${'wide '.repeat(100)}</pre>`;
  });
  const problems = (await auditPage(page, { width: 390 })).join('\n');
  expect(problems).toContain('image-alt');
  expect(problems).toContain('px wide');
  await page.context().close();
});

async function answerWithKeys(page: Page): Promise<void> {
  const has = async (selector: string): Promise<boolean> =>
    (await page.locator(selector).count()) > 0;
  if (await has('main input[type=radio]')) {
    await tabTo(page, 'main input[type=radio]');
    await page.keyboard.press('Space');
  }
  if (await has('input[name=contact]')) {
    await tabTo(page, 'input[name=contact]');
    await page.keyboard.type(contact);
  }
  await tabTo(page, 'main form button.btn, main a.btn');
  const before = page.url();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href !== before);
}

async function fileWithKeys(): Promise<string> {
  const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
  const page = await context.newPage();
  await page.goto(`${server.base}/ko`);
  await tabTo(page, 'a.skip');
  await page.keyboard.press('Enter');
  await tabTo(page, 'a.btn');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/q\//);
  for (let step = 0; step < 24 && !page.url().endsWith('/check-answers'); step += 1) {
    await answerWithKeys(page);
  }
  await tabTo(page, 'input[name=statement]');
  await page.keyboard.press('Space');
  await tabTo(page, 'main form button.btn');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/receipt/);
  const text = await page.locator('main').innerText();
  await context.close();
  return /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(text)?.[0] ?? '';
}

async function decide(number: string): Promise<void> {
  const reviewer = await signInOverHttp(server, 'reviewer');
  const incidents = (await (await reviewer('GET', '/incidents')).json()) as { id: string }[];
  const query = `incidentId=${incidents[0]?.id}&service=kakaotalk&state=assessed&limit=500`;
  const listOwn = async (): Promise<string | undefined> => {
    const answer = await reviewer('GET', `/claims?${query}`);
    const { claims } = (await answer.json()) as {
      claims: { claimId: string; claimNumber: string }[];
    };
    return claims.find(({ claimNumber }) => claimNumber === number)?.claimId;
  };
  await expect.poll(listOwn, { timeout: 20_000 }).toBeDefined();
  const decisionId = newUuid();
  const decided = await reviewer('POST', `/claims/${await listOwn()}/decisions`, {
    ...{ decisionId, outcome: 'deny', reasonCode: 'no_rule_applies' },
    note: 'The questionnaire names no loss.',
  });
  expect(decided.status).toBe(201);
  const approver = await signInOverHttp(server, 'approver');
  expect((await approver('POST', `/decisions/${decisionId}/approval`)).status).toBe(200);
}

describe('a claim filed with Tab, Enter and Space only', () => {
  it('has a number, and its decision and the appeal can be read and heard', async () => {
    const number = await fileWithKeys();
    expect(number).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    await decide(number);
    for (const screen of screens) {
      const page = await openPage(screen);
      await page.goto(`${server.base}/${screen.locale}/look-up`);
      await page.locator('input[name=number]').fill(number);
      await page.locator('input[name=contact]').fill(contact);
      await page.locator('main form button.btn').click();
      await page.waitForURL(/\/status/);
      expect(await page.locator('textarea[name=statement]').count()).toBe(1);
      expect(await auditPage(page, { width: screen.width })).toEqual([]);
      await page.locator('form[action$=appeal] button').click();
      expect(await page.locator('[role=alert]').count()).toBe(1);
      expect(await auditPage(page, { width: screen.width })).toEqual([]);
      await page.context().close();
    }
  });

  it('is not found by trying contacts: after five the page says how long to wait', async () => {
    const page = await openPage({ width: 390, locale: 'ko' });
    let status = 0;
    page.on('response', (response) => {
      if (response.request().method() === 'POST') status = response.status();
    });
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      await page.goto(`${server.base}/ko/look-up`);
      await page.locator('input[name=number]').fill('0410-6105-0E');
      await page.locator('input[name=contact]').fill(`guess${attempt}@example.org`);
      await page.locator('main form button.btn').click();
      await page.locator('[role=alert]').waitFor();
    }
    expect(status).toBe(429);
    expect(await page.locator('[role=alert]').innerText()).toContain('잠시 멈추었습니다');
    expect(await auditPage(page, { width: 390 })).toEqual([]);
    await page.context().close();
  });
});
