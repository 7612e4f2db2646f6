import type { DuckDBConnection } from '@duckdb/node-api';
import { assert, type JsonValue, type Rational, renderRational } from '../../kernel/index.ts';
import {
  listFactRanges,
  type PlannedOutcome,
  planStatuses,
  quoteSqlName,
} from '../../policy/compile/index.ts';
import {
  type Award,
  type Determination,
  evaluatePolicy,
  type PolicyDocument,
  parseFacts,
} from '../../policy/index.ts';
import type { DecidedDocument } from './decided-document.ts';
import { findColumn, type PopulationColumn, renderJsonValue } from './fact-reading.ts';
import type { OpenDocument, Population } from './population-store.ts';
import { readCell } from './read-cell.ts';

/**
 * Decides each distinct set of facts of a population once, by the exact evaluator, and gives the
 * query that joins what came of it back to every party that has those facts.
 */
export async function decideTuples(
  population: Population,
  open: OpenDocument,
  { prefix, reason }: { readonly prefix: string; readonly reason: string },
): Promise<DecidedDocument> {
  const { connection } = population;
  const { document } = open;
  const columns = rawColumns(population, open);
  const names = columns.map(({ column }) => quoteSqlName(column.name));
  const distinct =
    names.length === 0
      ? 'select 1 as nothing'
      : `select distinct ${names.join(', ')} from (${population.base})`;
  // In an order of their own, so that the same file gives the same bytes.
  const order = names.length === 0 ? '' : `order by ${names.join(', ')}`;
  await connection.run(
    `create temp table ${prefix}t as select row_number() over (${order}) as ${prefix}id, * from (${distinct})`,
  );
  const gathered = await decideAll(connection, { document, columns, prefix });
  const { outcomes } = gathered;
  const matches = names.map((name) => `b.${name} is not distinct from t.${name}`);
  const statements = statementsOf(document).map(({ rule, clause }, index) => ({
    ...{ rule, clause, outcomes: outcomes[index] ?? [] },
    outcomeColumn: `${prefix}o${index}`,
    amountColumn: `${prefix}a${index}`,
    ...{ isWide: true, amountMost: gathered.most[index] ?? 0n, caps: [] },
    missingColumn: `${prefix}missing`,
  }));
  return {
    ...{ document, road: 'per_tuple', reason, distinctCount: gathered.count, statements },
    conditions: [],
    statusColumn: `${prefix}status`,
    missingNames: gathered.names,
    usedColumns: columns.map(({ column }) => column.name),
    render: (source) => `select b.*, r.* exclude (${prefix}id)
      from (${source}) as b join ${prefix}t as t on ${matches.join(' and ') || 'true'}
      join ${prefix}r as r on r.${prefix}id = t.${prefix}id`,
  };
}

/** A column of the population's own that a fact is read from. */
export interface RawColumn {
  readonly fact: string;
  readonly kind: string;
  readonly column: PopulationColumn;
}

/** Gives the columns of a document's facts, and of the evidence, as the file has them. */
export function rawColumns(
  { columns }: Population,
  { document, readings }: OpenDocument,
): RawColumn[] {
  const kinds = new Map(listFactRanges(document).map(({ name, type }) => [name, type.kind]));
  const facts = readings.map(({ fact, column, type }) => ({
    fact,
    kind: kinds.get(fact) ?? '',
    column: { name: column, type },
  }));
  const evidence = findColumn('evidence', columns);
  return evidence ? [...facts, { fact: 'evidence', kind: 'evidence', column: evidence }] : facts;
}

function statementsOf({ rules }: PolicyDocument) {
  return rules.flatMap(({ id: rule, clause, awards }) => awards.map(() => ({ rule, clause })));
}

interface Gathered {
  readonly count: number;
  readonly outcomes: readonly PlannedOutcome[][];
  readonly most: readonly bigint[];
  readonly names: readonly string[];
}

