import { withoutEnd } from '../../kernel/index.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression, Span } from '../expression.ts';

/** A figure of a document that can be tried at other values: a constant, or a bound of a table. */
export interface Adjustable {
  /** the constant's name, or the clause and the bound as written: `§2 up to 300_000 KRW` */
  readonly name: string;
  readonly clause: string;
  /** where its numbers stand in the text */
  readonly spans: readonly Span[];
  readonly text: string;
}

/** Gives the figures of a document that can be tried at other values, constants first. */
export function listAdjustables(document: PolicyDocument): readonly Adjustable[] {
  const constants = [...document.constants.values()].flatMap(({ name, values, span }) => {
    const numbers = values.flatMap(({ value }) => (value.kind === 'number' ? [value.span] : []));
    if (numbers.length === 0) return [];
    const [first] = numbers;
    return [
      { name, clause: clauseAt(document, span), spans: numbers, text: quote(document, first) },
    ];
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

/**
 * Gives the document's text with a figure multiplied by `numerator ÷ denominator`, cut to its digits;
 * a figure in percent has two digits more, which hold a hundredth of it exactly.
 */
export function adjustText(
  { text }: PolicyDocument,
  { spans }: Adjustable,
  share: { readonly numerator: bigint; readonly denominator: bigint },
): string {
  const later = [...spans].sort((left, right) => right.from - left.from);
  return later.reduce((whole, span) => {
    const written = whole.slice(span.from, span.until);
    const more = written.endsWith('%') ? 2 : 0;
    const changed = written.replace(/[\d_]+(\.[\d_]+)?/, (number) =>
      more === 0 ? scaled(number, share) : withoutZeros(scaled(withZeros(number, more), share)),
    );
    return whole.slice(0, span.from) + changed + whole.slice(span.until);
  }, text);
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
  { numerator, denominator }: { readonly numerator: bigint; readonly denominator: bigint },
): string {
  const [whole = '', part = ''] = written.replaceAll('_', '').split('.');
  const value = (BigInt(whole + part) * numerator) / denominator;
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
