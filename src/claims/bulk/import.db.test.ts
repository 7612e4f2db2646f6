import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { type Role, sql } from '../../platform/index.ts';
import { importedSchema } from './import-routes.ts';

let bench: ReviewBench;
beforeAll(async () => {
  bench = await openReviewBench();
});

const actAs = (role: Role) => bench.actAs(staffContext(bench.platform, role, { id: role }));
const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code: string }).code}`;

const heading = '관리번호,구분,피해유형,서비스,손실액,상호,연락처,은행,계좌번호,예금주,내용';
const good =
  'A-1,small_business,free_with_loss,talk_channel,"300,000",판교분식,02-123-4567,004,123-456-78,김,주문';

async function send(file: Uint8Array | string, sender = '소상공인연합회'): Promise<Response> {
  actAs('agent');
  const fileBase64 = Buffer.from(file).toString('base64');
  const body = { incidentId: bench.incidentId, sender, fileBase64 };
  return bench.post('/api/v1/claims/imports', body);
}

async function imported(file: Uint8Array | string, sender?: string) {
  const response = await send(file, sender);
  expect(response.status).toBe(200);
  return importedSchema.parse(await response.json());
}

async function countClaims(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count
    from claims.claim where channel = 'csv'`.execute(bench.platform.db);
  return rows[0]?.count ?? -1;
}

