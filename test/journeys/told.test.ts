import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { findProjectDir } from '../../src/platform/index.ts';
import { consoleMessages } from '../../src/web/messages/console.ts';
import { openBrowser } from '../support/browser.ts';
import { newDataDir } from '../support/command.ts';
import { button, signInBrowser } from '../support/console-browser.ts';
import { openJourneyServer } from '../support/journey-server.ts';
import { tabTo } from '../support/keyboard.ts';

// An outage that is opened from a template, told, written up by one person, published by another,
// and corrected in a second version: by the keyboard, in Korean.

const { disclosure, incident } = consoleMessages('ko');
const { opening } = incident;
const { reports, log, kinds } = disclosure;

const dir = newDataDir();
const playbook = join(dir, 'playbook.yaml');
const page = readFileSync(join(findProjectDir(), 'docs/operating/playbook.md'), 'utf8');
writeFileSync(playbook, /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const server = openJourneyServer({ AMENDS_PLAYBOOK_FILE: playbook });
const known = new Set<string>();

async function openAs(role: string, path: string): Promise<Page> {
  const context = await openBrowser({ locale: 'ko', width: 1280, isScriptOn: true });
  await signInBrowser(server, { context, role, known });
  const opened = await context.newPage();
  await opened.goto(`${server.base}/console${path}`);
  await opened.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

/** Chooses the first of what a list offers, with the keyboard. */
async function chooseFirst(at: Page, label: string): Promise<void> {
  await at.getByLabel(label, { exact: true }).focus();
  await at.keyboard.press('ArrowDown');
}

async function write(at: Page, label: string, text: string): Promise<void> {
  await at.getByLabel(label).focus();
  await at.keyboard.press('Control+a');
  await at.keyboard.insertText(text);
}

const part = (name: keyof typeof reports.parts, language: 'ko' | 'en'): string =>
  `${reports.parts[name]} · ${reports.languages[language]}`;

/** Presses what asks first, and confirms, with the keyboard. */
async function pressTwice(at: Page, name: string): Promise<void> {
  await button(at.locator('main'), name).press('Enter');
  await button(at.locator('dialog[open]'), name).press('Enter');
  await at.locator('dialog[open]').waitFor({ state: 'detached' });
}

/** Another person publishes what waits; gives when the version is in the list of those published. */
async function approve(version: number): Promise<void> {
  const approver = await openAs('approver', '/reports');
  await approver
    .locator('.incident-picker select')
    .selectOption({ label: '데이터 센터 전원 장애' });
  await pressTwice(approver, reports.approve);
  await approver.getByRole('link', { name: reports.version(version), exact: true }).waitFor();
}

describe('an outage', () => {
  it('is opened from a template with its first words, which the status page tells', async () => {
    const at = await openAs('investigator', '/incident/new');
    await tabTo(at, 'main select');
    await at.keyboard.press('ArrowDown');
    expect(await at.getByLabel(opening.titleKo).inputValue()).toBe('데이터 센터 전원 장애');
    await write(at, opening.slug, 'power-loss');
    await at.getByLabel(opening.openedAt).fill('2026-03-02T09:00');
    await button(at.locator('main'), opening.submit).press('Enter');
    await at.waitForURL('**/console/incident');
    await at.goto(`${server.base}/status?lang=ko`);
    const told = await at.locator('main').innerText();
    expect(told).toContain('데이터 센터 전원 장애');
    expect(told).toContain('심각');
    expect(told).toContain('데이터 센터에 전원이 끊겨 메시지를 보낼 수 없습니다.');
  });

  it('is written up from a template, and nothing is lost while its questions are open', async () => {
    const at = await openAs('investigator', '/reports');
    await at.locator('.incident-picker select').selectOption({ label: '데이터 센터 전원 장애' });
    await at.locator('.write > summary').press('Enter');
    await chooseFirst(at, reports.outline);
    const happened = at.getByLabel(part('happened', 'ko'));
    expect(await happened.inputValue()).toContain('? 무엇을 보고 처음 알았습니까?');
    await write(at, part('lead', 'ko'), '가'.repeat(601));
    await button(at.locator('main'), reports.prepare).press('Enter');
    const focused = at.locator('textarea:focus');
    expect(await focused.inputValue()).toBe('가'.repeat(601));
    await at.reload();
    await at.getByText(reports.kept).waitFor();
    expect(await at.getByLabel(part('lead', 'ko')).inputValue()).toBe('가'.repeat(601));
    const written = {
      headline: ['전원이 끊겼다', 'The power failed'],
      lead: ['요약', 'In short'],
      happened: ['## 경과\n\n9시에 차단기가 열렸다.', '## Course\n\nA breaker opened at 9.'],
      changes: ['전원을 나눈다.', 'Power is split.'],
    } as const;
    for (const [name, [ko, en]] of Object.entries(written)) {
      await write(at, part(name as keyof typeof written, 'ko'), ko);
      await write(at, part(name as keyof typeof written, 'en'), en);
    }
    await pressTwice(at, reports.prepare);
    await at.getByText(reports.prepared).waitFor();
    expect(await at.getByText(reports.own).count()).toBe(0);
    await approve(1);
    await write(at, part('happened', 'ko'), '## 경과\n\n8시에 차단기가 열렸다.');
    await write(at, part('happened', 'en'), '## Course\n\nA breaker opened at 8.');
    await pressTwice(at, reports.prepare);
    await approve(2);
  });

  it('has both versions, what changed between them, and the last in the log', async () => {
    const at = await openAs('auditor', '/log');
    await at.locator('.entries summary').first().waitFor();
    expect(await at.locator('.entries > li').count()).toBeLessThanOrEqual(20);
    await at
      .getByText(kinds.report_published ?? '')
      .first()
      .waitFor();
    const first = at.locator('.entries summary').first();
    await first.press('Enter');
    expect(await at.locator('.entries > li').first().innerText()).toContain(log.leafHash);
    await at.goto(`${server.base}/public/power-loss/report/2/changes?lang=ko`);
    expect(await at.locator('del').allInnerTexts()).toEqual(['9시에']);
    expect(await at.locator('ins').allInnerTexts()).toEqual(['8시에']);
    await at.goto(`${server.base}/public/power-loss/report?lang=ko`);
    expect(await at.locator('h1').innerText()).toBe('전원이 끊겼다');
  });
});
