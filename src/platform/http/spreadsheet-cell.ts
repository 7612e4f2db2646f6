// What a spreadsheet takes for the beginning of a formula, in half and full width, or passes over on
// its way to one; DDE (`=cmd|…`) begins like any other. A quote that stands before it already is
// one more to pass over, so that what is written can be read back.
const formulaStart = /^[\s"']*[=+\-@|＝＋－＠｜\t\r\n\0]/;

/**
 * Gives a text as a spreadsheet keeps it a text: with an apostrophe before what would begin a
 * formula. {@link readTextCell} gives it back.
 *
 * @source OWASP, CSV Injection
 */
export function renderTextCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** Gives the text that {@link renderTextCell} was given. */
export function readTextCell(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/**
 * How tables for spreadsheets are written by csv-stringify: texts stay texts and stand in quotes, so
 * that no program takes a sign within for its separator; numbers, negative ones too, stay numbers.
 */
export const spreadsheetCells = {
  cast: { string: renderTextCell },
  quoted_string: true,
} as const;
