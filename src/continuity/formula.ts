import type { Outcome } from '../kernel/index.ts';
import { accept, refuse } from '../kernel/index.ts';

/**
 * A monotone condition over names: a node's needs, or the domains that keep it in place.
 *
 * There is no negation: losing more can never make a formula true.
 *
 * @source continuity specification, section 2.2 (formulas and purposes)
 */
export type Formula =
  | { readonly kind: 'always' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'at_least'; readonly count: number; readonly of: readonly Formula[] };

/** What could not be read in a formula, and where, counted in characters from 0. */
export interface FormulaRefusal {
  readonly code: 'formula_not_understood';
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

/** The condition that holds whatever is lost. */
export const ALWAYS: Formula = { kind: 'always' };

/** The longest formula that is read, in characters. */
export const FORMULA_LENGTH_MAX = 20_000;

/** The deepest nesting of parentheses that is read. */
export const FORMULA_DEPTH_MAX = 64;

/** Gives the formula that holds when one name holds. */
export function nameFormula(name: string): Formula {
  return { kind: 'name', name };
}

/** Gives the formula that holds when every part holds; with no part it always holds. */
export function allOf(parts: readonly Formula[]): Formula {
  const open = parts.filter((part) => part.kind !== 'always');
  if (open.length === 0) return ALWAYS;
  return open.length === 1
    ? (open[0] as Formula)
    : { kind: 'at_least', count: open.length, of: open };
}

/** Gives the formula that holds when at least `count` of the parts hold; `count` is 1 or more. */
export function atLeast(count: number, parts: readonly Formula[]): Formula {
  if (parts.length === 1 && count === 1) return parts[0] as Formula;
  return { kind: 'at_least', count, of: parts };
}

/** Lists every name in a formula once, in the order of first appearance. */
export function namesIn(formula: Formula): string[] {
  const names = new Set<string>();
  const open: Formula[] = [formula];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.kind === 'name') names.add(part.name);
    if (part.kind === 'at_least') open.push(...part.of.toReversed());
  }
  return [...names];
}

/** Tells whether a formula holds for the names that hold. */
export function holds(formula: Formula, isTrue: (name: string) => boolean): boolean {
  if (formula.kind === 'always') return true;
  if (formula.kind === 'name') return isTrue(formula.name);
  let count = 0;
  for (const part of formula.of) if (holds(part, isTrue)) count += 1;
  return count >= formula.count;
}

/** Writes a formula as a person types it: `a & (b | c)`, `2of(a, b, c)`, `-` when it always holds. */
export function renderFormula(formula: Formula): string {
  return renderPart(formula, 'any');
}

function renderPart(formula: Formula, inside: 'any' | 'all'): string {
  if (formula.kind === 'always') return '-';
  if (formula.kind === 'name') return formula.name;
  if (formula.count === formula.of.length) {
    return formula.of.map((part) => renderPart(part, 'all')).join(' & ');
  }
  if (formula.count === 1) {
    const text = formula.of.map((part) => renderPart(part, 'any')).join(' | ');
    return inside === 'all' ? `(${text})` : text;
  }
  return `${formula.count}of(${formula.of.map((part) => renderPart(part, 'any')).join(', ')})`;
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly length: number;
  position: number;
}

