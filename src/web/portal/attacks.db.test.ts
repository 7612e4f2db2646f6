import { beforeAll, describe, expect, test } from 'vitest';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../test/support/portal-bench.ts';
import { plainContact } from '../../claims/drafts/index.ts';
import { plainFilename } from '../../claims/evidence/upload-commands.ts';
import { parseSalesAmount, parseSalesDate } from '../../claims/sales/read-cells.ts';
import { sql } from '../../platform/index.ts';
import { parseAmount, parseContact } from './parse-answer.ts';

// What somebody who means harm sends to the portal. The letters are those of the list of attacks.

let bench: PortalBench;
beforeAll(async () => {
  bench = await openPortalBench();
});

const payloads = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';alert(1)//",
  '</textarea><svg onload=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  '=HYPERLINK("http://evil.example","x")',
  '\u202e\u0000\u001b[31mred',
];

describe('text that would run (A22)', () => {
  test.each(payloads)('%j stays text on every page that shows it', async (payload) => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    const story = await browser.open(`${base}/q/story`, { story: payload });
    await browser.open(`${base}/q/contact`, {
      name: payload.slice(0, 200),
      contact: 'a@example.org',
    });
    const behalf = { name: payload, relation: payload, authority: payload };
    await browser.open(`${base}/q/behalf?from=check`, {
      'behalf-name': behalf.name,
      'behalf-relation': behalf.relation,
      'behalf-authority': behalf.authority,
    });
    await browser.open(`${base}/evidence`, {
      go: 'stay',
      'file-proof-of-use': new File(['%PDF-1.7 %%EOF'], payload),
    });
    const pages = [
      story,
      await browser.open(`${base}/check-answers`),
      await browser.open(`${base}/evidence`),
      await browser.open(`${base}/q/story`),
      await browser.open(`${base}/q/contact`, { name: payload, contact: payload }),
    ];
    for (const { html, headers } of pages) {
      expect(html).not.toMatch(/<script>alert|<img src=x|<svg onload|onerror=alert\(1\)>/);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      // The site's own scripts are named by their address; nothing in a page is one.
      for (const [, attributes = '', inside] of html.matchAll(/<script([^>]*)>([^<]*)</g)) {
        expect(attributes).toMatch(/ src="\/assets\/[a-z-]+\.js"/);
        expect(inside).toBe('');
      }
    }
  });
});

describe('more than was asked (A07, A09)', () => {
  test('fields of the table, of prototypes and of other steps are not taken', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'stated-loss');
    await browser.open(`${base}/q/stated-loss`, {
      'stated-loss': '1000',
      state: 'approved',
      party_id: 'account-1',
      __proto__x: 'x',
      '__proto__.polluted': 'yes',
      'payee-account': '999999999',
      proved: '{"contact":"victim@example.org"}',
    });
    await browser.open(`${base}/q/story`, { story: '' });
    await browser.open(`${base}/q/contact`, { contact: 'a@example.org' });
    const number = await fileDraft(browser);
    const { rows } = await sql`select state, party_id, stated_loss_minor::text as loss
      from claims.claim where number = ${number}`.execute(bench.platform.db);
    expect(rows).toEqual([{ state: 'submitted', party_id: null, loss: '1000' }]);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  test('a cookie that was changed, cut, or is another browser’s in part opens nothing', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    const [name = '', value = ''] =
      [...browser.cookies].find(([key]) => key.includes('draft')) ?? [];
    const flipped = `${value.slice(0, 60)}${value[60] === 'A' ? 'B' : 'A'}${value.slice(61)}`;
    for (const changed of [flipped, value.slice(0, -4), 'AAAA', '']) {
      const other = bench.openBrowser();
      other.cookies.set(name, changed);
      expect((await other.open(`${base}/q/story`)).status).toBe(409);
    }
  });
});

