import { type Rational, rational } from '../../kernel/index.ts';
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
  const add = (name: string, bound: Rational | undefined) => {
    if (!bound || !isNumber(name, { document, analysis })) return;
    byName.set(name, [...(byName.get(name) ?? []), bound]);
  };
  for (const [table, { rows }] of analysis.tables) {
    if (table.key.kind !== 'name') continue;
    for (const row of rows) {
      if (row.kind !== 'range') continue;
      add(table.key.name, row.low?.value);
      add(table.key.name, row.high?.value);
    }
  }
  for (const expression of analysis.known.keys()) {
    if (expression.kind !== 'compare') continue;
    const { left, right } = expression;
    if (left.kind === 'name') add(left.name, constantOf(right, analysis));
    if (right.kind === 'name') add(right.name, constantOf(left, analysis));
  }
  const found = [...byName].map(([name, bounds]) => ({ name, bounds }));
  pivots.set(analysis, found);
  return found;
}

function isNumber(name: string, { document }: Known): boolean {
  return document.facts.has(name) || document.lets.has(name);
}

function constantOf(expression: Expression, analysis: Analysis): Rational | undefined {
  const known = analysis.known.get(expression);
  return known?.kind === 'quantity' ? known.constant : undefined;
}

/** Gives the smallest step of a name: a minor unit, one, one second, or a millionth of a ratio. */
export function grainOf(name: string, { document, analysis }: Known): Rational {
  const type = analysis.factTypes.get(name);
  if (type?.kind === 'duration' || type?.kind === 'count') return rational(1n);
  const value = document.lets.get(name)?.value;
  const known = value && analysis.known.get(value);
  if (type?.kind === 'money') return minorUnit(type.currency);
  if (known?.kind === 'quantity') {
    if (known.grain && known.grain.numerator !== 0n) return known.grain;
    if (known.time === 1) return rational(1n);
    if (known.money === 1) return minorUnit(known.currency ?? document.header.currency);
  }
  return rational(1n, 1_000_000n);
}