async function decideAll(
  connection: DuckDBConnection,
  work: {
    readonly document: PolicyDocument;
    readonly columns: readonly RawColumn[];
    readonly prefix: string;
  },
): Promise<Gathered> {
  const { document, columns, prefix } = work;
  const statements = statementsOf(document);
  const outcomes: PlannedOutcome[][] = statements.map(() => []);
  const most: bigint[] = statements.map(() => 0n);
  const names: string[] = [];
  const fields = statements.map(
    (_, index) => `${prefix}o${index} integer, ${prefix}a${index} hugeint`,
  );
  const table = [
    `${prefix}id bigint`,
    `${prefix}status integer`,
    `${prefix}missing bigint`,
    ...fields,
  ];
  await connection.run(`create temp table ${prefix}r (${table.join(', ')})`);
  const appender = await connection.createAppender(`${prefix}r`);
  const json = renderCells(columns);
  const result = await connection.stream(`select ${prefix}id, ${json} from ${prefix}t order by 1`);
  let count = 0;
  const write = ([id, text]: readonly unknown[]) => {
    const decided = decideTuple(document, columns, String(text));
    appender.appendBigInt(BigInt(String(id)));
    appender.appendInteger(planStatuses.indexOf(decided.status));
    appender.appendBigInt(bitsOf(decided.missing, names));
    for (const [index, { outcome, amount }] of resultsOf(decided).entries()) {
      appender.appendInteger(numberOf(outcomes[index] ?? [], outcome));
      appender.appendHugeInt(amount);
      if (amount > (most[index] ?? 0n)) most[index] = amount;
    }
    appender.endRow();
    count += 1;
  };
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    for (const row of chunk.getRows()) write(row);
  }
  appender.closeSync();
  return { count, outcomes, most, names };
}

/** Gives the SQL of a JSON object of the cells of a row, by their position. */
export function renderCells(columns: readonly RawColumn[]): string {
  const members = columns.map(
    ({ column }, index) => `'${index}', ${renderJsonValue(quoteSqlName(column.name), column.type)}`,
  );
  return members.length === 0 ? `'{}'` : `json_object(${members.join(', ')})::varchar`;
}

/** Reads what `renderCells` gave as the facts of a document, as they are written in JSON. */
export function readCells(
  columns: readonly RawColumn[],
  text: string,
): { readonly [fact: string]: JsonValue } {
  const cells = JSON.parse(text) as { [at: string]: JsonValue };
  const json = columns.map(({ fact, kind }, index): [string, JsonValue] => {
    const cell = cells[String(index)] ?? null;
    return [fact, typeof cell === 'string' ? (readCell(cell, kind) as JsonValue) : cell];
  });
  return Object.fromEntries(json);
}

function decideTuple(
  document: PolicyDocument,
  columns: readonly RawColumn[],
  text: string,
): Determination {
  const facts = parseFacts(document, readCells(columns, text));
  assert(facts.ok, 'population: bad rows were found before', facts);
  return evaluatePolicy(document, facts.value, { alternatives: false });
}

function bitsOf(missing: readonly string[], names: string[]): bigint {
  return missing.reduce((bits, name) => {
    const found = names.indexOf(name);
    const at = found >= 0 ? found : names.push(name) - 1;
    return at < 62 ? bits | (1n << BigInt(at)) : bits;
  }, 0n);
}

interface Result {
  readonly outcome: PlannedOutcome;
  readonly amount: bigint;
}

function resultsOf({ trace, awards }: Determination): Result[] {
  const left = [...awards];
  return trace.rules.map(({ status, reason }): Result => {
    const award = status === 'award' ? left.shift() : undefined;
    if (award) return awarded(award);
    return { outcome: { status, ...(reason === undefined ? {} : { reason }) }, amount: 0n };
  });
}

const seconds: Readonly<Record<string, bigint>> = {
  ...{ minute: 60n, hour: 3_600n, day: 86_400n, week: 604_800n },
};

function awarded(award: Award): Result {
  const { remedy, name, currency, unit, amountMinor, quantity } = award;
  const named = { remedy, ...(name === undefined ? {} : { name }) };
  if (amountMinor !== undefined) {
    return {
      outcome: { status: 'award', remedy: { ...named, ...(currency ? { currency } : {}) } },
      amount: amountMinor,
    };
  }
  const { amount, ...counted } = countQuantity(quantity, unit ?? 'item');
  return { outcome: { status: 'award', remedy: { ...named, ...counted } }, amount };
}

/** Counts in the unit as written, or in seconds where that is not whole; a month has no seconds. */
function countQuantity(quantity: Rational | undefined, unit: string) {
  assert(quantity, 'policy: an award in kind has a quantity');
  const { numerator, denominator } = quantity;
  if (denominator === 1n) return { unit, amount: numerator };
  const size = seconds[unit];
  const isWhole = size !== undefined && (numerator * size) % denominator === 0n;
  if (isWhole) {
    const writtenIn = { unit, seconds: Number(size) };
    return { unit: 'second', writtenIn, amount: (numerator * size) / denominator };
  }
  // Each such quantity is an outcome of its own, so that nothing is cut off.
  return { unit, exactly: renderRational(quantity), amount: numerator / denominator };
}

function numberOf(outcomes: PlannedOutcome[], wanted: PlannedOutcome): number {
  const text = JSON.stringify(wanted);
  const found = outcomes.findIndex((one) => JSON.stringify(one) === text);
  return found >= 0 ? found : outcomes.push(wanted) - 1;
}
