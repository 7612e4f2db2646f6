import type { Rational } from '../../../src/kernel/index.ts';
import type { FactColumn } from '../../../src/policy/compile/index.ts';
import type { FactValue } from '../../../src/policy/index.ts';

type ListType = {
  readonly kind: 'list';
  readonly of: {
    readonly kind: string;
    readonly fields?: readonly {
      readonly name: string;
      readonly type: { readonly kind: string };
    }[];
  };
};
type List = Extract<FactValue, { readonly kind: 'list' }>;
type Single = List['entries'][number]['value'];

/** A column of a table of facts: its name, its type and a cell for each party. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly cells: readonly string[];
}

/** Gives the array columns of a fact that is a list, and how they are to be read. */
export function listColumns(
  name: string,
  { of }: ListType,
  work: {
    readonly values: readonly (FactValue | undefined)[];
    readonly engine: 'duckdb' | 'postgresql';
  },
): { readonly column: FactColumn; readonly columns: readonly TableColumn[] } {
  const lists = work.values.map((value) => (value?.kind === 'list' ? value : undefined));
  const fields = of.fields ?? [{ name: '', type: of }];
  const array = (cells: readonly string[], type: string) => writeArray(cells, type, work.engine);
  const parts = fields.map((field, at) => {
    const own = (value: Single): Single | undefined =>
      field.name === ''
        ? value
        : value.kind === 'record'
          ? value.fields.get(field.name)
          : undefined;
    const all = lists.flatMap((list) => list?.entries.map(({ value }) => own(value)) ?? []);
    const denominator = all.reduce(
      (common, value) => lcm(common, numberOf(value)?.denominator ?? 1n),
      1n,
    );
    const numbers = all.flatMap((value) => {
      const number = numberOf(value);
      return number ? [(number.numerator * denominator) / number.denominator] : [];
    });
    const type = typeOf(field.type.kind);
    const column: FactColumn = {
      ...{ column: `l_${name}_${at}`, denominator, ...rangeOf(numbers) },
      canBeMissing: all.includes(undefined),
    };
    const cells = lists.map((list) =>
      list
        ? array(
            list.entries.map(({ value }) => writeSingle(own(value), denominator)),
            type,
          )
        : `null::${type}[]`,
    );
    return { name: field.name, column, table: { name: column.column, type: `${type}[]`, cells } };
  });
  const totals = lists.map(
    (list) => list?.entries.reduce((sum, { times }) => sum + times, 0n) ?? 0n,
  );
  const hasTimes = lists.some((list) => list?.entries.some(({ times }) => times !== 1n));
  const times = `l_${name}_times`;
  const timesCells = lists.map((list) =>
    list
      ? array(
          list.entries.map(({ times: one }) => String(one)),
          'bigint',
        )
      : 'null::bigint[]',
  );
  const column: FactColumn = {
    ...{ column: parts[0]?.column.column ?? '', denominator: 1n, low: 0n, high: 0n },
    canBeMissing: lists.includes(undefined),
    list: {
      most: totals.reduce((a, b) => (a > b ? a : b), 0n),
      ...(hasTimes ? { times } : {}),
      parts: new Map(parts.map((part) => [part.name, part.column])),
    },
  };
  const tables = parts.map(({ table }) => table);
  return {
    column,
    columns: hasTimes ? [...tables, { name: times, type: 'bigint[]', cells: timesCells }] : tables,
  };
}

/** Writes an array as an engine reads it. */
export function writeArray(
  cells: readonly string[],
  type: string,
  engine: 'duckdb' | 'postgresql',
): string {
  const list = `[${cells.join(', ')}]::${type}[]`;
  return engine === 'duckdb' ? list : `array${list}`;
}

function rangeOf(numbers: readonly bigint[]) {
  return {
    low: numbers.reduce((a, b) => (a < b ? a : b), numbers[0] ?? 0n),
    high: numbers.reduce((a, b) => (a > b ? a : b), numbers[0] ?? 0n),
  };
}

function lcm(left: bigint, right: bigint): bigint {
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  return (left / divisor(left, right)) * right;
}

function numberOf(value: Single | undefined): Rational | undefined {
  if (!value) return undefined;
  if (value.kind === 'instant') return { numerator: BigInt(value.at), denominator: 1n };
  return 'value' in value && typeof value.value === 'object' ? value.value : undefined;
}

function writeSingle(value: Single | undefined, denominator: bigint): string {
  if (!value) return 'null';
  const number = numberOf(value);
  if (number) return String((number.numerator * denominator) / number.denominator);
  if (value.kind === 'yes_no') return String(value.value);
  if (value.kind === 'choice') return `'${value.choice}'`;
  return value.kind === 'date' ? `date '${value.on}'` : 'null';
}

function typeOf(kind: string): string {
  if (kind === 'yes_no') return 'boolean';
  if (kind === 'date') return 'date';
  return kind === 'choice' ? 'varchar' : 'bigint';
}
