import type { FactType, ListedType, SingleType } from '../../fact.ts';
import type { FactColumn, ListColumns } from '../compilation.ts';
import type { CompiledValue } from '../compiled-value.ts';
import { joinBounds } from '../sql/bounds.ts';
import { quoteSqlName } from '../sql/dialect.ts';
import { alike, type Fraction } from '../sql/fraction.ts';
import { constantOf } from '../sql/integer-arithmetic.ts';
import { type Cell, depthOf, type Layers, NotCompiled, widen } from '../sql/layers.ts';
import type { RowColumn } from '../sql/rows.ts';
import type { ListedField, ListedShape, ListValue } from './list-value.ts';

/** Gives a fact that is a list, from the array columns of a table; of none, the empty list. */
export function openListFact(
  type: Extract<FactType, { readonly kind: 'list' }>,
  given: ListColumns | undefined,
  layers: Layers,
): ListValue {
  const columns = given ?? emptyColumns(type.of);
  const array = (column: FactColumn | undefined, of: SingleType) =>
    given && column ? quoteSqlName(column.column) : layers.dialect.rows.empty(sqlTypeOf(of));
  const fields = partsOf(type.of).map(({ name, of }, index) => {
    const column = columns.parts.get(name);
    if (!column) throw new NotCompiled(`a list whose field ${name} has no column`);
    const shape = shapeOf(of, column, `f${index}`);
    const field: ListedField = { name, shape, canBeMissing: column.canBeMissing };
    return { field, array: { name: shape.column, sql: array(column, of) } };
  });
  const arrays: RowColumn[] = fields.map((one) => one.array);
  if (columns.times !== undefined) arrays.push({ name: 't', sql: quoteSqlName(columns.times) });
  const [first] = fields;
  if (!first) throw new NotCompiled('a list of records without fields');
  return {
    kind: 'list',
    rows: { sql: layers.dialect.rows.open(arrays), depth: 0 },
    element:
      type.of.kind === 'record'
        ? { kind: 'record', fields: fields.map(({ field }) => field) }
        : first.field.shape,
    ...(columns.times === undefined ? {} : { times: 't' }),
    most: columns.most,
    isBound: true,
  };
}

function partsOf(of: ListedType): readonly { readonly name: string; readonly of: SingleType }[] {
  if (of.kind !== 'record') return [{ name: '', of }];
  return of.fields.map(({ name, type }) => ({ name, of: type }));
}

function emptyColumns(of: ListedType): ListColumns {
  const none = { column: '', denominator: 1n, low: 0n, high: 0n, canBeMissing: false };
  return { most: 0n, parts: new Map(partsOf(of).map(({ name }) => [name, none])) };
}

function sqlTypeOf({ kind }: SingleType): string {
  if (kind === 'date') return 'date';
  if (kind === 'yes_no') return 'boolean';
  return kind === 'choice' ? 'varchar' : 'bigint';
}

function shapeOf({ kind }: SingleType, column: FactColumn, name: string): ListedShape {
  const { denominator, low, high, days } = column;
  const bounds = { low, high };
  switch (kind) {
    case 'money':
    case 'ratio':
    case 'count':
    case 'duration':
      return { kind: 'number', column: name, denominator, bounds, isWide: false };
    case 'instant':
      return { kind, column: name, bounds };
    case 'date':
      return { kind, column: name, ...(days ? { days } : {}) };
    case 'interval_set':
      throw new NotCompiled('interval sets in a list');
    default:
      return { kind, column: name };
  }
}

/** Gives `list of (…)` of dates, or of figures that are written out; nothing in it can be missing. */
export function openWrittenList(items: readonly CompiledValue[], layers: Layers): ListValue {
  const dates = items.flatMap((item) => (item.kind === 'date' && !item.stop ? [item.cell] : []));
  if (items.length > 0 && dates.length === items.length) {
    return openArray(dates, { kind: 'date', column: 'f0' }, layers);
  }
  const fractions = items.map((item) => constantFraction(item));
  const known = fractions.filter((one) => one !== undefined);
  if (items.length === 0 || known.length < items.length) {
    throw new NotCompiled('a list in the document whose values are not all written there');
  }
  const { numerators, denominator } = alike(layers, known);
  const bounds = numerators.map((one) => one.bounds).reduce(joinBounds);
  const isWide = numerators.some((one) => one.isWide);
  const divisor = constantOf(denominator) ?? 1n;
  const shape = { kind: 'number', column: 'f0', denominator: divisor, bounds, isWide } as const;
  const cells = numerators.map((one) => (isWide ? widen(one, layers.dialect) : one));
  return openArray(cells, shape, layers);
}

function constantFraction(item: CompiledValue): Fraction | undefined {
  if (item.kind !== 'number' || item.stop) return undefined;
  const { numerator, denominator } = item.fraction;
  const isKnown = constantOf(numerator) !== undefined && constantOf(denominator) !== undefined;
  return isKnown ? item.fraction : undefined;
}

function openArray(cells: readonly Cell[], element: ListedShape, { dialect }: Layers): ListValue {
  const sql = dialect.rows.array(cells.map((cell) => cell.sql));
  return {
    kind: 'list',
    rows: { sql: dialect.rows.open([{ name: element.column, sql }]), depth: depthOf(...cells) },
    element,
    most: BigInt(cells.length),
    isBound: true,
  };
}
