import type { SyntaxNodeRef, Tree } from '@lezer/common';
import { parseRational } from '../../kernel/index.ts';
import { keywords, reservedWords } from '../describe/describe-word.ts';
import type { WrittenReason } from '../document.ts';
import type { FindingCode } from '../finding.ts';
import { parser } from '../grammar/parser.generated.ts';
import type { Statement } from '../statement.ts';
import { lowerStatement } from './lower-statement.ts';
import { lowerBecause } from './lower-table.ts';
import { hintAround } from './syntax-hints.ts';
import { childrenOf, spanOf } from './syntax-node.ts';

/** Something a block's text does wrong, at an offset of the document. */
export interface SyntaxIssue {
  readonly code: FindingCode;
  readonly offset: number;
  readonly params: Readonly<Record<string, string>>;
}

// Deeper nesting is refused, so that no later stage can run out of stack.
const maxDepth = 200;

/**
 * Reads one ```amends block into statements, or gives every issue in it.
 *
 * Statements are made from an error-free tree only, so that no later stage meets half a rule.
 */
export function readBlock(block: { readonly text: string; readonly offset: number }): {
  readonly statements: readonly Statement[];
  readonly reasons: readonly WrittenReason[];
  readonly issues: readonly SyntaxIssue[];
} {
  const reasons: readonly WrittenReason[] = [];
  const early = [...findCommaNumbers(block), ...findReservedNames(block)];
  if (early.length > 0) return { statements: [], reasons, issues: early };
  const deep = findDeepNesting(block);
  if (deep) return { statements: [], reasons, issues: [deep] };
  const tree = parseOn(block.text);
  const issues = findSyntaxIssues(tree, block);
  if (issues.length > 0) return { statements: [], reasons, issues };
  const top = { node: tree.topNode, block };
  const statements = childrenOf(top).map(lowerStatement);
  return { statements, reasons: findReasons(tree, block), issues };
}

/** Gives the reasons of a block that have a text, in order. */
function findReasons(
  tree: Tree,
  block: { readonly text: string; readonly offset: number },
): WrittenReason[] {
  const found: WrittenReason[] = [];
  tree.iterate({
    enter: ({ name, node }) => {
      if (name !== 'Because') return;
      const syntax = { node, block };
      const { code, label } = lowerBecause(syntax);
      if (label) found.push({ code, label, span: spanOf(syntax) });
    },
  });
  return found;
}

/** Gives a block with blanks in place of its quoted texts, so that places stay the same. */
function withoutTexts(text: string): string {
  return text.replace(/"[^"\n]*"/g, (quoted) => ' '.repeat(quoted.length));
}

function findCommaNumbers(block: { text: string; offset: number }): SyntaxIssue[] {
  const issues: SyntaxIssue[] = [];
  for (const match of withoutTexts(block.text).matchAll(/\d{1,3}(?:,\d{3})+(?![\d_])/g)) {
    const params = { found: match[0], write: match[0].replaceAll(',', '_') };
    issues.push({ code: 'number_with_comma', offset: block.offset + match.index, params });
  }
  return issues;
}

