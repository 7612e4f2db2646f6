import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { parseSalesTable } from './parse-sales.ts';
import { readSales } from './read-sales.ts';
import { packWorkbook } from './workbook.fixture.ts';

const won = { exponent: 0 };

async function daysOf(file: string | Uint8Array): Promise<unknown> {
  const read = await readSales(typeof file === 'string' ? Buffer.from(file) : file, won);
  return read.ok ? read.value.days.map(({ on, amountMinor }) => `${on} ${amountMinor}`) : read;
}

const right = ['2022-10-15 1234000', '2022-10-16 66000'];

describe('the shapes sales files really have', () => {
  it.each([
    ['thousands separators', '날짜,매출\n2022-10-15,"1,234,000"\n2022-10-16,"66,000"\n'],
    [
      '₩, ￦, the won sign of Windows, and 원',
      '일자,금액\n2022.10.15,"₩1,234,000"\n2022.10.16,\\66000\n',
    ],
    [
      '원 behind, a day of the week',
      '일자,매출액\n2022년 10월 15일 (토),1234000원\n2022/10/16,66000\n',
    ],
    ['amounts in thousands of won', '거래일,매출(천원)\n2022-10-15,"1,234"\n2022-10-16,66\n'],
    ['a unit in brackets', '거래일,[단위: 원] 매출액\n2022-10-15,1234000\n2022-10-16,66000\n'],
    ['years of two digits', '날짜,매출\n22.10.15,1234000\n22-10-16,66000\n'],
    ['serial numbers of Excel', '날짜,매출\n44849,1234000\n44850.5,66000\n'],
    [
      'dates without marks, and times',
      '거래일시,결제금액\n20221015,1234000\n20221016203015,66000\n',
    ],
    [
      'totals between and after',
      '날짜,매출\n2022-10-15,1234000\n소계,1234000\n2022-10-16,66000\n10월 합계,1300000\n누계,1300000\n',
    ],
    [
      'a title, a blank line and a shop above',
      '우리분식 매출현황\n\n기간,2022-10\n날짜,메뉴,매출\n2022-10-15,전체,1234000\n2022-10-16,전체,66000\n',
    ],
    ['tabs', '날짜\t매출\n2022-10-15\t1234000\n2022-10-16\t66000\n'],
    ['a bar', '날짜|매출\n2022-10-15|1234000\n2022-10-16|66000\n'],
    [
      'one row a sale',
      '주문일시,결제금액\n2022-10-15 11:02,1200000\n2022-10-15 13:11,34000\n2022-10-16 09:00,66000\n',
    ],
    [
      'a dash for a day without sales',
      '날짜,매출\n2022-10-15,1234000\n2022-10-16,66000\n2022-10-16,-\n',
    ],
    ['full-width digits', '날짜,매출\n2022-10-15,１２３４０００\n2022-10-16,66000\n'],
  ])('%s', async (_name, text) => expect(await daysOf(text)).toEqual(right));

  const plain = '날짜,매출\n2022-10-15,1234000\n2022-10-16,66000\n';
  it.each([
    ['UTF-8 with its mark', Buffer.from(`\ufeff${plain}`)],
    ['CP949', iconv.encode(plain, 'cp949')],
    ['UTF-16, as Excel saves Unicode text', iconv.encode(plain, 'utf-16', { addBOM: true })],
  ])('%s', async (_name, bytes) => expect(await daysOf(bytes)).toEqual(right));

  it.each([
    'utf-8',
    'cp949',
  ] as const)('one broken byte in %s costs its row, which is named, and no other', async (encoding) => {
    const bytes = iconv.encode(`${plain}2022-10-17년,5\n`, encoding);
    bytes[bytes.lastIndexOf(0x2c) - 1] = 0xff;
    const read = await readSales(bytes, won);
    expect(read.ok && read.value).toMatchObject({
      encoding,
      findings: [{ row: 4, column: 1, code: 'date_unreadable' }],
    });
    expect(await daysOf(bytes)).toEqual(right);
  });

  it.each([
    ['of one endless row', `날짜,매출${',1'.repeat(200_000)}`],
    ['of one endless line', '1'.repeat(2_000_000)],
    ['of one line of empty fields', `날짜,매출\n${','.repeat(30_000)}`],
    ['whose quote never ends', `날짜,매출\n"2022-10-15,${'1'.repeat(2_000_000)}`],
  ])('a file %s is refused in a sentence', async (_name, text) => {
    const read = await readSales(Buffer.from(text), won);
    expect(read).toMatchObject({ ok: false, refusal: { code: 'sales_file_unreadable' } });
  });

  it.each([
    ['rows', `날짜,매출\n${'2022-10-15,1\n'.repeat(200_001)}`],
    ['cells', `날짜,매출\n${`${','.repeat(15_000)}\n`.repeat(140)}`],
  ])('a file of too many %s is refused before it is laid out', async (_name, text) => {
    const refusal = { code: 'sales_file_too_long', rowMax: 200_000 };
    expect(await readSales(Buffer.from(text), won)).toEqual({ ok: false, refusal });
  });

  it('a cancelled sale with a minus takes itself back; one without is left out and named', async () => {
    const text =
      '승인일시,승인금액,승인구분\n2022-10-15,1234000,승인\n2022-10-16,99000,승인\n2022-10-16,-33000,취소\n2022-10-16,5000,취소\n';
    const read = await readSales(Buffer.from(text), won);
    expect(read.ok && read.value.findings).toEqual([
      { row: 5, column: 3, code: 'row_cancelled', found: '취소', right: '-5000' },
    ]);
    expect(await daysOf(text)).toEqual(right);
  });
});

