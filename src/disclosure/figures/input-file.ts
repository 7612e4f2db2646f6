import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** A published file that figures are reckoned from; `hash` is lower-case hex SHA-256 of its bytes. */
export interface InputFile {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/** Gives a file its hash. */
export function toInputFile(name: string, text: string): InputFile {
  return { name, text, hash: bytesToHex(sha256(new TextEncoder().encode(text))) };
}

/** Renders rows as a CSV file with a line of column names. @source RFC 4180 */
export function renderTable(
  name: string,
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
): InputFile {
  return toInputFile(name, stringify([[...table.columns], ...table.rows.map((row) => [...row])]));
}

/**
 * Reads rows of a CSV file by column name.
 *
 * @returns undefined when the text is not a table with these columns, in this order
 */
export function parseTable<C extends string>(
  text: string,
  columns: readonly C[],
): readonly Readonly<Record<C, string>>[] | undefined {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true }) as string[][];
  } catch {
    return undefined;
  }
  const [head, ...body] = rows;
  if (head === undefined || head.join('\n') !== columns.join('\n')) return undefined;
  return body.map(
    (row) =>
      Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])) as Record<C, string>,
  );
}
