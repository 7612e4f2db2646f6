import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert } from '../../src/kernel/index.ts';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { policyDraft as en } from '../../src/web/messages/en/console/policy-draft.ts';
import { policyDraft as ko } from '../../src/web/messages/ko/console/policy-draft.ts';
import { openBrowser } from '../support/browser.ts';
import { freePort, newDataDir, type RunningCommand, runCommand } from '../support/command.ts';
import { startPrepared } from '../support/prepared.ts';

// A policy written in the console by its author and published by another person.

const dataDir = newDataDir();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const password = 'a sentence of one’s own, long enough';
const signedIn = new Set<string>();
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

async function signIn(context: BrowserContext, role: string): Promise<void> {
  const headers = { 'sec-fetch-site': 'same-origin' };
  const email = `${role}@amends.local`;
  const printed = new RegExp(`${email}\\s+(\\S+)`).exec(server.output())?.[1] ?? '';
  const known = signedIn.has(role) ? password : printed;
  const data = { email, password: known };
  await context.request.post(`${base}/api/v1/session`, { headers, data });
  if (signedIn.has(role)) return;
  await context.request.put(`${base}/api/v1/session/password`, { headers, data: { password } });
  signedIn.add(role);
}

/** What axe-core finds on the page, and whether it is wider than the screen. */
async function audit(page: Page, width: number): Promise<readonly string[]> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
  return [
    ...found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
    ...(wide > width ? [`${wide} px wide`] : []),
  ];
}

/** Simulates the version that a page shows, as its author does on the command line. */
async function simulate(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname.slice('/console'.length);
  const answered = await page.request.get(`${base}/api/v1${path}`);
  const { text } = (await answered.json()) as { text: string };
  const [policy, people] = ['policy.md', 'people.csv'].map((name) => join(dataDir, name));
  assert(policy !== undefined && people !== undefined, 'test: both files have a name');
  writeFileSync(policy, text);
  writeFileSync(people, 'party_id,party_class\n1,person\n2,person\n');
  const asked = ['policy', 'simulate', policy, '--population', people];
  const record = ['--record', 'policy-author@amends.local'];
  const done = await runCommand([...asked, ...record], { AMENDS_DATA_DIR: dataDir });
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
    await signIn(context, role);
    const page = await context.newPage();
    await page.goto(`${base}/console${path}`);
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
