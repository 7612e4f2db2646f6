import { rmSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { openBrowser } from '../support/browser.ts';
import { freePort, newDataDir, type RunningCommand } from '../support/command.ts';
import { fileMerchantClaim, merchantContact } from '../support/merchant-claim.ts';
import { startPrepared } from '../support/prepared.ts';

// The whole of a claim in the browser: filed by a merchant, decided from the queue, approved by
// another person, paid by the treasurer, and read by the merchant.

const { claims, settlement, shell } = consoleMessages('en');
const dataDir = newDataDir();
let base = '';
let server: RunningCommand;

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  server = await startPrepared({ AMENDS_DATA_DIR: dataDir, AMENDS_PORT: port });
});

afterAll(async () => {
  await server.stop('SIGINT');
  rmSync(dataDir, { recursive: true, force: true });
});

const button = (at: Page | Locator, name: string): Locator =>
  at.getByRole('button', { name, exact: true });

/** Signs in with the printed one-time password, chooses an own one, and gives the page. */
async function signIn(role: string): Promise<Page> {
  const email = `${role}@amends.local`;
  const oneTime = new RegExp(`${email}\\s+([a-z0-9-]{19})`).exec(server.output())?.[1] ?? '';
  const context = await openBrowser({ locale: 'en', width: 1280, isScriptOn: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${base}/console`);
  await page.getByLabel(shell.signIn.email).fill(email);
  await page.getByLabel(shell.signIn.password).fill(oneTime);
  await button(page, shell.signIn.submit).click();
  await page.getByLabel(shell.password.label, { exact: true }).fill(`${role} has an own password`);
  await page.getByLabel(shell.password.repeat).fill(`${role} has an own password`);
  await button(page, shell.password.submit).click();
  await page.getByRole('heading', { name: shell.homePage.title }).waitFor();
  return page;
}

/** Presses a button that asks first, and confirms in the dialog. */
async function confirm(page: Page, name: string): Promise<void> {
  await button(page.locator('main'), name).first().click();
  const dialog = page.locator('dialog[open]');
  await dialog.locator('.actions button').first().click();
  await dialog.waitFor({ state: 'detached' });
}

async function openClaim(page: Page, number: string): Promise<void> {
  const link = page.getByRole('link', { name: number });
  await expect
    .poll(
      async () => {
        await page.goto(`${base}/console/claims`);
        await page.getByLabel(claims.fields.service).first().selectOption('talk_channel');
        await page.waitForTimeout(500);
        return link.count();
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  await link.first().click();
}

async function decide(reviewer: Page, number: string): Promise<void> {
  await openClaim(reviewer, number);
  const outcome = reviewer.getByLabel(claims.decide.outcome, { exact: true });
  await expect
    .poll(
      async () => {
        await reviewer.reload();
        await reviewer.getByRole('heading', { level: 1 }).waitFor();
        await reviewer.waitForTimeout(500);
        return outcome.count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await outcome.selectOption('award');
  await reviewer.getByLabel(claims.decide.reason, { exact: true }).selectOption('policy_met');
  await confirm(reviewer, claims.decide.submit);
  await reviewer.getByText(claims.states.decided).first().waitFor();
}

async function approve(approver: Page, number: string): Promise<void> {
  await approver.goto(`${base}/console/approvals`);
  await approver.getByRole('link', { name: number }).click();
  await confirm(approver, claims.approve.one);
  await approver.getByText(claims.states.approved).first().waitFor();
}

/** Prepares the run of everything that can be paid; gives the address of its page. */
async function prepareRun(treasurer: Page): Promise<string> {
  await expect
    .poll(
      async () => {
        await treasurer.goto(`${base}/console/payout-runs/prepare`);
        await treasurer.waitForTimeout(1_000);
        return button(treasurer, settlement.prepare.submit).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  await confirm(treasurer, settlement.prepare.submit);
  await treasurer.waitForURL(/\/payout-runs\/[0-9a-f-]{36}$/);
  return treasurer.url();
}

describe('a claim, all of it in the browser', () => {
  it('is filed, decided from the queue, approved by another, paid, and read by its claimant', async () => {
    const { number } = await fileMerchantClaim(base);
    const reviewer = await signIn('reviewer');
    await decide(reviewer, number);
    expect(await button(reviewer, claims.approve.one).count()).toBe(0);
    const approver = await signIn('approver');
    await approve(approver, number);

    const treasurer = await signIn('treasurer');
    const run = await prepareRun(treasurer);
    await treasurer.getByText(settlement.run.ownRun).waitFor();
    await approver.goto(run);
    await confirm(approver, settlement.run.approve);
    await treasurer.reload();
    await confirm(treasurer, settlement.run.send);
    await expect
      .poll(
        async () => {
          await treasurer.reload();
          await treasurer.waitForTimeout(500);
          return treasurer.locator('main').innerText();
        },
        { timeout: 60_000 },
      )
      .toContain(settlement.payoutStates.confirmed);

    const phone = await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn: false });
    const page = await phone.newPage();
    await page.goto(`${base}/ko/look-up`);
    await page.locator('input[name="number"]').fill(number);
    await page.locator('input[name="contact"]').fill(merchantContact);
    await page.locator('main form button').first().click();
    const status = await page.locator('main').innerText();
    expect(status).toContain('30,000원');
    expect(status).toContain('§2');
  });
});
