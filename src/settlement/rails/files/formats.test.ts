import { XMLParser } from 'fast-xml-parser';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { instantFromEpochMs } from '../../../kernel/index.ts';
import type { StatementLine } from '../rail.ts';
import { bulkFormat } from './bulk-file.ts';
import { bulkTemplateSchema, koreanBulkTemplate } from './bulk-template.ts';
import { readCamt053 } from './camt-053.ts';
import type { FileFormat, FilePayment } from './file-format.ts';
import { pain001Format } from './pain-001.ts';
import { readAmount, renderBankAmount } from './read-amount.ts';
import { readBulkNames, readBulkResult } from './read-bulk.ts';

const debtor = { name: '주식회사 예시', account: '100-200-300', bank: '004', companyId: 'C-1' };
const reference = 'A01900000000080008000000000000001';
const payment: FilePayment = {
  reference,
  amountMinor: 30_000n,
  currency: 'KRW',
  payee: { bank: '088', account: '001-02-0345', holder: '똠방 & <각하>' },
};
const header = {
  fileReference: 'AMENDS-1',
  madeAt: instantFromEpochMs(Date.UTC(2022, 11, 1, 3)),
  paymentCount: 2,
  totalMinor: 60_000n,
  currency: 'KRW' as const,
};

async function* pages(...list: FilePayment[][]): AsyncGenerator<FilePayment[], void> {
  yield* list;
}

