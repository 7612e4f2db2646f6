import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type FactColumn, listFactRanges, quoteSqlName } from '../../policy/compile/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import type { PopulationRefusal } from '../determination/population.ts';
import type { BadRows } from './bad-row.ts';
import {
  badTest,
  type Checked,
  checkRows,
  describeBadRows,
  findRepeated,
  joinOf,
} from './bad-row-store.ts';
import { explainHeader, findRepeatedColumn } from './csv-header.ts';
import { type ReadColumn, readDistinct } from './distinct-store.ts';
import { explainUnreadable } from './explain-unreadable.ts';
import {
  type FactReading,
  findColumn,
  type PopulationColumn,
  planReading,
} from './fact-reading.ts';
import { csvDelimiter, type PopulationSource, populationSource } from './population-source.ts';
import { copyReadableRows, type LeftOut, originalRow } from './readable-rows.ts';
import type { Plan } from './reading-plan.ts';

/** A population opened for determination: every fact read, its range known, bad rows found. */
export interface Population {
  readonly source: PopulationSource;
  readonly connection: DuckDBConnection;
  /** the query that gives the good rows, with one column per fact that was read */
  readonly base: string;
  readonly columns: readonly PopulationColumn[];
  readonly hasClass: boolean;
  /** whether every party's id is above the one before it */
  readonly isInOrder: boolean;
  readonly rowCount: number;
  readonly badRows: BadRows;
  /** per document, in order: the columns of its facts, and the facts that have none */
  readonly documents: readonly OpenDocument[];
  close(): void;
}

/** A document beside a population. */
export interface OpenDocument {
  readonly document: PolicyDocument;
  readonly readings: readonly FactReading[];
  readonly facts: ReadonlyMap<string, FactColumn>;
  readonly evidenceColumn: string | undefined;
  readonly unknownFacts: readonly string[];
}

/** Why a run does not begin; see `docs/errors.md`. */
export type OpenRefusal =
  | PopulationRefusal
  | { readonly code: 'population_rows_refused'; readonly file: string; readonly badRows: BadRows };

export interface OpenRequest {
  readonly file: string;
  readonly documents: readonly PolicyDocument[];
  readonly badRows: 'stop' | 'set_aside';
  readonly memoryLimitMegabytes?: number;
  readonly threadCount?: number;
  readonly spillDir?: string;
}

/**
 * Opens a population: reads each fact's column, proves its range, and finds the bad rows.
 *
 * Where bad rows are set aside, so are those of a CSV file that have another number of cells than
 * its header, or bytes that are not UTF-8: the file is copied without them first.
 */
export async function openPopulation(
  request: OpenRequest,
): Promise<Outcome<Population, OpenRefusal>> {
  const opened = await openFile(request);
  const delimiter = csvDelimiter(request.file);
  const isTorn = !opened.ok && opened.refusal.code === 'population_unreadable';
  if (!isTorn || delimiter === undefined || request.badRows === 'stop') return opened;
  const dir = await mkdtemp(join(tmpdir(), 'amends-rows-'));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  const into = join(dir, 'rows.csv');
  const leftOut = await copyReadableRows(request.file, { delimiter, into }).catch(() => undefined);
  const again = leftOut?.count ? await openFile({ ...request, file: into }) : opened;
  if (!again.ok || !leftOut) {
    remove();
    return again.ok ? opened : refuse({ ...again.refusal, file: request.file } as OpenRefusal);
  }
  const { value } = again;
  return accept({
    ...value,
    source: { ...value.source, file: request.file },
    rowCount: value.rowCount + leftOut.count,
    badRows: withLeftOut(value.badRows, leftOut),
    close: () => {
      value.close();
      remove();
    },
  });
}

function withLeftOut({ count, byField, first }: BadRows, leftOut: LeftOut): BadRows {
  const field = leftOut.first[0]?.field ?? '';
  const moved = first.map((bad) => ({ ...bad, row: originalRow(bad.row, leftOut.rows) }));
  const all = [...leftOut.first, ...moved].sort((left, right) => left.row - right.row);
  return {
    count: count + leftOut.count,
    byField: [{ field, count: leftOut.count }, ...byField],
    first: all.slice(0, 10),
  };
}

