import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { accept, type LocalDate, type Outcome, refuse } from '../../kernel/index.ts';
import { type AmountColumn, parseSalesAmount, parseSalesDate } from './read-cells.ts';

/** The sales of one day, in minor units; negative when refunds were more than sales. */
export interface SalesDay {
  readonly on: LocalDate;
  readonly amountMinor: bigint;
}

/** A place of a sales file that was left out. Rows and columns count from 1, as a sheet shows. */
export interface SalesFinding {
  readonly row: number;
  readonly column: number;
  readonly code: 'date_unreadable' | 'amount_unreadable' | 'row_short' | 'row_cancelled';
  readonly found: string;
  readonly right: string;
}

/** Daily totals in the order of dates, with every row that was left out and why. */
export interface SalesFile {
  readonly encoding: 'utf-8' | 'utf-16' | 'cp949' | 'xlsx';
  readonly rowCount: number;
  readonly days: readonly SalesDay[];
  readonly findings: readonly SalesFinding[];
}

export type SalesRefusal =
  | { readonly code: 'sales_file_unreadable'; readonly row: number }
  | { readonly code: 'sales_header_missing'; readonly found: readonly string[] }
  | { readonly code: 'sales_file_too_long'; readonly rowMax: number }
  /** reading took longer, or more memory, than it may */
  | { readonly code: 'sales_file_too_costly' };

/** One sheet of cells as text. */
export type SalesTable = readonly (readonly string[])[];

/** The most rows of a sales file under its header. */
export const rowMax = 200_000;
/** The most cells of a sheet, those of gaps too. */
export const cellMax = 2_000_000;
// A row of a sales file is some hundred characters; a million commas would hold up everybody.
const recordCharactersMax = 20_000;
/** The header stands within so many rows. */
export const headerRowMax = 20;
const dateHeader =
  /^(날짜|일자|일시|(거래|매출|결제|영업|판매|승인|주문|정산)(일|일자|일시|날짜)|date|day|orderdate|saledate)$/;
const amountHeaders: readonly RegExp[] = [
  /^(실|순|총)매출액?$/,
  /^(매출|매출액|매출금액|매출합계|일매출)$/,
  /^(결제|거래|판매|승인|주문|정산)금액$/,
  /^(금액|합계|합계금액|총액|총금액)$/,
  /^(netsales|sales|amount|total|revenue)$/,
];
const statusHeader = /^(상태|구분|승인구분|거래구분|결제상태|주문상태|거래상태|status)$/;
const cancelled = /취소|환불|반품|cancel|refund|void/i;
const totalsCell =
  /^(\S*(합계|총계|소계|누계|월계|일계|총합계)|합 계|계|평균|total|subtotal|average)$/i;

/**
 * Reads text of UTF-8, UTF-16 with its mark, or CP949, as small firms’ programs write it; a byte that
 * is broken becomes U+FFFD in its cell and changes nothing else.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: SalesFile['encoding'] } {
  // What Excel calls "Unicode text" begins with the mark of UTF-16, little end first.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: iconv.decode(Buffer.from(bytes), 'utf-16'), encoding: 'utf-16' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text: text.normalize('NFC'), encoding: 'utf-8' };
  } catch {
    // Two syllables side by side: Korean in CP949 never reads so, and one broken byte changes nothing.
    const lenient = new TextDecoder('utf-8').decode(bytes);
    if (/\p{Script=Hangul}{2}/u.test(lenient)) {
      return { text: lenient.normalize('NFC'), encoding: 'utf-8' };
    }
    return { text: iconv.decode(Buffer.from(bytes), 'cp949'), encoding: 'cp949' };
  }
}

interface Header {
  readonly row: number;
  readonly dateColumn: number;
  readonly amountColumn: number;
  readonly statusColumn: number | undefined;
  /** what one unit of the amounts is worth: 1, or 1000 where the heading says 천원 */
  readonly unit: bigint;
}

const headerWord = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[\s()[\]·:_]|원$|KRW/gi, '')
    .toLowerCase();

const unitOf = (cell: string): bigint =>
  /천\s*원/.test(cell) ? 1000n : /만\s*원/.test(cell) ? 10_000n : 1n;

/** Without its spaces first: looking for them between the signs takes ages where there are many. */
const amountWord = (cell: string): string =>
  headerWord(cell.replace(/\s+/g, '').replace(/[([]?(?:단위:?)?[천만백]?원[)\]]?/g, ''));

function findHeader(rows: SalesTable): Header | undefined {
  for (const [row, cells] of rows.slice(0, headerRowMax).entries()) {
    const words = cells.map(headerWord);
    const dateColumn = words.findIndex((word) => dateHeader.test(word));
    const amountColumn = amountHeaders
      .map((pattern) => cells.findIndex((cell) => pattern.test(amountWord(cell))))
      .find((index) => index >= 0);
    if (dateColumn < 0 || amountColumn === undefined) continue;
    const statusColumn = words.findIndex((word) => statusHeader.test(word));
    return {
      row,
      dateColumn,
      amountColumn,
      statusColumn: statusColumn < 0 ? undefined : statusColumn,
      unit: unitOf(cells[amountColumn] ?? ''),
    };
  }
  return undefined;
}