// A name stands after the word that declares it, a value of a choice inside `choice(…)`, and a
// field of a record before its colon inside `list of (…)`.
const declaring = [
  { around: /^()[ \t]*(?:fact|constant|reading|let)[ \t]+[a-z]+(?![\w-])/gm, name: /([a-z]+)$/g },
  { around: /(\bchoice[ \t]*\()[^()]*/g, name: /(?:^|,)\s*([a-z]+)(?![\w-])/g },
  {
    around: /(\blist[ \t]+of[ \t]*\()(?:[^()]|\([^()]*\))*/g,
    name: /(?:^|,)\s*([a-z]+)(?=\s*:)/g,
  },
];

function findReservedNames(block: { text: string; offset: number }): SyntaxIssue[] {
  const issues: SyntaxIssue[] = [];
  for (const { around, name: pattern } of declaring) {
    for (const match of withoutTexts(block.text).matchAll(around)) {
      const [all, start = ''] = match;
      for (const found of all.slice(start.length).matchAll(pattern)) {
        const [whole, name = ''] = found;
        if (!reservedWords.has(name)) continue;
        const params = { found: name, write: `another name, such as ${name}-value` };
        const at = match.index + start.length + found.index + whole.length - name.length;
        issues.push({ code: 'reserved_word', offset: block.offset + at, params });
      }
    }
  }
  return issues;
}

// To mend a text that ends inside brackets, the parser closes each of them anew: with hundreds of
// thousands that takes minutes. So many are told before it begins.
const mostOpen = 1_000;
const beginning = new Set([
  ...['fact', 'constant', 'reading', 'let', 'for', 'needs', 'exclude', 'review', 'award'],
]);

/** Finds where more is open at once than any document needs: brackets, `if`, `not`, signs. */
function findDeepNesting(block: { text: string; offset: number }): SyntaxIssue | undefined {
  const open = { brackets: 0, words: 0, signs: 0 };
  for (const { 0: token, index } of withoutTexts(block.text).matchAll(/[()\-−]|[\p{L}\p{N}_]+/gu)) {
    countOpen(token, open);
    if (open.brackets + open.words + open.signs <= mostOpen) continue;
    const params = { most: String(maxDepth), write: 'a `let` for the inner part' };
    return { code: 'nested_too_deeply', offset: block.offset + index, params };
  }
  return undefined;
}

function countOpen(token: string, open: { brackets: number; words: number; signs: number }): void {
  const isSign = token === '-' || token === '−';
  if (isSign) open.signs += 1;
  else if (token === '(') open.brackets += 1;
  else open.signs = 0;
  if (token === ')') open.brackets = Math.max(0, open.brackets - 1);
  if (token === 'if' || token === 'not') open.words += 1;
  if (beginning.has(token)) open.words = 0;
}

// More errors than anybody reads; and to mend each takes the parser a while.
const mostErrors = 200;
// A block as long as a book is looked at in pieces, so that one of nothing but errors ends soon.
const piece = 20_000;

/** Parses a text, or the beginning of one that has more errors than anybody reads. */
function parseOn(text: string): Tree {
  for (let length = piece; length < text.length; length *= 4) {
    const tree = parser.parse(text.slice(0, length));
    if (weighErrors(tree) > mostErrors) return tree;
  }
  return parser.parse(text);
}

/** Counts errors; one that passes over much text counts for each twenty characters of it. */
function weighErrors(tree: Tree): number {
  let weight = 0;
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) weight += 1 + (to - from) / 20;
      return weight <= mostErrors;
    },
  });
  return weight;
}

function findSyntaxIssues(tree: Tree, block: { text: string; offset: number }): SyntaxIssue[] {
  const issues: SyntaxIssue[] = [];
  let depth = 0;
  let lastAt = -1;
  tree.iterate({
    enter: (node) => {
      depth += 1;
      if (depth === maxDepth) {
        const params = { most: String(maxDepth), write: 'a `let` for the inner part' };
        issues.push({ code: 'nested_too_deeply', offset: block.offset + node.from, params });
      }
      if (node.name === 'Number') issues.push(...checkNumber(node, block));
      if (!node.type.isError || issues.length >= mostErrors) return;
      // What follows in the same statement is the same mistake, seen again.
      if (lastAt >= 0 && !beginsAnew(block.text.slice(lastAt, node.from))) return;
      lastAt = node.from;
      issues.push(describeError(node, block));
    },
    leave: () => {
      depth -= 1;
    },
  });
  return issues;
}

/** Says whether another statement begins on a line of its own in a text. */
function beginsAnew(text: string): boolean {
  return /\n[^\S\n]*(?:fact|constant|reading|let|for|needs|exclude|review|award)(?![\w-])/.test(
    text,
  );
}

/** Tells a number that is none: `1__000`, `1_`, or longer than any amount is. */
function checkNumber(
  { from, to }: SyntaxNodeRef,
  block: { readonly text: string; readonly offset: number },
): SyntaxIssue[] {
  const text = block.text.slice(from, to);
  if (parseRational(text)) return [];
  const write = 'a number such as 30_000 or 12.5, of at most 200 digits';
  const params = { found: text.slice(0, 60), write };
  return [{ code: 'syntax', offset: block.offset + from, params }];
}

function describeError(
  node: SyntaxNodeRef,
  block: { readonly text: string; readonly offset: number },
): SyntaxIssue {
  const after = block.text.slice(node.from);
  const found = /^\s*("[^"\n]*"?|[^\s]+)/.exec(after)?.[1] ?? 'the end of the block';
  const at = node.from + (/^\s*/.exec(after)?.[0].length ?? 0);
  const around = namesAround(node);
  const construct = around.find((name) => name in constructShapes) ?? 'Block';
  const before = block.text.slice(0, at).trimEnd().split(/\s/).at(-1) ?? '';
  const write =
    hintAt({ found, before, around, construct }) ??
    hintAround(textAround(block.text, at)) ??
    hintFor(found);
  const params = { found: found.slice(0, 60), write: write ?? constructShapes[construct] ?? '' };
  return { code: 'syntax', offset: block.offset + Math.min(at, block.text.length), params };
}

