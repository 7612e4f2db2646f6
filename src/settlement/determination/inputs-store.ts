import { sql, type Tx } from '../../platform/index.ts';
import { quoteSqlName } from '../../policy/compile/index.ts';
import type { DecidedDocument } from '../population/decided-document.ts';
import { sumDue } from '../population/due-store.ts';
import { classColumn, type OpenDocument, type Population } from '../population/population-store.ts';
import { decidedColumns, readRows } from '../population/simulate/tuples-store.ts';
import { rawColumns, readCells, renderCells } from '../population/tuple-store.ts';
import {
  groupsMax,
  type PopulationInputs,
  partiesMin,
  type RemainderTotal,
} from './population-inputs.ts';

interface Run {
  readonly population: Population;
  readonly open: OpenDocument;
  readonly decided: DecidedDocument;
}

/** Gathers the parties that have the same facts, and marks the groups that may be shown. */
async function gatherGroups({ population, open, decided }: Run): Promise<void> {
  const { connection, base } = population;
  const own = rawColumns(population, open).map(({ column }) => column.name);
  const partyClass = classColumn(population.columns);
  const named = [...own, ...decided.usedColumns, ...(partyClass === undefined ? [] : [partyClass])];
  const columns = [...new Set(named)].map(quoteSqlName);
  const group = [...columns, 'count(*)::bigint as n'];
  await connection.run(`create temp table input_group as
    select row_number() over (order by n desc, all_columns) as input_id, * exclude (all_columns)
    from (select ${group.join(', ')}, ${columns.length === 0 ? "''" : `concat_ws(chr(1), ${columns.map((name) => `coalesce(${name}::varchar, chr(2))`).join(', ')})`} as all_columns
      from (${base}) group by all)`);
  // Sets of facts that enough parties share; where too few parties would be left over, the smallest
  // set joins them, so that nobody is found as the difference.
  await connection.run(`create temp table input_kept as
    select input_id, n from input_group where n >= ${partiesMin} order by input_id limit ${groupsMax}`);
  await connection.run(`delete from input_kept
    where input_id = (select max(input_id) from input_kept)
      and (select sum(n) from input_group) - (select coalesce(sum(n), 0) from input_kept)
        between 1 and ${partiesMin - 1}`);
}

async function readGroups({ population, open }: Run): Promise<PopulationInputs['groups']> {
  const columns = rawColumns(population, open);
  const partyClass = classColumn(population.columns);
  const named = partyClass === undefined ? 'null' : `${quoteSqlName(partyClass)}::varchar`;
  const rows = await readRows(
    population,
    `select ${renderCells(columns)} as facts, ${named} as party_class, n from input_group
     where input_id in (select input_id from input_kept) order by facts, party_class`,
  );
  return rows.map(({ facts, party_class: own, n }) => ({
    ...(own === null ? {} : { partyClass: String(own) }),
    facts: Object.fromEntries(
      Object.entries(readCells(columns, String(facts))).filter(([, value]) => value !== null),
    ),
    parties: Number(n),
  }));
}

type Key = Pick<RemainderTotal, 'remedy' | 'name' | 'currency' | 'unit'>;

async function readRemainder({ population, decided }: Run): Promise<PopulationInputs['remainder']> {
  const rest = 'select * from input_group where input_id not in (select input_id from input_kept)';
  const [counted] = await readRows(population, `select coalesce(sum(n), 0) as n from (${rest})`);
  const columns = [`'' as party_class`, 'n', ...decidedColumns([decided])];
  await population.connection.run(
    `create temp table input_rest as select ${columns.join(', ')} from (${decided.render(rest)})`,
  );
  const totals = new Map<string, { key: Key; parties: number; amountMinor: bigint | null }>();
  for (const due of await sumDue(population, decided, 'input_rest')) {
    const { remedy, name, currency, unit, partyCount, amountMinor } = due;
    const key = { remedy, name, currency, unit } as Key;
    const at = JSON.stringify([remedy, name, currency, unit]);
    const before = totals.get(at);
    const sum = amountMinor === null ? null : amountMinor + (before?.amountMinor ?? 0n);
    totals.set(at, { key, parties: partyCount + (before?.parties ?? 0), amountMinor: sum });
  }
  return {
    parties: Number(counted?.n ?? 0),
    totals: [...totals]
      .filter(([, { parties }]) => parties >= partiesMin)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { key, parties, amountMinor }]) => ({
        ...key,
        parties,
        amountMinor: amountMinor === null ? null : String(amountMinor),
      })),
  };
}

/** Makes the facts of a determined population anonymous, before the population is closed. */
export async function readInputs(run: Run): Promise<PopulationInputs> {
  await gatherGroups(run);
  return {
    format: 'amends-population/1',
    policyHash: run.open.document.hash,
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
