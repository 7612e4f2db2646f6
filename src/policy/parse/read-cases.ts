import type { CaseRow, CasesBlock } from '../document.ts';
import type { Fence } from './markdown.ts';
import { lineAndColumn, type Placing } from './place-finding.ts';
import type { SyntaxIssue } from './read-block.ts';

/**
 * Reads a ```cases block: optional `given NAME = VALUE` lines, a header `fact | fact → award`,
 * and rows of the same shape. Cells are parted by `|`; an empty cell or `-` leaves the fact out.
 */
export function readCases(
  fence: Fence,
  placing: Placing,
): { readonly block: CasesBlock; readonly issues: readonly SyntaxIssue[] } {
  const issues: SyntaxIssue[] = [];
  const given: { name: string; text: string }[] = [];
  const rows: CaseRow[] = [];
  let columns: readonly string[] | undefined;
  let offset = fence.offset;
  for (const line of fence.text.split('\n')) {
    const at = offset;
    offset += line.length + 1;
    const report = (found: string, write: string) =>
      issues.push({ code: 'cases_unreadable', offset: at, params: { found, write } });
    const text = line.trim();
    if (text === '') continue;
    if (/^given\s/.test(text)) {
      const match = /^given\s+([^\s=]+)\s*=\s*(.+)$/.exec(text);
      if (match) given.push({ name: match[1] ?? '', text: (match[2] ?? '').trim() });
      else report(text, 'given FACT = VALUE');
      continue;
    }
    const halves = splitRow(text);
    if (!halves) report(text, columns ? 'VALUE | VALUE → 30_000 KRW' : 'FACT | FACT → award');
    else if (!columns) columns = halves.cells;
    else if (halves.cells.length !== columns.length) {
      report(`${halves.cells.length} cells`, `${columns.length} cells, parted by |`);
    } else {
      const { line: lineNumber } = lineAndColumn(placing.lineStarts, at);
      const number = rows.length + 1;
      rows.push({ line: lineNumber, number, facts: halves.cells, expected: halves.expected });
    }
  }
  const clause = placing.clauseAt(fence.offset) ?? '';
  return { block: { clause, given, columns: columns ?? [], rows }, issues };
}

function splitRow(text: string): { cells: readonly string[]; expected: string } | undefined {
  const [left, right, ...more] = text.split(/→|->/);
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const bare = left.trim().replace(/^\||\|$/g, '');
  const cells = bare === '' ? [] : bare.split('|').map((cell) => cell.trim());
  return { cells, expected: right.trim() };
}
