import { accept, type Outcome, refuse, withoutEnd } from '../../kernel/index.ts';
import type {
  AmendsBlock,
  CasesBlock,
  Clause,
  Declaration,
  PolicyDocument,
  Rule,
} from '../document.ts';
import type { Finding, PolicyFindings } from '../finding.ts';
import { policyHash } from '../policy-hash.ts';
import type {
  ConstantDeclaration,
  FactDeclaration,
  LetDeclaration,
  ReadingDeclaration,
  Statement,
} from '../statement.ts';
import { parseFrontMatter } from './front-matter.ts';
import { gatherRules } from './gather-rules.ts';
import {
  type Fence,
  findLineStarts,
  type Heading,
  type MarkdownParts,
  scanMarkdown,
} from './markdown.ts';
import { clauseFinder, type Placing, placeFinding } from './place-finding.ts';
import { readBlock } from './read-block.ts';
import { readCases } from './read-cases.ts';
import { resolveLists } from './resolve-lists.ts';

// A policy is read by people; a larger file is not one. Also the bound on the parser's time.
const maxLength = 500_000;

interface Gathered {
  readonly findings: Finding[];
  readonly placing: Placing;
}

/**
 * Reads a policy document, or refuses it with every finding that stops the reading.
 *
 * The text is a Markdown file: YAML front matter, headings as clauses, ```amends and ```cases
 * blocks under them. Any text at all ends in a document or in findings. What a document that
 * could be read still does wrong is told by `checkPolicy`.
 */
export function parsePolicy(
  text: string,
  options: { readonly file?: string } = {},
): Outcome<PolicyDocument, PolicyFindings> {
  const lineStarts = findLineStarts(text);
  const parts = text.length <= maxLength ? scanMarkdown(text) : { headings: [], fences: [] };
  const clauses = parts.headings.map(readClause);
  const placing: Placing = { lineStarts, clauseAt: clauseFinder(clauses) };
  const gathered: Gathered = { findings: [], placing };
  if (text.length > maxLength) {
    const params = { found: String(text.length), most: String(maxLength) };
    gathered.findings.push(placeFinding(placing, 0, { code: 'document_too_large', params }));
  }
  const header = readHeader(parts, gathered);
  const blocks = resolveLists(readBlocks(parts.fences, gathered));
  const cases = readAllCases(parts.fences, gathered);
  findRepeatedClauses(clauses, blocks, gathered);
  const file = options.file === undefined ? {} : { file: options.file };
  if (gathered.findings.length > 0 || !header) {
    const findings = gathered.findings.sort((a, b) => a.line - b.line || a.column - b.column);
    return refuse({ code: 'policy_unreadable', ...file, findings });
  }
  const rules: Rule[] = gatherRules(blocks);
  return accept({
    ...file,
    text,
    hash: policyHash(text),
    header,
    clauses,
    blocks,
    cases,
    ...gatherNames(blocks),
    rules,
    reasons: gatherReasons(blocks),
    lineStarts,
  });
}

function readClause(heading: Heading): Clause {
  const mark = /^§[\p{L}\p{N}.-]+/u.exec(heading.text)?.[0];
  return {
    label: mark === undefined ? heading.text : withoutEnd(mark, '.-'),
    title: heading.text,
    span: heading.span,
  };
}

function readHeader(parts: MarkdownParts, { findings, placing }: Gathered) {
  if (!parts.frontMatter) {
    const params = { write: 'a first line `---`, the fields, and a line `---`' };
    findings.push(placeFinding(placing, 0, { code: 'front_matter_missing', params }));
    return undefined;
  }
  const { header, issues } = parseFrontMatter(parts.frontMatter);
  for (const issue of issues) findings.push(placeFinding(placing, issue.offset, issue));
  return header;
}

function readBlocks(fences: readonly Fence[], gathered: Gathered): AmendsBlock[] {
  const { findings, placing } = gathered;
  for (const fence of fences) {
    const isOurs = fence.language === 'amends' || fence.language === 'cases';
    if (!isOurs || fence.isClosed) continue;
    const params = { found: fence.language, write: '```' };
    findings.push(placeFinding(placing, fence.offset, { code: 'block_not_closed', params }));
  }
  const own = fences.filter((fence) => fence.language === 'amends');
  return own.map((fence) => readAmends(fence, gathered));
}

function readAmends(fence: Fence, { findings, placing }: Gathered): AmendsBlock {
  const { text, offset } = fence;
  const clause = placing.clauseAt(offset);
  if (clause === undefined) {
    const params = { write: '## §1 …' };
    findings.push(placeFinding(placing, offset, { code: 'block_outside_clause', params }));
  }
  const { statements, reasons, issues } = readBlock(fence);
  for (const issue of issues) findings.push(placeFinding(placing, issue.offset, issue));
  return { clause: clause ?? '', text, offset, statements, written: statements, reasons };
}

function readAllCases(fences: readonly Fence[], { findings, placing }: Gathered): CasesBlock[] {
  const cases: CasesBlock[] = [];
  for (const fence of fences) {
    if (fence.language !== 'cases') continue;
    const { block, issues } = readCases(fence, placing);
    for (const issue of issues) findings.push(placeFinding(placing, issue.offset, issue));
    cases.push(block);
  }
  return cases;
}

function findRepeatedClauses(
  clauses: readonly Clause[],
  blocks: readonly AmendsBlock[],
  { findings, placing }: Gathered,
): void {
  const used = new Set(blocks.map((block) => block.clause));
  const seen = new Set<string>();
  for (const clause of clauses) {
    if (seen.has(clause.label) && used.has(clause.label)) {
      const params = { found: clause.label, write: 'a § number of its own for each heading' };
      findings.push(placeFinding(placing, clause.span.from, { code: 'clause_repeated', params }));
    }
    seen.add(clause.label);
  }
}

function gatherNames(blocks: readonly AmendsBlock[]) {
  const facts = new Map<string, FactDeclaration>();
  const constants = new Map<string, ConstantDeclaration>();
  const readings = new Map<string, ReadingDeclaration>();
  const lets = new Map<string, LetDeclaration>();
  const seen = new Set<string>();
  const repeated: Declaration[] = [];
  for (const statement of blocks.flatMap((block) => block.statements)) {
    if (!isDeclaration(statement)) continue;
    if (seen.has(statement.name)) {
      repeated.push(statement);
      continue;
    }
    seen.add(statement.name);
    if (statement.kind === 'fact') facts.set(statement.name, statement);
    else if (statement.kind === 'constant') constants.set(statement.name, statement);
    else if (statement.kind === 'reading') readings.set(statement.name, statement);
    else lets.set(statement.name, statement);
  }
  return { facts, constants, readings, lets, repeated };
}

/** Gives the text of each reason, the first that is written; another one is refused by the checker. */
function gatherReasons(blocks: readonly AmendsBlock[]): PolicyDocument['reasons'] {
  const written = blocks.flatMap(({ reasons }) => reasons);
  return new Map(written.toReversed().map(({ code, label }) => [code, label]));
}

function isDeclaration(statement: Statement): statement is Declaration {
  return ['fact', 'constant', 'reading', 'let'].includes(statement.kind);
}
