import type { Expression } from '../../expression.ts';
import type { Compilation } from '../compilation.ts';
import {
  bindStop,
  bindValue,
  type CompiledValue,
  chooseStop,
  holds,
  type Stop,
} from '../compiled-value.ts';
import { overOneDenominator } from '../sql/fraction.ts';
import { constantOf } from '../sql/integer-arithmetic.ts';
import { type Cell, depthOf, type Layers, NotCompiled, openLayers } from '../sql/layers.ts';
import type { RowColumn } from '../sql/rows.ts';
import { stopBefore } from '../stop-before.ts';
import { eachOf } from './each.ts';
import { columnsOf, type ListedShape, type ListValue } from './list-value.ts';

type Selection = Extract<Expression, { readonly kind: 'selection' }>;

/**
 * Goes through a list once, as `evaluate/evaluate-list.ts` does: keeps what the condition holds for,
 * and gives the item of each. A value whose item ends in `none` is left out.
 */
export function compileSelection(expression: Selection, compilation: Compilation): CompiledValue {
  if (expression.variable) throw new NotCompiled('a list that is gone through under a name');
  const source = compilation.compile(expression.source, compilation);
  if (source.kind !== 'list') throw new NotCompiled('what is gone through is no list');
  const { dialect } = compilation.layers;
  const alias = compilation.freshName();
  const inner = openEach(source, alias, compilation);
  const { layers } = inner.compilation;
  const where = expression.where && bind(expression.where, inner.compilation);
  const item = expression.item && bind(expression.item, inner.compilation);
  const own = entryStop({ where, item }, inner.compilation);
  const kept = keptOf({ where, item }, own?.dropped);
  const picked = pickColumns(source, { item, alias, layers });
  const entryCell = own && layers.bind(own.stop.cell);
  const keep = kept && layers.bind(kept);
  const given = layers.render(source.rows.sql);
  const depth = Math.max(source.rows.depth, inner.reached());
  const some = keep ? dialect.rows.keep(given, alias, keep.sql) : given;
  const found =
    own &&
    entryCell &&
    gatherEntries({ rows: given, alias, depth }, { ...own.stop, cell: entryCell }, compilation);
  const stop = stopBefore(source.stop, found, compilation.layers);
  return {
    kind: 'list',
    rows: { sql: dialect.rows.pick(some, alias, picked.columns), depth },
    element: picked.element,
    ...(source.times === undefined ? {} : { times: source.times }),
    ...{ most: source.most, isBound: false },
    ...(stop ? { stop } : {}),
  };
}

function bind(expression: Expression, compilation: Compilation): CompiledValue {
  return bindValue(compilation.compile(expression, compilation), compilation.layers);
}

/** Opens the compilation of what is said of each value; names are worked out outside of it. */
function openEach(list: ListValue, alias: string, compilation: Compilation) {
  let reached = 0;
  const reach = (depth: number) => {
    reached = Math.max(reached, depth);
  };
  const inner: Compilation = {
    ...compilation,
    layers: openLayers(compilation.layers.dialect, `${alias}c`, alias),
    names: new Map(),
    outer: { compilation, reach },
  };
  return {
    compilation: { ...inner, each: eachOf(list, alias, inner) },
    reached: () => reached,
  };
}

interface Parts {
  readonly where: CompiledValue | undefined;
  readonly item: CompiledValue | undefined;
}

/** Gives what stops an entry, and where it is dropped by an item that ends in `none`. */
function entryStop(
  { where, item }: Parts,
  { stops }: Compilation,
): { readonly stop: Stop; readonly dropped: Cell | undefined } | undefined {
  const nones = stops.halts.flatMap(({ status }, at) =>
    status === 'none' ? [`${-(at + 1)}`] : [],
  );
  const isDropped = item?.stop?.canHalt && nones.length > 0;
  const dropped = isDropped
    ? {
        sql: `(${item.stop?.cell.sql} in (${nones.join(', ')}))`,
        depth: item.stop?.cell.depth ?? 0,
      }
    : undefined;
  const rows = [
    ...(where?.stop ? [{ when: isSet(where.stop), gives: where.stop }] : []),
    ...(where ? [{ when: negated(holds(where)), gives: undefined }] : []),
    ...(dropped ? [{ when: dropped, gives: undefined }] : []),
  ];
  const stop = chooseStop(rows, item?.stop);
  return stop && { stop, dropped };
}

