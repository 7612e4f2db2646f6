import { analysePolicy } from '../check/check-policy.ts';
import { type Knowledge, quantity } from '../check/quantity.ts';
import type { Determination } from '../determination.ts';
import type { CaseRow, CasesBlock, PolicyDocument } from '../document.ts';
import { evidenceFact, type Facts } from '../fact.ts';
import { type FactIssues, parseFacts } from '../parse/parse-facts.ts';
import { readCell } from './cases/read-cell.ts';
import { evaluateNames, evaluatePolicy } from './evaluate-policy.ts';
import { isAsExpected, parseExpected, renderAsExpected } from './expected.ts';
import { isValueAsExpected, renderBeside } from './expected-value.ts';
import type { Value } from './value.ts';

/**
 * One row of a ```cases block, run. `got` and `expected` are written the way the row is, `name`
 * is its cell in the column `case`, and `values` are the named parts it expects, as texts.
 */
export interface CaseResult {
  readonly file?: string;
  readonly line: number;
  readonly row: number;
  readonly clause: string;
  readonly name?: string;
  readonly isPassed: boolean;
  readonly expected: string;
  readonly got: string;
}

/** A row of cases with what came of it; `determination` is absent when its facts are unreadable. */
export interface TriedCase {
  readonly result: CaseResult;
  readonly determination?: Determination;
  readonly facts?: Facts;
  readonly readings: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, Value>;
}

/** Runs every row of every ```cases block, in order. The document must have no errors. */
export function runCases(document: PolicyDocument): readonly CaseResult[] {
  return tryCases(document).map(({ result }) => result);
}

/** Runs every row of every ```cases block and gives what came of each, in order. */
export function tryCases(document: PolicyDocument): readonly TriedCase[] {
  return document.cases.flatMap((block) =>
    block.rows.map((row) => tryCase(row, { block, document })),
  );
}

interface Around {
  readonly block: CasesBlock;
  readonly document: PolicyDocument;
}

/** The column of a cases table that names its rows. */
const nameColumn = 'case';

function tryCase(row: CaseRow, { block, document }: Around): TriedCase {
  const cells = cellsOf(row, block);
  const readings = readingsOf(cells, document);
  const base = baseOf(row, { block, document });
  const facts = parseFacts(document, factsOf(cells, document));
  if (!facts.ok) {
    const result = { ...base, isPassed: false, got: describeIssues(facts.refusal) };
    return { result, readings, values: new Map() };
  }
  const unread = [...readings].find(([name, text]) => {
    return !document.readings.get(name)?.choices.includes(text);
  });
  if (unread) {
    const result = { ...base, isPassed: false, got: `${unread[0]} has no reading ${unread[1]}` };
    return { result, readings, values: new Map() };
  }
  const given = { facts: facts.value, readings };
  const determination = evaluatePolicy(document, facts.value, { alternatives: false, readings });
  const names = block.results.filter((name) => name !== 'award');
  const values = evaluateNames(document, { ...given, names });
  const parts = block.results.map((name, index) =>
    judge(row.expected[index] ?? '', {
      found: name === 'award' ? determination : values.get(name),
      known: knownOf(name, document),
    }),
  );
  const isLooked = row.expected.some((expected) => !isOpen(expected));
  const got = parts.map((part) => part.got).join(' | ');
  const result = {
    ...base,
    isPassed: isLooked && parts.every((part) => part.isPassed),
    got: isLooked ? got : `${got}; nothing is expected, so nothing is shown`,
  };
  return { result, determination, facts: facts.value, readings, values };
}

/** A cell right of the arrow that is left open is not looked at. */
function isOpen(expected: string): boolean {
  return expected === '' || expected === '-';
}

/** Gives what the checker knows of a named part, so that it is told in its unit. */
function knownOf(name: string, document: PolicyDocument): Knowledge | undefined {
  const { lets, facts } = document;
  const value = lets.get(name)?.value;
  const { known, factTypes } = analysePolicy(document);
  if (value) return known.get(value);
  const isLong = facts.has(name) && factTypes.get(name)?.kind === 'duration';
  return isLong ? quantity({ money: 0, time: 1 }) : undefined;
}

interface Judged {
  readonly found: Determination | Value | undefined;
  readonly known: Knowledge | undefined;
}

function judge(expected: string, { found, known }: Judged) {
  if (!found) return { isPassed: false, got: 'no such name' };
  if ('kind' in found) {
    const isPassed = isOpen(expected) || isValueAsExpected(found, expected);
    return { isPassed, got: renderBeside(found, expected, known) };
  }
  if (isOpen(expected)) return { isPassed: true, got: renderAsExpected(found) };
  const wanted = parseExpected(expected);
  if (wanted) return { isPassed: isAsExpected(found, wanted), got: renderAsExpected(found) };
  const got = 'a result that cannot be read; write 30_000 KRW, none or review';
  return { isPassed: false, got };
}

function baseOf(row: CaseRow, { block, document }: Around): Omit<CaseResult, 'isPassed' | 'got'> {
  const name = row.facts[block.columns.indexOf(nameColumn)];
  return {
    ...(document.file === undefined ? {} : { file: document.file }),
    line: row.line,
    row: row.number,
    clause: block.clause,
    ...(name === undefined || name === '' || name === '-' ? {} : { name }),
    expected: row.expected.join(' | '),
  };
}

function describeIssues({ issues }: FactIssues): string {
  return issues
    .map(({ path, found, expected }) => `${path}: found ${found}, expected ${expected}`)
    .join('; ');
}

/** Gives the cells of a row by name: the `given` lines first, then the row's own over them. */
function cellsOf(row: CaseRow, { given, columns }: CasesBlock): ReadonlyMap<string, string> {
  const cells = new Map(given.map(({ name, text }) => [name, text]));
  for (const [index, name] of columns.entries()) {
    const text = row.facts[index] ?? '';
    if (text !== '' && name !== nameColumn) cells.set(name, text);
  }
  return cells;
}

function readingsOf(
  cells: ReadonlyMap<string, string>,
  { readings }: PolicyDocument,
): ReadonlyMap<string, string> {
  return new Map([...cells].filter(([name, text]) => readings.has(name) && text !== '-'));
}

function factsOf(cells: ReadonlyMap<string, string>, document: PolicyDocument) {
  const facts: Record<string, unknown> = {};
  for (const [name, text] of cells) {
    if (document.readings.has(name)) continue;
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
  return type ? readCell(text, type) : text;
}

function evidenceOf(text: string, document: PolicyDocument): readonly string[] {
  if (text === 'none') return [];
  if (text !== 'all') return text.split(',').map((name) => name.trim());
  const needs = document.rules.flatMap((rule) => rule.needs);
  return needs.flatMap((statement) => statement.evidence.map(({ name }) => name));
}
