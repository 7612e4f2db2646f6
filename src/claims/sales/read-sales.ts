import readWorkbook from 'read-excel-file/universal';
import { type Outcome, refuse } from '../../kernel/index.ts';
import { findArchiveFault } from '../evidence/examine-archive.ts';
import { detectMediaType } from '../media-type.ts';
import {
  parseSales,
  parseSalesTable,
  rowMax,
  type SalesFile,
  type SalesRefusal,
  type SalesTable,
} from './parse-sales.ts';
import { plainNumber } from './read-cells.ts';
import { findSheetFault } from './sheet-size.ts';

// A picture of a table is no table, though its bytes can be taken for text in some old encoding.
const neverTables: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'];
const archiveMark = [0x50, 0x4b, 0x03, 0x04];

// A date cell comes as the first moment of its day in UTC; every other number as it is written.
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
}

async function readTables(bytes: Uint8Array): Promise<readonly SalesTable[] | undefined> {
  try {
    const file = new Uint8Array(bytes).buffer;
    const sheets = await readWorkbook<string>(file, { parseNumber: plainNumber });
    return sheets.map(({ data }) => data.map((row) => row.map(cellText)));
  } catch {
    return undefined;
  }
}

/**
 * Reads a sales file, text or workbook (XLSX), by its content.
 *
 * Of a workbook the first sheet with a date and an amount column is read; formulas count by the
 * value that was saved with them, and nothing outside the file is asked for.
 *
 * @param options.exponent decimals of the currency: 0 for the won
 */
export async function readSales(
  bytes: Uint8Array,
  options: { exponent: number },
): Promise<Outcome<SalesFile, SalesRefusal>> {
  if (neverTables.includes(detectMediaType(bytes))) {
    return refuse({ code: 'sales_file_unreadable', row: 1 });
  }
  if (!archiveMark.every((byte, index) => bytes[index] === byte)) return parseSales(bytes, options);
  const isWhole = findArchiveFault(bytes) === undefined;
  const fault = isWhole ? findSheetFault(bytes) : undefined;
  if (fault === 'too_large') return refuse({ code: 'sales_file_too_long', rowMax });
  const tables = isWhole && fault === undefined ? await readTables(bytes) : undefined;
  const [first, ...others] = tables ?? [];
  if (first === undefined) return refuse({ code: 'sales_file_unreadable', row: 1 });
  const read = parseSalesTable(first, { ...options, encoding: 'xlsx' });
  if (read.ok) return read;
  for (const table of others) {
    const other = parseSalesTable(table, { ...options, encoding: 'xlsx' });
    if (other.ok) return other;
  }
  return read;
}