function keptOf({ where, item }: Parts, dropped: Cell | undefined): Cell | undefined {
  const parts = [
    ...(where ? [holds(where)] : []),
    ...(dropped ? [negated(dropped)] : []),
    ...(item?.stop ? [negated(isSet(item.stop))] : []),
  ];
  if (parts.length === 0) return undefined;
  return { sql: `(${parts.map(({ sql }) => sql).join(' and ')})`, depth: depthOf(...parts) };
}

function isSet({ cell }: Stop): Cell {
  return { sql: `(${cell.sql} <> 0)`, depth: cell.depth };
}

function negated({ sql, depth }: Cell): Cell {
  return { sql: `(not ${sql})`, depth };
}

function pickColumns(
  source: ListValue,
  work: {
    readonly item: CompiledValue | undefined;
    readonly alias: string;
    readonly layers: Layers;
  },
): { readonly columns: readonly RowColumn[]; readonly element: ListValue['element'] } {
  const { item, alias, layers } = work;
  const keep = (name: string) => ({ name, sql: `${alias}.${name}` });
  if (!item) return { columns: columnsOf(source).map(keep), element: source.element };
  const { shape, sql } = shapeOf(item, layers);
  const times = source.times === undefined ? [] : [keep(source.times)];
  return { columns: [{ name: shape.column, sql }, ...times], element: shape };
}

function shapeOf(
  item: CompiledValue,
  layers: Layers,
): { readonly shape: ListedShape; readonly sql: string } {
  const column = 'f0';
  switch (item.kind) {
    case 'number': {
      const { numerator, denominator } = overOneDenominator(layers, item.fraction);
      const divisor = constantOf(denominator) ?? 1n;
      const { bounds, isWide, sql } = numerator;
      return { shape: { kind: 'number', column, denominator: divisor, bounds, isWide }, sql };
    }
    case 'instant':
      return { shape: { kind: 'instant', column, bounds: item.cell.bounds }, sql: item.cell.sql };
    case 'date': {
      const days = item.days ? { days: item.days } : {};
      return { shape: { kind: 'date', column, ...days }, sql: item.cell.sql };
    }
    case 'yes_no':
    case 'choice':
      return { shape: { kind: item.kind, column }, sql: item.cell.sql };
    default:
      throw new NotCompiled('a list of lists, of interval sets or of calendar periods');
  }
}

/** Gathers what stops the entries of a list: what is missing of all, else the first end. */
function gatherEntries(
  { rows, alias, depth }: { readonly rows: string; readonly alias: string; readonly depth: number },
  { cell, canMiss, canHalt }: Stop,
  { layers }: Compilation,
): Stop {
  const { rows: dialect } = layers.dialect;
  const value = canHalt ? `greatest(${cell.sql}, 0::bigint)` : cell.sql;
  const missing = `coalesce(${dialect.reduce('bit_or', { rows, alias, value })}, 0)::bigint`;
  const ended = `coalesce(${dialect.firstBelowZero({ rows, alias, value: cell.sql })}, 0)::bigint`;
  if (!canHalt) return bindStop({ cell: { sql: missing, depth }, canMiss, canHalt }, layers);
  const end = layers.bind({ sql: ended, depth });
  if (!canMiss) return { cell: end, canMiss, canHalt };
  const open = layers.bind({ sql: missing, depth });
  const sql = `(case when ${open.sql} <> 0 then ${open.sql} else ${end.sql} end)`;
  return bindStop({ cell: { sql, depth: depthOf(open, end) }, canMiss, canHalt }, layers);
}
