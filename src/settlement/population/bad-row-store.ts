import type { DuckDBConnection } from '@duckdb/node-api';
import { listFactRanges, quoteSqlName } from '../../policy/compile/index.ts';
import { type PolicyDocument, parseFacts } from '../../policy/index.ts';
import type { BadRow, BadRows } from './bad-row.ts';
import { type FactReading, renderJsonValue } from './fact-reading.ts';
import type { PopulationSource } from './population-source.ts';
import { cellForm, parseJson, readCell } from './read-cell.ts';
import type { Plan } from './reading-plan.ts';

/** How many rows there are, how many are bad, and the range of each column. */
export interface Checked {
  readonly rowCount: number;
  readonly badCount: number;
  readonly ranges: ReadonlyMap<
    string,
    { readonly low: bigint; readonly high: bigint; readonly nullCount: number }
  >;
}

/** Counts the rows and the bad ones, and finds the range of each number. */
export async function checkRows(
  connection: DuckDBConnection,
  plans: readonly Plan[],
): Promise<Checked> {
  const readings = plans.flatMap((plan) => plan.readings);
  const parts = readings.map(({ key, isNumber }) => {
    const range = isNumber
      ? `min(${key}) filter (where not is_bad), max(${key}) filter (where not is_bad)`
      : 'null, null';
    return `${range}, count(*) - count(${key})`;
  });
  const result = await connection.runAndReadAll(
    `select ${['count(*)', 'count(*) filter (where is_bad)', ...parts].join(', ')} from population_checked`,
  );
  const row = result.getRows()[0] ?? [];
  const ranges = readings.map(({ key }, at) => {
    const [low, high, nulls] = row.slice(2 + at * 3, 5 + at * 3);
    const range = {
      low: BigInt(String(low ?? 0)),
      high: BigInt(String(high ?? 0)),
      nullCount: Number(nulls),
    };
    return [key, range] as const;
  });
  return { rowCount: Number(row[0]), badCount: Number(row[1]), ranges: new Map(ranges) };
}

/** Gives a party that stands in the population twice, and whether all stand in their order. */
export async function findRepeated(
  connection: DuckDBConnection,
  { relation }: PopulationSource,
): Promise<{ readonly isInOrder: boolean; readonly partyId?: string }> {
  const ordered = await connection.runAndReadAll(
    `select count(*) filter (where party_id <= before or party_id is null)
     from (select party_id, lag(party_id) over () as before from (${relation}))`,
  );
  // A file in order is known at a glance.
  if (Number(ordered.getRows()[0]?.[0]) === 0) return { isInOrder: true };
  const found = await connection.runAndReadAll(
    `select party_id::varchar from (${relation}) where party_id is not null
     group by party_id having count(*) > 1 order by party_id limit 1`,
  );
  const [first] = found.getRows();
  return { isInOrder: false, ...(first === undefined ? {} : { partyId: String(first[0]) }) };
}

const mostShown = 10;

interface Search {
  readonly connection: DuckDBConnection;
  readonly from: string;
}

interface Suspect {
  readonly field: string;
  readonly test: string;
  /** SQL of the cell as JSON */
  readonly json: string;
  readonly explain: (row: readonly unknown[]) => BadRow;
}

/** Tells which rows cannot be taken, field by field, and why; the first of them in order. */
export async function describeBadRows(
  connection: DuckDBConnection,
  work: {
    readonly checked: Checked;
    readonly plans: readonly Plan[];
    readonly source: PopulationSource;
  },
): Promise<BadRows> {
  const { checked, plans, source } = work;
  if (checked.badCount === 0) return { count: 0, byField: [], first: [] };
  const joins = plans.flatMap(({ readings }) => readings.flatMap((one) => joinOf(one) ?? []));
  const from = `from (${source.relation}) as s ${joins.join(' ')}`;
  const byField = new Map<string, number>();
  const first: BadRow[] = [];
  for (const suspect of suspectsOf(plans)) {
    if (byField.has(suspect.field)) continue;
    const found = await findRows(suspect, { connection, from });
    if (found.count === 0) continue;
    byField.set(suspect.field, found.count);
    first.push(...found.rows);
  }
  first.sort((left, right) => left.row - right.row);
  return {
    count: checked.badCount,
    byField: [...byField].map(([field, count]) => ({ field, count })),
    first: first.slice(0, mostShown),
  };
}

function suspectsOf(plans: readonly Plan[]): readonly Suspect[] {
  const nobody: Suspect = {
    ...{ field: 'party_id', test: 's.party_id is null', json: 'null' },
    explain: (row) => ({
      ...{ row: Number(row[0]), partyId: '', field: 'party_id', found: 'nothing' },
      expected: 'an id of its own for each party',
    }),
  };
  const facts = plans.flatMap(({ document, readings }) =>
    readings.flatMap((reading): Suspect[] => {
      const test = badTest(reading);
      if (test === undefined) return [];
      const json = `${renderJsonValue(`s.${quoteSqlName(reading.column)}`, reading.type)}::varchar`;
      const explain = (row: readonly unknown[]) => explainRow(row, { document, reading });
      return [{ field: reading.column, test, json, explain }];
    }),
  );
  return [nobody, ...facts];
}

async function findRows(
  { test, json, explain }: Suspect,
  { connection, from }: Search,
): Promise<{ readonly count: number; readonly rows: readonly BadRow[] }> {
  const counts = await connection.runAndReadAll(`select count(*) ${from} where ${test}`);
  const count = Number(counts.getRows()[0]?.[0]);
  if (count === 0) return { count, rows: [] };
  const rows = await connection.runAndReadAll(
    `select s.source_row, coalesce(s.party_id::varchar, ''), ${json} ${from}
     where ${test} order by s.source_row limit ${mostShown}`,
  );
  return { count, rows: rows.getRows().map(explain) };
}

function explainRow(
  row: readonly unknown[],
  { document, reading }: { document: PolicyDocument; reading: FactReading },
): BadRow {
  const json = parseJson(String(row[2]));
  const kind = listFactRanges(document).find(({ name }) => name === reading.fact)?.type.kind ?? '';
  const cell = typeof json === 'string' ? readCell(json, kind) : json;
  const parsed = parseFacts(document, { [reading.fact]: cell });
  const issue = parsed.ok ? undefined : parsed.refusal.issues[0];
  // Within a list or set the form was understood; a value of it is told.
  const isWhole = issue?.path === reading.fact && !Array.isArray(cell);
  const isSpaced = typeof json === 'string' && json !== json.trim();
  const other = isSpaced ? 'the same without spaces around it' : 'a number of at most 18 digits';
  return {
    row: Number(row[0]),
    partyId: String(row[1]),
    field: reading.column,
    found: issue?.found ?? String(row[2]),
    expected: issue ? `${issue.expected}${isWhole ? cellForm(kind) : ''}` : other,
  };
}

/** Gives the join that brings a column's distinct values, read once, to its rows. */
export function joinOf({ how, key, column }: FactReading): string | undefined {
  if (how === 'native') return undefined;
  return `left join ${key}_m on ${key}_m.mapped_raw = s.${quoteSqlName(column)}::varchar`;
}

/** Gives the SQL that holds where a column of `s` cannot be taken. */
export function badTest({ how, column, key, isValid }: FactReading): string | undefined {
  const name = `s.${quoteSqlName(column)}`;
  if (how !== 'native') return `(${name} is not null and ${key}_m.mapped_value is null)`;
  return isValid ? `(${name} is not null and not (${isValid}))` : undefined;
}