describe('addresses that are not there (A10, A11)', () => {
  test.each([
    '/ko/../../etc/passwd',
    '/ko/report/example/q/..%2f..%2fetc',
    '/ko/report/example/q/__proto__',
    '/ko/report/example/q/constructor',
    '/ko/report/EXAMPLE/evidence',
    '/ko/.git/config',
    '/ko/uploads/example/../../secrets',
  ])('%s', async (path) => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    expect((await browser.open(path)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('long and twisted input (A30, A31)', () => {
  test.each([
    ['digits', '1'.repeat(100_000)],
    ['spaces', ' '.repeat(100_000)],
    ['ats', '@'.repeat(100_000)],
    ['dots', `a@${'.a'.repeat(50_000)}`],
    ['commas', `1${',111'.repeat(33_000)}x`],
    ['dates', `2022-${'1 '.repeat(50_000)}`],
    ['brackets', '('.repeat(100_000)],
    ['zeroes', `1.${'0'.repeat(100_000)}1`],
  ])('%s of 100 kB are read in no time', (_name, text) => {
    const startedAt = performance.now();
    parseContact(text);
    parseAmount(text, 'KRW');
    plainContact(text);
    parseSalesDate(text);
    parseSalesAmount(text, { exponent: 0, unit: 1n });
    plainFilename(text);
    // No measure of speed: a reader that goes back and forth would take minutes here.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\kim\\매출.xlsx', '매출.xlsx'],
    ['..', 'document'],
    ['', 'document'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['\u202efdp.exe', 'fdp.exe'],
    ['매출.csv'.normalize('NFD'), '매출.csv'],
  ])('the name %j is shown as %j', (sent, shown) => expect(plainFilename(sent)).toBe(shown));

  test('a very long name keeps its end, where its kind stands', () => {
    const shown = plainFilename(`${'가'.repeat(500)}.pdf`);
    expect(shown).toHaveLength(120);
    expect(shown.endsWith('.pdf')).toBe(true);
  });
});

describe('forms that are none (A39, A53)', () => {
  const sent = (body: string, type?: string) => ({
    method: 'POST',
    body,
    headers: { ...(type === undefined ? {} : { 'content-type': type }) },
  });
  const form = 'application/x-www-form-urlencoded';
  test.each([
    ['JSON', sent('{"number":"7K4M-Q2XD-9F"}', 'application/json'), 422],
    ['text', sent('number=7K4M-Q2XD-9F', 'text/plain'), 422],
    [
      'a form cut off',
      sent('--x\r\nContent-Disposition: form', 'multipart/form-data; boundary=x'),
      422,
    ],
    ['a form without a boundary', sent('--x', 'multipart/form-data'), 422],
    ['a form of 200 kB', sent(`number=${'9'.repeat(200_000)}`, form), 413],
  ] as const)('%s is answered with a sentence, never with a fault', async (_name, init, status) => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'story');
    const before = [...browser.cookies];
    for (const path of ['/ko/look-up', `${base}/q/story`, '/ko/resume', '/ko/status/appeal']) {
      const answered = await browser.request(path, init);
      expect([path, answered.status]).toEqual([path, status]);
      const html = await answered.text();
      expect(html).toMatch(/읽지 못했습니다|너무 깁니다/);
      expect(html).toContain('적은 답은 이 기기에 그대로');
    }
    expect([...browser.cookies]).toEqual(before);
    expect((await browser.open(`${base}/q/story`)).status).toBe(200);
  });

  test('also where documents are sent: what was written stays', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser);
    const broken = sent('--x\r\nContent-Disposition: form', 'multipart/form-data; boundary=x');
    for (const path of ['/check-answers', '/evidence', '/ticket']) {
      expect([path, (await browser.request(`${base}${path}`, broken)).status]).toEqual([path, 422]);
    }
    expect((await browser.open(`${base}/check-answers`)).status).toBe(200);
  });
});

describe('words that deceive (A22)', () => {
  test('a name that turns the line around is kept without what turns it', async () => {
    const browser = bench.openBrowser();
    await answerUntil(browser, 'contact');
    await browser.open(`${base}/q/contact`, {
      name: '김\u202e가\u200b게\u0007',
      contact: '\u202a010\u2013 1234\u2013 5678\u202c',
    });
    const check = await browser.open(`${base}/check-answers`);
    expect(check.html).toContain('김가게');
    expect(check.html).toContain('<dd>010– 1234– 5678</dd>');
    for (const hidden of ['\u202e', '\u202a', '\u200b', '\u0007']) {
      expect(check.html).not.toContain(hidden);
    }
  });
});
