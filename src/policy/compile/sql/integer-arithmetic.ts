import {
  absoluteBounds,
  addBounds,
  type Bounds,
  divideBounds,
  greaterBounds,
  joinBounds,
  lesserBounds,
  multiplyBounds,
  negateBounds,
} from './bounds.ts';
import {
  type Cell,
  depthOf,
  type IntegerCell,
  integerLiteral,
  type Layers,
  narrow,
  requireBounds,
  widen,
} from './layers.ts';

/** Exact arithmetic on whole numbers in SQL; every result's range is proved before it is written. */

/** Gives the number itself when a cell can only be one. */
export function constantOf({ bounds }: IntegerCell): bigint | undefined {
  return bounds.low === bounds.high ? bounds.low : undefined;
}

function literal(value: bigint, { dialect }: Layers): IntegerCell {
  return integerLiteral(value, dialect);
}

function combine(
  layers: Layers,
  work: {
    readonly left: IntegerCell;
    readonly right: IntegerCell;
    readonly bounds: Bounds;
    readonly write: (left: string, right: string, isWide: boolean) => string;
  },
): IntegerCell {
  const { left, right, bounds, write } = work;
  const isWide = requireBounds(bounds, layers.dialect) || left.isWide || right.isWide;
  const [one, other] = isWide
    ? [widen(left, layers.dialect), widen(right, layers.dialect)]
    : [left, right];
  return { sql: write(one.sql, other.sql, isWide), depth: depthOf(left, right), bounds, isWide };
}

/** Adds two numbers. */
export function add(layers: Layers, left: IntegerCell, right: IntegerCell): IntegerCell {
  if (constantOf(left) === 0n) return right;
  if (constantOf(right) === 0n) return left;
  const bounds = addBounds(left.bounds, right.bounds);
  if (bounds.low === bounds.high) return literal(bounds.low, layers);
  return combine(layers, { left, right, bounds, write: (a, b) => `(${a} + ${b})` });
}

/** Turns the sign of a number. */
export function negate(layers: Layers, cell: IntegerCell): IntegerCell {
  const bounds = negateBounds(cell.bounds);
  if (bounds.low === bounds.high) return literal(bounds.low, layers);
  return { ...cell, sql: `(-(${cell.sql}))`, bounds };
}

/** Multiplies two numbers. */
export function multiply(layers: Layers, left: IntegerCell, right: IntegerCell): IntegerCell {
  if (constantOf(left) === 1n) return right;
  if (constantOf(right) === 1n) return left;
  const bounds = multiplyBounds(left.bounds, right.bounds);
  if (bounds.low === bounds.high) return literal(bounds.low, layers);
  const product = combine(layers, { left, right, bounds, write: (a, b) => `(${a} * ${b})` });
  const step = stepOf(left) * stepOf(right);
  return step === 1n ? product : { ...product, step };
}

/** Gives a number above 0 that every value is a multiple of: 1 where none is known. */
export function stepOf(cell: IntegerCell): bigint {
  const known = constantOf(cell);
  const step = known !== undefined && known !== 0n ? known : (cell.step ?? 1n);
  return step < 0n ? -step : step;
}

/** Multiplies by a number that is known. */
export function scale(layers: Layers, cell: IntegerCell, factor: bigint): IntegerCell {
  return multiply(layers, cell, literal(factor, layers));
}

/** Divides and cuts towards zero; the divisor is above zero. */
export function divide(layers: Layers, left: IntegerCell, right: IntegerCell): IntegerCell {
  if (constantOf(right) === 1n) return left;
  const bounds = divideBounds(left.bounds, right.bounds);
  if (bounds.low === bounds.high) return literal(bounds.low, layers);
  const write = (a: string, b: string, isWide: boolean) => layers.dialect.divide(a, b, isWide);
  return narrow(combine(layers, { left, right, bounds, write }));
}

/** Gives the size of a number, without its sign. */
export function absolute(cell: IntegerCell): IntegerCell {
  if (cell.bounds.low >= 0n) return cell;
  return { ...cell, sql: `abs(${cell.sql})`, bounds: absoluteBounds(cell.bounds) };
}

