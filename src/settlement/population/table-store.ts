import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import pg from 'pg';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { PopulationRefusal } from '../determination/population.ts';

type TableRefusal = Extract<PopulationRefusal, { readonly code: 'population_unreadable' }>;

/** A table named by an address such as `postgresql://reader@db/shop?table=public.parties`. */
interface TableAddress {
  readonly connection: string;
  readonly schema: string;
  readonly table: string;
}

const form = 'postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE';

/** Says whether a population is named by the address of a PostgreSQL table. */
export function isTableAddress(text: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(text);
}

function readAddress(text: string): TableAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const named = url.searchParams.get('table') ?? '';
  const [schema, table] = named.includes('.') ? named.split('.', 2) : ['public', named];
  if (!schema || !table) return undefined;
  url.searchParams.delete('table');
  return { connection: url.href, schema, table };
}

/** Gives the address without what is secret in it, to be shown. */
export function showTableAddress(text: string): string {
  return text.replace(/^(postgres(?:ql)?:\/\/[^:@/]*):[^@/]*@/, '$1:…@');
}

/**
 * Copies a table of PostgreSQL into a CSV file as a population, in the order of `party_id`, as it is
 * at one instant: numbers and decimals exactly, instants with their offset, lists as JSON, intervals
 * in seconds. Nothing is written to the database.
 */
export async function copyTable(
  text: string,
  { into }: { readonly into: string },
): Promise<Outcome<number, TableRefusal>> {
  const file = showTableAddress(text);
  const unreadable = (found: string) =>
    refuse({ code: 'population_unreadable', file, found } as const);
  const address = readAddress(text);
  if (!address) return unreadable(`found no table in the address; expected ${form}`);
  const client = new pg.Client({ connectionString: address.connection });
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    const columns = await listColumns(client, address);
    if (columns.length === 0) {
      return unreadable(`found no table ${address.schema}.${address.table} that may be read`);
    }
    const order = columns.some(({ name }) => name === 'party_id') ? ' order by party_id' : '';
    const values = columns.map(({ name, type }) => cellOf(name, type)).join(', ');
    const table = `${quote(address.schema)}.${quote(address.table)}`;
    await client.query(`declare parties cursor for select ${values} from ${table}${order}`);
    const header = columns.map(({ name }) => name);
    const counted = { count: 0 };
    await pipeline(
      Readable.from(fetchRows(client, { header, counted })),
      stringify(),
      createWriteStream(into),
    );
    return accept(counted.count);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
}

async function listColumns(
  client: pg.Client,
  { schema, table }: TableAddress,
): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = $1 and table_name = $2 order by ordinal_position`,
    [schema, table],
  );
  return rows;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function cellOf(name: string, type: string): string {
  const column = quote(name);
  if (type === 'interval') return `trim_scale(extract(epoch from ${column}))::text`;
  return `to_jsonb(${column}) #>> '{}'`;
}

const rowsAtOnce = 10_000;

async function* fetchRows(
  client: pg.Client,
  { header, counted }: { readonly header: readonly string[]; readonly counted: { count: number } },
): AsyncGenerator<readonly (string | null)[]> {
  yield header;
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      ...{ text: `fetch ${rowsAtOnce} from parties`, rowMode: 'array' },
    });
    yield* rows;
    counted.count += rows.length;
    if (rows.length < rowsAtOnce) return;
  }
}
