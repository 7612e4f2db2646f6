import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../src/kernel/index.ts';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { openBrowser } from '../support/browser.ts';
import { button, signInBrowser } from '../support/console-browser.ts';
import { brokenTexts, type HostileText, hostileTexts } from '../support/hostile-texts.ts';
import { openJourneyServer } from '../support/journey-server.ts';

// Texts that would run, call elsewhere or deceive, filed wherever a text may stand, and shown to the
// claimant and to staff by a browser that runs scripts (A22).

const server = openJourneyServer();
const { desk } = consoleMessages('en');
const hostileContact = 'hostile@example.org';

/** What may never happen on a page that shows what others wrote. */
function watch(context: BrowserContext): readonly string[] {
  const happened: string[] = [];
  context.on('dialog', (dialog) => {
    happened.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const url = request.url();
    const isOwn = url.startsWith(`${server.base}/`) || /^(data|blob):/.test(url);
    if (!isOwn) happened.push(`request: ${url}`);
  });
  context.on('console', (message) => {
    if (message.text().startsWith('violated:')) happened.push(message.text());
  });
  return happened;
}

const tellViolations = `addEventListener('securitypolicyviolation', (event) =>
  console.log('violated: ' + event.violatedDirective + ' ' + event.blockedURI));`;

/** The texts of which a page does not show what it must. */
async function unseenOn(page: Page, texts: readonly HostileText[]): Promise<readonly string[]> {
  const shown = await page.locator('main').innerText();
  return texts.filter(({ text, seen }) => !shown.includes(seen ?? text)).map(({ name }) => name);
}

/** The texts of which a page does not show the mark at the end: names of documents lose folders. */
async function uncutOn(page: Page, texts: readonly HostileText[]): Promise<readonly string[]> {
  const shown = await page.locator('main').innerText();
  return texts.filter(({ text }) => !shown.includes(text.slice(-4))).map(({ name }) => name);
}

/** Files a claim over the API with the texts wherever a text may stand; gives its number and id. */
async function fileTexts(incidentId: string, texts: readonly HostileText[]) {
  const [first = '', second = '', third = ''] = texts.map(({ text }) => text);
  const claimId = uuidV7({ atMs: Date.now(), random: randomBytes(10) });
  const body = {
    ...{ claimId, incidentId, questionnaireVersion: 1, partyClass: 'small_business' },
    ...{ category: 'kakao', kind: 'free_with_loss', service: 'talk_channel', functionName: 'main' },
    ...{ statedLossMinor: '300000', currency: 'KRW' },
    answers: {
      effect: 'lost_orders',
      order_list: texts
        .slice(0, 10)
        .map(({ text }) => ({ on: '2022-10-15', amount: '1000', what: text })),
    },
    personal: {
      ...{
        name: first,
        contact: hostileContact,
        freeText: texts.map(({ text }) => text).join('\n'),
      },
      payee: { bank: first, account: second.slice(0, 50), holder: third },
      onBehalfOf: { name: second, relation: third, authority: first },
      lossCorrection: { bestWeekMinor: '1', outageWeekMinor: '1', note: second },
    },
    evidence: texts.map(({ text }) => ({
      ...{ kind: 'proof-of-use', filename: text },
      contentBase64: Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`).toString('base64'),
    })),
  };
  const answered = await fetch(`${server.base}/api/v1/claims`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await answered.json()) as { claimNumber?: string };
  return { claimId, number: answer.claimNumber ?? '', status: answered.status, answer };
}

/** The most documents of one claim. */
const documentsMax = 20;

async function openWatched(locale: string): Promise<{ page: Page; happened: readonly string[] }> {
  const context = await openBrowser({ locale, width: 1280, isScriptOn: true });
  await context.addInitScript(tellViolations);
  const happened = watch(context);
  return { page: await context.newPage(), happened };
}

/** The digits of the newest message; without a mail server they are written into a folder. */
function lastDigits(): string {
  const folder = join(server.dataDir, 'messages');
  const newest = readdirSync(folder)
    .map((name) => join(folder, name))
    .toSorted((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
  return /\d{6}/.exec(readFileSync(newest ?? '', 'utf8'))?.[0] ?? '';
}

/** How many documents are picked at once on the page of documents. */
const filesPicked = 10;

/** Answers what a page of the form asks: with the texts where it takes any, and what passes elsewhere. */
async function answerPage(page: Page, texts: readonly HostileText[]): Promise<void> {
  const fill = async (selector: string, value: string): Promise<void> => {
    for (const field of await page.locator(selector).all()) await field.fill(value);
  };
  if (page.url().includes('/covered')) return page.locator('main a.btn').first().click();
  if (page.url().endsWith('/evidence')) {
    const files = texts.slice(0, filesPicked).map(({ text }) => ({
      ...{ name: text, mimeType: 'application/pdf' },
      buffer: Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`),
    }));
    await page.locator('input[name=file-proof-of-use]').setInputFiles(files);
    await page.locator('button[value=next]').click();
    return undefined;
  }
  const choice = page.locator('main input[type=radio]').first();
  if ((await choice.count()) > 0) await choice.check();
  await fill('main input[type=date]', '2022-10-15');
  await fill('main input[type=time]', '15:40');
  await fill('main textarea', texts.map(({ text }) => text).join('\n'));
  await fill('input[name=name]', texts[0]?.text ?? '');
  await fill('input[name=contact]', 'written@example.org');
  return page.locator('main form button').first().click();
}

