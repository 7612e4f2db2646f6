import { type Bounds, exactly, fits64, fits128 } from './bounds.ts';
import type { Dialect } from './dialect.ts';
import type { RowColumn } from './rows.ts';

/** A piece of SQL, and the layer of the query in which everything it names is there. */
export interface Cell {
  readonly sql: string;
  readonly depth: number;
}

/** A whole number as SQL: its proved range, and whether it is of the wide type. */
export interface IntegerCell extends Cell {
  readonly bounds: Bounds;
  readonly isWide: boolean;
  /** a number that every value is a multiple of, where one above 1 is known */
  readonly step?: bigint;
}

/** Why a document is not compiled; the exact evaluator decides it instead. */
export class NotCompiled extends Error {}

/**
 * The layers of a query under construction: each selects everything of the layer below and adds
 * columns. What is used more than once becomes a column, so that the text grows with the document
 * and nothing is worked out twice.
 */
export interface Layers {
  readonly dialect: Dialect;
  /** Gives a cell a column of its own, unless it is one, or a literal. */
  bind<C extends Cell>(cell: C): C;
  /** Gives a cell a column under a name of its own, for whoever reads the result. */
  name(cell: Cell, name: string): void;
  render(source: string): string;
}

const atomic = /^[a-z_0-9".]+$|^'[^']*'$|^\(?-?\d+::[a-z]+\)?$/;

/**
 * Opens the layers of a query. @param prefix begins every column's name
 * @param alias where the layers are those of the rows of a list: what each row goes by
 */
export function openLayers(dialect: Dialect, prefix: string, alias?: string): Layers {
  const layers: RowColumn[][] = [];
  const memo = new Map<string, string>();
  let serial = 0;
  const add = (cell: Cell, name: string) => {
    for (let depth = layers.length; depth <= cell.depth; depth += 1) layers.push([]);
    layers[cell.depth]?.push({ name, sql: cell.sql });
  };
  return {
    dialect,
    bind(cell) {
      if (atomic.test(cell.sql)) return cell;
      const key = `${cell.depth} ${cell.sql}`;
      const before = memo.get(key);
      if (before) return { ...cell, sql: before, depth: cell.depth + 1 };
      serial += 1;
      const name = `${prefix}${serial}`;
      const written = alias === undefined ? name : `${alias}.${name}`;
      memo.set(key, written);
      add(cell, name);
      return { ...cell, sql: written, depth: cell.depth + 1 };
    },
    name: add,
    render: (source) =>
      layers.reduce((inner, columns, index) => {
        if (columns.length === 0) return inner;
        if (alias !== undefined) return dialect.rows.extend(inner, alias, columns);
        const added = columns.map(({ name, sql }) => `${sql} as ${name}`).join(',\n  ');
        return `select *, ${added}\nfrom (${inner}${dialect.fence}) as ${prefix}l${index}`;
      }, source),
  };
}

/** Gives the depth at which several cells are all there. */
export function depthOf(...cells: readonly (Cell | undefined)[]): number {
  return cells.reduce((depth, cell) => Math.max(depth, cell?.depth ?? 0), 0);
}

/** Gives a whole number written out. @throws NotCompiled where the wide type cannot hold it */
export function integerLiteral(value: bigint, dialect: Dialect): IntegerCell {
  const isWide = requireBounds(exactly(value), dialect);
  const sql = `${value}::${isWide ? dialect.wideType : 'bigint'}`;
  return { sql: value < 0n ? `(${sql})` : sql, depth: 0, bounds: exactly(value), isWide };
}

/** Says whether a result of this range can be held; what cannot is not compiled. */
export function requireBounds(bounds: Bounds, dialect: Dialect): boolean {
  const isWide = !fits64(bounds);
  if (isWide && dialect.wideBits && !fits128(bounds)) {
    throw new NotCompiled(
      `a figure can reach ${bounds.high > -bounds.low ? bounds.high : bounds.low}, beyond 128 bits; declare narrower ranges`,
    );
  }
  return isWide;
}

/** Gives a whole number in the wide type. */
export function widen(cell: IntegerCell, dialect: Dialect): IntegerCell {
  if (cell.isWide) return cell;
  return { ...cell, sql: `(${cell.sql})::${dialect.wideType}`, isWide: true };
}

/** Gives a whole number in 64 bits when its range is known to fit. */
export function narrow(cell: IntegerCell): IntegerCell {
  if (!cell.isWide || !fits64(cell.bounds)) return cell;
  return { ...cell, sql: `(${cell.sql})::bigint`, isWide: false };
}
