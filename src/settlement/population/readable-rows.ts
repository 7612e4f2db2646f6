import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';
import type { BadRow } from './bad-row.ts';

/** What was left out of a copy: how many rows, the first of them, and which rows they were. */
export interface LeftOut {
  readonly count: number;
  readonly first: readonly BadRow[];
  /** numbers of the rows after the header, from 1, ascending */
  readonly rows: readonly number[];
}

const mostShown = 10;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Gives the text of bytes, or undefined when they are not UTF-8. */
function textOf(cell: Buffer): string | undefined {
  try {
    return utf8.decode(cell);
  } catch {
    return undefined;
  }
}

/**
 * Copies a CSV or TSV file without the rows that are no rows of it: those with another number of
 * cells than the header, and those with bytes that are not UTF-8. The copy is CSV with commas.
 *
 * Rejects when the file as a whole cannot be read, such as with a quotation mark never closed: then
 * nobody can tell where a row ends.
 */
export async function copyReadableRows(
  file: string,
  { delimiter, into }: { readonly delimiter: string; readonly into: string },
): Promise<LeftOut> {
  const rows: number[] = [];
  const first: BadRow[] = [];
  const leaveOut = (row: BadRow) => {
    rows.push(row.row);
    if (first.length < mostShown) first.push(row);
  };
  const source = createReadStream(file);
  const bytes = file.endsWith('.gz') ? source.pipe(createGunzip()) : source;
  const parser = bytes.pipe(
    parse({ bom: true, delimiter, encoding: null, relax_column_count: true }),
  );
  bytes.on('error', (error: Error) => parser.destroy(error));
  const read = parser as AsyncIterable<readonly Buffer[]>;
  await pipeline(Readable.from(keepReadable(read, leaveOut)), stringify(), createWriteStream(into));
  return { count: rows.length, first, rows };
}

async function* keepReadable(
  records: AsyncIterable<readonly Buffer[]>,
  leaveOut: (row: BadRow) => void,
): AsyncGenerator<readonly string[]> {
  let header: readonly string[] | undefined;
  let row = 0;
  for await (const record of records) {
    const cells = record.map(textOf);
    const texts = cells.flatMap((cell) => cell ?? []);
    if (!header) {
      header = texts;
      yield texts;
      continue;
    }
    row += 1;
    const at = header.indexOf('party_id');
    const about = { row, partyId: cells[at] ?? '', field: 'the whole row' };
    if (cells.length !== header.length) {
      const expected = `${header.length} cells, as in the first line`;
      leaveOut({ ...about, found: `${cells.length} cells`, expected });
    } else if (texts.length !== cells.length) {
      leaveOut({ ...about, found: 'bytes that are not UTF-8', expected: 'text in UTF-8' });
    } else yield texts;
  }
}

/** Gives the number that a row of the copy has in the file it was copied from. */
export function originalRow(row: number, leftOut: readonly number[]): number {
  let original = row;
  for (const out of leftOut) {
    if (out > original) break;
    original += 1;
  }
  return original;
}
