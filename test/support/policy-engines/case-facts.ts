import { describeFacts, listNeededEvidence } from '../../../src/policy/describe/index.ts';
import {
  type Facts,
  factJsonOf,
  type PolicyDocument,
  parseFacts,
} from '../../../src/policy/index.ts';

/** Gives the facts of every row of a document's cases that can be read; readings are left aside. */
export function caseFacts(document: PolicyDocument): readonly Facts[] {
  return document.cases.flatMap(({ given, columns, rows }) =>
    rows.flatMap((row) => {
      const own = columns.map((name, at): Cell => [name, row.facts[at] ?? '']);
      const cells = [...given.map(({ name, text }): Cell => [name, text]), ...own];
      const parsed = parseFacts(document, jsonOf(cells, document));
      return parsed.ok ? [parsed.value] : [];
    }),
  );
}

type Cell = readonly [name: string, text: string];

function jsonOf(cells: readonly Cell[], document: PolicyDocument): Record<string, unknown> {
  const kinds = new Map(describeFacts(document).map(({ name, kind }) => [name, kind]));
  const known = cells.filter(([name]) => kinds.has(name) || name === 'evidence');
  return Object.fromEntries(
    known.map(([name, text]) => {
      if (text === '' || text === '-') return [name, null];
      if (name === 'evidence') return [name, evidenceOf(text, document)];
      return [name, factJsonOf(document, name, text)];
    }),
  );
}

function evidenceOf(text: string, document: PolicyDocument): readonly string[] {
  if (text === 'none') return [];
  return text === 'all' ? listNeededEvidence(document) : text.split(',').map((one) => one.trim());
}
