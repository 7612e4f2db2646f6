import { analysePolicy } from '../../check/check-policy.ts';
import type { PolicyDocument } from '../../document.ts';
import type { FactType, ListedType } from '../../fact.ts';

/** Gives the text of a fact, written as in a cases table, as the JSON that facts are read from. */
export function factJsonOf(document: PolicyDocument, name: string, text: string): unknown {
  const type = analysePolicy(document).factTypes.get(name);
  return type ? readCell(text.trim(), type) : text;
}

/**
 * Gives a cell of a cases table as the JSON that facts are read from.
 *
 * A list is `A, B, 3 × C` or `none`; a record in one is `(A, B)`, its fields in the order
 * declared and `-` for one that is not known; an interval set is `FROM..UNTIL, FROM..UNTIL`
 * (or `FROM/UNTIL`).
 */
export function readCell(text: string, type: FactType): unknown {
  if (type.kind === 'list') {
    return text === 'none' ? [] : splitOutside(text).map((part) => entryOf(part, type.of));
  }
  if (type.kind !== 'interval_set') return text;
  return text === 'none' ? [] : text.split(',').map(runOf);
}

function runOf(text: string) {
  const [from, until] = text.trim().split(/\.\.|\//);
  return { from, until };
}

/** Reads `200 × 5 %`, or the value alone. */
function entryOf(text: string, of: ListedType): unknown {
  const match = /^(\d+)\s*[×x*]\s*(.+)$/.exec(text);
  if (!match) return jsonOf(text, of);
  return { times: Number(match[1]), value: jsonOf(match[2] ?? '', of) };
}

function jsonOf(text: string, of: ListedType): unknown {
  if (of.kind !== 'record') return readCell(text, of);
  const inner = /^\((.*)\)$/.exec(text)?.[1];
  if (inner === undefined) return text;
  const parts = splitOutside(inner);
  if (parts.length !== of.fields.length) return text;
  const fields = of.fields.map(({ name, type }, index) => {
    const part = parts[index] ?? '-';
    return [name, part === '-' ? null : readCell(part, type)] as const;
  });
  return Object.fromEntries(fields);
}

/** Splits at the commas that stand in no parentheses. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (text[index] !== ',' || depth !== 0) continue;
    parts.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, text.slice(start).trim()];
}