describe('an association’s file', () => {
  it('is filed row by row: what is right is filed, the rest is told with what would be right', async () => {
    const rows = [
      heading,
      good,
      'A-2,king,free_with_loss,talk_channel,1,,,,,,',
      'A-3,general,free_with_loss,elsewhere,1,,,,,,',
      'A-4,general,free_with_loss,talk_channel,-5,,,,,,',
      'A-5,general,free_with_loss,talk_channel,１０００,,,,,,',
      'A-6,general,free_with_loss,talk_channel,,,,004,123456,,',
      ',general,free_with_loss,talk_channel,,,,,,,',
      'A-8,general,free_with_loss,talk_channel,"1,00",,,,,,',
    ];
    const result = await imported(rows.join('\n'));
    expect(result.rows.map(({ row, result: became, column }) => [row, became, column])).toEqual([
      [2, 'filed', undefined],
      [3, 'not_filed', 'party_class'],
      [4, 'not_filed', 'service'],
      [5, 'not_filed', 'stated_loss'],
      [6, 'filed', undefined],
      [7, 'not_filed', 'bank, account, holder'],
      [8, 'not_filed', 'reference'],
      [9, 'not_filed', 'stated_loss'],
    ]);
    expect(result).toMatchObject({ filedCount: 2, repeatedCount: 0, refusedCount: 6 });
    expect(result.rows[1]).toMatchObject({ found: 'king', right: 'small_business | general' });
  });

  it('with a comma too many in a row files nothing of that row, and goes on with the next', async () => {
    const rows = [heading, good.replace('A-1', 'D-1').replace('"300,000"', '300,000'), ''];
    const result = await imported([...rows, good.replace('A-1', 'D-2'), 'D-3,a', ',,,'].join('\n'));
    expect(result.rows.map(({ row, result: became, column }) => [row, became, column])).toEqual([
      [2, 'not_filed', 'row'],
      [4, 'filed', undefined],
      [5, 'not_filed', 'service'],
    ]);
    expect(result.rows[0]).toMatchObject({ found: '12 cells', right: '11 cells' });
  });

  it('whose contact or account nobody could use is told so before it is filed', async () => {
    const person = (reference: string, contact: string, account: string) =>
      `${reference},general,free_with_loss,talk_channel,1,이름,${contact},004,${account},김,`;
    const rows = [
      ...[person('E-1', '없음', '123456'), person('E-2', 'kim@example', '123456')],
      ...[person('E-3', '010-1234', '123456'), person('E-4', '010-1234-5678', '12')],
      ...[person('E-5', '+82 10 1234 5678', '123 456'), person('E-6', 'k@example.org', '123456')],
    ];
    const result = await imported([heading, ...rows].join('\n'));
    expect(result.rows.map(({ column, result: became }) => column ?? became)).toEqual([
      ...['contact', 'contact', 'contact', 'account', 'filed', 'filed'],
    ]);
  });

  it('names the columns that were not read', async () => {
    const file = `${heading},회원 등급,이름,order_share\n${good.replace('A-1', 'F-1')},금,이,12`;
    expect((await imported(file)).unreadColumns).toEqual(['회원 등급', '이름']);
    expect((await imported(`${heading}\n${good.replace('A-1', 'F-2')}`)).unreadColumns).toEqual([]);
  });

  it('with a category its service does not belong to says which it is', async () => {
    const rows = [
      'reference,party_class,kind,service,category',
      'C-1,general,free_with_loss,map,kakao',
      'C-2,general,free_with_loss,map,affiliate',
      'C-3,general,free_with_loss,map,',
      'C-4,general,free_with_loss,talk_channel,affiliate',
    ];
    const result = await imported(rows.join('\n'));
    expect(result.rows.map(({ result: became }) => became)).toEqual([
      ...['not_filed', 'filed', 'filed', 'filed'],
    ]);
    expect(result.rows[0]).toMatchObject({
      column: 'category',
      found: 'kakao',
      right: 'affiliate',
    });
  });

  it('sent twice files nothing twice; another association’s same number is another claim', async () => {
    const file = `${heading}\n${good.replace('A-1', 'B-1')}\n`;
    const first = await imported(file);
    const before = await countClaims();
    const again = await imported(file);
    expect(again).toMatchObject({ filedCount: 0, repeatedCount: 1 });
    expect(again.rows[0]?.claimNumber).toBe(first.rows[0]?.claimNumber);
    expect(await countClaims()).toBe(before);
    const changed = await imported(file.replace('300,000', '900,000'));
    expect(changed.rows[0]).toMatchObject({ result: 'not_filed', reasonCode: 'claim_id_reused' });
    await imported(file, '다른 협회');
    expect(await countClaims()).toBe(before + 1);
  });

  it('is read in CP949, and its result is written in it, no cell beginning a formula', async () => {
    const row = good.replace('A-1', '"=HYPERLINK(""http://x"")"').replace('판교분식', '맛나식당');
    const result = await imported(iconv.encode(`${heading}\n${row}\n+C,king,,,,,,,,,\n`, 'cp949'));
    const bytes = Buffer.from(result.resultFileBase64, 'base64');
    const table = parse(iconv.decode(bytes, 'cp949'), { columns: true }) as Record<
      string,
      string
    >[];
    expect(table.map(({ reference }) => reference)).toEqual(['\'=HYPERLINK("http://x")', "'+C"]);
    expect(table[0]?.result).toBe('filed');
    const { rows } = await sql<{ personal: Buffer; salt: Buffer }>`
      select personal, key_salt as salt from claims.claim
      where number = ${result.rows[0]?.claimNumber}`.execute(bench.platform.db);
    const { personal: ciphertext, salt } = rows[0] ?? {};
    if (ciphertext === undefined || salt === undefined) throw new Error('not filed');
    const opened = bench.platform.vault.decrypt({ salt, ciphertext });
    expect(JSON.parse(Buffer.from(opened).toString())).toMatchObject({ name: '맛나식당' });
  });

  it.each([
    ['nothing but headings', heading, '409 claims_file_empty'],
    [
      'no column for the service',
      'reference,구분,피해유형\nA,b,c',
      '409 claims_file_column_missing',
    ],
    ['a quote that never ends', `${heading}\n"A-1,b`, '409 claims_file_unreadable'],
    ['too many rows', `${heading}\n${'x\n'.repeat(5001)}`, '409 claims_file_too_long'],
  ])('with %s is refused whole', async (_name, file, code) => {
    expect(await codeOf(await send(file))).toBe(code);
  });

  it('is filed by agents only', async () => {
    actAs('auditor');
    const body = { incidentId: bench.incidentId, sender: 'x', fileBase64: 'QQ==' };
    expect((await bench.post('/api/v1/claims/imports', body)).status).toBe(403);
  });
});
