import type { DuckDBConnection } from '@duckdb/node-api';
import type { JsonValue } from '../../kernel/index.ts';
import { sql, type Tx } from '../../platform/index.ts';
import { type FactColumn, renderFactsJson } from './population.ts';
import {
  groupsMax,
  type PopulationInputs,
  partiesMin,
  type RemainderTotal,
} from './population-inputs.ts';

interface Run {
  readonly connection: DuckDBConnection;
  readonly facts: readonly FactColumn[];
  readonly policyHash: string;
}

// Sets of facts that enough parties share; where too few parties would be left over, the smallest
// set joins them, so that nobody is found as the difference.
const markKept = `
  create table counted_tuple as
    select tuple_id, sum(party_count)::bigint as parties from class_tuple group by tuple_id;
  create table kept_tuple as
    select tuple_id, parties from counted_tuple where parties >= ${partiesMin}
    order by parties desc, tuple_id limit ${groupsMax};
  delete from kept_tuple where tuple_id = (select arg_min(tuple_id, parties) from kept_tuple)
    and (select sum(parties) from counted_tuple) - (select coalesce(sum(parties), 0) from kept_tuple)
      between 1 and ${partiesMin - 1};
`;

function sharedFacts(text: string): { [name: string]: JsonValue } {
  const all = JSON.parse(text) as { [name: string]: JsonValue };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

async function readGroups(run: Run): Promise<PopulationInputs['groups']> {
  const result = await run.connection.runAndReadAll(`
    select ${renderFactsJson(run.facts)} as facts, parties from tuple t
    join kept_tuple using (tuple_id) order by facts`);
  return result.getRows().map(([facts, parties]) => ({
    facts: sharedFacts(String(facts)),
    parties: Number(parties),
  }));
}

async function readRemainder({ connection }: Run): Promise<PopulationInputs['remainder']> {
  const rest = 'from counted_tuple anti join kept_tuple using (tuple_id)';
  const counted = await connection.runAndReadAll(`select coalesce(sum(parties), 0) ${rest}`);
  const totals = await connection.runAndReadAll(`
    select remedy, name, currency, unit, sum(parties)::bigint as parties,
      sum(parties * amount_minor::hugeint)::varchar as "amountMinor"
    ${rest} join tuple_award using (tuple_id)
    group by all having sum(parties) >= ${partiesMin} order by all`);
  const rows = totals.getRowObjects() as unknown as (RemainderTotal & { parties: bigint })[];
  return {
    parties: Number(counted.getRows()[0]?.[0] ?? 0),
    totals: rows.map((row) => ({ ...row, parties: Number(row.parties) })),
  };
}

/** Makes the facts of a determined population anonymous, from the tables of the run. */
export async function readInputs(run: Run): Promise<PopulationInputs> {
  await run.connection.run(markKept);
  return {
    format: 'amends-population/1',
    policyHash: run.policyHash,
    groups: await readGroups(run),
    remainder: await readRemainder(run),
  };
}

/** Records the anonymous facts a determination run read; the same run again changes nothing. */
export async function recordInputs(
  tx: Tx,
  record: { readonly runId: string; readonly inputs: PopulationInputs },
): Promise<void> {
  await sql`insert into settlement.determination_input (run_id, document)
    values (${record.runId}, ${JSON.stringify(record.inputs)})
    on conflict (run_id) do nothing`.execute(tx);
}

/** Lists the anonymous facts of an incident's approved determination runs, the first first. */
export async function listInputs(tx: Tx, incidentId: string): Promise<readonly PopulationInputs[]> {
  const { rows } = await sql<{ document: string }>`
    select input.document from settlement.determination_input input
    join settlement.determination_run run on run.id = input.run_id
    where run.incident_id = ${incidentId} and run.state = 'approved'
    order by run.prepared_at, run.id`.execute(tx);
  return rows.map(({ document }) => JSON.parse(document) as PopulationInputs);
}
