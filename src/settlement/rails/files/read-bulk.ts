import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { accept, type CurrencyCode, type Outcome, refuse } from '../../../kernel/index.ts';
import type { BulkTemplate } from './bulk-template.ts';
import type { FileProblem, ResultLine } from './file-format.ts';
import { readAmount } from './read-amount.ts';

/** What a bank answered to a holder-name inquiry about one payment. */
export interface NameLine {
  readonly reference: string;
  readonly answer: 'same' | 'other' | 'no_account';
}

type Row = Readonly<Record<string, string>>;

/** Decodes text, or says that it is not what the template says it is. */
function decode(
  bytes: Uint8Array,
  encoding: BulkTemplate['encoding'],
): Outcome<string, FileProblem> {
  const expected = encoding === 'cp949' ? 'CP949' : 'UTF-8';
  const refused = refuse({ code: 'file_encoding_unknown' as const, expected });
  if (encoding === 'cp949') {
    const text = iconv.decode(Buffer.from(bytes), 'cp949');
    // Bytes that are none of CP949 come out as the replacement character.
    return text.includes('\ufffd') ? refused : accept(text);
  }
  try {
    return accept(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refused;
  }
}

async function readCells(
  bytes: Uint8Array,
  template: BulkTemplate,
): Promise<Outcome<string[][], FileProblem>> {
  if (template.form === 'csv') {
    const text = decode(bytes, template.encoding);
    if (!text.ok) return text;
    try {
      const options = { bom: true, relax_column_count: true, skip_empty_lines: true };
      return accept(parse(text.value, options) as string[][]);
    } catch {
      return refuse({ code: 'file_of_another_kind', expected: 'CSV' });
    }
  }
  try {
    const { readSheet } = await import('read-excel-file/node');
    const rows = await readSheet(Buffer.from(bytes));
    return accept(rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
  } catch {
    return refuse({ code: 'file_of_another_kind', expected: 'XLSX' });
  }
}

async function readRows(
  bytes: Uint8Array,
  read: { template: BulkTemplate; titles: readonly string[] },
): Promise<Outcome<readonly Row[], FileProblem>> {
  const cells = await readCells(bytes, read.template);
  if (!cells.ok) return cells;
  const [first = [], ...rest] = cells.value;
  const titles = first.map((title) => title.trim());
  const missing = read.titles.find((title) => !titles.includes(title));
  if (missing !== undefined) {
    const found = titles.join(', ').slice(0, 200);
    return refuse({ code: 'file_column_missing', place: 'line 1', found, expected: missing });
  }
  return accept(
    rest.map((row) =>
      Object.fromEntries(titles.map((title, index) => [title, (row[index] ?? '').trim()])),
    ),
  );
}

function wordsRefused(place: string, found: string, words: readonly string[]): FileProblem {
  return { code: 'file_status_unknown', place, found, expected: words.join(', ') };
}

type Result = NonNullable<BulkTemplate['result']>;
type Names = NonNullable<BulkTemplate['names']>;

function resultOf(
  row: Row,
  at: { result: Result; currency: CurrencyCode; place: string },
): Outcome<ResultLine, FileProblem> {
  const { result, currency, place } = at;
  const amount = readAmount(row[result.amount] ?? '', { currency, place, isGrouped: true });
  if (!amount.ok) return amount;
  const status = row[result.status] ?? '';
  const line = { reference: row[result.reference] ?? '', amountMinor: amount.value };
  if (result.paid.includes(status)) return accept({ ...line, state: 'confirmed' });
  if (!result.failed.includes(status)) {
    return refuse(wordsRefused(place, status, [...result.paid, ...result.failed]));
  }
  const reason = row[result.reason ?? ''] ?? '';
  return accept({ ...line, state: 'rejected', reasonCode: reason === '' ? status : reason });
}

/** Reads every row, or gives what the first wrong one is. */
function readEach<T>(
  rows: readonly Row[],
  read: (row: Row, place: string) => Outcome<T, FileProblem>,
): Outcome<readonly T[], FileProblem> {
  const lines: T[] = [];
  for (const [index, row] of rows.entries()) {
    const line = read(row, `line ${index + 2}`);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return accept(lines);
}

/**
 * Reads what a bank answered of a bulk file: each payment paid or not, with the amount.
 *
 * @returns every line, or what the first wrong one is: nothing of such a file is used
 */
export async function readBulkResult(
  bytes: Uint8Array,
  expected: { template: BulkTemplate; currency: CurrencyCode },
): Promise<Outcome<readonly ResultLine[], FileProblem>> {
  const { template, currency } = expected;
  const { result } = template;
  if (result === undefined) return refuse({ code: 'file_of_another_kind', expected: 'result' });
  const titles = [result.reference, result.amount, result.status];
  const rows = await readRows(bytes, { template, titles });
  if (!rows.ok) return rows;
  return readEach(rows.value, (row, place) => resultOf(row, { result, currency, place }));
}

function answerOf(names: Names, status: string): NameLine['answer'] | undefined {
  if (names.same.includes(status)) return 'same';
  if (names.other.includes(status)) return 'other';
  return names.noAccount.includes(status) ? 'no_account' : undefined;
}

/** Reads what a bank answered to a holder-name inquiry. */
export async function readBulkNames(
  bytes: Uint8Array,
  template: BulkTemplate,
): Promise<Outcome<readonly NameLine[], FileProblem>> {
  const { names } = template;
  if (names === undefined) return refuse({ code: 'file_of_another_kind', expected: 'names' });
  const rows = await readRows(bytes, { template, titles: [names.reference, names.status] });
  if (!rows.ok) return rows;
  return readEach(rows.value, (row, place): Outcome<NameLine, FileProblem> => {
    const status = row[names.status] ?? '';
    const answer = answerOf(names, status);
    const words = [...names.same, ...names.other, ...names.noAccount];
    if (answer === undefined) return refuse(wordsRefused(place, status, words));
    return accept({ reference: row[names.reference] ?? '', answer });
  });
}
