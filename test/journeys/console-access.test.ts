import type { Page, Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { auditPage } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { signInBrowser } from '../support/console-browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';

// The pages of reviewers, auditors and administrators as a keyboard and a small screen meet them.

const server = openJourneyServer();

const known = new Set<string>();

/** What axe-core finds once the page has loaded what it shows. */
async function audit(page: Page, width: number): Promise<readonly string[]> {
  await page.waitForLoadState('networkidle');
  await page.locator('h1').waitFor();
  return auditPage(page, { width });
}

const screens = [
  { width: 390, locale: 'ko' },
  { width: 1280, locale: 'en' },
] as const;

describe.each(screens)('at $width px in $locale', ({ width, locale }) => {
  async function openAs(role: string): Promise<Page> {
    const context = await openBrowser({ locale, width, isScriptOn: true });
    await signInBrowser(server, { context, role, known });
    return context.newPage();
  }

  it('no page of review, audit or staff breaks a rule of access', async () => {
    const problems: string[] = [];
    const visits = [
      ['reviewer', ['/claims?state=all', '/clusters', '/replies', '/appeals']],
      ['agent', ['/import-claims']],
      ['approver', ['/claim-rules']],
      ['auditor', ['/audit']],
      ['administrator', ['/staff']],
    ] as const;
    for (const [role, paths] of visits) {
      const page = await openAs(role);
      for (const path of paths) {
        await page.goto(`${server.base}/console${path}`);
        problems.push(...(await audit(page, width)));
      }
      await page.context().close();
    }
    expect(problems).toEqual([]);
  });

  it('review rules are published by the keyboard, and hold from then on', async () => {
    const page = await openAs('approver');
    await page.goto(`${server.base}/console/claim-rules`);
    const field = page.locator('main form input').first();
    await field.waitFor();
    await field.fill('0');
    await page.keyboard.press('Enter');
    await page.locator('main form .error').first().waitFor();
    const problems = [...(await audit(page, width))];
    const hours = String(200 + width / 10);
    await field.fill(hours);
    // The field shows the hours before they are published; only the answer tells that they are.
    const isAnswer = (answer: Response) => answer.request().method() !== 'GET' && answer.ok();
    await Promise.all([page.waitForResponse(isAnswer), page.keyboard.press('Enter')]);
    await page.locator(`main form input[value="${hours}"]`).first().waitFor();
    await page.reload();
    await field.waitFor();
    expect(await field.inputValue()).toBe(hours);
    problems.push(...(await audit(page, width)));
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('a claim is opened, read for a purpose, and many are previewed, all by the keyboard', async () => {
    const page = await openAs('reviewer');
    await page.goto(`${server.base}/console/claims?state=awaiting_evidence`);
    const link = page.locator('tbody a').first();
    await link.waitFor();
    const number = (await link.textContent())?.trim() ?? '';
    await page.locator('tbody input[type=checkbox]').first().focus();
    await page.keyboard.press('Space');
    const problems = [...(await audit(page, width))];
    await page.locator('main form button[type=submit]').last().focus();
    await page.keyboard.press('Enter');
    await page.locator('main .notice', { hasText: '0' }).waitFor();
    problems.push(...(await audit(page, width)));
    await link.focus();
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: number }).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('@example.org');
    await page.locator('main form button[type=submit]').first().focus();
    await page.keyboard.press('Enter');
    await page.getByText('@example.org').waitFor();
    problems.push(...(await audit(page, width)));
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
