import { analysePolicy } from '../check/check-policy.ts';
import type { CaseRow, CasesBlock, PolicyDocument } from '../document.ts';
import { evidenceFact } from '../fact.ts';
import { parseFacts } from '../parse/parse-facts.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { isAsExpected, parseExpected, renderAsExpected } from './expected.ts';

/** One row of a ```cases block, run. `got` and `expected` are written the way the row is. */
export interface CaseResult {
  readonly file?: string;
  readonly line: number;
  readonly row: number;
  readonly clause: string;
  readonly isPassed: boolean;
  readonly expected: string;
  readonly got: string;
}

/** Runs every row of every ```cases block, in order. The document must have no errors. */
export function runCases(document: PolicyDocument): readonly CaseResult[] {
  return document.cases.flatMap((block) =>
    block.rows.map((row) => runCase(row, { block, document })),
  );
}

interface Around {
  readonly block: CasesBlock;
  readonly document: PolicyDocument;
}

function runCase(row: CaseRow, { block, document }: Around): CaseResult {
  const file = document.file === undefined ? {} : { file: document.file };
  const base = { ...file, line: row.line, row: row.number, clause: block.clause };
  const failed = (got: string): CaseResult => ({
    ...base,
    isPassed: false,
    expected: row.expected,
    got,
  });
  const expected = parseExpected(row.expected);
  if (!expected) return failed('a result that cannot be read; write 30_000 KRW, none or review');
  const facts = parseFacts(document, factsOf(row, { block, document }));
  if (!facts.ok) {
    const issues = facts.refusal.issues.map((issue) => {
      return `${issue.path}: found ${issue.found}, expected ${issue.expected}`;
    });
    return failed(issues.join('; '));
  }
  const determination = evaluatePolicy(document, facts.value, { alternatives: false });
  const got = renderAsExpected(determination);
  return { ...base, isPassed: isAsExpected(determination, expected), expected: row.expected, got };
}

/** Gives the facts of a row as JSON: the `given` lines first, then the row's own cells over them. */
function factsOf(row: CaseRow, { block, document }: Around): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const { name, text } of block.given) facts[name] = cellToJson(name, { text, document });
  for (const [index, name] of block.columns.entries()) {
    const text = row.facts[index] ?? '';
    if (text === '') continue;
    facts[name] = text === '-' ? null : cellToJson(name, { text, document });
  }
  return facts;
}

function cellToJson(
  name: string,
  { text, document }: { readonly text: string; readonly document: PolicyDocument },
): unknown {
  if (name === evidenceFact) return evidenceOf(text, document);
  const type = analysePolicy(document).factTypes.get(name);
  if (type?.kind !== 'interval_set') return text;
  if (text === 'none') return [];
  return text.split(',').map((run) => {
    const [from, until] = run.trim().split('..');
    return { from, until };
  });
}

function evidenceOf(text: string, document: PolicyDocument): readonly string[] {
  if (text === 'none') return [];
  if (text !== 'all') return text.split(',').map((name) => name.trim());
  const needs = document.rules.flatMap((rule) => rule.needs);
  return needs.flatMap((statement) => statement.evidence.map(({ name }) => name));
}
