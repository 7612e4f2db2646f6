import type { CaseRow, CasesBlock } from '../document.ts';
import type { Fence } from './markdown.ts';
import { lineAndColumn, type Placing } from './place-finding.ts';
import type { SyntaxIssue } from './read-block.ts';

interface Reading {
  readonly placing: Placing;
  readonly issues: SyntaxIssue[];
  readonly given: { readonly name: string; readonly text: string }[];
  readonly rows: CaseRow[];
  columns: readonly string[] | undefined;
  results: readonly string[];
}

/**
 * Reads a ```cases block: optional `given NAME = VALUE` lines, a header `fact | fact → award`,
 * and rows of the same shape. Cells are parted by `|`; an empty cell or `-` leaves the fact out.
 * The column `case` names the row; right of the arrow stand `award` and names of the document.
 */
export function readCases(
  fence: Fence,
  placing: Placing,
): { readonly block: CasesBlock; readonly issues: readonly SyntaxIssue[] } {
  const reading: Reading = {
    placing,
    issues: [],
    given: [],
    rows: [],
    columns: undefined,
    results: [],
  };
  let offset = fence.offset;
  for (const line of fence.text.split('\n')) {
    if (line.trim() !== '') readLine(line.trim(), { offset, reading });
    offset += line.length + 1;
  }
  const clause = placing.clauseAt(fence.offset) ?? '';
  const { given, columns = [], results, rows, issues } = reading;
  return { block: { clause, given, columns, results, rows }, issues };
}

function readLine(text: string, { offset, reading }: { offset: number; reading: Reading }): void {
  const { issues, given, columns, rows, placing } = reading;
  const report = (found: string, write: string) =>
    issues.push({ code: 'cases_unreadable', offset, params: { found, write } });
  if (/^given\s/.test(text)) {
    if (!readGiven(text, given)) report(text, 'given FACT = VALUE');
    return;
  }
  const halves = splitRow(text);
  if (!halves) {
    report(text, columns ? 'VALUE | VALUE → 30_000 KRW' : 'FACT | FACT → award');
  } else if (!columns) {
    reading.columns = halves.cells;
    reading.results = halves.expected;
  } else if (halves.cells.length !== columns.length) {
    report(`${halves.cells.length} cells`, `${columns.length} cells, parted by |`);
  } else if (halves.expected.length !== reading.results.length) {
    report(
      `${halves.expected.length} cells after the arrow`,
      `${reading.results.length}, parted by |`,
    );
  } else {
    const { line } = lineAndColumn(placing.lineStarts, offset);
    const number = rows.length + 1;
    rows.push({ line, number, facts: halves.cells, expected: halves.expected });
  }
}

function readGiven(text: string, given: Reading['given']): boolean {
  // A comma before `NAME =` begins the next fact; one inside a list or evidence does not.
  const stated = text.slice('given'.length).split(/,(?=\s*[\p{L}_][\p{L}\p{N}_-]*\s*=)/u);
  const matches = stated.map((one) => /^\s*([^\s=]+)\s*=\s*(.+)$/.exec(one));
  for (const match of matches) {
    if (match) given.push({ name: match[1] ?? '', text: (match[2] ?? '').trim() });
  }
  return matches.every((match) => match !== null);
}

interface Halves {
  readonly cells: readonly string[];
  readonly expected: readonly string[];
}

function splitRow(text: string): Halves | undefined {
  const [left, right, ...more] = text.split(/→|->/);
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const cellsOf = (half: string) => {
    const bare = half.trim().replace(/^\||\|$/g, '');
    return bare === '' ? [] : bare.split('|').map((cell) => cell.trim());
  };
  return { cells: cellsOf(left), expected: cellsOf(right) };
}
