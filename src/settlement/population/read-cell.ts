import type { JsonValue } from '../../kernel/index.ts';

/**
 * Gives the cell of a text file as the JSON that a reader of facts takes: a bare whole number is a
 * duration in seconds, `true` and `false` are yes and no, `[…]` and `{…}` are JSON. Evidence is a
 * list of names parted by `;`, `,` or `|`.
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
  if (kind === 'duration' && /^\d{1,15}$/.test(cell)) return Number(cell);
  if (kind === 'yes_no' && /^(true|false)$/i.test(cell)) return /^true$/i.test(cell);
  return cell;
}

/** Gives what a database wrote as JSON; its text where that is none, such as a list with NaN. */
export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