/**
 * Gives the greater or the lesser of two numbers, and null where one of them is null: `least` would
 * give the other one there, which can lie outside the range that was proved.
 */
export function extreme(
  layers: Layers,
  which: 'greatest' | 'least',
  pair: readonly [IntegerCell, IntegerCell],
): IntegerCell {
  const [left, right] = [layers.bind(pair[0]), layers.bind(pair[1])];
  const boundsOf = which === 'greatest' ? greaterBounds : lesserBounds;
  const bounds = boundsOf(left.bounds, right.bounds);
  const [over, under] = which === 'greatest' ? ['>=', '<'] : ['<=', '>'];
  const write = (a: string, b: string) =>
    `(case when ${a} ${over} ${b} then ${a} when ${a} ${under} ${b} then ${b} end)`;
  return combine(layers, { left, right, bounds, write });
}

/** Gives the first number whose condition holds, else the last one. */
export function choose(
  layers: Layers,
  rows: readonly { readonly when: Cell; readonly gives: IntegerCell }[],
  otherwise: IntegerCell,
): IntegerCell {
  const values = [...rows.map(({ gives }) => gives), otherwise];
  const bounds = values.map((value) => value.bounds).reduce(joinBounds);
  const allSame = values.every(({ sql }) => sql === otherwise.sql);
  if (allSame) return otherwise;
  const isWide = values.some((value) => value.isWide);
  const write = (value: IntegerCell) => (isWide ? widen(value, layers.dialect) : value).sql;
  const cases = rows.map(({ when, gives }) => `when ${when.sql} then ${write(gives)}`);
  const depth = depthOf(...values, ...rows.map(({ when }) => when));
  return { sql: `(case ${cases.join(' ')} else ${write(otherwise)} end)`, depth, bounds, isWide };
}

/** How two numbers can stand to one another, as SQL writes it. */
export type Sign = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** Says how two ranges stand to one another, when every number of the one stands so. */
function decided(sign: Sign, left: Bounds, right: Bounds): boolean | undefined {
  const isBelow = left.high < right.low;
  const isAbove = left.low > right.high;
  if (sign === '<' || sign === '>=') {
    if (isBelow || left.low >= right.high) return isBelow === (sign === '<');
  } else if (sign === '>' || sign === '<=') {
    if (isAbove || left.high <= right.low) return isAbove === (sign === '>');
  } else if (isBelow || isAbove) return sign === '<>';
  return undefined;
}

/** Gives a yes/no: how a number stands to another; written out where their ranges say it. */
export function compare(
  layers: Layers,
  relation: Sign,
  [left, right]: readonly [IntegerCell, IntegerCell],
): Cell {
  const known = decided(relation, left.bounds, right.bounds);
  if (known !== undefined) return { sql: String(known), depth: 0 };
  const isWide = left.isWide || right.isWide;
  const [one, other] = isWide
    ? [widen(left, layers.dialect), widen(right, layers.dialect)]
    : [left, right];
  return { sql: `(${one.sql} ${relation} ${other.sql})`, depth: depthOf(left, right) };
}

/** Gives the whole number at or below a quotient; the divisor is above zero. */
export function floorDivide(layers: Layers, left: IntegerCell, right: IntegerCell): IntegerCell {
  if (left.bounds.low >= 0n) return divide(layers, left, right);
  const over = layers.bind(left);
  const under = layers.bind(right);
  const nought = literal(0n, layers);
  const isBelow = compare(layers, '<', [over, nought]);
  const turned = add(layers, negate(layers, over), add(layers, under, literal(-1n, layers)));
  const low = over.bounds.low < 0n ? -over.bounds.low : 0n;
  const below = negate(
    layers,
    divide(layers, { ...turned, bounds: { low: 0n, high: low + under.bounds.high } }, under),
  );
  return choose(layers, [{ when: isBelow, gives: below }], divide(layers, over, under));
}
