import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, sql } from '../../src/platform/index.ts';
import { auditCopy } from '../support/audit-page.ts';
import { openBrowser } from '../support/browser.ts';
import { freePort, newDataDir, type RunningCommand, startCommand } from '../support/command.ts';
import { tabTo } from '../support/keyboard.ts';
import { startPrepared } from '../support/prepared.ts';

// A merchant files while the database says nothing, while the server is gone, and with scripts or
// without: the claim is kept by the browser and filed once, by itself where scripts run.

const dataDir = newDataDir();
let base = '';
let env: { AMENDS_DATA_DIR: string; AMENDS_PORT: string };
let server: RunningCommand;
let db: ReturnType<typeof openDatabase>;

const readLine = (path: string): string => readFileSync(path, 'utf8').split('\n')[0] ?? '';

/** Every process of the embedded database, the main one first. */
function databasePids(): readonly number[] {
  const main = Number(readLine(join(dataDir, 'postgres', 'cluster', 'postmaster.pid')));
  const children = execFileSync('pgrep', ['-P', String(main)])
    .toString()
    .trim()
    .split('\n');
  return [main, ...children.map(Number)];
}

let silenced: readonly number[] = [];
const silence = (): void => {
  silenced = databasePids();
  for (const pid of silenced) process.kill(pid, 'SIGSTOP');
};
const wake = (): void => {
  for (const pid of silenced) process.kill(pid, 'SIGCONT');
  silenced = [];
};