describe('a workbook', () => {
  const header = ['날짜', '매출'];
  const rows = [
    [{ serial: 44_849 }, { number: '1234000.0000000002' }],
    ['2022-10-16', { number: '6.6E4' }],
    ['합계', { number: '1300000' }],
  ] as const;

  it('is read with date cells, written dates and computed amounts', async () =>
    expect(await daysOf(packWorkbook([[['우리분식'], [], header, ...rows]]))).toEqual(right));

  it('is read from the first sheet that has a date and an amount', async () =>
    expect(await daysOf(packWorkbook([[['표지']], [header, ...rows]]))).toEqual(right));

  it('without such a sheet names what stands first', async () =>
    expect(await daysOf(packWorkbook([[['표지', '2022']]]))).toEqual({
      ok: false,
      refusal: { code: 'sales_header_missing', found: ['표지', '2022'] },
    }));

  it('asks nothing of the outside: an external entity is not read', async () => {
    const sheet =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>';
    const read = await daysOf(packWorkbook([[['a']]], { 'xl/worksheets/sheet1.xml': sheet }));
    expect(JSON.stringify(read)).not.toContain('root:');
    expect(read).toMatchObject({ ok: false });
  });

  it('with nested entities takes neither time nor memory', async () => {
    const names = Array.from({ length: 20 }, (_unused, index) => index);
    const entities = names
      .map((at) => `<!ENTITY e${at} "${at === 0 ? 'ha' : `&e${at - 1};`.repeat(10)}">`)
      .join('');
    const sheet = `<?xml version="1.0"?><!DOCTYPE x [${entities}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e19;</t></is></c></row></sheetData></worksheet>`;
    const read = await daysOf(packWorkbook([[['a']]], { 'xl/worksheets/sheet1.xml': sheet }));
    expect(JSON.stringify(read).length).toBeLessThan(10_000);
  });

  it.each([
    ['a cell at the end of the sheet', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'],
    ['a row beyond any sheet', '<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>'],
    ['a row in quotes of one stroke', "<row r = '200021'><c r='A200021'><v>1</v></c></row>"],
    [
      'two cells that span too many',
      '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="9999"><c r="A9999"><v>1</v></c></row>',
    ],
  ])('that names %s is refused before it is laid out', async (_name, body) => {
    const sheet = `<worksheet><sheetData>${body}</sheetData></worksheet>`;
    const read = await daysOf(packWorkbook([[['a']]], { 'xl/worksheets/sheet1.xml': sheet }));
    const refusal = { code: 'sales_file_too_long', rowMax: 200_000 };
    expect(read).toEqual({ ok: false, refusal });
  });

  it.each([
    'ZZZZZZ1',
    '&#65;1',
    'A1e9',
    '가1',
    '1e9',
  ])('with an address such as %s, which no program writes, is refused', async (at) => {
    const sheet = `<worksheet><sheetData><row><c r="${at}"><v>1</v></c></row></sheetData></worksheet>`;
    const read = await daysOf(packWorkbook([[['a']]], { 'xl/worksheets/sheet1.xml': sheet }));
    expect(read).toEqual({ ok: false, refusal: { code: 'sales_file_unreadable', row: 1 } });
  });

  it('that is a picture or a PDF is no table, and is not said to want headings', async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46]);
    for (const bytes of [jpeg, Buffer.from('%PDF-1.7\n1 0 obj')]) {
      const read = await readSales(bytes, { exponent: 0 });
      expect(read).toMatchObject({ ok: false, refusal: { code: 'sales_file_unreadable' } });
    }
  });

  it('that is cut off or swells is not opened', async () => {
    const whole = packWorkbook([[header, ...rows]]);
    const refusal = { ok: false, refusal: { code: 'sales_file_unreadable', row: 1 } };
    expect(await daysOf(whole.slice(0, whole.length / 2))).toEqual(refusal);
    const bomb = packWorkbook([[['a']]], {
      'xl/worksheets/sheet1.xml': new Uint8Array(40 * 1024 * 1024),
    });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await daysOf(bomb)).toEqual(refusal);
  });
});

describe('a heading that is nearly a unit, over and over (A30)', () => {
  // No measure of speed: a reader that goes back and forth would not come to its end here.
  it.each([
    ['spaces before and after the word', `(${' '.repeat(50_000)}단위${' '.repeat(50_000)}`],
    ['tabs', '\t'.repeat(100_000)],
    ['opening brackets', '('.repeat(100_000)],
    ['units without a won', '천 '.repeat(50_000)],
  ])('%s of 100 kB is read to its end', (_name, heading) => {
    // As a spreadsheet gives it; a record of a text is refused long before.
    const table = [
      [`${heading}x`, '날짜', '매출'],
      ['', '2022-10-15', '1234000'],
    ];
    const read = parseSalesTable(table, { ...won, encoding: 'utf-8' });
    expect(read).toMatchObject({ ok: true, value: { days: [{ amountMinor: 1_234_000n }] } });
  });
});
