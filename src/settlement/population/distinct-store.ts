import type { DuckDBConnection } from '@duckdb/node-api';
import { type Rational, rational } from '../../kernel/index.ts';
import {
  type ListColumns,
  listFactRanges,
  quoteSqlName,
  quoteSqlText,
} from '../../policy/compile/index.ts';
import { type FactValue, type PolicyDocument, parseFacts } from '../../policy/index.ts';
import { type FactReading, renderJsonValue } from './fact-reading.ts';
import { storeLists } from './list-store.ts';
import type { PopulationSource } from './population-source.ts';
import { parseJson, readCell } from './read-cell.ts';
import { type StoredSets, storeSets } from './set-store.ts';

/** What the distinct values of a column came to: their common denominator, or their arrays. */
export interface ReadColumn {
  readonly denominator: bigint;
  /** of a list: its arrays; undefined where they cannot be kept */
  readonly list?: ListColumns | undefined;
  /** of an interval set: its arrays; undefined where they cannot be kept */
  readonly sets?: StoredSets | undefined;
}

/** Reads each distinct value of a column once, and keeps what it means in a table. */
export async function readDistinct(
  connection: DuckDBConnection,
  work: {
    readonly source: PopulationSource;
    readonly document: PolicyDocument;
    readonly reading: FactReading;
  },
): Promise<ReadColumn> {
  const { source, document, reading } = work;
  const { fact, column, key, type } = reading;
  const name = quoteSqlName(column);
  const factType = listFactRanges(document).find((one) => one.name === fact)?.type;
  const kind = factType?.kind ?? '';
  const result = await connection.runAndReadAll(
    `select ${name}::varchar, ${renderJsonValue(name, type)}::varchar
     from (${source.relation}) where ${name} is not null group by all`,
  );
  const values = result.getRows().map(([text, json]) => {
    const own = parseJson(String(json));
    const cell = typeof own === 'string' ? readCell(own, kind) : own;
    const parsed = parseFacts(document, { [fact]: cell });
    return { text: String(text), value: parsed.ok ? parsed.value[fact] : undefined };
  });
  if (factType?.kind === 'list') {
    const lists = values.map(({ text, value }) => ({
      text,
      list: value?.kind === 'list' ? value : undefined,
    }));
    return { denominator: 1n, list: await storeLists(connection, { key, type: factType, lists }) };
  }
  if (kind === 'interval_set') {
    const sets = values.map(({ text, value }) => ({
      text,
      set: value?.kind === 'interval_set' ? value.set : undefined,
    }));
    return { denominator: 1n, sets: await storeSets(connection, { key, sets }) };
  }
  const denominator = values.reduce((common, { value }) => {
    const own = numberOf(value)?.denominator ?? 1n;
    return common > 10n ** 12n ? common : (common / divisorOf(common, own)) * own;
  }, 1n);
  const sqlType = reading.isNumber
    ? 'bigint'
    : kind === 'yes_no'
      ? 'boolean'
      : kind === 'date'
        ? 'date'
        : 'varchar';
  await connection.run(`create temp table ${key}_m (mapped_raw varchar, mapped_value ${sqlType})`);
  const rows = values.map(
    ({ text, value }) => `(${quoteSqlText(text)}, ${writeValue(value, denominator)})`,
  );
  for (let at = 0; at < rows.length; at += 2_000) {
    await connection.run(`insert into ${key}_m values ${rows.slice(at, at + 2_000).join(', ')}`);
  }
  return { denominator };
}

function divisorOf(left: bigint, right: bigint): bigint {
  return right === 0n ? left : divisorOf(right, left % right);
}

function numberOf(value: FactValue | undefined): Rational | undefined {
  if (!value) return undefined;
  if (value.kind === 'instant') return rational(BigInt(value.at));
  return 'value' in value && typeof value.value === 'object' ? value.value : undefined;
}

function writeValue(value: FactValue | undefined, denominator: bigint): string {
  if (!value) return 'null';
  const number = numberOf(value);
  if (number) {
    const scaled = (number.numerator * denominator) / number.denominator;
    const fits = scaled < 2n ** 63n && scaled > -(2n ** 63n);
    return (number.numerator * denominator) % number.denominator === 0n && fits
      ? String(scaled)
      : 'null';
  }
  if (value.kind === 'yes_no') return String(value.value);
  if (value.kind === 'choice') return quoteSqlText(value.choice);
  return value.kind === 'date' ? `date ${quoteSqlText(value.on)}` : 'null';
}
