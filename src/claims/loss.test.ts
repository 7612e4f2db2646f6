import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { type LocalDate, parseLocalDate } from '../kernel/index.ts';
import { outstandingAwards } from './review/award-line.ts';
import { assessLoss } from './sales/assess-loss.ts';
import { parseSales } from './sales/parse-sales.ts';

function on(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (date === undefined) throw new Error(`${text} is no date`);
  return date;
}

const test = {
  evidenceKind: 'sales-records',
  weekStartsOn: 6,
  comparedFrom: on('2022-09-01'),
  comparedUntil: on('2022-11-01'),
  outageWeekFrom: on('2022-10-15'),
};
const day = (text: string, amountMinor: bigint) => ({ on: on(text), amountMinor });

describe('parseSales', () => {
  const text =
    '매장별 매출\n\n거래일자,구분,매출액(원)\n2022.10.01,현금,"1,234,000"\n2022-10-01,카드,￦66000\n20221002,카드,△5000원\n합계,,1295000\n';
  const days = [day('2022-10-01', 1_300_000n), day('2022-10-02', -5000n)];
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['CP949', iconv.encode(text, 'cp949'), 'cp949'],
  ])('reads %s with Korean headers, separators, refunds and several sales a day', (_name, bytes, encoding) => {
    expect(parseSales(bytes)).toEqual({
      ok: true,
      value: { encoding, rowCount: 3, days, findings: [] },
    });
  });

  it('reports every bad row with its row, column, what was found and what would be right', () => {
    const bad =
      '날짜,매출\n2022-02-30,100\n2022-10-03,12만원\n2022-10-04\n2022-10-05,"1,00"\n2022-10-06,100\n';
    const read = parseSales(Buffer.from(bad));
    expect(read).toMatchObject({ ok: true, value: { days: [day('2022-10-06', 100n)] } });
    expect(read.ok && read.value.findings).toEqual([
      { row: 2, column: 1, code: 'date_unreadable', found: '2022-02-30', right: '2022-10-15' },
      { row: 3, column: 2, code: 'amount_unreadable', found: '12만원', right: '1,234,000' },
      { row: 4, column: 1, code: 'row_short', found: '1', right: '2' },
      { row: 5, column: 2, code: 'amount_unreadable', found: '1,00', right: '1,234,000' },
    ]);
  });

  it('refuses a file without the columns', () => {
    const refusal = { code: 'sales_header_missing', found: ['a', 'b'] };
    expect(parseSales(Buffer.from('a,b\n1,2\n'))).toEqual({ ok: false, refusal });
  });
});

describe('assessLoss', () => {
  it('takes the highest Saturday-to-Friday week of the window against the outage week', () => {
    const days = [
      day('2022-09-02', 9_000_000n), // Friday of a week that began before the window
      day('2022-09-03', 100n), // first Saturday
      day('2022-09-09', 400n), // its Friday
      day('2022-09-10', 450n),
      day('2022-10-14', 1n),
      day('2022-10-15', 100n),
      day('2022-10-21', 20n),
      day('2022-10-22', 3n),
      day('2022-10-29', 8_000_000n), // a week that ends after the window
    ];
    expect(assessLoss(days, test)).toMatchObject({
      ok: true,
      value: {
        lossMinor: 380n,
        bestWeek: { from: '2022-09-03', until: '2022-09-10', amountMinor: 500n, dayCount: 2 },
        outageWeek: { from: '2022-10-15', until: '2022-10-22', amountMinor: 120n },
      },
    });
  });

  it('gives nothing, not less, when the outage week was the better', () => {
    const days = [day('2022-09-03', 100n), day('2022-10-16', 101n)];
    expect(assessLoss(days, test)).toMatchObject({ ok: true, value: { lossMinor: 0n } });
  });

  it('takes an empty outage week as closed only when the file goes past it', () => {
    const before = [day('2022-09-03', 100n), day('2022-10-20', 0n)].slice(0, 1);
    expect(assessLoss(before, test)).toMatchObject({ refusal: { code: 'no_outage_week' } });
    const past = [...before, day('2022-10-22', 5n)];
    expect(assessLoss(past, test)).toMatchObject({ ok: true, value: { lossMinor: 100n } });
    expect(assessLoss([day('2022-10-15', 5n)], test)).toMatchObject({
      refusal: { code: 'no_comparable_week' },
    });
  });
});

describe('outstandingAwards', () => {
  const cash = (amountMinor: string) => ({
    remedy: 'cash',
    amountMinor,
    currency: 'KRW',
    clause: '§2',
    policyHash: 'h',
  });
  const item = { remedy: 'item', name: 'set', quantity: '1', clause: '§1', policyHash: 'h' };
  it('grants the difference in money and a thing once', () => {
    expect(outstandingAwards([cash('50000'), item], [cash('30000'), item])).toEqual([
      cash('20000'),
    ]);
    expect(outstandingAwards([cash('30000'), item], [cash('30000')])).toEqual([item]);
    expect(outstandingAwards([cash('10')], [cash('30')])).toEqual([]);
    expect(outstandingAwards([cash('10'), cash('10')], [cash('15')])).toEqual([cash('5')]);
  });
});
