import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlainBrowser } from '../../../test/support/plain-browser.ts';
import {
  answerUntil,
  portalBase as base,
  openPortalBench,
  type PortalBench,
} from '../../../test/support/portal-bench.ts';
import type { Receipt } from '../../disclosure/index.ts';
import { addMs, type Instant } from '../../kernel/index.ts';
import { portalStyleHash } from '../style.ts';
import { renderQrCode, renderReceiptLink } from './pages/receipt-code.ts';
import { salesFile } from './portal.examples.ts';

const help = {
  phone: '02-123-4567',
  hours: { ko: '평일 9시부터 18시까지', en: 'Weekdays, 9 to 18' },
};
let bench: PortalBench;
beforeAll(async () => {
  bench = await openPortalBench({ help, publicUrl: 'https://claims.example' });
});

const openBrowser = (): PlainBrowser => bench.openBrowser();

const said = {
  story: { story: '주문이 들어오지 않았습니다. <b>하루 종일</b>' },
  contact: { name: '김가게', contact: '010-1234-5678' },
  payee: { 'payee-bank': '우리', 'payee-account': '1002-123-456789', 'payee-holder': '김가게' },
};

const answerAll = (browser: PlainBrowser, root = base): Promise<string> =>
  answerUntil(browser, undefined, { base: root, said });

function claimIdOf(html: string): string {
  return /name="claimId" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

function numberOf(html: string): string {
  return /<b translate="no">([^<]+)</.exec(html)?.[1] ?? '';
}

async function fileClaim(browser: PlainBrowser) {
  await answerAll(browser);
  const check = await browser.open(`${base}/check-answers`);
  return browser.open(`${base}/check-answers`, {
    claimId: claimIdOf(check.html),
    statement: 'true',
    'file-sales-records': new File([salesFile], '매출.csv', { type: 'text/csv' }),
  });
}

describe('the first page', () => {
  test.each([
    'ko',
    'en',
  ])('has facts, deadline and one button, below 15 KB (%s)', async (locale) => {
    const page = await openBrowser().open(`/${locale}`);
    expect(page.status).toBe(200);
    expect(page.html).toContain(locale === 'ko' ? '2022년 10월 15일 (토) 15시 30분' : '15:30 KST');
    expect(page.html).toContain(`href="/${locale}/report/example/begin"`);
    expect(page.html).toContain(`<html lang="${locale}"`);
    expect(Buffer.byteLength(page.html)).toBeLessThan(15 * 1024);
    expect(gzipSync(page.html).length).toBeLessThan(6 * 1024);
    expect(page.html).not.toMatch(/<script|<img| src=/);
    expect(page.headers.get('content-security-policy')).toContain(`style-src '${portalStyleHash}'`);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect(page.headers.get('set-cookie')).toBeNull();
  });
});

describe('the questions', () => {
  test('lead one after another to the check page', async () => {
    expect(await answerAll(openBrowser())).toBe(`${base}/evidence`);
  });

  test('say when the outage was where a time is asked', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const page = await browser.open(`${base}/q/q-affected_from`);
    expect(page.html).toMatch(/장애: 2022년 10월 15일 \(토\) \d+시 \d+분부터/);
  });

  test('an answer in the wrong form is named at the field and in the summary', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const page = await browser.open(`${base}/q/stated-loss`, { 'stated-loss': '백만원' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('<title>오류: ');
    expect(page.html).toContain('href="#stated-loss"');
    expect(page.html.match(/금액은 숫자로 적어 주세요/g)).toHaveLength(2);
    expect(page.html).toContain('value="백만원"');
  });

  test('a changed answer leads back to the check page', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const page = await browser.open(`${base}/q/story?from=check`, { story: '짧게' });
    expect(page.path).toBe(`${base}/check-answers`);
    expect(page.html).toContain('짧게');
  });

  test('the story stays text and survives 2,000 Korean characters', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const syllables = Array.from({ length: 2000 }, (_unused, index) =>
      String.fromCodePoint(0xac00 + ((index * 7919) % 11172)),
    );
    const page = await browser.open(`${base}/q/story?from=check`, { story: syllables.join('') });
    expect(page.path).toBe(`${base}/check-answers`);
    expect(page.html).toContain(syllables.join(''));
    for (const value of browser.cookies.values()) expect(value.length).toBeLessThan(4000);
  });

  test('what the questionnaire says is covered is told before anything more is asked', async () => {
    const browser = openBrowser();
    await browser.open(`${base}/begin`);
    await browser.open(`${base}/q/party-class`, { 'party-class': 'user' });
    const page = await browser.open(`${base}/q/service`, { service: 'music' });
    expect(page.path).toBe(`${base}/covered`);
    expect(page.html).toContain('이용권이 3일 늘어납니다.');
  });

  test('questions of another class of claimant are not asked', async () => {
    const browser = openBrowser();
    await browser.open(`${base}/begin`);
    await browser.open(`${base}/q/party-class`, { 'party-class': 'user' });
    expect((await browser.open(`${base}/q/q-order_share`)).status).toBe(404);
  });

  test('half a payee names the two missing fields', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const page = await browser.open(`${base}/q/payee`, { 'payee-bank': '우리' });
    expect(page.html).toContain('href="#payee-account"');
    expect(page.html).toContain('href="#payee-holder"');
  });

  test('without a draft the page says so and leads to the start', async () => {
    const page = await openBrowser().open(`${base}/q/story`);
    expect(page.status).toBe(409);
    expect(page.html).toContain('href="/ko"');
  });
});

