import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { button, openConsole, pressAndConfirm } from '../support/console-browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';
import { fileMerchantClaim } from '../support/merchant-claim.ts';

// A treasurer's day in the browser: a way to pay is set up, a run previewed, proposed, sent back by
// another person with the reason, prepared again, approved, sent into a bank file, handed over,
// confirmed by the bank's statement, and seen in the fund, where decisions, ledger and statements
// agree, and in the list of claims.

const { claims, settlement, shell, treasury } = consoleMessages('en');
const server = openJourneyServer();
const waitMs = 120_000;

const signIn = (role: string): Promise<Page> => openConsole(server, { role, timeoutMs: waitMs });

const confirm = (page: Page, name: string, role: string): Promise<void> =>
  pressAndConfirm(page, { name, role });

/** Reads a page anew until it shows a text. */
async function untilShown(page: Page, text: string): Promise<void> {
  const read = async (): Promise<string> => {
    await page.reload();
    await page.waitForTimeout(700);
    return page.locator('main').innerText();
  };
  await expect.poll(read, { timeout: waitMs }).toContain(text);
}

async function award(number: string): Promise<void> {
  const reviewer = await signIn('reviewer');
  const link = reviewer.getByRole('link', { name: number });
  const findClaim = async (): Promise<number> => {
    await reviewer.goto(`${server.base}/console/claims`);
    await reviewer.getByLabel(claims.fields.service).first().selectOption('talk_channel');
    await reviewer.waitForTimeout(700);
    return link.count();
  };
  await expect.poll(findClaim, { timeout: waitMs }).toBeGreaterThan(0);
  await link.first().click();
  const outcome = reviewer.getByLabel(claims.decide.outcome, { exact: true });
  const openDecision = async (): Promise<number> => {
    await reviewer.reload();
    await reviewer.waitForTimeout(700);
    return outcome.count();
  };
  await expect.poll(openDecision, { timeout: waitMs }).toBe(1);
  await outcome.selectOption('award');
  await reviewer.getByLabel(claims.decide.reason, { exact: true }).selectOption('policy_met');
  await confirm(reviewer, claims.decide.submit, 'reviewer');
  await reviewer.getByText(claims.states.decided).first().waitFor();
}

async function setUpBank(): Promise<void> {
  const administrator = await signIn('administrator');
  const texts = treasury.rails;
  await administrator.goto(`${server.base}/console/rails`);
  await administrator.getByLabel(texts.name, { exact: true }).fill('bank');
  await administrator.getByLabel(texts.kind, { exact: true }).selectOption('pain.001');
  await administrator.getByLabel(texts.debtorName, { exact: true }).fill('Example');
  await administrator.getByLabel(texts.debtorAccount, { exact: true }).fill('100-200-300');
  await administrator.getByLabel(texts.debtorBank, { exact: true }).fill('004');
  await administrator.getByLabel(texts.companyId, { exact: true }).fill('C-1');
  await confirm(administrator, texts.save, 'administrator');
  await administrator.getByText(texts.saved).waitFor();
}

