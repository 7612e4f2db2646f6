import { type Rational, rational } from '../../kernel/index.ts';
import type { Quantity } from '../check/quantity.ts';
import type { Analysis } from '../check/scope.ts';
import { minorUnit } from '../check/unit.ts';
import type { PolicyDocument } from '../document.ts';
import type { Expression } from '../expression.ts';

/** A name and the values at which a table or a comparison turns on it. */
export interface Pivot {
  readonly name: string;
  readonly bounds: readonly Rational[];
}

interface Known {
  readonly document: PolicyDocument;
  readonly analysis: Analysis;
}

const pivots = new WeakMap<Analysis, readonly Pivot[]>();

/** Gives the pivots of a document, found once: bounds of tables and constants compared with. */
export function findPivots({ document, analysis }: Known): readonly Pivot[] {
  const before = pivots.get(analysis);
  if (before) return before;
  const byName = new Map<string, Rational[]>();
  for (const { name, bound } of [...tableBounds(analysis), ...comparedBounds(analysis)]) {
    if (!document.facts.has(name) && !document.lets.has(name)) continue;
    byName.set(name, [...(byName.get(name) ?? []), bound]);
  }
  const found = [...byName].map(([name, bounds]) => ({ name, bounds }));
  pivots.set(analysis, found);
  return found;
}

interface NamedBound {
  readonly name: string;
  readonly bound: Rational;
}

function tableBounds({ tables }: Analysis): NamedBound[] {
  return [...tables].flatMap(([{ key }, { rows }]) => {
    if (key.kind !== 'name') return [];
    const edges = rows.flatMap((row) => (row.kind === 'range' ? [row.low, row.high] : []));
    return edges.flatMap((edge) => (edge ? { name: key.name, bound: edge.value } : []));
  });
}

function comparedBounds(analysis: Analysis): NamedBound[] {
  const compared = (named: Expression, other: Expression): NamedBound[] => {
    const bound = constantOf(other, analysis);
    return named.kind === 'name' && bound ? [{ name: named.name, bound }] : [];
  };
  return [...analysis.known.keys()].flatMap((expression) => {
    if (expression.kind !== 'compare') return [];
    const { left, right } = expression;
    return [...compared(left, right), ...compared(right, left)];
  });
}

function constantOf(expression: Expression, analysis: Analysis): Rational | undefined {
  const known = analysis.known.get(expression);
  return known?.kind === 'quantity' ? known.constant : undefined;
}

/** Gives the smallest step of a name: a minor unit, one, one second, or a millionth of a ratio. */
export function grainOf(name: string, { document, analysis }: Known): Rational {
  const type = analysis.factTypes.get(name);
  if (type?.kind === 'duration' || type?.kind === 'count') return rational(1n);
  if (type?.kind === 'money') return minorUnit(type.currency);
  const value = document.lets.get(name)?.value;
  const known = value && analysis.known.get(value);
  if (known?.kind !== 'quantity') return rational(1n, 1_000_000n);
  return grainOfQuantity(known, document.header.currency);
}

function grainOfQuantity(known: Quantity, currency: string): Rational {
  if (known.grain && known.grain.numerator !== 0n) return known.grain;
  if (known.time === 1) return rational(1n);
  return known.money === 1 ? minorUnit(known.currency ?? currency) : rational(1n, 1_000_000n);
}
