import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

interface CsvFault {
  readonly code?: string;
  readonly lines?: number;
}

interface ReadRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Finds the first row of a CSV file that cannot be taken, and says what would be right. */
async function findCsvFault(file: string, delimiter: string): Promise<string | undefined> {
  const rows = createReadStream(file).pipe(
    parse({ bom: true, delimiter, info: true, relax_column_count: true }),
  );
  let headerCount: number | undefined;
  try {
    for await (const row of rows as AsyncIterable<ReadRow>) {
      const count = row.record.length;
      headerCount ??= count;
      if (count === headerCount) continue;
      return `line ${row.info.lines}: found ${count} cells; expected ${headerCount}, as in the first line`;
    }
    return undefined;
  } catch (error) {
    const { code, lines } = error as CsvFault;
    if (code !== 'CSV_QUOTE_NOT_CLOSED' && code !== 'INVALID_OPENING_QUOTE') return undefined;
    return `line ${lines}: found a quotation mark that is not closed; expected one at the end of the cell`;
  } finally {
    rows.destroy();
  }
}

function explainMessage(message: string): string {
  if (/No files found/.test(message)) {
    return 'found nothing of that name; expected a Parquet, CSV or TSV file';
  }
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (/not utf-8 encoded/i.test(message)) {
    return `line ${line}: found bytes that are not UTF-8; save the file as UTF-8`;
  }
  if (/magic bytes|too small to be a Parquet/i.test(message)) {
    return 'found something else than Parquet; expected a Parquet file, or a name that ends in .csv or .tsv';
  }
  return message.split('\n', 1)[0] ?? message;
}

/**
 * Says why a population file cannot be read: the line where there is one, what was found there and
 * what would be right. Reads a CSV file once more, to find the line.
 */
export async function explainUnreadable(
  file: string,
  options: { readonly delimiter: string | undefined; readonly error: unknown },
): Promise<string> {
  const { delimiter, error } = options;
  const message = error instanceof Error ? error.message : String(error);
  const isThere = !/No files found/.test(message);
  const isPlain = delimiter !== undefined && isThere && !file.endsWith('.gz');
  const fault = isPlain ? await findCsvFault(file, delimiter).catch(() => undefined) : undefined;
  return fault ?? explainMessage(message);
}
