import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { freePort, newDataDir, type RunningCommand } from '../support/command.ts';
import { startPrepared } from '../support/prepared.ts';

// The pages of reviewers, auditors and administrators as a keyboard and a small screen meet them.

const dataDir = newDataDir();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'a sentence of one’s own, long enough';
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

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core finds on the page as it stands, and whether it is wider than the screen. */
async function audit(page: Page, width: number): Promise<readonly string[]> {
  await page.waitForLoadState('networkidle');
  await page.locator('h1').waitFor();
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as { violations: readonly Violation[] };
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
  const path = new URL(page.url()).pathname;
  return [
    ...found.violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html ?? ''}`),
    ...(wide > width ? [`${path}: ${wide} px wide`] : []),
  ];
}

const signedIn = new Set<string>();

/** Signs a member in; the first time with the one-time password that the start printed. */
async function signIn(context: BrowserContext, role: string): Promise<void> {
  const headers = { 'sec-fetch-site': 'same-origin' };
  const email = `${role}@amends.local`;
  const printed = new RegExp(`${email}\\s+(\\S+)`).exec(server.output())?.[1] ?? '';
  const isFirst = !signedIn.has(role);
  const known = isFirst ? printed : password;
  const session = await context.request.post(`${base}/api/v1/session`, {
    headers,
    data: { email, password: known },
  });
  expect(session.status()).toBe(200);
  if (!isFirst) return;
  const set = await context.request.put(`${base}/api/v1/session/password`, {
    headers,
    data: { password },
  });
  expect(set.status()).toBe(200);
  signedIn.add(role);
}

const screens = [
  { width: 390, locale: 'ko' },
  { width: 1280, locale: 'en' },
] as const;

describe.each(screens)('at $width px in $locale', ({ width, locale }) => {
  async function openAs(role: string): Promise<Page> {
    const context = await openBrowser({ locale, width, isScriptOn: true });
    await signIn(context, role);
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
        await page.goto(`${base}/console${path}`);
        problems.push(...(await audit(page, width)));
      }
      await page.context().close();
    }
    expect(problems).toEqual([]);
  });

  it('review rules are published by the keyboard, and hold from then on', async () => {
    const page = await openAs('approver');
    await page.goto(`${base}/console/claim-rules`);
    const field = page.locator('main form input').first();
    await field.waitFor();
    await field.fill('0');
    await page.keyboard.press('Enter');
    await page.locator('main form .error').first().waitFor();
    const problems = [...(await audit(page, width))];
    const hours = String(200 + width / 10);
    await field.fill(hours);
    await page.keyboard.press('Enter');
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
    await page.goto(`${base}/console/claims?state=awaiting_evidence`);
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
