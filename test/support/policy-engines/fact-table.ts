import type { Rational } from '../../../src/kernel/index.ts';
import { type FactColumn, listFactRanges } from '../../../src/policy/compile/index.ts';
import type { Facts, FactValue, PolicyDocument } from '../../../src/policy/index.ts';
import { listColumns } from './list-columns.ts';
import { setColumns } from './set-columns.ts';

/** Facts of many parties as a table: one `values` list, and how each column is to be read. */
export interface FactTable {
  /** a query that gives one row per party, `row_number` from 0 */
  readonly source: string;
  readonly columns: ReadonlyMap<string, FactColumn>;
}

type Engine = 'duckdb' | 'postgresql';

/** Gives the facts of many parties as SQL that either engine reads. */
export function factTable(
  document: PolicyDocument,
  { parties, engine }: { readonly parties: readonly Facts[]; readonly engine: Engine },
): FactTable {
  const columns = new Map<string, FactColumn>();
  const parts: { readonly name: string; readonly cells: readonly string[] }[] = [];
  const types = new Map(listFactRanges(document).map((fact) => [fact.name, fact.type]));
  // A fact that a document only declares costs an engine time and says nothing.
  const isUsed = (name: string) => document.text.split(name).length > 2;
  for (const name of [...document.facts.keys()].filter(isUsed)) {
    const values = parties.map((facts) => facts[name]);
    const listed = types.get(name);
    if (listed?.kind === 'list') {
      const { column, columns: arrays } = listColumns(name, listed, { values, engine });
      columns.set(name, column);
      parts.push(...arrays);
      continue;
    }
    if (listed?.kind === 'interval_set') {
      const { column, columns: arrays } = setColumns(name, { values, engine });
      columns.set(name, column);
      parts.push(...arrays);
      continue;
    }
    if (values.every((value) => value === undefined)) continue;
    const denominator = commonDenominator(values);
    const numbers = values.flatMap((value) => (value ? numberIn(value, denominator) : []));
    columns.set(name, {
      column: `f_${name}`,
      denominator,
      low: numbers.reduce((least, one) => (one < least ? one : least), numbers[0] ?? 0n),
      high: numbers.reduce((most, one) => (one > most ? one : most), numbers[0] ?? 0n),
      canBeMissing: values.includes(undefined),
    });
    const cells = values.map((value) => writeValue(value, denominator));
    const type = typeOf(document, name);
    parts.push({ name: `f_${name}`, cells: cells.map((cell) => `${cell}::${type}`) });
  }
  const list = (names: readonly string[]): string => {
    if (engine === 'duckdb') return `[${names.map((one) => `'${one}'`).join(', ')}]::varchar[]`;
    return `array[${names.map((one) => `'${one}'`).join(', ')}]::text[]`;
  };
  const shown = parties.map(({ evidence }) =>
    evidence?.kind === 'evidence'
      ? list(evidence.names)
      : `null::${engine === 'duckdb' ? 'varchar' : 'text'}[]`,
  );
  parts.push({ name: 'f_evidence', cells: shown });
  const rows = parties.map(
    (_, at) => `(${[at, ...parts.map(({ cells }) => cells[at])].join(', ')})`,
  );
  const names = ['row_number', ...parts.map(({ name }) => `"${name}"`)];
  return {
    source: `select * from (values ${rows.join(',\n')}) as t(${names.join(', ')})`,
    columns,
  };
}

function commonDenominator(values: readonly (FactValue | undefined)[]): bigint {
  return values.reduce((common, value) => {
    const own =
      value && 'value' in value && typeof value.value === 'object' ? value.value.denominator : 1n;
    return (common / divisorOf(common, own)) * own;
  }, 1n);
}

function divisorOf(left: bigint, right: bigint): bigint {
  return right === 0n ? left : divisorOf(right, left % right);
}

function scaled({ numerator, denominator }: Rational, common: bigint): bigint {
  return (numerator * common) / denominator;
}

function numberIn(value: FactValue, common: bigint): bigint[] {
  if (value.kind === 'instant') return [BigInt(value.at)];
  return 'value' in value && typeof value.value === 'object' ? [scaled(value.value, common)] : [];
}

function writeValue(value: FactValue | undefined, common: bigint): string {
  if (!value) return 'null';
  const [number] = numberIn(value, common);
  if (number !== undefined) return `(${number})`;
  if (value.kind === 'yes_no') return String(value.value);
  if (value.kind === 'choice') return `'${value.choice}'`;
  return value.kind === 'date' ? `'${value.on}'` : 'null';
}

function typeOf(document: PolicyDocument, name: string): string {
  const words = document.facts.get(name)?.type.words.join(' ');
  if (words === 'yes/no') return 'boolean';
  if (words === 'date') return 'date';
  return words === 'choice' ? 'varchar' : 'bigint';
}
