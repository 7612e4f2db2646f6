import { quoteSqlName } from '../../../policy/compile/index.ts';
import { classOf } from '../awards-store.ts';
import type { DecidedDocument } from '../decided-document.ts';
import type { Population } from '../population-store.ts';

/** Every different set of facts once, with how many parties have it and the first of them. */
export const tuples = 'select * from tuples';

/** The documents applied to every different set of facts; `n` parties, `example` the first. */
export const decided = 'decided';

/** Gathers the different sets of facts of a population; everything else is counted from them. */
export async function gatherTuples(
  population: Population,
  documents: readonly DecidedDocument[],
): Promise<number> {
  const { connection, base } = population;
  const used = [...new Set(documents.flatMap(({ usedColumns }) => usedColumns))].map(quoteSqlName);
  const group = [classOf(population), ...used];
  await connection.run(
    `create or replace temp table tuples as select ${group.join(', ')}, count(*)::bigint as n,
     min(party_id)::varchar as example from (${base}) group by all`,
  );
  const counted = await connection.runAndReadAll('select count(*) from tuples');
  return Number(counted.getRows()[0]?.[0]);
}

/** Applies documents to the different sets of facts, and keeps what came of it in a table. */
export async function decideGathered(
  { connection }: Population,
  documents: readonly DecidedDocument[],
  table: string = decided,
): Promise<void> {
  const source = documents.reduce((inner, one) => one.render(inner), tuples);
  await connection.run(
    `create or replace temp table ${table} as
     select ${['party_class', 'n', 'example', ...decidedColumns(documents)].join(', ')} from (${source})`,
  );
}

/** The columns that documents add to a set of facts: what came of it, and how. */
export function decidedColumns(documents: readonly DecidedDocument[]): string[] {
  const columns = documents.flatMap(({ statements, conditions, statusColumn }) => [
    statusColumn,
    ...conditions.map(({ column }) => column),
    ...statements.flatMap(({ outcomeColumn, amountColumn, missingColumn, caps }) => [
      ...[outcomeColumn, amountColumn, ...(missingColumn ? [missingColumn] : [])],
      ...caps.map(({ column }) => column),
    ]),
  ]);
  return [...new Set(columns)];
}

/** Runs a query and gives its rows by column; whole numbers beyond 53 bits come as bigint. */
export async function readRows(
  { connection }: Population,
  query: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await connection.runAndReadAll(query)).getRowObjects();
}