beforeAll(async () => {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  env = { AMENDS_DATA_DIR: dataDir, AMENDS_PORT: port };
  server = await startPrepared(env);
  const own = JSON.parse(readFileSync(join(dataDir, 'postgres', 'connection.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const url = `postgres://amends:${own.password}@127.0.0.1:${own.port}/amends`;
  db = openDatabase({ url, poolMax: 1 });
});

afterAll(async () => {
  wake();
  await db.destroy();
  await server.stop('SIGINT');
  rmSync(dataDir, { recursive: true, force: true });
});

async function countStored(claimId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from claims.claim where id = ${claimId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Answers whatever one page asks, with the first choice. */
async function answerPage(page: Page): Promise<void> {
  const fill = async (selector: string, value: string): Promise<void> => {
    for (const field of await page.locator(selector).all()) await field.fill(value);
  };
  const choice = page.locator('main input[type=radio]').first();
  if ((await choice.count()) > 0) await choice.check();
  await fill('main input[type=date]', '2022-10-15');
  await fill('main input[type=time]', '15:40');
  await fill('#contact', '010-1234-5678');
  await page.locator('main form button').first().click();
}

/** Writes a claim to the check page; gives its id. */
async function write(page: Page, locale = 'ko'): Promise<string> {
  await page.goto(`${base}/${locale}/report/pangyo-2022/begin`);
  for (let step = 0; step < 25 && !page.url().includes('check-answers'); step += 1) {
    const isCovered = page.url().includes('/covered');
    if (isCovered) await page.locator('main a.btn').first().click();
    else if (page.url().endsWith('/evidence')) await page.locator('button[value=next]').click();
    else await answerPage(page);
  }
  expect(page.url()).toContain('check-answers');
  await page.locator('input[name=statement]').check();
  return page.locator('input[name=claimId]').inputValue();
}

/** Draws the code of the page in 4 pixels a module and reads it, as a phone would. */
async function readQrCode(page: Page): Promise<string> {
  const image = await page.evaluate(`(async () => {
    const svg = document.querySelector('.qr svg');
    const size = 4 * svg.viewBox.baseVal.width;
    const image = new Image(size, size);
    image.src = 'data:image/svg+xml,' + encodeURIComponent(svg.outerHTML);
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, size, size);
    pen.drawImage(image, 0, 0, size, size);
    return { width: size, height: size, data: [...pen.getImageData(0, 0, size, size).data] };
  })()`);
  const { width, height, data } = image as { width: number; height: number; data: number[] };
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}

const openPage = async (isScriptOn: boolean): Promise<Page> =>
  (await openBrowser({ locale: 'ko-KR', width: 390, isScriptOn })).newPage();

describe('a page of the form on a device that is not connected', () => {
  it('stays with what was written, says so, and goes on once it is', async () => {
    const page = await openPage(true);
    await page.goto(`${base}/ko/report/pangyo-2022/begin`);
    for (let step = 0; step < 25 && !page.url().endsWith('/q/story'); step += 1) {
      if (page.url().includes('/covered')) await page.locator('main a.btn').first().click();
      else await answerPage(page);
    }
    await page.locator('#story').fill('지하철에서 쓴 글');
    await page.context().setOffline(true);
    await page.locator('main form button').first().click();
    const told = page.locator('#page-keeper');
    await expect.poll(() => told.textContent()).toContain('연결되어 있지 않습니다');
    expect(await page.locator('#story').inputValue()).toBe('지하철에서 쓴 글');
    expect(await auditCopy(page)).toEqual([]);
    await page.context().setOffline(false);
    await expect.poll(() => told.isHidden()).toBe(true);
    await page.locator('main form button').first().press('Enter');
    await page.waitForURL('**/q/contact');
    await page.goto(`${base}/ko/report/pangyo-2022/q/story`);
    expect(await page.locator('#story').inputValue()).toBe('지하철에서 쓴 글');
    await page.close();
  });
});

describe('a claim that is refused', () => {
  it('is sent once a press: ticking the statement meanwhile files nothing', async () => {
    const page = await openPage(true);
    const claimId = await write(page);
    await page.locator('input[name=statement]').uncheck();
    let posts = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') posts += 1;
    });
    await page.evaluate(`(() => {
      const { fetch } = window;
      window.fetch = async (...sent) => {
        const answered = await fetch(...sent);
        const box = document.querySelector('input[name=statement]');
        box.checked = true;
        return answered;
      };
    })()`);
    await page.locator('#send button').click();
    await page.locator('.sum[role=alert]').waitFor();
    expect(posts).toBe(1);
    expect(await countStored(claimId)).toBe(0);
    await page.locator('input[name=statement]').check();
    await page.locator('#send button').click();
    await page.waitForURL('**/receipt');
    expect(posts).toBe(2);
    expect(await countStored(claimId)).toBe(1);
    await page.close();
  });
});

describe('a claim sent while the database says nothing', () => {
  it.each([
    ['ko', '접수 시각을 남겨 두었습니다'],
    ['en', 'Your time of filing is kept'],
  ] as const)('without scripts ends at a page with one button, and is filed by it, in %s', async (locale, title) => {
    const page = await openPage(false);
    const claimId = await write(page, locale);
    silence();
    await page.locator('#send button').press('Enter');
    await page.locator('h1', { hasText: title }).waitFor();
    expect(await auditCopy(page)).toEqual([]);
    // The page that answers has the same title: only its arrival tells it from the one before.
    await tabTo(page, 'main button');
    await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
    await page.locator('h1', { hasText: title }).waitFor();
    wake();
    await page.locator('main button').press('Enter');
    await page.waitForURL(`**/${locale}/receipt`);
    expect(await countStored(claimId)).toBe(1);
  });

  it('with scripts stays on its page, says since when it counts, and is filed by itself', async () => {
    const page = await openPage(true);
    const claimId = await write(page);
    silence();
    await page.locator('#send button').click();
    const told = page.locator('#keeper');
    await expect.poll(() => told.textContent(), { timeout: 15_000 }).toContain('접수하신 것으로');
    expect(page.url()).toContain('check-answers');
    wake();
    await page.waitForURL('**/ko/receipt', { timeout: 30_000 });
    expect(await countStored(claimId)).toBe(1);
    await page.goto(`${base}/ko/receipt/print`);
    const link = await readQrCode(page);
    expect(link).toMatch(new RegExp(`^${base}/public/check-receipt#`));
    await page.goto(link);
    const shown = page.locator('#outcome h2');
    await expect.poll(() => shown.textContent()).toContain('접수가 서명으로 확인됩니다');
  });
});

describe('a claim sent while the server is gone', () => {
  it('is kept by the page and filed once the server is back', async () => {
    const page = await openPage(true);
    const claimId = await write(page);
    await server.stop('SIGKILL');
    await page.locator('#send button').click();
    const told = page.locator('#keeper');
    await expect.poll(() => told.textContent(), { timeout: 15_000 }).toContain('연결되지 않습니다');
    server = startCommand(['start'], env);
    await server.waitFor('Ctrl-C stops');
    await page.waitForURL('**/ko/receipt', { timeout: 30_000 });
    expect(await countStored(claimId)).toBe(1);
  });
});

describe('a database server that is killed', () => {
  it('is started again, and what was filed is there', async () => {
    const page = await openPage(true);
    const claimId = await write(page);
    const [main = 0] = databasePids();
    process.kill(main, 'SIGKILL');
    await page.locator('#send button').click();
    await page.waitForURL('**/ko/receipt', { timeout: 60_000 });
    expect(await countStored(claimId)).toBe(1);
  });
});
