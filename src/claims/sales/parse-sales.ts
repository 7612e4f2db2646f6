import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import {
  accept,
  type LocalDate,
  type Outcome,
  parseLocalDate,
  refuse,
} from '../../kernel/index.ts';

/** The sales of one day, in minor units; negative when refunds were more than sales. */
export interface SalesDay {
  readonly on: LocalDate;
  readonly amountMinor: bigint;
}

/** A place of a sales file that cannot be used. Rows and columns count from 1, as a sheet shows. */
export interface SalesFinding {
  readonly row: number;
  readonly column: number;
  readonly code: 'date_unreadable' | 'amount_unreadable' | 'row_short';
  readonly found: string;
  readonly right: string;
}

/** Daily totals in the order of dates, with every row that was left out and why. */
export interface SalesFile {
  readonly encoding: 'utf-8' | 'cp949';
  readonly rowCount: number;
  readonly days: readonly SalesDay[];
  readonly findings: readonly SalesFinding[];
}

export type SalesRefusal =
  | { readonly code: 'sales_file_unreadable'; readonly row: number }
  | { readonly code: 'sales_header_missing'; readonly found: readonly string[] }
  | { readonly code: 'sales_file_too_long'; readonly rowMax: number };

const rowMax = 200_000;
const dateHeaders = [
  '날짜',
  '일자',
  '거래일',
  '거래일자',
  '매출일',
  '매출일자',
  '결제일',
  '영업일',
  'date',
  'day',
];
const amountHeaders = [
  '매출',
  '매출액',
  '금액',
  '매출금액',
  '결제금액',
  '거래금액',
  '합계',
  '총매출',
  'sales',
  'amount',
  'total',
  'revenue',
];

function decodeText(bytes: Uint8Array): { text: string; encoding: SalesFile['encoding'] } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text: text.normalize('NFC'), encoding: 'utf-8' };
  } catch {
    return { text: iconv.decode(Buffer.from(bytes), 'cp949'), encoding: 'cp949' };
  }
}

function parseSalesDate(text: string): LocalDate | undefined {
  const match =
    /^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?(?:[\sT(].*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  return knownDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

// Files of one incident name the same few hundred days over and over.
const knownDates = new Map<string, LocalDate | undefined>();
const knownDatesMax = 10_000;

function knownDate(text: string): LocalDate | undefined {
  if (knownDates.has(text)) return knownDates.get(text);
  if (knownDates.size >= knownDatesMax) knownDates.clear();
  const on = parseLocalDate(text);
  knownDates.set(text, on);
  return on;
}

// The won sign is a backslash in Korean Windows files.
function parseAmountMinor(text: string, exponent: number): bigint | undefined {
  const plain = text.replace(/[\s₩￦\\원]|KRW/g, '');
  const isNegative = /^[-−△▲]/.test(plain) || /^\(.*\)$/.test(plain);
  const digits = plain.replace(/^[-−△▲(]/, '').replace(/\)$/, '');
  const match = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(digits);
  if (match === null) return undefined;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  const whole = (match[1] ?? '').replaceAll(',', '');
  if (fraction.length > exponent || whole.length > 15) return undefined;
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'));
  return isNegative ? -minor : minor;
}

interface Header {
  readonly row: number;
  readonly dateColumn: number;
  readonly amountColumn: number;
}

const headerWord = (cell: string): string => cell.replace(/[\s()원]/g, '').toLowerCase();

function findHeader(rows: readonly (readonly string[])[]): Header | undefined {
  for (const [row, cells] of rows.slice(0, 20).entries()) {
    const words = cells.map(headerWord);
    const dateColumn = words.findIndex((word) => dateHeaders.includes(word));
    const amountColumn = amountHeaders
      .map((header) => words.indexOf(header))
      .find((index) => index >= 0);
    if (dateColumn >= 0 && amountColumn !== undefined) return { row, dateColumn, amountColumn };
  }
  return undefined;
}

function splitRows(text: string): readonly (readonly string[])[] | { row: number } {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [',', '\t', ';'].find((mark) => firstLine.includes(mark)) ?? ',';
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
    });
  } catch (error) {
    return { row: (error as { lines?: number }).lines ?? 1 };
  }
}

/**
 * Reads a sales file: CSV with a date column and an amount column, one row a day or one a sale.
 *
 * UTF-8 with or without a byte-order mark, else CP949; comma, tab or semicolon; the header within
 * the first 20 rows (날짜, 일자 … and 매출, 금액 …); thousands separators, ₩ and 원; refunds with a
 * minus, △ or brackets. Empty rows and rows of totals (합계, 총계, 소계) are passed over. Every row
 * that cannot be read is reported and left out; nothing is guessed.
 *
 * @param options.exponent decimals of the currency: 0 for the won
 */
export function parseSales(
  bytes: Uint8Array,
  options: { exponent: number } = { exponent: 0 },
): Outcome<SalesFile, SalesRefusal> {
  const { text, encoding } = decodeText(bytes);
  const rows = splitRows(text);
  if ('row' in rows) return refuse({ code: 'sales_file_unreadable', row: rows.row });
  const header = findHeader(rows);
  if (header === undefined) {
    return refuse({ code: 'sales_header_missing', found: (rows[0] ?? []).slice(0, 10) });
  }
  const body = rows.slice(header.row + 1);
  if (body.length > rowMax) return refuse({ code: 'sales_file_too_long', rowMax });
  const totals = new Map<LocalDate, bigint>();
  const findings: SalesFinding[] = [];
  let rowCount = 0;
  for (const [index, cells] of body.entries()) {
    if (isPassedOver(cells)) continue;
    rowCount += 1;
    const read = readRow(cells, {
      header,
      row: header.row + index + 2,
      exponent: options.exponent,
    });
    if ('code' in read) findings.push(read);
    else totals.set(read.on, (totals.get(read.on) ?? 0n) + read.amountMinor);
  }
  const days = [...totals]
    .map(([on, amountMinor]) => ({ on, amountMinor }))
    .toSorted((left, right) => (left.on < right.on ? -1 : 1));
  return accept({ encoding, rowCount, days, findings });
}

function isPassedOver(cells: readonly string[]): boolean {
  return (
    cells.every((cell) => cell === '') ||
    cells.some((cell) => ['합계', '총계', '소계', 'total', '총합계'].includes(headerWord(cell)))
  );
}

function readRow(
  cells: readonly string[],
  at: { header: Header; row: number; exponent: number },
): SalesDay | SalesFinding {
  const { header, row, exponent } = at;
  const dateText = cells[header.dateColumn];
  const amountText = cells[header.amountColumn];
  if (dateText === undefined || amountText === undefined) {
    const column = cells.length;
    const right = String(Math.max(header.dateColumn, header.amountColumn) + 1);
    return { row, column, code: 'row_short', found: String(column), right };
  }
  const on = parseSalesDate(dateText);
  if (on === undefined) {
    const column = header.dateColumn + 1;
    return { row, column, code: 'date_unreadable', found: dateText, right: '2022-10-15' };
  }
  const amountMinor = parseAmountMinor(amountText, exponent);
  if (amountMinor === undefined) {
    const column = header.amountColumn + 1;
    return { row, column, code: 'amount_unreadable', found: amountText, right: '1,234,000' };
  }
  return { on, amountMinor };
}