/** Gives the statement up to a place, and what follows it; texts in quotes are blanks. */
function textAround(text: string, at: number): { before: string; after: string } {
  const near = text.slice(Math.max(0, at - 400), at);
  const starts = [
    ...near.matchAll(/^[^\S\n]*(?:fact|let|for|needs|exclude|review|award)(?![\w-])/gm),
  ];
  return {
    before: withoutTexts(near.slice(starts.at(-1)?.index ?? 0)),
    after: text.slice(at, at + 40),
  };
}

function namesAround(node: SyntaxNodeRef): string[] {
  const names: string[] = [];
  for (let one = node.node.parent; one; one = one.parent) names.push(one.name);
  return names;
}

/** What stands before a mistake, what it is in, and what is wanted there. */
interface Mistake {
  readonly found: string;
  readonly before: string;
  readonly around: readonly string[];
  readonly construct: string;
}

/** What to write where the place says more than the word does. */
function hintAt({ found, before, around, construct }: Mistake): string | undefined {
  if (found.startsWith('"') && before === 'because') {
    return 'a name for the reason, and its text after it: `too_late "…" / "…"`';
  }
  if (found === 'if' && (before === 'exclude' || before === 'review')) {
    return `\`${before} when CONDITION because REASON\`, with \`when\``;
  }
  const isAfterAmount = /[\p{L}\p{N}%)"]$/u.test(before) && !keywords.has(before);
  if (found === 'if' && construct === 'Form' && isAfterAmount) {
    return '`when CONDITION` after the amount, such as `award cash 5 EUR when …`';
  }
  const isCondition = /^(?:is|and|or|=|≠|<|>|≤|≥|<=|>=)$/.test(found);
  if (isCondition && (around.includes('If') || around.includes('Row'))) {
    return 'a condition that is a value here in brackets, such as `(outage is above 3 hours)`';
  }
  return undefined;
}

// What people write who know other languages, and what it is here.
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /^by$/,
    'a table inside a calculation in brackets, `( by KEY … )`, or with a name: `let NAME = by KEY …`',
  ],
  [
    /^if$/,
    'an `if` here in brackets, `(if CONDITION then … else …)`, or with a name: `let NAME = if …`',
  ],
  [/^rounded$/, '`then rounded up to 1 KRW`, with `then`; a mode and a step'],
  [/^==?/, '`is` or `=`, once'],
  [/^(!=|<>)/, '`is not` or `≠`'],
  [/^&&?/, '`and`'],
  [/^\|\|?/, '`or`'],
  [/^[£€$₩¥]/, 'the amount and then its currency, such as `95 GBP`'],
  [/^(\/\/|#|--)/, 'what needs saying in the prose above the block; a block has no comments'],
  [/^(end|endif|elif|elseif)$/, '`if CONDITION then … else if … then … else …`, without an end'],
];

function hintFor(found: string): string | undefined {
  return hints.find(([pattern]) => pattern.test(found))?.[1];
}

/** The form of each construct, shown where its text could not be read. */
const constructShapes: Readonly<Record<string, string>> = {
  Block:
    'a statement that begins with fact, constant, reading, let, for, needs, exclude, review or award',
  Fact: 'fact NAME : TYPE from claimant "ko" / "en"',
  Constant:
    'constant NAME = 39_000 KRW from 2022-01-01 source "…", or constant NAME "ko" / "en" = …',
  Reading: 'reading NAME = A "…" or B "…" taken A because "…"',
  Let: 'let NAME = EXPRESSION, or let NAME "ko" / "en" = EXPRESSION',
  For: 'for everyone, or for CONDITION',
  Needs: 'needs EVIDENCE, EVIDENCE',
  Exclude: 'exclude when CONDITION because REASON, or … because REASON "ko" / "en"',
  ReviewWhen: 'review when CONDITION because REASON, or … because REASON "ko" / "en"',
  AwardRule: 'award cash 30_000 KRW, or award cash by FACT with rows',
  Form: 'REMEDY "ko" / "en" AMOUNT, then `then at most …`, `when …`, `in addition to §1`',
  Table: 'by KEY, then rows such as `up to 300_000 KRW : 30_000 KRW`',
  Row: 'up to 300_000 KRW : 30_000 KRW',
};