describe('filing', () => {
  test('ends at a receipt whose number is shown large', async () => {
    const page = await fileClaim(openBrowser());
    expect(page.path).toBe('/ko/receipt');
    expect(numberOf(page.html)).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    expect(page.html).toContain('<a href="/ko">다른 서비스의 피해도 접수하기</a>');
  });

  test('needs the statement', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const page = await browser.open(`${base}/check-answers`, { claimId: 'x' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#statement"');
  });

  test('a double click files one claim', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const check = await browser.open(`${base}/check-answers`);
    const fields = { claimId: claimIdOf(check.html), statement: 'true' };
    const kept = new Map(browser.cookies);
    const first = await browser.open(`${base}/check-answers`, fields);
    const after = await browser.open(`${base}/check-answers`, fields);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    const again = await browser.open(`${base}/check-answers`, fields);
    expect(after.path).toBe('/ko/receipt');
    expect(numberOf(again.html)).toBe(numberOf(first.html));
    expect(numberOf(first.html)).not.toBe('');
  });

  test('a file of a kind that is not taken is named, and nothing else is lost', async () => {
    const browser = openBrowser();
    await answerAll(browser);
    const check = await browser.open(`${base}/check-answers`);
    const page = await browser.open(`${base}/check-answers`, {
      claimId: claimIdOf(check.html),
      statement: 'true',
      'file-proof-of-use': new File([new Uint8Array([0, 1, 2, 3])], 'a.exe'),
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#file-proof-of-use"');
    expect(page.html).toContain('1,200,000원');
  });

  test('the receipt can be taken home as a file', async () => {
    const browser = openBrowser();
    const filed = await fileClaim(browser);
    const file = await browser.open('/ko/receipt.json');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const receipt = JSON.parse(file.html) as { format: string; claimNumber: string };
    expect(receipt.format).toBe('amends-receipt/1');
    expect(receipt.claimNumber).toBe(numberOf(filed.html));
  });
});

test('the printed receipt leads to the configured address, whatever name was asked for', async () => {
  const browser = openBrowser();
  await fileClaim(browser);
  const receipt = JSON.parse((await browser.open('/ko/receipt.json')).html) as Receipt;
  const page = await browser.open('/ko/receipt/print');
  const link = renderReceiptLink('https://claims.example', receipt);
  expect(page.html).toContain(renderQrCode(link));
});

describe('the look-up', () => {
  test('opens with the number in any spelling and the contact', async () => {
    const filed = await fileClaim(openBrowser());
    const number = numberOf(filed.html);
    const page = await openBrowser().open('/ko/look-up', {
      number: number.toLowerCase().replaceAll('-', ' '),
      contact: '01012345678',
    });
    expect(page.path).toBe('/ko/status');
    expect(page.html).toContain(number);
    expect(page.html).toContain('aria-current="step"');
  });

  test.each([
    '+82 10-1234-5678',
    '0082 10 1234 5678',
    '+82 (0)10-1234-5678',
    '010.1234.5678',
    '０１０ １２３４ ５６７８',
  ])('opens with the telephone number written as %s', async (contact) => {
    const number = numberOf((await fileClaim(openBrowser())).html);
    expect((await openBrowser().open('/ko/look-up', { number, contact })).path).toBe('/ko/status');
  });

  test('shows the loss test with the weeks it used', async () => {
    const browser = openBrowser();
    await fileClaim(browser);
    const page = await browser.open('/ko/status');
    expect(page.html).toContain('2022년 10월 15일 (토)부터 2022년 10월 21일 (금)까지');
    expect(page.html).toContain('700,000원');
  });

  test('gives a wrong contact and an unknown number the same answer', async () => {
    const filed = await fileClaim(openBrowser());
    const wrong = await openBrowser().open('/ko/look-up', {
      number: numberOf(filed.html),
      contact: '01099999999',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('접수번호와 연락처가 맞는 접수가 없습니다');
  });

  test('takes more documents after filing, also when found by contact', async () => {
    const filed = await fileClaim(openBrowser());
    const browser = openBrowser();
    await browser.open('/ko/look-up', { number: numberOf(filed.html), contact: '01012345678' });
    const page = await browser.open('/ko/status/evidence', {
      'file-proof-of-use': new File(['%PDF-1.7 proof %%EOF'], 'proof.pdf'),
    });
    expect(page.path).toBe('/ko/status?done=evidence');
    expect(page.status).toBe(200);
  });

  test('waits longer and longer after wrong contacts from one address, and from no other', async () => {
    const number = numberOf((await fileClaim(openBrowser())).html);
    const { now } = bench;
    const lookUp = (contact: string, from: { now: Instant; address: string }) => {
      Object.assign(bench, from);
      return openBrowser()
        .open('/ko/look-up', { number, contact })
        .finally(() => Object.assign(bench, { now, address: undefined }));
    };
    const guesser = { now, address: '2001:db8:1:2::1' };
    const [right, wrong] = ['01012345678', '01099999999'];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await lookUp(wrong, guesser)).status).toBe(422);
    }
    const refused = await lookUp(right, { ...guesser, address: '2001:db8:1:2::2' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.html).toContain('2초');
    expect((await lookUp(right, { now, address: '203.0.113.9' })).path).toBe('/ko/status');
    const later = { ...guesser, now: addMs(now, 2_000) };
    expect((await lookUp(right, later)).path).toBe('/ko/status');
    expect((await lookUp(wrong, later)).status).toBe(422);
    expect((await lookUp(wrong, later)).headers.get('retry-after')).toBe('4');
  });

  test('says when a document is too large, and how to send it', async () => {
    const browser = openBrowser();
    await fileClaim(browser);
    const page = await browser.open('/ko/status/evidence', {
      'file-proof-of-use': new File([new Uint8Array(61 * 1024 * 1024)], 'proof.pdf'),
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#file-proof-of-use"');
    expect(page.html).toContain('20 MB까지');
  });

  test('shows nothing without a look-up, and ends when it is left', async () => {
    expect((await openBrowser().open('/ko/status')).html).toContain('action="/ko/look-up"');
    const browser = openBrowser();
    await fileClaim(browser);
    await browser.open('/ko/status/leave', {});
    expect((await browser.open('/ko/status')).html).toContain('action="/ko/look-up"');
  });
});

describe('where to turn', () => {
  test.each([
    '/ko',
    '/ko/report/example',
    '/ko/look-up',
    '/ko/status',
    '/ko/report/nowhere',
    '/ko/nowhere',
    '/ko/report/example/q/story',
  ])('stands on every page: %s', async (path) => {
    const { html } = await openBrowser().open(path);
    expect(html).toContain('<a href="tel:02-123-4567">02-123-4567</a>');
    expect(html).toContain('평일 9시부터 18시까지');
  });

  test.each([
    ['/ko/nowhere', '찾는 화면이 없습니다'],
    ['/en/status/nowhere', 'There is no such page'],
  ])('an address that is not there is a page with a way on, not a document for programs: %s', async (path, title) => {
    const { status, html } = await openBrowser().open(path);
    expect(status).toBe(404);
    expect(html).toContain(`<h1>${title}</h1>`);
    expect(html).toContain(`href="${path.slice(0, 3)}"`);
  });

  test('stands on the pages of a claim that is being written, in its language', async () => {
    const browser = openBrowser();
    await answerAll(browser, '/en/report/example');
    const { html } = await browser.open('/en/report/example/check-answers');
    expect(html).toContain('Weekdays, 9 to 18');
  });
});