async function openFile(request: OpenRequest): Promise<Outcome<Population, OpenRefusal>> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${request.memoryLimitMegabytes ?? 3072}MB`,
    threads: String(request.threadCount ?? 2),
    ...(request.spillDir === undefined ? {} : { temp_directory: request.spillDir }),
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    const opened = await read(connection, request);
    if (!opened.ok) close();
    return opened.ok ? accept({ ...opened.value, close }) : opened;
  } catch (error) {
    close();
    if (!isTornFile(error)) throw error;
    const { file } = request;
    const found = await explainUnreadable(file, { delimiter: csvDelimiter(file), error });
    return refuse({ code: 'population_unreadable', file, found });
  }
}

/** Says whether it is the file that cannot be read on: its shape is looked at as far as it is read. */
function isTornFile(error: unknown): boolean {
  const message = error instanceof Error ? error.message : '';
  return /CSV Error|sniffing file|magic bytes|utf-8|Parquet/i.test(message);
}

type Opened = Omit<Population, 'close'>;

async function read(
  connection: DuckDBConnection,
  request: OpenRequest,
): Promise<Outcome<Opened, OpenRefusal>> {
  const { file, documents } = request;
  const source = populationSource(file);
  const delimiter = csvDelimiter(file);
  const unreadable = (found: string) =>
    refuse({ code: 'population_unreadable' as const, file, found });
  const isThere = delimiter !== undefined && existsSync(file);
  const wrong = isThere ? await explainHeader(file, { delimiter, documents }) : undefined;
  if (wrong !== undefined) return unreadable(wrong);
  const columns = await describe(connection, source);
  if (!columns.ok) return columns;
  const names = columns.value.map(({ name }) => name);
  const repeated = findRepeatedColumn(names, documents);
  if (repeated !== undefined) return unreadable(repeated);
  const plans = await planDocuments(connection, { request, source, columns: columns.value });
  await createViews(connection, source, plans);
  const checked = await checkRows(connection, plans);
  if (checked.rowCount === 0) return unreadable('found no row; expected one for each party');
  const { isInOrder, partyId } = await findRepeated(connection, source);
  if (partyId !== undefined) {
    return refuse({ code: 'population_party_repeated', file: source.file, partyId });
  }
  const badRows = await describeBadRows(connection, { checked, plans, source });
  if (badRows.count > 0 && request.badRows === 'stop') {
    return refuse({ code: 'population_rows_refused', file: source.file, badRows });
  }
  // A test that is in a query at all is made, and the join that a list of choices becomes would
  // leave the writing of awards to one thread.
  const base =
    badRows.count > 0
      ? 'select * from population_checked where not is_bad'
      : 'select * from population';
  const hasClass = classColumn(columns.value) !== undefined;
  return accept({
    ...{ source, connection, columns: columns.value, hasClass, isInOrder, badRows },
    base,
    rowCount: checked.rowCount,
    documents: plans.map((plan) => openDocument(plan, checked)),
  });
}

async function describe(
  connection: DuckDBConnection,
  { file, relation }: PopulationSource,
): Promise<Outcome<PopulationColumn[], PopulationRefusal>> {
  try {
    const reader = await connection.runAndReadAll(`describe ${relation}`);
    const columns = reader.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
    const found = columns.map(({ name }) => name).filter((name) => name !== 'source_row');
    return found.includes('party_id')
      ? accept(columns)
      : refuse({ code: 'population_column_missing', file, column: 'party_id', found });
  } catch (error) {
    const found = await explainUnreadable(file, { delimiter: csvDelimiter(file), error });
    return refuse({ code: 'population_unreadable', file, found });
  }
}

async function planDocuments(
  connection: DuckDBConnection,
  work: {
    readonly request: OpenRequest;
    readonly source: PopulationSource;
    readonly columns: readonly PopulationColumn[];
  },
): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const [index, document] of work.request.documents.entries()) {
    const readings = listFactRanges(document).flatMap((fact, at) => {
      const column = findColumn(fact.name, work.columns);
      return column ? [planReading(fact, column, `p${index}_${at}`)] : [];
    });
    const columns = new Map<string, ReadColumn>();
    for (const reading of readings) {
      if (reading.how === 'native') continue;
      const read = await readDistinct(connection, { ...work, document, reading });
      columns.set(reading.key, read);
    }
    plans.push({
      document,
      readings,
      columns,
      evidence: evidenceList(work.columns),
    });
  }
  return plans;
}

/** Gives the SQL of the evidence shown: a list column, or names parted by `;`, `,` or `|`. */
function evidenceList(columns: readonly PopulationColumn[]): string | undefined {
  const column = findColumn('evidence', columns);
  if (!column) return undefined;
  const name = `s.${quoteSqlName(column.name)}`;
  if (column.type === 'VARCHAR[]') return name;
  const bare = `regexp_replace(${name}::varchar, '[\\[\\]"\\s]', '', 'g')`;
  return `string_split_regex(${bare}, '[;,|]')`;
}

/** Gives the name of the column that says the class of a party, when there is one. */
export function classColumn(columns: readonly PopulationColumn[]): string | undefined {
  return ['party_class', 'class'].find((name) => columns.some((column) => column.name === name));
}

/** Makes the views of a population: its rows with every fact read, and those with what is bad. */
async function createViews(
  connection: DuckDBConnection,
  source: PopulationSource,
  plans: readonly Plan[],
): Promise<void> {
  const readings = plans.flatMap((plan) => plan.readings);
  const values = readings.map(({ value, key }) => `${value} as ${key}`);
  const arrays = plans.flatMap((plan) =>
    [...plan.columns].flatMap(([key, read]) => arraysOf(key, read)),
  );
  const joins = readings.flatMap((reading) => joinOf(reading) ?? []);
  const bad = ['s.party_id is null', ...readings.flatMap((reading) => badTest(reading) ?? [])];
  const evidence = plans.flatMap((plan) => plan.evidence ?? []).slice(0, 1);
  const shown = evidence.map((sql) => `${sql} as shown_evidence`);
  const columns = ['s.*', ...values, ...arrays, ...shown];
  const from = `from (${source.relation}) as s ${joins.join(' ')}`;
  await connection.run(`create temp view population as select ${columns.join(', ')} ${from}`);
  const checked = [...columns, `(${[...new Set(bad)].join(' or ')}) as is_bad`];
  await connection.run(
    `create temp view population_checked as select ${checked.join(', ')} ${from}`,
  );
}

function arraysOf(key: string, { list, sets }: ReadColumn): readonly string[] {
  if (sets) return [sets.from, sets.until].map((name) => `${key}_m.${name} as ${name}`);
  const names = [...(list?.parts.values() ?? [])].map(({ column }) => column);
  const all = list?.times === undefined ? names : [...names, list.times];
  return all.map((name) => `${key}_m.${name} as ${name}`);
}

function openDocument(plan: Plan, { ranges, rowCount }: Checked): OpenDocument {
  const { document, readings, columns, evidence } = plan;
  const facts = new Map<string, FactColumn>();
  for (const { fact, key, how, denominator } of readings) {
    const range = ranges.get(key);
    // Of a column without values no range is known: the fact is not known for anyone.
    if (how !== 'raw' && range?.nullCount === rowCount) continue;
    const own = { column: key, canBeMissing: (range?.nullCount ?? 1) > 0 };
    facts.set(fact, { ...own, ...rangeOf(range, denominator), ...arraysRead(columns.get(key)) });
  }
  const known = new Set(readings.map(({ fact }) => fact));
  return {
    ...{ document, readings, facts },
    evidenceColumn: evidence === undefined ? undefined : 'shown_evidence',
    unknownFacts: [...document.facts.keys()].filter((name) => !known.has(name)),
  };
}

function rangeOf(range: { readonly low: bigint; readonly high: bigint } | undefined, own: bigint) {
  return { denominator: own, low: range?.low ?? 0n, high: range?.high ?? 0n };
}

/** Gives what the distinct values of a column came to, in place of what the column itself says. */
function arraysRead(read: ReadColumn | undefined): Partial<FactColumn> {
  if (!read) return {};
  const { denominator, list, sets } = read;
  if (sets) return { low: sets.low, high: sets.high, runs: sets };
  return { denominator, ...(list ? { list } : {}) };
}
