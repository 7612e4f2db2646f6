import { strFromU8, unzipSync } from 'fflate';
import { cellMax, headerRowMax, rowMax } from './parse-sales.ts';

/** What is found in the sheets of a workbook before they are laid out. */
export type SheetFault = 'address_unreadable' | 'too_large';

// Whatever else says `r=`, in a comment or a text, is looked at too: too much is safe, too little not.
const address = /\br\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const plainAddress = /^([A-Z]{0,3})(\d{1,10})$/;

function columnOf(letters: string): number {
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

function findFault(sheet: string): SheetFault | undefined {
  let [rowLast, columnLast] = [1, 1];
  for (const [, double, single] of sheet.matchAll(address)) {
    const found = plainAddress.exec(double ?? single ?? '');
    if (found === null) return 'address_unreadable';
    const [, letters = '', digits = ''] = found;
    rowLast = Math.max(rowLast, Number(digits));
    columnLast = Math.max(columnLast, columnOf(letters));
  }
  const isTooLarge = rowLast > headerRowMax + rowMax || rowLast * columnLast > cellMax;
  return isTooLarge ? 'too_large' : undefined;
}

/**
 * Looks how far the sheets of a workbook reach, by the addresses their rows and cells give.
 *
 * Who lays a sheet out fills every gap up to the last cell: one cell at XFD1048576, of some hundred
 * bytes, asks for 17 thousand million, which no process survives.
 *
 * @returns the first fault of any part that has rows; undefined when every sheet can be laid out
 * @source ECMA-376-1, 18.3.1.4 and 18.3.1.73: the attribute r of a cell and of a row
 */
export function findSheetFault(bytes: Uint8Array): SheetFault | undefined {
  const parts = unzipSync(bytes, { filter: ({ name }) => name.endsWith('.xml') });
  for (const part of Object.values(parts)) {
    const text = strFromU8(part, true);
    const fault = text.includes('sheetData') ? findFault(text) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