const TOKEN = /\s*(?:(\d+of(?=\s*\())|([A-Za-z0-9][A-Za-z0-9._-]*|-)|([&|(),]))/y;
const COUNTED = /^(\d+)of$/;

/**
 * Reads a formula: names joined by `&` and `|`, parentheses, `2of(a, b, c)`; `&` binds tighter.
 *
 * A single `-` always holds. Length and nesting are bounded, so hostile input ends in a refusal.
 */
export function parseFormula(text: string): Outcome<Formula, FormulaRefusal> {
  if (text.length > FORMULA_LENGTH_MAX) {
    return notUnderstood(
      0,
      `${text.length} characters`,
      `at most ${FORMULA_LENGTH_MAX} characters`,
    );
  }
  const tokens = splitTokens(text);
  if (!tokens.ok) return tokens;
  const reader: Reader = { tokens: tokens.value, length: text.length, position: 0 };
  if (reader.tokens.length === 1 && reader.tokens[0]?.text === '-') return accept(ALWAYS);
  try {
    const formula = readAny(reader, 0);
    const rest = reader.tokens[reader.position];
    if (rest !== undefined) fail(rest.offset, rest.text, "'&', '|' or the end");
    return accept(formula);
  } catch (error) {
    if (error instanceof FormulaStop) return refuse(error.refusal);
    throw error;
  }
}

class FormulaStop extends Error {
  readonly refusal: FormulaRefusal;
  constructor(refusal: FormulaRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

function notUnderstood(offset: number, found: string, expected: string) {
  return refuse<FormulaRefusal>({ code: 'formula_not_understood', offset, found, expected });
}

function fail(offset: number, found: string, expected: string): never {
  throw new FormulaStop({ code: 'formula_not_understood', offset, found, expected });
}

function splitTokens(text: string): Outcome<Token[], FormulaRefusal> {
  const tokens: Token[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    const token = match?.[1] ?? match?.[2] ?? match?.[3];
    if (match === null || token === undefined) {
      const offset = from + (/^\s*/.exec(trimmed.slice(from))?.[0].length ?? 0);
      return notUnderstood(offset, trimmed[offset] ?? '', "a name, '&', '|', '(' or ')'");
    }
    tokens.push({ text: token, offset: TOKEN.lastIndex - token.length });
  }
  return accept(tokens);
}

function readAny(reader: Reader, depth: number): Formula {
  const parts = [readAll(reader, depth)];
  while (takes(reader, '|')) parts.push(readAll(reader, depth));
  return parts.length === 1 ? (parts[0] as Formula) : atLeast(1, parts);
}

function readAll(reader: Reader, depth: number): Formula {
  const parts = [readPart(reader, depth)];
  while (takes(reader, '&')) parts.push(readPart(reader, depth));
  return parts.length === 1 ? (parts[0] as Formula) : allOf(parts);
}

function readPart(reader: Reader, depth: number): Formula {
  const token = reader.tokens[reader.position];
  if (token === undefined) fail(reader.length, 'the end', "a name or '('");
  if (depth > FORMULA_DEPTH_MAX) {
    fail(token.offset, 'deeper nesting', `at most ${FORMULA_DEPTH_MAX} parentheses`);
  }
  reader.position += 1;
  const counted = COUNTED.exec(token.text);
  if (counted !== null && reader.tokens[reader.position]?.text === '(') {
    return readCounted(reader, depth, { token, count: Number(counted[1]) });
  }
  if (token.text === '(') {
    const inner = readAny(reader, depth + 1);
    expectToken(reader, ')');
    return inner;
  }
  if (/^[&|),-]$/.test(token.text)) fail(token.offset, token.text, "a name or '('");
  return nameFormula(token.text);
}

function readCounted(
  reader: Reader,
  depth: number,
  head: { readonly token: Token; readonly count: number },
): Formula {
  expectToken(reader, '(');
  const parts = [readAny(reader, depth + 1)];
  while (takes(reader, ',')) parts.push(readAny(reader, depth + 1));
  expectToken(reader, ')');
  if (head.count < 1 || head.count > parts.length) {
    fail(head.token.offset, head.token.text, `a count from 1 to ${parts.length}`);
  }
  return atLeast(head.count, parts);
}

function takes(reader: Reader, text: string): boolean {
  if (reader.tokens[reader.position]?.text !== text) return false;
  reader.position += 1;
  return true;
}

function expectToken(reader: Reader, text: string): void {
  const token = reader.tokens[reader.position];
  if (token?.text !== text)
    fail(token?.offset ?? reader.length, token?.text ?? 'the end', `'${text}'`);
  reader.position += 1;
}
