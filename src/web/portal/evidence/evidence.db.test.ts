import iconv from 'iconv-lite';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlainBrowser } from '../../../../test/support/plain-browser.ts';
import { staffContext } from '../../../../test/support/platform.ts';
import {
  answerUntil,
  portalBase as base,
  fileDraft,
  openPortalBench,
  type PortalBench,
} from '../../../../test/support/portal-bench.ts';
import { showEvidence } from '../../../claims/evidence/show-commands.ts';
import { packWorkbook } from '../../../claims/sales/workbook.fixture.ts';
import { sql } from '../../../platform/index.ts';
import { salesFile } from '../portal.examples.ts';

let bench: PortalBench;
beforeAll(async () => {
  bench = await openPortalBench();
});

const pdf = `%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100]>> endobj
trailer <</Root 1 0 R /Size 4>>
%%EOF
`;
const file = (content: string | Uint8Array, name: string): File =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name);

async function openAtEvidence(): Promise<PlainBrowser> {
  const browser = bench.openBrowser();
  expect(await answerUntil(browser)).toBe(`${base}/evidence`);
  return browser;
}

describe('documents without scripts', () => {
  test('are kept one after another, listed, and can be taken back', async () => {
    const browser = await openAtEvidence();
    const stay = { go: 'stay' };
    await browser.open(`${base}/evidence`, {
      ...stay,
      'file-proof-of-use': file(pdf, '계약서.pdf'),
    });
    const two = await browser.open(`${base}/evidence`, {
      ...stay,
      'file-proof-of-use': file(pdf, '../../etc/passwd\u202efdp.exe'),
    });
    expect(two.status).toBe(200);
    expect(two.html).toContain('✓ 계약서.pdf');
    expect(two.html).toContain('✓ passwdfdp.exe');
    const uploadId = /name="remove" value="([^"]+)"/.exec(two.html)?.[1] ?? '';
    const one = await browser.open(`${base}/evidence/remove`, { remove: uploadId });
    expect(one.html).toContain('파일을 뺐습니다: 계약서.pdf');
    expect(one.html).not.toContain('✓ 계약서.pdf');
    expect((await browser.open(`${base}/check-answers`)).html).toContain('passwdfdp.exe');
  });

  test('that cannot be used are each named, and everything else is kept', async () => {
    const browser = await openAtEvidence();
    const photo = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const page = await browser.open(`${base}/evidence`, {
      go: 'next',
      'file-proof-of-use': file(photo.subarray(0, 200), '끊긴 사진.jpg'),
      'file-sales-records': file(salesFile, '매출.csv'),
    });
    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#file-proof-of-use"');
    expect(page.html).toContain('파일이 중간에 끊겼습니다: 끊긴 사진.jpg');
    expect(page.html).toContain('✓ 매출.csv');
    const check = await browser.open(`${base}/check-answers`);
    expect(check.html).toContain('1,200,000원');
    expect(check.html).toContain('매출.csv');
  });

  test.each([
    ['비밀번호가 걸린 파일입니다', pdf.replace('/Size 4', '/Size 1 /Encrypt 5 0 R')],
    ['읽을 수 없는 형식의 파일입니다', '<svg onload="alert(1)"/>'],
    [
      '열면 지나치게 커지는 파일입니다',
      packWorkbook([[['a']]], { 'xl/media/a': new Uint8Array(30e6) }),
    ],
    ['파일이 너무 큽니다', new Uint8Array(20 * 1024 * 1024 + 1)],
    ['비어 있는 파일입니다', ''],
  ])('%s', async (sentence, content) => {
    const browser = await openAtEvidence();
    const page = await browser.open(`${base}/evidence`, {
      go: 'next',
      'file-proof-of-use': file(content, '자료'),
    });
    expect(page.status).toBe(422);
    expect(page.html.split(sentence)).toHaveLength(3);
    expect((await browser.open(`${base}/check-answers`)).html).toContain('1,200,000원');
  });

  test('of which the line breaks in the middle: what came whole is kept', async () => {
    const browser = await openAtEvidence();
    const mark = '----line';
    const part = (name: string, filename: string, content: string): string =>
      `--${mark}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\n\r\n${content}`;
    const whole = `${part('file-proof-of-use', 'whole.pdf', pdf)}\r\n`;
    const broken = part('file-sales-records', 'broken.csv', '2022-10-01,1');
    const chunks = [whole, broken];
    const body = new ReadableStream({
      async pull(controller) {
        const chunk = chunks.shift();
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (chunk === undefined) controller.error(new Error('the line broke'));
        else controller.enqueue(Buffer.from(chunk));
      },
    });
    const response = await browser.request(`${base}/evidence`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${mark}` },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('연결이 끊겼습니다');
    const page = await browser.open(`${base}/evidence`);
    expect(page.html).toContain('✓ whole.pdf');
    expect(page.html).not.toContain('broken.csv');
  });

  test('of another browser are not there: neither listed nor taken back', async () => {
    const one = await openAtEvidence();
    await one.open(`${base}/evidence`, { go: 'stay', 'file-proof-of-use': file(pdf, 'mine.pdf') });
    const mine = await one.open(`${base}/evidence`);
    const uploadId = /name="remove" value="([^"]+)"/.exec(mine.html)?.[1] ?? '';
    const other = await openAtEvidence();
    expect((await other.open(`${base}/evidence`)).html).not.toContain('mine.pdf');
    await other.open(`${base}/evidence/remove`, { remove: uploadId });
    const path = `/ko/uploads/example/${uploadId}`;
    const asked = { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } };
    expect((await other.request(path, asked)).status).toBe(404);
    expect((await one.request(path, asked)).status).toBe(200);
    expect((await one.open(`${base}/evidence`)).html).toContain('mine.pdf');
  });
});

const tus = { 'tus-resumable': '1.0.0' };
const meta = (kind: string, name: string): string =>
  `kind ${Buffer.from(kind).toString('base64')},filename ${Buffer.from(name).toString('base64')}`;

async function create(browser: PlainBrowser, length: number, metadata: string): Promise<Response> {
  const headers = { ...tus, 'upload-length': String(length), 'upload-metadata': metadata };
  return browser.request('/ko/uploads/example', { method: 'POST', headers });
}

const patch = (browser: PlainBrowser, path: string, offset: number, bytes: Uint8Array) =>
  browser.request(path, {
    method: 'PATCH',
    headers: {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(bytes),
  });

describe('documents in parts, by the tus protocol', () => {
  test('go on from where the line broke, and are there whole', async () => {
    const browser = await openAtEvidence();
    const bytes = Buffer.from(salesFile);
    const created = await create(browser, bytes.length, meta('sales-records', '매출.csv'));
    expect(created.status).toBe(201);
    const path = created.headers.get('location') ?? '';
    expect((await patch(browser, path, 0, bytes.subarray(0, 100))).status).toBe(204);
    expect((await browser.open(`${base}/evidence`)).html).not.toContain('매출.csv');
    const head = await browser.request(path, { method: 'HEAD', headers: tus });
    expect(head.headers.get('upload-offset')).toBe('100');
    expect((await patch(browser, path, 50, bytes.subarray(50))).status).toBe(409);
    expect((await patch(browser, path, 100, bytes.subarray(100))).status).toBe(204);
    expect((await browser.open(`${base}/evidence`)).html).toContain('✓ 매출.csv');
    expect((await browser.open(`${base}/loss`)).html).toContain('700,000원');
  });

  test('that are too large or not of a kind asked are refused before a byte is sent', async () => {
    const browser = await openAtEvidence();
    const large = await create(browser, 21 * 1024 * 1024, meta('proof-of-use', 'a.pdf'));
    expect([large.status, await large.text()]).toEqual([
      413,
      expect.stringContaining('파일이 너무 큽니다: a.pdf. 파일 하나에 20 MB까지'),
    ]);
    expect((await create(browser, 10, meta('passport', 'a.pdf'))).status).toBe(404);
    const without = await create(bench.openBrowser(), 10, meta('proof-of-use', 'a.pdf'));
    expect([without.status, await without.text()]).toEqual([
      404,
      expect.stringContaining('작성 중인 내용이 없습니다'),
    ]);
  });

  test('that cannot be used are answered with the sentence, and forgotten', async () => {
    const browser = await openAtEvidence();
    const bytes = Buffer.from('<svg/>');
    const created = await create(browser, bytes.length, meta('proof-of-use', 'a.svg'));
    const path = created.headers.get('location') ?? '';
    const refused = await patch(browser, path, 0, bytes);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('읽을 수 없는 형식의 파일입니다: a.svg');
    expect((await browser.request(path, { method: 'HEAD', headers: tus })).status).toBe(404);
  });
});

describe('the loss before filing', () => {
  test('is shown with both weeks day by day, and can be contradicted', async () => {
    const browser = await openAtEvidence();
    const page = await browser.open(`${base}/evidence`, {
      go: 'next',
      'file-sales-records': file(iconv.encode(salesFile, 'cp949'), '매출.csv'),
    });
    expect(page.path).toBe(`${base}/loss`);
    expect(page.html).toContain('700,000원');
    expect(page.html).toContain('2022년 10월 8일 (토)');
    expect(page.html).toContain('2022년 10월 21일 (금)');
    const wrong = await browser.open(`${base}/loss`, { 'loss-best': '이백' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<details open');
    const check = await browser.open(`${base}/loss`, {
      'loss-best': '2,000,000',
      'loss-outage': '',
      'loss-note': '행사가 있었습니다',
    });
    expect(check.path).toBe(`${base}/check-answers`);
    expect(check.html).toContain('700,000원 (다르다고 적음)');
    expect(await fileDraft(browser)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
  });

  test('of a workbook is found, filed with the claim, and read again by staff without its author', async () => {
    const browser = await openAtEvidence();
    const rows = salesFile.split('\n').map((line) => {
      const [on = '', ...amount] = line.split(',');
      return [on, amount.join(',').replaceAll('"', '')];
    });
    const workbook = packWorkbook([rows], {
      'docProps/core.xml': '<cp:coreProperties><dc:creator>canary</dc:creator></cp:coreProperties>',
    });
    const page = await browser.open(`${base}/evidence`, {
      go: 'next',
      'file-sales-records': file(workbook, '매출.xlsx'),
    });
    expect(page.html).toContain('700,000원');
    const number = await fileDraft(browser);
    const { rows: stored } = await sql<{ id: string; loss: { lossMinor: string } }>`
      select e.id, c.loss_test as loss from claims.evidence e
      join claims.claim c on c.id = e.claim_id where c.number = ${number}`.execute(
      bench.platform.db,
    );
    expect(stored).toHaveLength(1);
    expect(stored[0]?.loss.lossMinor).toBe('700000');
    const reviewer = staffContext(bench.platform, 'reviewer');
    const shown = await showEvidence(reviewer, { evidenceId: stored[0]?.id ?? '' });
    expect(shown).toMatchObject({ ok: true, value: { filename: '매출.xlsx' } });
    expect(shown.ok && Buffer.from(shown.value.bytes).includes('canary')).toBe(false);
  });

  test('that cannot be found says why, and holds nobody up', async () => {
    const browser = await openAtEvidence();
    const page = await browser.open(`${base}/evidence`, {
      go: 'next',
      'file-sales-records': file('이름,메모\n가,나\n', '메모.csv'),
    });
    expect(page.path).toBe(`${base}/loss`);
    expect(page.html).toContain('계산하지 못했습니다');
    expect(await fileDraft(browser)).toMatch(/^\w{4}-\w{4}-\w{2}$/);
  });
});

describe('the virus scanner', () => {
  test('keeps an infected document out, and everything else in', async () => {
    bench.scan = async (bytes) => (Buffer.from(bytes).includes('EICAR') ? 'infected' : 'clean');
    const browser = await openAtEvidence();
    const page = await browser.open(`${base}/evidence`, {
      go: 'stay',
      'file-proof-of-use': file(pdf.replace('trailer', '% EICAR\ntrailer'), '감염.pdf'),
    });
    bench.scan = undefined;
    expect(page.status).toBe(422);
    expect(page.html).toContain('바이러스 검사에서 걸린 파일입니다: 감염.pdf');
  });

  test('that does not answer holds no claimant up, and opens nothing to staff', async () => {
    bench.scan = async () => 'unanswered';
    const browser = await openAtEvidence();
    await browser.open(`${base}/evidence`, { go: 'next', 'file-proof-of-use': file(pdf, 'a.pdf') });
    const number = await fileDraft(browser);
    const { rows } = await sql<{ id: string }>`select e.id from claims.evidence e
      join claims.claim c on c.id = e.claim_id where c.number = ${number}`.execute(
      bench.platform.db,
    );
    const reviewer = staffContext(bench.platform, 'reviewer');
    const evidenceId = rows[0]?.id ?? '';
    const closed = await showEvidence(reviewer, { evidenceId });
    bench.scan = undefined;
    expect(closed).toEqual({ ok: false, refusal: { code: 'evidence_unscanned' } });
    expect(await showEvidence(reviewer, { evidenceId })).toMatchObject({ ok: true });
  });
});