async function bytesOf(format: FileFormat, ...list: FilePayment[][]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of format.render(header, pages(...list))) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array, void> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  // Byte by byte at first, so that no reader relies on where pieces end.
  for (let at = 0; at < Math.min(40, bytes.length); at += 1) yield bytes.subarray(at, at + 1);
  for (let at = 40; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** What the message definition says of pain.001.001.09: the elements of each, in their order. */
const definition: Readonly<Record<string, readonly string[]>> = {
  CstmrCdtTrfInitn: ['GrpHdr', 'PmtInf', 'SplmtryData'],
  GrpHdr: ['MsgId', 'CreDtTm', 'Authstn', 'NbOfTxs', 'CtrlSum', 'InitgPty', 'FwdgAgt', 'InitnSrc'],
  PmtInf: [
    ...['PmtInfId', 'PmtMtd', 'ReqdAdvcTp', 'BtchBookg', 'NbOfTxs', 'CtrlSum', 'PmtTpInf'],
    ...['ReqdExctnDt', 'PoolgAdjstmntDt', 'Dbtr', 'DbtrAcct', 'DbtrAgt', 'DbtrAgtAcct'],
    ...['InstrForDbtrAgt', 'UltmtDbtr', 'ChrgBr', 'ChrgsAcct', 'ChrgsAcctAgt', 'CdtTrfTxInf'],
  ],
  CdtTrfTxInf: [
    ...[
      'PmtId',
      'PmtTpInf',
      'Amt',
      'XchgRateInf',
      'ChrgBr',
      'MndtRltdInf',
      'ChqInstr',
      'UltmtDbtr',
    ],
    ...['IntrmyAgt1', 'IntrmyAgt1Acct', 'IntrmyAgt2', 'IntrmyAgt2Acct', 'IntrmyAgt3'],
    ...['IntrmyAgt3Acct', 'CdtrAgt', 'CdtrAgtAcct', 'Cdtr', 'CdtrAcct', 'UltmtCdtr'],
    ...['InstrForCdtrAgt', 'InstrForDbtrAgt', 'Purp', 'RgltryRptg', 'Tax', 'RltdRmtInf', 'RmtInf'],
  ],
  PmtId: ['InstrId', 'EndToEndId', 'UETR'],
  FinInstnId: ['BICFI', 'ClrSysMmbId', 'LEI', 'Nm', 'PstlAdr', 'Othr'],
  RmtInf: ['Ustrd', 'Strd'],
};

type Node = Readonly<Record<string, unknown>>;

function checkOrder(node: unknown, name: string): void {
  if (Array.isArray(node)) {
    for (const one of node) checkOrder(one, name);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const children = Object.keys(node as Node).filter(
    (key) => !key.startsWith('@') && key !== '#text',
  );
  const allowed = definition[name];
  if (allowed !== undefined) {
    const places = children.map((child) => allowed.indexOf(child));
    expect(places, `${name}: ${children.join(', ')}`).not.toContain(-1);
    expect(
      [...places].sort((a, b) => a - b),
      name,
    ).toEqual(places);
  }
  for (const child of children) checkOrder((node as Node)[child], child);
}

describe('a pain.001.001.09', () => {
  it('has the structure of its message definition', async () => {
    const xml = (await bytesOf(pain001Format(debtor), [payment], [payment])).toString('utf8');
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
    });
    const read = parser.parse(xml) as Record<string, Node>;
    const document = read.Document as Node;
    expect(document['@xmlns']).toBe('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
    const initiation = document.CstmrCdtTrfInitn as Record<string, never>;
    checkOrder(initiation, 'CstmrCdtTrfInitn');
    expect(initiation).toMatchObject({
      GrpHdr: {
        MsgId: 'AMENDS-1',
        CreDtTm: '2022-12-01T03:00:00Z',
        NbOfTxs: '2',
        CtrlSum: '60000',
      },
      PmtInf: {
        PmtMtd: 'TRF',
        ReqdExctnDt: { Dt: '2022-12-01' },
        DbtrAcct: { Id: { Othr: { Id: '100-200-300' } }, Ccy: 'KRW' },
        CdtTrfTxInf: [
          {
            PmtId: { EndToEndId: reference },
            Amt: { InstdAmt: { '#text': '30000', '@Ccy': 'KRW' } },
            CdtrAgt: { FinInstnId: { ClrSysMmbId: { MmbId: '088' } } },
            Cdtr: { Nm: '똠방 & <각하>' },
            CdtrAcct: { Id: { Othr: { Id: '001-02-0345' } } },
          },
          {},
        ],
      },
    });
    expect(reference.length).toBeLessThanOrEqual(35);
    expect(xml).not.toMatch(/\d\.\d+<\/(InstdAmt|CtrlSum)>/);
  });

  it('is the same bytes each time', async () => {
    const first = await bytesOf(pain001Format(debtor), [payment]);
    expect(first.equals(await bytesOf(pain001Format(debtor), [payment]))).toBe(true);
  });
});

function entry(change: { amount?: string; currency?: string; id?: string; rest?: string } = {}) {
  const { amount = '30000', currency = 'KRW', id = 'E1', rest = '' } = change;
  return `<Ntry><NtryRef>${id}</NtryRef><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>
    <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2022-12-02</Dt></BookgDt><NtryDtls><TxDtls>
    <Refs><EndToEndId>${reference}</EndToEndId></Refs>${rest}</TxDtls></NtryDtls></Ntry>`;
}

function balance(kind: string, amount: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="KRW">${amount}</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2022-12-02</Dt></Dt></Bal>`;
}

function statement(
  parts: { entries?: string; closing?: string; account?: string; head?: string } = {},
) {
  const { entries = entry(), closing = '70000', account = '100-200-300', head = '' } = parts;
  return `<?xml version="1.0" encoding="UTF-8"?>${head}
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
    <GrpHdr><MsgId>M</MsgId><CreDtTm>2022-12-03T00:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S-1</Id>
    <FrToDt><FrDtTm>2022-12-02T00:00:00+09:00</FrDtTm><ToDtTm>2022-12-03T00:00:00+09:00</ToDtTm></FrToDt>
    <Acct><Id><Othr><Id>${account}</Id></Othr></Id></Acct>${balance('OPBD', '100000')}
    ${balance('CLBD', closing)}${entries}</Stmt></BkToCstmrStmt></Document>`;
}

const expected = { currency: 'KRW' as const, account: '100-200-300' };

async function readAll(text: string | Uint8Array) {
  const lines: StatementLine[] = [];
  const sizes: number[] = [];
  const read = await readCamt053(once(text), expected, async (some) => {
    lines.push(...some);
    sizes.push(some.length);
  });
  return { read, lines, sizes };
}

describe('a camt.053.001.08', () => {
  it('is read to its lines', async () => {
    const charged =
      '<Amt Ccy="KRW">29500</Amt><Chrgs><TtlChrgsAndTaxAmt Ccy="KRW">500</TtlChrgsAndTaxAmt></Chrgs>';
    const { read, lines } = await readAll(statement({ entries: entry({ rest: charged }) }));
    expect(read).toMatchObject({
      ok: true,
      value: { statementId: 'S-1', from: Date.UTC(2022, 11, 1, 15), lineCount: 1 },
    });
    expect(lines).toMatchObject([
      { lineId: 'E1/1', reference, direction: 'paid', amountMinor: 29_500n, feeMinor: 500n },
    ]);
  });

  it('keeps what is not booked out', async () => {
    const pending = entry({ id: 'E2' }).replace('BOOK', 'PDNG');
    const { read, lines } = await readAll(statement({ entries: entry() + pending }));
    expect(read).toMatchObject({ ok: true, value: { lineCount: 1 } });
    expect(lines).toHaveLength(1);
  });

  it('is given on a part at a time, while it is read', async () => {
    const entries = Array.from({ length: 12_000 }, (_none, at) => entry({ id: `E${at}` }));
    const opening = String(12_000 * 30_000);
    const text = statement({ entries: entries.join('') }).replace('100000', opening);
    const { lines, sizes } = await readAll(text.replace('70000', '0'));
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(6_000);
    expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(12_000);
  });

  it('stops where the taker stops', async () => {
    const full = new Error('the disk is full');
    const taken = readCamt053(once(statement()), expected, () => Promise.reject(full));
    await expect(taken).rejects.toBe(full);
  });

  const wrong: [string, string | Uint8Array, string][] = [
    ['with a DTD', statement({ head: '<!DOCTYPE x [<!ENTITY a "b">]>' }), 'file_with_dtd'],
    ['in EUC-KR', iconv.encode(statement({ account: '한글' }), 'cp949'), 'file_encoding_unknown'],
    ['that is cut off', statement().slice(0, -30), 'file_not_xml'],
    ['that is no XML', '이체,결과', 'file_not_xml'],
    [
      'of another message',
      statement().replace('camt.053.001.08', 'camt.052.001.08'),
      'file_of_another_kind',
    ],
    [
      'of two statements',
      statement().replace('</Stmt>', '</Stmt><Stmt></Stmt>'),
      'file_of_another_kind',
    ],
    ['of another company', statement({ account: '999' }), 'file_account_differs'],
    [
      'in another currency',
      statement({ entries: entry({ currency: 'USD' }) }),
      'file_currency_differs',
    ],
    [
      'of won with decimals',
      statement({ entries: entry({ amount: '30000.50' }) }),
      'file_amount_malformed',
    ],
    [
      'of a negative amount',
      statement({ entries: entry({ amount: '-30000' }) }),
      'file_amount_malformed',
    ],
    [
      'of too much',
      statement({ entries: entry({ amount: '99999999999999999999' }) }),
      'file_amount_malformed',
    ],
    [
      'in full-width digits',
      statement({ entries: entry({ amount: '３００００' }) }),
      'file_amount_malformed',
    ],
    ['that does not add up', statement({ closing: '70001' }), 'file_totals_differ'],
    [
      'whose entry does not add up',
      statement({ entries: entry({ rest: '<Amt Ccy="KRW">1</Amt>' }) }),
      'file_totals_differ',
    ],
    [
      'without a day',
      statement({ entries: entry().replace(/<BookgDt>.*<\/BookgDt>/, '') }),
      'file_field_missing',
    ],
    [
      'of a day that is none',
      statement({
        entries: entry().replace('2022-12-02</Dt></BookgDt>', '2022-13-02</Dt></BookgDt>'),
      }),
      'file_date_malformed',
    ],
  ];
  it.each(wrong)('%s is put aside', async (_name, text, code) => {
    const { read } = await readAll(text);
    expect(read).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('a bulk transfer file', () => {
  it('is written in CP949 and reads back as it was', async () => {
    const bytes = await bytesOf(bulkFormat(koreanBulkTemplate), [payment]);
    expect(iconv.decode(bytes, 'cp949').split('\r\n')).toEqual([
      '입금은행,입금계좌번호,이체금액,예금주,입금통장표시내용,출금통장표시내용,관리번호',
      `088,001020345,30000,똠방 & <각하>,장애보상,0000000001,${reference}`,
      '',
    ]);
  });

  it('refuses a name that the encoding lacks, and an account that is too long', async () => {
    const template = bulkFormat(koreanBulkTemplate);
    const named = { ...payment, payee: { ...payment.payee, holder: '𠮷野' } };
    await expect(bytesOf(template, [named])).rejects.toMatchObject({ code: 'payee_unwritable' });
    const long = { ...payment, payee: { ...payment.payee, account: '1'.repeat(17) } };
    await expect(bytesOf(template, [long])).rejects.toMatchObject({ code: 'payee_unwritable' });
  });

  it('keeps a formula a text', async () => {
    const named = { ...payment, payee: { ...payment.payee, holder: '=1+1' } };
    const template = { ...koreanBulkTemplate, encoding: 'utf-8' as const };
    const text = (await bytesOf(bulkFormat(template), [named])).toString('utf8');
    expect(text).toContain(",'=1+1,");
    expect(text.startsWith('\ufeff')).toBe(true);
  });

  it('is written as XLSX whose cells are texts', async () => {
    const template = bulkTemplateSchema.parse({ ...koreanBulkTemplate, form: 'xlsx' });
    const bytes = await bytesOf(bulkFormat(template), [payment]);
    const { readSheet } = await import('read-excel-file/node');
    const rows = await readSheet(bytes);
    expect(rows[1]).toEqual([
      '088',
      '001020345',
      '30000',
      '똠방 & <각하>',
      '장애보상',
      '0000000001',
      reference,
    ]);
  });

  const title = '관리번호,이체금액,처리결과,사유\r\n';
  const result = (text: string) =>
    readBulkResult(iconv.encode(text, 'cp949'), { template: koreanBulkTemplate, currency: 'KRW' });

  it('has its result read back', async () => {
    const text = `${title}${reference},"30,000",정상,\r\nX,1,불능,계좌해지\r\n`;
    expect(await result(text)).toEqual({
      ok: true,
      value: [
        { reference, amountMinor: 30_000n, state: 'confirmed' },
        { reference: 'X', amountMinor: 1n, state: 'rejected', reasonCode: '계좌해지' },
      ],
    });
  });

  const wrong: [string, string, object][] = [
    ['an unknown word', `${title}X,1,대기,\r\n`, { code: 'file_status_unknown', found: '대기' }],
    [
      'a missing column',
      '관리번호,이체금액\r\nX,1\r\n',
      { code: 'file_column_missing', expected: '처리결과' },
    ],
    [
      'won with decimals',
      `${title}X,1.5,정상,\r\n`,
      { code: 'file_amount_malformed', place: 'line 2' },
    ],
    ['full-width digits', `${title}X,１０,정상,\r\n`, { code: 'file_amount_malformed' }],
    ['a negative amount', `${title}X,-10,정상,\r\n`, { code: 'file_amount_malformed' }],
  ];
  it.each(wrong)('with %s is put aside', async (_name, text, refusal) => {
    expect(await result(text)).toMatchObject({ ok: false, refusal });
  });

  it('in UTF-8 where CP949 is expected is put aside', async () => {
    const bytes = new TextEncoder().encode(`${title}X,1,정상,\r\n`);
    const read = await readBulkResult(bytes, { template: koreanBulkTemplate, currency: 'KRW' });
    expect(read.ok).toBe(false);
  });

  it('has the answer to the holder-name inquiry read back', async () => {
    const text = `관리번호,조회결과\r\n${reference},일치\r\nX,불일치\r\nY,계좌없음\r\n`;
    const read = await readBulkNames(iconv.encode(text, 'cp949'), koreanBulkTemplate);
    expect(read.ok && read.value.map(({ answer }) => answer)).toEqual([
      'same',
      'other',
      'no_account',
    ]);
  });
});

describe('an amount in a file', () => {
  const cases: [string, string, bigint | undefined][] = [
    ['30000', 'KRW', 30_000n],
    ['30000.00', 'KRW', 30_000n],
    ['30000.5', 'KRW', undefined],
    ['12.5', 'USD', 1_250n],
    ['12.505', 'USD', undefined],
    ['0', 'KRW', undefined],
    ['+5', 'KRW', undefined],
    ['1e3', 'KRW', undefined],
    ['９', 'KRW', undefined],
    ['999999999999999999', 'KRW', 999_999_999_999_999_999n],
    ['9999999999999999999', 'KRW', undefined],
    ['1,000', 'KRW', undefined],
  ];
  it.each(cases)('%s in %s is %s', (text, currency, minor) => {
    const read = readAmount(text, { currency, place: 'line 1' });
    expect(read.ok ? read.value : undefined).toBe(minor);
    if (minor !== undefined) {
      expect(readAmount(renderBankAmount(minor, currency), { currency, place: '' })).toEqual(read);
    }
  });
});
