import type { JsonValue } from '../../kernel/index.ts';

/**
 * Gives the cell of a text file as the JSON that a reader of facts takes: a bare whole number is a
 * duration in seconds, `true` and `false` are yes and no, `[…]` and `{…}` are JSON. Evidence is a
 * list of names parted by `;`, `,` or `|`; an interval set may be written as in cases, `FROM..UNTIL`
 * or `FROM/UNTIL` parted by `,` or `;`, or `none`.
 */
export function readCell(text: string, kind: string): JsonValue {
  const cell = text.trim();
  if (kind === 'evidence' && !cell.startsWith('[')) {
    return cell
      .split(/[;,|]/)
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }
  if (/^[[{]/.test(cell)) return parseJson(cell);
  if (kind === 'interval_set') return readRuns(cell);
  if (kind === 'duration' && /^\d{1,15}$/.test(cell)) return Number(cell);
  if (kind === 'yes_no' && /^(true|false)$/i.test(cell)) return /^true$/i.test(cell);
  return cell;
}

function readRuns(cell: string): JsonValue {
  if (/^none$/i.test(cell)) return [];
  const runs = cell.split(/[,;]/).map(joinEnds);
  // Whatever is no stretch of time is told as it is written.
  return runs.every((run) => run.includes('/')) ? runs : cell;
}

/** Gives a stretch of time as `FROM/UNTIL`, whichever of the two signs stands between its ends. */
function joinEnds(run: string): string {
  const ends = run.split(/\.\.|\//);
  return ends.map((end) => end.trim()).join('/');
}

/** Says how a cell of a text file is written, where it is neither a name nor a figure. */
export function cellForm(kind: string): string {
  if (kind === 'interval_set') {
    return '; in a cell FROM/UNTIL, FROM/UNTIL with instants such as 2022-10-15T06:30Z, or none, or this JSON';
  }
  return kind === 'list' ? '; in a cell as JSON, such as ["30 min", "1 hour"], or []' : '';
}

/** Gives what a database wrote as JSON; its text where that is none, such as a list with NaN. */
export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