/** What the bank would say of the payments of a file: all of them booked. */
function statementOf(file: string): Buffer {
  const payments = file.matchAll(
    /<EndToEndId>([^<]+)<\/EndToEndId>[\s\S]*?<InstdAmt Ccy="KRW">(\d+)</g,
  );
  const entries = [...payments].map(
    ([, reference, amount], at) =>
      `<Ntry><NtryRef>J-${at}</NtryRef><Amt Ccy="KRW">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`,
  );
  return Buffer.from(
    `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>J-1</Id><Acct><Id><Othr><Id>100-200-300</Id></Othr></Id></Acct>${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
  );
}

async function takeFile(treasurer: Page): Promise<string> {
  await treasurer.goto(`${server.base}/console/bank-files`);
  await button(treasurer, treasury.files.download).waitFor();
  const downloading = treasurer.waitForEvent('download');
  await confirm(treasurer, treasury.files.download, 'treasurer');
  const file = readFileSync(await (await downloading).path(), 'utf8');
  await confirm(treasurer, treasury.files.handOver, 'treasurer');
  await treasurer.getByText(treasury.files.states.handed_over).first().waitFor();
  return file;
}

async function giveStatement(treasurer: Page, buffer: Buffer): Promise<void> {
  const input = treasurer.locator('input[type="file"]');
  await input.setInputFiles({ name: 'statement.xml', mimeType: 'text/xml', buffer });
  await button(treasurer, treasury.files.submit).click();
}

/** Prepares a run over what is owed, and gives its address. */
async function prepareRun(treasurer: Page): Promise<string> {
  await treasurer.goto(`${server.base}/console/payout-runs/prepare`);
  await untilShown(treasurer, settlement.prepare.submit);
  await treasurer.getByLabel(treasury.prepare.rail).selectOption('bank');
  await confirm(treasurer, settlement.prepare.submit, 'treasurer');
  await treasurer.waitForURL(/\/payout-runs\/[0-9a-f-]{36}$/);
  return treasurer.url();
}

/** Opens the one thing of a kind that waits, from the first page. */
async function openWaiting(page: Page, name: string): Promise<void> {
  await page.goto(`${server.base}/console`);
  await page.getByRole('link', { name, exact: true }).click();
}

async function sendBack(approver: Page, reason: string): Promise<void> {
  const texts = settlement.run.sendBack;
  await openWaiting(approver, shell.homePage.waiting.runsToApprove);
  await button(approver.locator('main'), texts.button).click();
  const dialog = approver.locator('dialog[open]');
  await button(dialog, texts.button).click();
  await dialog.getByText(texts.reasonMissing).waitFor();
  await dialog.getByLabel(texts.reason).fill(reason);
  await button(dialog, texts.button).click();
  await approver.locator('main').getByText(reason).waitFor();
}

it('pays through a bank file, from the preview to a fund that agrees to the won', async () => {
  const { number } = await fileMerchantClaim(server.base);
  await award(number);
  const approver = await signIn('approver');
  await approver.goto(`${server.base}/console/approvals`);
  await approver.getByRole('link', { name: number }).click();
  await confirm(approver, claims.approve.one, 'approver');
  await approver.getByText(claims.states.approved).first().waitFor();
  await setUpBank();

  const treasurer = await signIn('treasurer');
  await prepareRun(treasurer);
  await sendBack(approver, 'The account is the old one.');
  await openWaiting(treasurer, shell.homePage.waiting.runsSentBack);
  await treasurer.getByText('The account is the old one.').waitFor();
  const run = await prepareRun(treasurer);
  await approver.goto(run);
  await confirm(approver, settlement.run.approve, 'approver');
  await untilShown(treasurer, settlement.run.send);
  await confirm(treasurer, settlement.run.send, 'treasurer');
  await untilShown(treasurer, settlement.payoutStates.sent);

  const file = await takeFile(treasurer);
  expect(file).toContain('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
  await giveStatement(treasurer, Buffer.from(`${statementOf(file)}`.replace('30000<', '300.5<')));
  await treasurer.getByText(treasury.files.quarantined).waitFor();
  await giveStatement(treasurer, statementOf(file));
  await treasurer.getByText('1 paid').first().waitFor();

  await treasurer.goto(`${server.base}/console/fund`);
  await treasurer.getByText(/At the end of .* they agree to the won/).waitFor();
  const fund = await treasurer.locator('main').innerText();
  expect(fund).toContain('30,000');
  const narrow = await treasurer.setViewportSize({ width: 390, height: 844 }).then(async () => {
    await treasurer.waitForTimeout(300);
    return treasurer.locator('html').evaluate((html) => html.scrollWidth);
  });
  expect(narrow).toBeLessThanOrEqual(390);
  await treasurer.goto(`${server.base}/console/claims?state=approved`);
  const row = treasurer.locator('tr').filter({ hasText: number });
  await row.getByText(claims.payments.paid, { exact: true }).waitFor();
});
