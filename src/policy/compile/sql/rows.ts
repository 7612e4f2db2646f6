/** A column of the rows of a list, and the SQL that gives it. */
export interface RowColumn {
  readonly name: string;
  readonly sql: string;
}

/**
 * The SQL of lists that are gone through. The rows of a list are one piece of SQL: in DuckDB a list
 * of structs, in PostgreSQL a query. What is said of each row names it by an alias.
 */
export interface RowSql {
  /** An array without values of a type. */
  empty(type: string): string;
  /** An array of some values of one type. */
  array(values: readonly string[]): string;
  /** The rows of arrays that stand beside each other; none where they are null. */
  open(arrays: readonly RowColumn[]): string;
  /** The rows with more columns. */
  extend(rows: string, alias: string, columns: readonly RowColumn[]): string;
  keep(rows: string, alias: string, condition: string): string;
  /** The rows with these columns only. */
  pick(rows: string, alias: string, columns: readonly RowColumn[]): string;
  /** Rows with the different values of a whole number in order, `d`, and their place from 0, `i`. */
  distinct(of: RowValue): string;
  /** How many rows there are. */
  count(rows: string): string;
  /** What a value comes to over all rows; null where there are none. */
  reduce(how: 'sum' | 'min' | 'max' | 'bit_or', of: RowValue): string;
  /** The value of the first row for which it is below 0; null where there is none. */
  firstBelowZero(of: RowValue): string;
  /** One array for each of some columns, or undefined where the rows can be a column themselves. */
  arrays(rows: string, names: readonly string[]): readonly RowColumn[] | undefined;
}

/** A value of each row. */
export interface RowValue {
  readonly rows: string;
  readonly alias: string;
  readonly value: string;
}

const struct = (columns: readonly RowColumn[]) =>
  `{${columns.map(({ name, sql }) => `'${name}': ${sql}`).join(', ')}}`;

const transform = (rows: string, alias: string, gives: string) =>
  `list_transform(${rows}, lambda ${alias}: ${gives})`;

/** Rows as lists of structs, which DuckDB goes through without joining anything. */
export const duckdbRows: RowSql = {
  empty: (type) => `([]::${type}[])`,
  array: (values) => `[${values.join(', ')}]`,
  open: ([first, ...others]) => {
    if (!first) return '[]';
    if (others.length === 0) return transform(first.sql, 'x', `{'${first.name}': x}`);
    const at = [first, ...others].map(({ name, sql }) => ({ name, sql: `${sql}[x]` }));
    return transform(`range(1, len(${first.sql}) + 1)`, 'x', struct(at));
  },
  extend: (rows, alias, columns) => {
    const added = columns.map(({ name, sql }) => `${name} := ${sql}`).join(', ');
    return transform(rows, alias, `struct_insert(${alias}, ${added})`);
  },
  keep: (rows, alias, condition) => `list_filter(${rows}, lambda ${alias}: ${condition})`,
  pick: (rows, alias, columns) => transform(rows, alias, struct(columns)),
  distinct: ({ rows, alias, value }) => {
    const values = `list_sort(list_distinct(${transform(rows, alias, value)}))`;
    return transform(values, 'sd, si', `{'d': sd, 'i': si - 1}`);
  },
  count: (rows) => `coalesce(len(${rows}), 0)::bigint`,
  reduce: (how, { rows, alias, value }) =>
    `list_aggregate(${transform(rows, alias, value)}, '${how}')`,
  firstBelowZero: ({ rows, alias, value }) =>
    `list_filter(${transform(rows, alias, value)}, lambda x: x < 0)[1]`,
  arrays: () => undefined,
};

const named = (columns: readonly RowColumn[]) =>
  columns.map(({ name, sql }) => `${sql} as ${name}`).join(', ');

/** Rows as a query; `o` says their order. */
export const postgresqlRows: RowSql = {
  empty: (type) => `(array[]::${type}[])`,
  array: (values) => `array[${values.join(', ')}]`,
  open: (arrays) => {
    const names = arrays.map(({ name }) => name).join(', ');
    const given = arrays.map(({ sql }) => sql).join(', ');
    return `select ${names}, o from unnest(${given}) with ordinality as x(${names}, o)`;
  },
  extend: (rows, alias, columns) =>
    `select *, ${named(columns)} from (${rows} offset 0) as ${alias}`,
  keep: (rows, alias, condition) => `select * from (${rows}) as ${alias} where ${condition}`,
  pick: (rows, alias, columns) =>
    `select ${named(columns)}, ${alias}.o as o from (${rows}) as ${alias}`,
  distinct: ({ rows, alias, value }) => {
    const values = `select distinct ${value} as d from (${rows}) as ${alias}`;
    return `select x.d, row_number() over (order by x.d) - 1 as i, x.d as o from (${values}) as x where x.d is not null`;
  },
  count: (rows) => `(select count(*) from (${rows}) as x)`,
  // An aggregate of what stands outside alone would be one of the query outside.
  reduce: (how, { rows, alias, value }) =>
    `(select ${how}(y.v) from (select ${value} as v from (${rows}) as ${alias}) as y)`,
  firstBelowZero: ({ rows, alias, value }) =>
    `(select ${value} from (${rows}) as ${alias} where ${value} < 0 order by ${alias}.o limit 1)`,
  arrays: (rows, names) =>
    names.map((name) => ({
      name,
      sql: `array(select x.${name} from (${rows}) as x order by x.o)`,
    })),
};
