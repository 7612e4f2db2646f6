import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { openBrowser } from './browser.ts';
import { type JourneyServer, passwordOf } from './journey-server.ts';

const { settlement, shell } = consoleMessages('en');

/** A button with exactly this name. */
export const button = (at: Page | Locator, name: string): Locator =>
  at.getByRole('button', { name, exact: true });

/** Signs in on the console with the printed one-time password, sets an own one, gives the page. */
export async function openConsole(
  server: JourneyServer,
  asked: { role: string; timeoutMs: number },
): Promise<Page> {
  const { role, timeoutMs } = asked;
  const context = await openBrowser({ locale: 'en', width: 1280, isScriptOn: true });
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  await page.goto(`${server.base}/console`);
  await page.getByLabel(shell.signIn.email).fill(`${role}@amends.local`);
  await page.getByLabel(shell.signIn.password).fill(server.oneTimePasswordOf(role));
  await button(page, shell.signIn.submit).click();
  await page.getByLabel(shell.password.label, { exact: true }).fill(passwordOf(role));
  await page.getByLabel(shell.password.repeat).fill(passwordOf(role));
  await button(page, shell.password.submit).click();
  await page.getByRole('heading', { name: shell.homePage.title }).waitFor();
  return page;
}

/** Signs a browser in without the form: the first time it also sets a password of one's own. */
export async function signInBrowser(
  server: JourneyServer,
  asked: { context: BrowserContext; role: string; known: Set<string> },
): Promise<void> {
  const { context, role, known } = asked;
  const headers = { 'sec-fetch-site': 'same-origin' };
  const isKnown = known.has(role);
  const password = isKnown ? passwordOf(role) : server.oneTimePasswordOf(role);
  const data = { email: `${role}@amends.local`, password };
  const url = `${server.base}/api/v1/session`;
  expect((await context.request.post(url, { headers, data })).status()).toBe(200);
  if (isKnown) return;
  const own = { password: passwordOf(role) };
  const set = await context.request.put(`${url}/password`, { headers, data: own });
  expect(set.status()).toBe(200);
  known.add(role);
}

/** Presses a button that asks first, gives the password when it is asked for, and confirms. */
export async function pressAndConfirm(
  page: Page,
  { name, role }: { name: string; role?: string },
): Promise<void> {
  await button(page.locator('main'), name).first().click();
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  const password = dialog.locator('input[type="password"]');
  if (role !== undefined && (await password.count()) > 0) {
    await password.fill(passwordOf(role));
    await button(dialog, settlement.run.confirmSubmit).click();
    await password.waitFor({ state: 'detached' });
  }
  await dialog.locator('.actions button').first().click();
  await dialog.waitFor({ state: 'detached' });
}
