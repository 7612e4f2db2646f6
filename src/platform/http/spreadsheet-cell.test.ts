import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTextCell, renderTextCell, spreadsheetCells } from './spreadsheet-cell.ts';

const starts = [...'=+-@|\t\r\n\0', ...'＝＋－＠｜', ' =', '"=', "'=", '\u00a0=', '\t@', " '+"];

describe('a text cell (A23)', () => {
  it.each(starts.map((start) => [start]))('beginning with %j begins no formula', (start) => {
    const written = stringify([[`${start}cmd|' /C calc'!A0`]], spreadsheetCells);
    const [[cell = ''] = []] = parse(written, { relax_quotes: false }) as string[][];
    expect(cell.startsWith("'")).toBe(true);
    expect(readTextCell(cell)).toBe(`${start}cmd|' /C calc'!A0`);
  });

  it.each([
    '판교분식',
    '010-1234-5678',
    'a=b',
    "O'Neil",
    '',
    '1',
    "'quoted'",
  ])('%j is written as it is', (text) => expect(renderTextCell(text)).toBe(text));

  it('stands in quotes, so that a semicolon or a tab within begins no other cell', () => {
    expect(stringify([['a;=1+1', 'b\t=1', 'c,=1']], spreadsheetCells)).toBe(
      '"a;=1+1","b\t=1","c,=1"\n',
    );
  });

  it('is a number when it is one: a negative amount, however large, has no apostrophe', () => {
    const row = [-1, 0, -9007199254740993n, 12.5];
    expect(stringify([row], spreadsheetCells)).toBe('-1,0,-9007199254740993,12.5\n');
  });

  it('is read back as it was, whatever it was', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('', "'", "''", ' ', '"'), fc.constantFrom(...starts), fc.string())
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        (rows) => {
          const written = stringify(rows, spreadsheetCells);
          const read = parse(written, { record_delimiter: '\n' }) as string[][];
          for (const cell of read.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠\0]/);
          expect(read.map((row) => row.map(readTextCell))).toEqual(rows);
        },
      ),
    );
  });
});
