import { withoutEnd } from '../../kernel/index.ts';
import { findUnit } from '../check/unit.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression, Span } from '../expression.ts';

/** A figure of a document that can be tried at other values: a constant, or a bound of a table. */
export interface Adjustable {
  /** the constant's name, or the clause and the bound as written: `§2 up to 300_000 KRW` */
  readonly name: string;
  readonly clause: string;
  /** where its numbers stand in the text */
  readonly spans: readonly Span[];
  /** its numbers as written; of a constant by date all of them, `8 GBP, 10 GBP` */
  readonly text: string;
}

/** Gives the figures of a document that can be tried at other values, constants first. */
export function listAdjustables(document: PolicyDocument): readonly Adjustable[] {
  const constants = [...document.constants.values()].flatMap(({ name, values, span }) => {
    const numbers = values.flatMap(({ value }) => (value.kind === 'number' ? [value.span] : []));
    if (numbers.length === 0) return [];
    const text = numbers.map((number) => quote(document, number)).join(', ');
    return [{ name, clause: clauseAt(document, span), spans: numbers, text }];
  });
  const bounds = document.blocks.flatMap(({ clause, statements }) =>
    findBounds(statements).map(({ bound, value }): Adjustable => {
      const name = `${clause} ${quote(document, bound)}`;
      return { name, clause, spans: [value.span], text: quote(document, value.span) };
    }),
  );
  const seen = new Set<string>();
  return [...constants, ...bounds].filter(({ name }) => !seen.has(name) && seen.add(name));
}

/** By what a figure is multiplied. */
export interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** Numbers and durations come to whole ones, the nearest; for where parts of one mean nothing. */
  readonly isWhole?: boolean;
}

/**
 * Gives the document's text with a figure multiplied by `numerator ÷ denominator`: money and months
 * to their digits, and what is in percent, a duration or a number with two digits more, which hold a
 * hundredth of it exactly.
 */
export function adjustText({ text }: PolicyDocument, { spans }: Adjustable, share: Share): string {
  const later = [...spans].sort((left, right) => right.from - left.from);
  return later.reduce((whole, span) => {
    const written = whole.slice(span.from, span.until);
    const changed = written.replace(/[\d_]+(\.[\d_]+)?/, (number) => {
      const way = wayOf(written.slice(number.length).trim(), share);
      if (way === 'nearest') return scaled(number, share, 'nearest');
      if (way === 'cut') return scaled(number, share);
      return withoutZeros(scaled(withZeros(number, 2), share));
    });
    return whole.slice(0, span.from) + changed + whole.slice(span.until);
  }, text);
}

/** Says how a number with this unit is told when it is multiplied. */
function wayOf(word: string, { isWhole }: Share): 'cut' | 'nearest' | 'exact' {
  const unit = word === '' ? undefined : findUnit(word);
  if (unit?.kind === 'money') return 'cut';
  if (unit?.kind === 'period') return 'nearest';
  return isWhole === true && unit?.kind !== 'percent' ? 'nearest' : 'exact';
}

function withZeros(number: string, count: number): string {
  const zeros = '0'.repeat(count);
  return number.includes('.') ? `${number}${zeros}` : `${number}.${zeros}`;
}

function withoutZeros(number: string): string {
  return withoutEnd(number, '0').replace(/\.$/, '');
}

function scaled(
  written: string,
  { numerator, denominator }: Share,
  mode: 'cut' | 'nearest' = 'cut',
): string {
  const [whole = '', part = ''] = written.replaceAll('_', '').split('.');
  const product = BigInt(whole + part) * numerator;
  const half = mode === 'nearest' ? denominator / 2n : 0n;
  const value = (product + half) / denominator;
  const digits = String(value).padStart(part.length + 1, '0');
  const cut = digits.length - part.length;
  return part === '' ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

interface FoundBound {
  readonly bound: Span;
  readonly value: Extract<Expression, { readonly kind: 'number' }>;
}

/** Goes through the statements of a block and gives every bound of a table that is a number. */
function findBounds(node: unknown): FoundBound[] {
  if (Array.isArray(node)) return node.flatMap(findBounds);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'bound' in node && 'outcome' in node ? boundsOf(node.bound) : [];
  return [...own, ...Object.values(node).flatMap(findBounds)];
}

function boundsOf(bound: unknown): FoundBound[] {
  if (typeof bound !== 'object' || bound === null || !('span' in bound)) return [];
  const { low, high, span } = bound as {
    readonly low?: { readonly value: Expression };
    readonly high?: { readonly value: Expression };
    readonly span: Span;
  };
  return [low, high].flatMap((edge) =>
    edge?.value.kind === 'number' && edge.value.value.numerator !== 0n
      ? [{ bound: span, value: edge.value }]
      : [],
  );
}

function quote({ text }: PolicyDocument, span: Span | undefined): string {
  return span ? text.slice(span.from, span.until).replace(/\s+/g, ' ') : '';
}

function clauseAt({ clauses }: PolicyDocument, { from }: Span): string {
  return clauses.filter(({ span }) => span.from <= from).at(-1)?.label ?? '';
}
