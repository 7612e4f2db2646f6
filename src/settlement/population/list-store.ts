import type { DuckDBConnection } from '@duckdb/node-api';
import type { Rational } from '../../kernel/index.ts';
import {
  type FactColumn,
  type FactRange,
  type ListColumns,
  quoteSqlText,
} from '../../policy/compile/index.ts';
import type { FactValue } from '../../policy/index.ts';

type ListType = Extract<FactRange['type'], { readonly kind: 'list' }>;
type List = Extract<FactValue, { readonly kind: 'list' }>;
type Single = List['entries'][number]['value'];

/** A distinct cell of a list column, and the list it was read as; undefined where it is none. */
export interface ReadList {
  readonly text: string;
  readonly list: List | undefined;
}

interface Field {
  readonly name: string;
  readonly kind: string;
}

/**
 * Keeps what each distinct cell of a list column means as arrays that stand beside each other, in
 * a table `<key>_m`, and gives how they are read; undefined where a value does not fit 64 bits or
 * there are more than 20 million of them, so that the list is left to the evaluator. The table is made either way: it says what can be read.
 */
export async function storeLists(
  connection: DuckDBConnection,
  work: { readonly key: string; readonly type: ListType; readonly lists: readonly ReadList[] },
): Promise<ListColumns | undefined> {
  const { key, type, lists } = work;
  const plan = planArrays(type, lists);
  const parts = plan.arrays.map(({ sqlType }, at) => `${key}_${at} ${sqlType}[]`);
  const table = ['mapped_raw varchar', 'mapped_value varchar', ...parts, `${key}_t bigint[]`];
  await connection.run(`create temp table ${key}_m (${table.join(', ')})`);
  const rows = lists.map(({ text, list }) => {
    const cells = plan.fits && list ? plan.arrays.map(({ write }) => write(list)) : [];
    const none = plan.arrays.map(() => 'null');
    const times =
      list && plan.hasTimes ? arrayOf(list.entries.map((one) => `${one.times}`)) : 'null';
    const given = cells.length > 0 ? [...cells, times] : [...none, 'null'];
    return `(${quoteSqlText(text)}, ${list ? `'read'` : 'null'}, ${given.join(', ')})`;
  });
  for (const some of inPieces(rows)) {
    await connection.run(`insert into ${key}_m values ${some.join(', ')}`);
  }
  if (!plan.fits) return undefined;
  const columns = plan.arrays.map(({ name, column }, at): [string, FactColumn] => [
    name,
    { ...column, column: `${key}_${at}` },
  ]);
  return {
    most: plan.most,
    ...(plan.hasTimes ? { times: `${key}_t` } : {}),
    parts: new Map(columns),
  };
}

const mostText = 4_000_000;

/** Gives the rows in statements that are no longer than a parser likes. */
export function* inPieces(rows: readonly string[]): Generator<readonly string[]> {
  let piece: string[] = [];
  let length = 0;
  for (const row of rows) {
    piece.push(row);
    length += row.length;
    if (piece.length < 2_000 && length < mostText) continue;
    yield piece;
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield piece;
}

/** Arrays of more values would not stand in memory beside the rest. */
export const mostKept = 20_000_000;

function planArrays({ of }: ListType, lists: readonly ReadList[]) {
  const read = lists.flatMap(({ list }) => list ?? []);
  const fields: readonly Field[] =
    of.kind === 'record'
      ? of.fields.map(({ name, type }) => ({ name, kind: type.kind }))
      : [{ name: '', kind: of.kind }];
  const arrays = fields.map((field) => planArray(field, read));
  const count = read.reduce((sum, { entries }) => sum + entries.length, 0);
  const totals = read.map(({ entries }) => entries.reduce((sum, { times }) => sum + times, 0n));
  return {
    arrays,
    fits: arrays.every((one) => one.fits) && count <= mostKept,
    hasTimes: read.some(({ entries }) => entries.some(({ times }) => times !== 1n)),
    most: totals.reduce((most, one) => (one > most ? one : most), 0n),
  };
}

// Beyond it a common denominator leaves no digits for what is counted in it.
const mostDenominator = 10n ** 12n;

function planArray({ name, kind }: Field, lists: readonly List[]) {
  const all = lists.flatMap(({ entries }) => entries.map(({ value }) => partOf(value, name)));
  const denominator = all.reduce((common, one) => commonWith(common, numberOf(one)), 1n);
  const range = all.reduce(
    (found, one) => widened(found, scaled(numberOf(one), denominator)),
    undefined as Bounds | undefined,
  );
  const { low, high } = range ?? { low: 0n, high: 0n };
  const is64 = high < 2n ** 63n && low > -(2n ** 63n);
  const column = { column: '', denominator, low, high, canBeMissing: all.includes(undefined) };
  const write = ({ entries }: List) =>
    arrayOf(entries.map(({ value }) => writeSingle(partOf(value, name), denominator)));
  const fits = kind !== 'interval_set' && denominator <= mostDenominator && is64;
  return { name, column, fits, sqlType: sqlTypeOf(kind), write };
}

interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

function widened(range: Bounds | undefined, number: bigint | undefined): Bounds | undefined {
  if (number === undefined) return range;
  if (!range) return { low: number, high: number };
  const { low, high } = range;
  return { low: number < low ? number : low, high: number > high ? number : high };
}

function commonWith(common: bigint, number: Rational | undefined): bigint {
  if (!number || common > mostDenominator) return common;
  return (common / divisor(common, number.denominator)) * number.denominator;
}

function arrayOf(cells: readonly string[]): string {
  return `[${cells.join(', ')}]`;
}

function partOf(value: Single, name: string): Single | undefined {
  if (name === '') return value;
  return value.kind === 'record' ? value.fields.get(name) : undefined;
}

function numberOf(value: Single | undefined): Rational | undefined {
  if (value?.kind === 'instant') return { numerator: BigInt(value.at), denominator: 1n };
  return value && 'value' in value && typeof value.value === 'object' ? value.value : undefined;
}

function scaled(number: Rational | undefined, denominator: bigint): bigint | undefined {
  return number && (number.numerator * denominator) / number.denominator;
}

function divisor(left: bigint, right: bigint): bigint {
  return right === 0n ? left : divisor(right, left % right);
}

function sqlTypeOf(kind: string): string {
  if (kind === 'yes_no') return 'boolean';
  if (kind === 'date') return 'date';
  return kind === 'choice' || kind === 'interval_set' ? 'varchar' : 'bigint';
}

function writeSingle(value: Single | undefined, denominator: bigint): string {
  const number = scaled(numberOf(value), denominator);
  if (number !== undefined) return String(number);
  if (value?.kind === 'yes_no') return String(value.value);
  if (value?.kind === 'choice') return quoteSqlText(value.choice);
  return value?.kind === 'date' ? `date ${quoteSqlText(value.on)}` : 'null';
}
