import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { assert } from '../../src/kernel/index.ts';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { policyDraft as en } from '../../src/web/messages/en/console/policy-draft.ts';
import { policyDraft as ko } from '../../src/web/messages/ko/console/policy-draft.ts';
import { auditPage } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { runCommand } from '../support/command.ts';
import { signInBrowser } from '../support/console-browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';

// A policy written in the console by its author and published by another person.

const server = openJourneyServer();
const known = new Set<string>();

/** What axe-core finds once the page has loaded what it shows. */
async function audit(page: Page, width: number): Promise<readonly string[]> {
  await page.waitForLoadState('networkidle');
  return auditPage(page, { width });
}

/** Simulates the version that a page shows, as its author does on the command line. */
async function simulate(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname.slice('/console'.length);
  const answered = await page.request.get(`${server.base}/api/v1${path}`);
  const { text } = (await answered.json()) as { text: string };
  const [policy, people] = ['policy.md', 'people.csv'].map((name) => join(server.dataDir, name));
  assert(policy !== undefined && people !== undefined, 'test: both files have a name');
  writeFileSync(policy, text);
  writeFileSync(people, 'party_id,party_class\n1,person\n2,person\n');
  const asked = ['policy', 'simulate', policy, '--population', people];
  const record = ['--record', 'policy-author@amends.local'];
  const done = await runCommand([...asked, ...record], { AMENDS_DATA_DIR: server.dataDir });
  expect(done.code).toBe(0);
}

const screens = [
  { width: 390, locale: 'ko', texts: ko, id: 'written-by-phone' },
  { width: 1280, locale: 'en', texts: en, id: 'written-by-desk' },
] as const;

describe.each(screens)('at $width px in $locale', ({ width, locale, texts, id }) => {
  const { policies } = consoleMessages(locale);

  async function openAs(role: string, path: string): Promise<Page> {
    const context = await openBrowser({ locale, width, isScriptOn: true });
    await signInBrowser(server, { context, role, known });
    const page = await context.newPage();
    await page.goto(`${server.base}/console${path}`);
    await page.locator('h1').waitFor();
    return page;
  }

  it('a policy is written by the keyboard, checked as it is typed, saved, and published by another', async () => {
    const page = await openAs('policy-author', '/policies');
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.getByRole('link', { name: policies.write }).press('Enter');
    const editor = page.getByRole('textbox', { name: texts.text });
    await editor.waitFor();
    const save = page.getByRole('button', { name: texts.save });
    await page.getByText(texts.state({ errors: '0', passed: '3', all: '3' })).waitFor();
    await editor.focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type(': x: y');
    await page.getByText(texts.hasErrors).waitFor();
    expect(await save.isDisabled()).toBe(true);
    faults.push(...(await audit(page, width)));
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type(`policy: ${id}`);
    await editor.locator('.cm-line', { hasText: 'at most 3_000' }).click();
    await page.keyboard.press('Home');
    await page.keyboard.type('      ');
    await expect.poll(() => editor.innerText()).toContain('        at most 3_000 KRW');
    await page.keyboard.press('Control+Shift+F');
    await expect.poll(() => editor.innerText()).toContain('\n  at most 3_000 KRW');
    await page.getByText(texts.state({ errors: '0', passed: '3', all: '3' })).waitFor();
    faults.push(...(await audit(page, width)));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.locator('button:focus').innerText()).toBe(texts.save);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/policies\/[0-9a-f-]{36}$/);
    await page.getByText(policies.own).waitFor();

    const approver = await openAs(
      'approver',
      new URL(page.url()).pathname.slice('/console'.length),
    );
    expect(await approver.getByRole('link', { name: policies.writeFrom }).count()).toBe(0);
    await approver.getByText(policies.publishUnsimulated).waitFor();
    expect(await approver.getByRole('button', { name: policies.publish }).count()).toBe(0);
    await simulate(page);
    await approver.reload();
    await approver.getByRole('button', { name: policies.publish }).click();
    await approver.locator('dialog[open] .actions button').first().click();
    await approver.getByText(policies.stages.in_force).first().waitFor();

    await page.getByRole('link', { name: policies.writeFrom }).click();
    await expect.poll(() => editor.innerText()).toContain('version: "2"');
    await editor.press('End');
    await page.keyboard.type(' ');
    await page.getByRole('link', { name: policies.back }).click();
    await page.getByRole('heading', { name: texts.leaveTitle }).waitFor();
    await page.getByRole('button', { name: texts.leave, exact: true }).click();
    await page.waitForURL(/\/policies$/);
    expect(faults).toEqual([]);
    await Promise.all([page, approver].map((one) => one.context().close()));
  });
});
