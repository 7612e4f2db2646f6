import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { openBrowser } from '../support/browser.ts';
import { button, openConsole, pressAndConfirm } from '../support/console-browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';
import { fileMerchantClaim, merchantContact } from '../support/merchant-claim.ts';

// The whole of a claim in the browser: filed by a merchant, decided from the queue, approved by
// another person, paid by the treasurer, and read by the merchant.

const { claims, settlement } = consoleMessages('en');
const server = openJourneyServer();

const signIn = (role: string): Promise<Page> => openConsole(server, { role, timeoutMs: 30_000 });

const confirm = (page: Page, name: string): Promise<void> => pressAndConfirm(page, { name });

async function openClaim(page: Page, number: string): Promise<void> {
  const link = page.getByRole('link', { name: number });
  await expect
    .poll(
      async () => {
        await page.goto(`${server.base}/console/claims`);
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
  await approver.goto(`${server.base}/console/approvals`);
  await approver.getByRole('link', { name: number }).click();
  await confirm(approver, claims.approve.one);
  await approver.getByText(claims.states.approved).first().waitFor();
}

/** Prepares the run of everything that can be paid; gives the address of its page. */
async function prepareRun(treasurer: Page): Promise<string> {
  await expect
    .poll(
      async () => {
        await treasurer.goto(`${server.base}/console/payout-runs/prepare`);
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
    const { number } = await fileMerchantClaim(server.base);
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
    await page.goto(`${server.base}/ko/look-up`);
    await page.locator('input[name="number"]').fill(number);
    await page.locator('input[name="contact"]').fill(merchantContact);
    await page.locator('main form button').first().click();
    const status = await page.locator('main').innerText();
    expect(status).toContain('30,000원');
    expect(status).toContain('§2');
  });
});