const parts = Array.from({ length: Math.ceil(hostileTexts.length / documentsMax) }, (_, part) =>
  hostileTexts.slice(part * documentsMax, (part + 1) * documentsMax),
);
const filed: { claimId: string; number: string; texts: readonly HostileText[] }[] = [];
let incidentId = '';
let staff: { page: Page; happened: readonly string[] };

beforeAll(async () => {
  staff = await openWatched('en');
  const context = staff.page.context();
  await signInBrowser(server, { context, role: 'reviewer', known: new Set() });
  const listed = await context.request.get(`${server.base}/api/v1/incidents`);
  incidentId = ((await listed.json()) as { id: string }[])[0]?.id ?? '';
  for (const texts of parts) {
    const claim = await fileTexts(incidentId, texts);
    expect(claim).toMatchObject({ status: 201 });
    filed.push({ ...claim, texts });
    for (const { text } of texts) {
      const noteId = uuidV7({ atMs: Date.now(), random: randomBytes(10) });
      const noted = await context.request.post(
        `${server.base}/api/v1/claims/${claim.claimId}/notes`,
        { headers: { 'sec-fetch-site': 'same-origin' }, data: { noteId, text } },
      );
      expect([text, noted.status()]).toEqual([text, 201]);
    }
  }
});

describe('texts that would run', () => {
  it.each(brokenTexts)('$name is no text: the claim is refused', async (text) => {
    expect(await fileTexts(incidentId, [text])).toMatchObject({
      status: 422,
      answer: { code: 'input_invalid' },
    });
  });

  it('are texts for staff: in the queue, and on the page of a claim with its notes', async () => {
    const { page, happened } = staff;
    for (const { claimId, number, texts } of filed) {
      await page.goto(`${server.base}/console/claims?state=all&number=${number}`);
      await page.getByRole('link', { name: number }).first().waitFor();
      await page.goto(`${server.base}/console/claims/${claimId}`);
      await button(page, desk.read).click();
      await page.locator('.claims-text').nth(texts.length).waitFor();
      expect(await unseenOn(page, texts)).toEqual([]);
      const names = await page.locator('.claims-file').allInnerTexts();
      for (const { text } of texts) {
        expect(names.some((name) => name.endsWith(text.slice(-4)))).toBe(true);
      }
    }
    expect(happened).toEqual([]);
  });

  it('hinder no page of the menu: each opens, and does nothing that its policy forbids', async () => {
    const { page, happened } = staff;
    const links = page.locator('nav a[href^="/console/"]');
    const hrefs = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    expect(hrefs).toContain('/console/continuity');
    for (const href of hrefs) {
      await page.goto(`${server.base}${href}`);
      await page.locator('main h1').first().waitFor();
      if (href === '/console/continuity') await page.locator('.loss-scroll svg').waitFor();
    }
    expect(happened).toEqual([]);
  });

  it('cannot become markup or a program in the console, whatever a page of it does', async () => {
    const { page } = staff;
    const tries = [
      "document.body.innerHTML = '<b>x</b>'",
      "new Worker('/console/assets/other.js')",
      "document.createElement('iframe').setAttribute('srcdoc', '<b>x</b>')",
    ];
    const refused = [];
    for (const code of tries) {
      const tried = `(() => { try { ${code}; return 'done' } catch ({ name }) { return name } })()`;
      refused.push(await page.evaluate(tried));
    }
    expect(refused).toEqual(['TypeError', 'TypeError', 'TypeError']);
    await page.context().close();
  });

  it('are texts for the claimant: on the status page with the names of documents, and printed', async () => {
    const { page, happened } = await openWatched('ko-KR');
    await page.goto(`${server.base}/ko/find`);
    const next = page.locator('main form button.btn').first();
    await page.locator('input[name=contact]').fill(hostileContact);
    await next.click();
    await page.locator('input[name=digits]').fill(lastDigits());
    await next.click();
    await page.waitForURL('**/find/list');
    for (const { number, texts } of filed) {
      await page.goto(`${server.base}/ko/find/list`);
      await page.locator('.pick', { hasText: number }).locator('button').click();
      await page.waitForURL('**/status');
      expect(await uncutOn(page, texts)).toEqual([]);
      await page.goto(`${server.base}/ko/receipt/print`);
      expect(await page.locator('main').innerText()).toContain(number);
    }
    expect(happened).toEqual([]);
    await page.context().close();
  });

  it('are texts on the pages of the form they are written into, and on those that follow', async () => {
    const { page, happened } = await openWatched('ko-KR');
    const [texts = []] = parts;
    await page.goto(`${server.base}/ko/report/pangyo-2022/begin`);
    for (let step = 0; step < 25 && !page.url().includes('check-answers'); step += 1) {
      await answerPage(page, texts);
    }
    expect(await unseenOn(page, texts)).toEqual([]);
    await page.locator('input[name=statement]').check();
    await page.locator('#send button').click();
    await page.waitForURL('**/ko/receipt');
    await page.goto(`${server.base}/ko/status`);
    expect(await uncutOn(page, texts.slice(0, filesPicked))).toEqual([]);
    expect(happened).toEqual([]);
    await page.context().close();
  });
});
