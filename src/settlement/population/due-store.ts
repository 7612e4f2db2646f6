import { rename, rm } from 'node:fs/promises';
import {
  type PlannedOutcome,
  type PlannedStatement,
  quoteSqlText,
} from '../../policy/compile/index.ts';
import type { AwardTotal } from '../determination/population.ts';
import { isJoined } from './awards-store.ts';
import { type DecidedDocument, isAward } from './decided-document.ts';
import type { Population } from './population-store.ts';
import { decided as decidedTable, readRows } from './simulate/tuples-store.ts';

type Remedy = NonNullable<PlannedOutcome['remedy']>;

/**
 * Writes what is due to each party of a population, one row for each award, as Parquet: ordered by
 * party, then as the document orders its awards. The file appears at `part`; the same population
 * and document always give the same bytes.
 */
export async function writeDue(
  population: Population,
  decided: DecidedDocument,
  { out }: { readonly out: string },
): Promise<void> {
  const { document, statements } = decided;
  const policy = quoteSqlText(document.hash);
  const amountType = amountTypeOf(statements);
  const awards = statements.map((statement, position) => {
    const fields = { position: String(position), ...dueColumns(statement, amountType) };
    const members = Object.entries(fields).map(([name, sql]) => `'${name}': ${sql}`);
    return `case when ${isAward(statement)} then {${members.join(', ')}} end`;
  });
  const rows = `select party_id, unnest([${awards.join(',\n')}]) as due
    from (${decided.render(population.base)})`;
  const columns = ['clause', 'remedy', 'name', 'amount_minor', 'currency', 'quantity', 'unit'];
  const isSorted = population.isInOrder && !isJoined(population, [decided]);
  const order = isSorted ? '' : 'order by party_id, due.position';
  const part = `${out}.part`;
  const copy = `copy (select party_id, ${policy} as policy, ${columns.map((name) => `due.${name}`).join(', ')}
    from (${rows}) where due is not null ${order})
    to ${quoteSqlText(part)} (format parquet, preserve_order true, compression zstd)`;
  try {
    if (isSorted) await onOneThread(population, copy);
    else await population.connection.run(copy);
    await rename(part, out);
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * Runs a query on one thread: several threads part rows whose number is not known before into row
 * groups as it comes. What is sorted is parted evenly, on any number of threads.
 */
async function onOneThread({ connection }: Population, query: string): Promise<void> {
  const setting = await connection.runAndReadAll(`select current_setting('threads')`);
  const before = Number(setting.getRows()[0]?.[0]);
  await connection.run('set threads = 1');
  try {
    await connection.run(query);
  } finally {
    await connection.run(`set threads = ${before}`);
  }
}

/** Gives the SQL of each column of an award; they mean something only where there is one. */
function dueColumns(
  statement: PlannedStatement,
  amountType: string,
): Readonly<Record<string, string>> {
  const { amountColumn, clause } = statement;
  const text = (of: (remedy: Remedy) => string | undefined) => textOf(statement, of);
  const inMoney = isAward(statement, ({ remedy }) => remedy?.currency !== undefined);
  return {
    clause: quoteSqlText(clause),
    remedy: text(({ remedy }) => remedy),
    name: text(({ name }) => name),
    amount_minor: `(case when ${inMoney} then ${amountColumn}::${amountType} end)`,
    currency: text(({ currency }) => currency),
    quantity: quantityOf(statement),
    unit: text(({ unit, writtenIn }) => writtenIn?.unit ?? unit),
  };
}

// Parquet has no wider whole numbers than 64 bits.
const max64 = 2n ** 63n - 1n;

function amountTypeOf(statements: readonly PlannedStatement[]): string {
  return statements.some(({ amountMost }) => amountMost > max64) ? 'decimal(38, 0)' : 'bigint';
}

function textOf(
  { outcomes, outcomeColumn }: PlannedStatement,
  of: (remedy: Remedy) => string | undefined,
): string {
  const cases = outcomes.flatMap(({ status, remedy }, number) => {
    const text = status === 'award' && remedy ? of(remedy) : undefined;
    return text === undefined ? [] : [`when ${number} then ${quoteSqlText(text)}`];
  });
  return cases.length === 0 ? 'null::varchar' : `(case ${outcomeColumn} ${cases.join(' ')} end)`;
}

/** Gives the SQL of how much is due in kind, as exact text in the unit that the document writes. */
function quantityOf({ outcomes, outcomeColumn, amountColumn }: PlannedStatement): string {
  const cases = outcomes.flatMap(({ status, remedy }, number) => {
    if (status !== 'award' || !remedy || remedy.currency !== undefined) return [];
    return [`when ${number} then ${quantityText(remedy, amountColumn)}`];
  });
  return cases.length === 0 ? 'null::varchar' : `(case ${outcomeColumn} ${cases.join(' ')} end)`;
}

function quantityText({ exactly, writtenIn }: Remedy, amount: string): string {
  if (exactly !== undefined) return quoteSqlText(exactly);
  if (!writtenIn) return `${amount}::varchar`;
  const { seconds } = writtenIn;
  const divisor = `gcd(${amount}::hugeint, ${seconds}::hugeint)`;
  const fraction = `(${amount} // ${divisor})::varchar || '/' || (${seconds} // ${divisor})::varchar`;
  return `(case when ${amount} % ${seconds} = 0 then (${amount} // ${seconds})::varchar else ${fraction} end)`;
}

/**
 * Sums what each class of parties gets under each clause, in order; `decideGathered` was called
 * with the same document, or the table has the same columns.
 */
export async function sumDue(
  population: Population,
  { statements }: DecidedDocument,
  table: string = decidedTable,
): Promise<AwardTotal[]> {
  if (statements.length === 0) return [];
  const amountType = amountTypeOf(statements);
  const rows = statements.map((statement) => {
    const columns = Object.entries(dueColumns(statement, amountType));
    const named = columns.map(([name, sql]) => `${sql} as ${name}`);
    return `select party_class, n, ${named.join(', ')} from ${table} where ${isAward(statement)}`;
  });
  const found = await readRows(
    population,
    `select party_class, clause, remedy, name, currency, quantity, unit, sum(n)::bigint as parties,
       sum(n * amount_minor::hugeint)::varchar as minor
     from (${rows.join(' union all ')}) group by all order by all`,
  );
  const textIn = (value: unknown) => (value === null ? null : String(value));
  return found.map((row) => ({
    partyClass: String(row.party_class),
    clause: String(row.clause),
    remedy: String(row.remedy),
    name: textIn(row.name),
    currency: textIn(row.currency),
    quantity: textIn(row.quantity),
    unit: textIn(row.unit),
    partyCount: Number(row.parties),
    amountMinor: row.minor === null ? null : BigInt(String(row.minor)),
  }));
}
