import { type Finding, type FindingCode, findingSeverity } from '../finding.ts';

/** What is needed to say where a finding stands. */
export interface Placing {
  readonly lineStarts: readonly number[];
  readonly clauseAt: (offset: number) => string | undefined;
}

/** Makes a finding at an offset of the document's text. */
export function placeFinding(
  placing: Placing,
  offset: number,
  found: { readonly code: FindingCode; readonly params?: Readonly<Record<string, string>> },
): Finding {
  const { line, column } = lineAndColumn(placing.lineStarts, offset);
  const clause = placing.clauseAt(offset);
  return {
    code: found.code,
    severity: findingSeverity[found.code],
    line,
    column,
    ...(clause === undefined ? {} : { clause }),
    params: found.params ?? {},
  };
}

/** Gives the line and column, both from 1, of an offset. */
export function lineAndColumn(
  lineStarts: readonly number[],
  offset: number,
): { line: number; column: number } {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
}

/** Gives the clause that holds an offset: the one whose heading is the last before it. */
export function clauseFinder(
  clauses: readonly { readonly label: string; readonly span: { readonly from: number } }[],
): (offset: number) => string | undefined {
  return (offset) => {
    let found: string | undefined;
    for (const clause of clauses) {
      if (clause.span.from > offset) break;
      found = clause.label;
    }
    return found;
  };
}
