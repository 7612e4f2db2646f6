import type { Compilation } from '../compilation.ts';
import { always, type CompiledValue, chooseStop, number } from '../compiled-value.ts';
import { type Bounds, exactly, joinBounds, multiplyBounds } from '../sql/bounds.ts';
import { divideFractions, type Fraction, wholeFraction } from '../sql/fraction.ts';
import {
  type Cell,
  type IntegerCell,
  integerLiteral,
  type Layers,
  NotCompiled,
  requireBounds,
} from '../sql/layers.ts';
import { bindList, type ListedShape, type ListValue } from './list-value.ts';

type Reduction = (list: ListValue, compilation: Compilation) => CompiledValue;

/** The functions that make one value of a list, with the meaning of `evaluate/evaluate-list.ts`. */
export const reductions: Readonly<Record<string, Reduction>> = {
  size: (list, { layers }) => number(wholeFraction(sizeOf(list, layers), layers)),
  sum: (list, { layers }) => number(sumOf(list, layers)),
  mean: (given, compilation) => {
    const { layers } = compilation;
    const list = bindList(given, layers);
    const size = layers.bind(sizeOf(list, layers));
    const least = { ...size, sql: `greatest(${size.sql}, 1::bigint)` };
    const bounds = { low: 1n, high: size.bounds.high > 1n ? size.bounds.high : 1n };
    const divisor = wholeFraction(layers.bind({ ...least, bounds }), layers);
    const mean = divideFractions(layers, [sumOf(list, layers), divisor]);
    return number(mean, whereEmpty('mean', size, compilation));
  },
  largest: (list, compilation) => extremeOf('largest', list, compilation),
  smallest: (list, compilation) => extremeOf('smallest', list, compilation),
};

function whereEmpty(callee: string, size: Cell, { stops }: Compilation) {
  const gives = always(stops.bitOf(`${callee} of an empty list`));
  const when = { sql: `(${size.sql} = 0)`, depth: size.depth };
  return chooseStop([{ when, gives }], undefined);
}

function sizeOf({ rows, times, most }: ListValue, { dialect }: Layers): IntegerCell {
  const counted =
    times === undefined
      ? dialect.rows.count(rows.sql)
      : dialect.rows.reduce('sum', { rows: rows.sql, alias: 'x', value: `x.${times}` });
  const sql = `coalesce(${counted}, 0)::bigint`;
  return { sql, depth: rows.depth, bounds: { low: 0n, high: most }, isWide: false };
}

function shapeOf({ element }: ListValue): ListedShape {
  if (element.kind === 'record') throw new NotCompiled('one value of a list of records');
  return element;
}

function sumOf(list: ListValue, layers: Layers): Fraction {
  const { dialect } = layers;
  const shape = shapeOf(list);
  if (shape.kind !== 'number') throw new NotCompiled('a sum of what is no figure');
  const bounds = joinBounds(
    exactly(0n),
    multiplyBounds(shape.bounds, { low: 0n, high: list.most }),
  );
  const isWide = requireBounds(bounds, dialect);
  const own = isWide ? `x.${shape.column}::${dialect.wideType}` : `x.${shape.column}`;
  const value = list.times === undefined ? own : `(${own} * x.${list.times})`;
  const total = dialect.rows.reduce('sum', { rows: list.rows.sql, alias: 'x', value });
  const sql = `coalesce(${total}, 0)::${isWide ? dialect.wideType : 'bigint'}`;
  const numerator: IntegerCell = layers.bind({ sql, depth: list.rows.depth, bounds, isWide });
  return { numerator, denominator: integerLiteral(shape.denominator, dialect) };
}

function extremeOf(
  callee: 'largest' | 'smallest',
  given: ListValue,
  compilation: Compilation,
): CompiledValue {
  const { layers } = compilation;
  const { dialect } = layers;
  const list = bindList(given, layers);
  const shape = shapeOf(list);
  const { rows } = list;
  const size = layers.bind(sizeOf(list, layers));
  const found = whereEmpty(callee, size, compilation);
  const stop = found ? { stop: found } : {};
  const how = callee === 'largest' ? 'max' : 'min';
  const best = dialect.rows.reduce(how, { rows: rows.sql, alias: 'x', value: `x.${shape.column}` });
  // Of an empty list the value means nothing, but it stays in its range.
  const inRange = (bounds: Bounds, isWide: boolean): IntegerCell => {
    const usual = integerLiteral(bounds.low, dialect).sql;
    const type = isWide ? dialect.wideType : 'bigint';
    return { sql: `coalesce(${best}, ${usual})::${type}`, depth: rows.depth, bounds, isWide };
  };
  switch (shape.kind) {
    case 'number': {
      const denominator = integerLiteral(shape.denominator, dialect);
      const fraction = { numerator: inRange(shape.bounds, shape.isWide), denominator };
      return { kind: 'number', fraction, ...stop };
    }
    case 'instant':
      return { kind: 'instant', cell: inRange(shape.bounds, false), ...stop };
    case 'date': {
      const cell = { sql: `coalesce(${best}, date '2000-01-01')`, depth: rows.depth };
      return { kind: 'date', cell, ...stop };
    }
    default:
      throw new NotCompiled(`the ${callee} of values that have no order`);
  }
}