/**
 * Looks over a text before it is taken apart. A field that is empty counts for nothing in the size
 * of a record, so the lines of a file of commas have to be measured here.
 */
function findTextFault(text: string, delimiter: string): SalesRefusal | undefined {
  let [row, from, cells] = [1, 0, 0];
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (sign === delimiter) cells += 1;
    if (sign !== '\n' && sign !== '\r' && sign !== undefined) continue;
    if (at - from > recordCharactersMax) return { code: 'sales_file_unreadable', row };
    if (sign === '\n' || text[at + 1] !== '\n') row += 1;
    from = at + 1;
  }
  return cells > cellMax ? { code: 'sales_file_too_long', rowMax } : undefined;
}

function splitRows(text: string): Outcome<SalesTable, SalesRefusal> {
  const lines = text.split(/\r\n|\r|\n/, headerRowMax).join('\n');
  const marks = [',', '\t', ';', '|'] as const;
  const counts = marks.map((mark) => lines.split(mark).length);
  const delimiter = marks[counts.indexOf(Math.max(...counts))] ?? ',';
  const fault = findTextFault(text, delimiter);
  if (fault !== undefined) return refuse(fault);
  try {
    const rows: SalesTable = parse(text, {
      max_record_size: recordCharactersMax,
      // One more than may be, so that a file that is longer is seen to be.
      to: headerRowMax + rowMax + 1,
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      trim: true,
    });
    return accept(rows);
  } catch (error) {
    const row = (error as { lines?: number }).lines ?? 1;
    return refuse({ code: 'sales_file_unreadable', row });
  }
}

/**
 * Reads a sales file of text: CSV with a date column and an amount column, one row a day or one a
 * sale.
 *
 * UTF-8 with or without a byte-order mark, UTF-16 with one, else CP949; comma, tab, semicolon or
 * bar. See {@link parseSalesTable} for the cells.
 *
 * @param options.exponent decimals of the currency: 0 for the won
 */
export function parseSales(
  bytes: Uint8Array,
  options: { exponent: number } = { exponent: 0 },
): Outcome<SalesFile, SalesRefusal> {
  const { text, encoding } = decodeText(bytes);
  const rows = splitRows(text);
  return rows.ok ? parseSalesTable(rows.value, { ...options, encoding }) : rows;
}

/**
 * Reads a table of sales, whatever file it came in.
 *
 * The header stands within the first 20 rows (날짜, 거래일시 … and 매출, 결제금액 …; a heading such as
 * 매출(천원) gives the unit); dates and amounts as {@link parseSalesDate} and
 * {@link parseSalesAmount} read them. Empty rows and rows of totals (합계, 소계, 10월 누계) are passed
 * over. A row that cannot be read, and a sale marked as cancelled, is reported and left out; nothing
 * is guessed.
 */
export function parseSalesTable(
  rows: SalesTable,
  options: { exponent: number; encoding: SalesFile['encoding'] },
): Outcome<SalesFile, SalesRefusal> {
  const header = findHeader(rows);
  if (header === undefined) {
    const first = rows.find((cells) => cells.some((cell) => cell !== '')) ?? [];
    return refuse({ code: 'sales_header_missing', found: first.slice(0, 10) });
  }
  const body = rows.slice(header.row + 1);
  if (body.length > rowMax) return refuse({ code: 'sales_file_too_long', rowMax });
  const column = { exponent: options.exponent, unit: header.unit };
  const totals = new Map<LocalDate, bigint>();
  const findings: SalesFinding[] = [];
  let rowCount = 0;
  for (const [index, cells] of body.entries()) {
    if (isPassedOver(cells)) continue;
    rowCount += 1;
    const read = readRow(cells, { header, row: header.row + index + 2, column });
    if ('code' in read) findings.push(read);
    else totals.set(read.on, (totals.get(read.on) ?? 0n) + read.amountMinor);
  }
  const days = [...totals]
    .map(([on, amountMinor]) => ({ on, amountMinor }))
    .toSorted((left, right) => (left.on < right.on ? -1 : 1));
  return accept({ encoding: options.encoding, rowCount, days, findings });
}

function isPassedOver(cells: readonly string[]): boolean {
  const isEmpty = cells.every((cell) => cell.trim() === '');
  return isEmpty || cells.some((cell) => totalsCell.test(cell.trim()));
}

function readRow(
  cells: readonly string[],
  at: { header: Header; row: number; column: AmountColumn },
): SalesDay | SalesFinding {
  const { header, row } = at;
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
  const amountMinor = parseSalesAmount(amountText, at.column);
  if (amountMinor === undefined) {
    const column = header.amountColumn + 1;
    return { row, column, code: 'amount_unreadable', found: amountText, right: '1,234,000' };
  }
  const status = header.statusColumn === undefined ? '' : (cells[header.statusColumn] ?? '');
  // A cancelled sale with a minus takes itself back; one without would count as a sale.
  if (amountMinor > 0n && cancelled.test(status)) {
    const column = (header.statusColumn ?? 0) + 1;
    return { row, column, code: 'row_cancelled', found: status, right: `-${amountText}` };
  }
  return { on, amountMinor };
}
