import { rational } from '../../kernel/index.ts';
import type { Compilation } from './compilation.ts';
import { type CompiledValue, chooseStop, fractionOf } from './compiled-value.ts';
import { openListFact } from './lists/open-list.ts';
import { chooseSet, openSetFact, type SetValue } from './sets/set-value.ts';
import { chooseFraction, type Fraction, fractionLiteral } from './sql/fraction.ts';
import { choose } from './sql/integer-arithmetic.ts';
import {
  type Cell,
  depthOf,
  type IntegerCell,
  integerLiteral,
  type Layers,
  NotCompiled,
} from './sql/layers.ts';

/** A condition and the value that holds where it is the first to be true. */
export interface ValueRow {
  readonly when: Cell;
  readonly gives: CompiledValue;
}

/** Gives the first value whose condition holds, else the last one; what stops it goes along. */
export function chooseValue(
  layers: Layers,
  rows: readonly ValueRow[],
  otherwise: CompiledValue,
): CompiledValue {
  const stop = chooseStop(
    rows.map(({ when, gives }) => ({ when, gives: gives.stop })),
    otherwise.stop,
  );
  const plain = choosePlain(layers, rows, otherwise);
  return stop ? { ...plain, stop } : plain;
}

function choosePlain(
  layers: Layers,
  rows: readonly ValueRow[],
  otherwise: CompiledValue,
): CompiledValue {
  if (rows.some(({ gives }) => gives.kind !== otherwise.kind)) {
    throw new NotCompiled('one of two values of different kinds');
  }
  switch (otherwise.kind) {
    case 'number': {
      const cases = rows.map(({ when, gives }) => ({ when, gives: fractionOf(gives) }));
      return { kind: 'number', fraction: chooseFraction(layers, cases, otherwise.fraction) };
    }
    case 'instant': {
      const cases = rows.map(({ when, gives }) => ({ when, gives: cellOf(gives) as IntegerCell }));
      return { kind: 'instant', cell: choose(layers, cases, otherwise.cell) };
    }
    case 'period':
      throw new NotCompiled('a choice of calendar periods');
    case 'interval_set': {
      const cases = rows.map(({ when, gives }) => ({ when, gives: gives as SetValue }));
      return chooseSet(layers, cases, otherwise);
    }
    case 'list':
      throw new NotCompiled('a choice of lists');
    default:
      return { kind: otherwise.kind, cell: chooseCell(rows, otherwise.cell) };
  }
}

function cellOf(value: CompiledValue): Cell {
  if ('cell' in value) return value.cell;
  throw new NotCompiled('a value without a column');
}

function chooseCell(rows: readonly ValueRow[], otherwise: Cell): Cell {
  const cases = rows.map(({ when, gives }) => `when ${when.sql} then ${cellOf(gives).sql}`);
  const depth = depthOf(otherwise, ...rows.flatMap(({ when, gives }) => [when, cellOf(gives)]));
  return { sql: `(case ${cases.join(' ')} else ${otherwise.sql} end)`, depth };
}

/** Gives a value of a fact's kind that is never there; it goes with a stop. */
export function nothingOf(name: string, compilation: Compilation): CompiledValue {
  const { analysis, layers } = compilation;
  const zero = integerLiteral(0n, layers.dialect);
  const type = analysis.factTypes.get(name);
  switch (type?.kind) {
    case 'money':
    case 'ratio':
    case 'count':
    case 'duration':
      return { kind: 'number', fraction: insideRange(name, compilation) };
    case 'yes_no':
      return { kind: 'yes_no', cell: { sql: 'false', depth: 0 } };
    case 'choice':
      return { kind: 'choice', cell: { sql: `''`, depth: 0 } };
    case 'date':
      return { kind: 'date', cell: { sql: `date '2000-01-01'`, depth: 0 } };
    case 'instant':
      return { kind: 'instant', cell: zero };
    case 'list':
      return openListFact(type, undefined, layers);
    case 'interval_set':
      return openSetFact(undefined, layers);
    default:
      throw new NotCompiled(`the fact ${name} has no type`);
  }
}

/** A number of the declared range, so that it can stand where a divisor must not be 0. */
function insideRange(name: string, { document, analysis, layers }: Compilation): Fraction {
  const declared = document.facts.get(name);
  const bound = declared?.least ?? declared?.most;
  const known = bound && analysis.known.get(bound);
  const value = known?.kind === 'quantity' ? known.constant : undefined;
  return fractionLiteral(value ?? rational(0n), layers);
}
