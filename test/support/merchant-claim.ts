import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openBrowser } from './browser.ts';

// One merchant who files on a phone, as often as a journey needs.

/** What the merchant gave as contact; looking up asks for it. */
export const merchantContact = 'shop@example.org';

/** Daily sales of 100,000 won in September and October, and 60,000 in the outage week. */
function salesCsv(): Buffer {
  const rows = ['날짜,매출'];
  for (let day = Date.UTC(2022, 8, 1); day < Date.UTC(2022, 10, 1); day += 86_400_000) {
    const on = new Date(day).toISOString().slice(0, 10);
    rows.push(`${on},"${on >= '2022-10-15' && on <= '2022-10-21' ? '60,000' : '100,000'}"`);
  }
  return Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`);
}

const choices: Readonly<Record<string, string>> = {
  'party-class': 'small_business',
  service: 'talk_channel',
  function: 'main',
  category: 'kakao',
  kind: 'free_with_loss',
};
const texts: Readonly<Record<string, string>> = {
  'stated-loss': '280,000',
  name: '김사장',
  contact: merchantContact,
  'payee-bank': '국민은행',
  'payee-account': '123-456-789012',
  'payee-holder': '김사장',
};

async function answerPage(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(choices)) {
    const radio = page.locator(`input[name="${name}"][value="${value}"]`);
    if ((await radio.count()) > 0) await radio.check();
  }
  for (const [name, value] of Object.entries(texts)) {
    const field = page.locator(`input[name="${name}"]`);
    if ((await field.count()) > 0) await field.fill(value);
  }
  await page.locator('main form button, main a.btn').first().click();
}

async function attachFiles(page: Page): Promise<void> {
  const paper = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n');
  const pdf = { mimeType: 'application/pdf', buffer: paper };
  for (const kind of ['business-certificate', 'proof-of-use', 'bank-account']) {
    await page.setInputFiles(`input[name="file-${kind}"]`, { name: `${kind}.pdf`, ...pdf });
  }
  const sales = { name: '매출.csv', mimeType: 'text/csv', buffer: salesCsv() };
  await page.setInputFiles('input[name="file-sales-records"]', sales);
  await page.locator('button[name="go"][value="next"]').click();
}

/** Files the merchant's claim with its sales file and papers, in Korean, at 390 px, without scripts. */
export async function fileMerchantClaim(
  base: string,
): Promise<{ readonly number: string; readonly receipt: Record<string, unknown> }> {
  const context = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
  const page = await context.newPage();
  await page.goto(`${base}/`);
  expect(page.url()).toBe(`${base}/ko`);
  await page.locator('a.btn').first().click();
  for (let step = 0; step < 25 && !page.url().endsWith('/check-answers'); step += 1) {
    if (page.url().endsWith('/evidence')) await attachFiles(page);
    else await answerPage(page);
  }
  await page.locator('input[name="statement"]').check();
  await page.locator('#send button').click();
  await page.waitForURL(/\/receipt/);
  const text = await page.locator('main').innerText();
  const number = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(text)?.[0] ?? '';
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await expect.poll(() => receiptOf(page), { timeout: 20_000 }).toHaveProperty('log');
  const receipt = await receiptOf(page);
  await context.close();
  return { number, receipt };
}

async function receiptOf(page: Page): Promise<Record<string, unknown>> {
  const answer = await page.request.get(new URL('receipt.json', page.url()).href);
  return (await answer.json()) as Record<string, unknown>;
}
