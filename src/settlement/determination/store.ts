import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { accept, assert, type JsonValue, type Outcome, refuse } from '../../kernel/index.ts';
import { readInputs } from './inputs-store.ts';
import {
  type AssessedAward,
  type Assessor,
  type AwardTotal,
  type Determined,
  type FactColumn,
  findFactColumns,
  type PopulationColumn,
  type PopulationRefusal,
  quoteName,
  quoteText,
  renderClass,
  renderDistinct,
  renderFactsJson,
  renderJoin,
  type StatusTotal,
} from './population.ts';

/** Where a run is: which part of the work, and how much of it is done, from 0 to 1. */
export interface DeterminationProgress {
  readonly part: 'reading' | 'assessing' | 'writing' | 'hashing';
  readonly share: number;
}

/** A population file, where its awards go, and the means the run may use. */
export interface DeterminationRequest {
  readonly population: string;
  readonly awards: string;
  readonly assessor: Assessor;
  readonly memoryLimitMegabytes?: number;
  readonly threadCount?: number;
  /** A folder for what does not fit into memory; beside the awards unless given. */
  readonly spillDir?: string;
  readonly onProgress?: (progress: DeterminationProgress) => void;
}

interface Job {
  readonly request: DeterminationRequest;
  readonly connection: DuckDBConnection;
  readonly part: string;
  readonly classColumn: string;
  readonly facts: readonly FactColumn[];
}

/**
 * Determines a whole population, file to file: each distinct set of facts is assessed once, by the
 * exact evaluator, and joined back to every party that has it.
 *
 * The population is a Parquet file with a unique `party_id`, an optional `party_class`, and a
 * column per fact. The awards are a Parquet file ordered by party and by the policy's order of awards, so that
 * the same inputs give the same bytes. It is written beside its place and moved there when whole.
 */
export async function runDetermination(
  request: DeterminationRequest,
): Promise<Outcome<Determined, PopulationRefusal>> {
  const startedMs = performance.now();
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${request.memoryLimitMegabytes ?? 4096}MB`,
    threads: String(request.threadCount ?? 2),
    temp_directory: request.spillDir ?? `${request.awards}.spill`,
  });
  const connection = await instance.connect();
  const part = `${request.awards}.part`;
  try {
    await connection.run('set enable_progress_bar = true');
    await connection.run('set enable_progress_bar_print = false');
    const columns = await readColumns(connection, request.population);
    if (!columns.ok) return columns;
    const { known: facts, unknownFacts } = findFactColumns(
      request.assessor.factNames,
      columns.value,
    );
    const classColumn = renderClass(columns.value);
    const job: Job = { request, connection, part, classColumn, facts };
    const counted = await determine(job);
    if (!counted.ok) return counted;
    const { population, awards, assessor, onProgress } = request;
    onProgress?.({ part: 'hashing', share: 0 });
    const populationHash = await hashFile(population);
    const awardsHash = await hashFile(part);
    await rename(part, awards);
    onProgress?.({ part: 'hashing', share: 1 });
    const elapsedMs = Math.round(performance.now() - startedMs);
    const accountsPerSecond = Math.round(counted.value.partyCount / (elapsedMs / 1000));
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    const figures = { elapsedMs, accountsPerSecond, peakMemoryBytes };
    const hashes = { policyHash: assessor.policyHash, populationHash, awardsHash };
    return accept({ ...hashes, ...counted.value, unknownFacts, ...figures });
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(part, { force: true });
    await rm(`${request.awards}.spill`, { force: true, recursive: true });
  }
}

async function readColumns(
  connection: DuckDBConnection,
  file: string,
): Promise<Outcome<PopulationColumn[], PopulationRefusal>> {
  try {
    const reader = await connection.runAndReadAll(
      `describe select * from read_parquet(${quoteText(file)})`,
    );
    const columns = reader.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
    const found = columns.map(({ name }) => name);
    return found.includes('party_id')
      ? accept(columns)
      : refuse({ code: 'population_column_missing', file, column: 'party_id', found });
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return refuse({ code: 'population_unreadable', file, found });
  }
}

type Counted = Pick<
  Determined,
  'partyCount' | 'awardCount' | 'distinctCount' | 'totals' | 'statuses' | 'inputs'
>;

async function determine(job: Job): Promise<Outcome<Counted, PopulationRefusal>> {
  const { request, connection, facts } = job;
  const repeated = await findRepeatedParty(job);
  if (repeated !== undefined) {
    const { population: file } = request;
    return refuse({ code: 'population_party_repeated', file, partyId: repeated });
  }
  await runShown(
    job,
    'reading',
    `create table tuple as ${renderDistinct(request.population, facts)}`,
  );
  await connection.run(`create table tuple_award (tuple_id bigint, position integer, clause varchar,
    remedy varchar, name varchar, amount_minor bigint, currency varchar, quantity varchar,
    unit varchar)`);
  await connection.run('create table tuple_status (tuple_id bigint, status varchar)');
  const assessed = await assessTuples(job);
  if (!assessed.ok) return assessed;
  await runShown(job, 'writing', renderCopy(job));
  const totals = await readTotals(job);
  const { policyHash } = request.assessor;
  const inputs = await readInputs({ connection, facts, policyHash });
  return accept({ distinctCount: assessed.value, ...totals, inputs });
}

async function findRepeatedParty(job: Job): Promise<string | undefined> {
  const source = `read_parquet(${quoteText(job.request.population)})`;
  await runShown(
    job,
    'reading',
    `create table unique_check as select count(*) = count(distinct party_id) from ${source}`,
  );
  const counts = await job.connection.runAndReadAll('select * from unique_check');
  if (counts.getRows()[0]?.[0] === true) return undefined;
  const found = await job.connection.runAndReadAll(
    `select coalesce(party_id::varchar, '(empty)') from ${source}
     group by party_id having count(*) > 1 or party_id is null order by 1 limit 1`,
  );
  return String(found.getRows()[0]?.[0]);
}

async function runShown(
  job: Job,
  part: DeterminationProgress['part'],
  query: string,
): Promise<void> {
  const { connection, request } = job;
  request.onProgress?.({ part, share: 0 });
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) request.onProgress?.({ part, share: Math.min(1, percentage / 100) });
  }, 500);
  try {
    await connection.run(query);
  } finally {
    clearInterval(timer);
  }
  request.onProgress?.({ part, share: 1 });
}

function knownFacts(text: string): { [name: string]: JsonValue } {
  const all = JSON.parse(text) as { [name: string]: JsonValue };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

async function assessTuples(job: Job): Promise<Outcome<number, PopulationRefusal>> {
  const { connection, request, facts } = job;
  const counts = await connection.runAndReadAll('select count(*) from tuple');
  const tupleCount = Number(counts.getRows()[0]?.[0]);
  const awards = await connection.createAppender('tuple_award');
  const statuses = await connection.createAppender('tuple_status');
  const result = await connection.stream(`select tuple_id, ${renderFactsJson(facts)} from tuple t`);
  let assessedCount = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
    if (chunk.rowCount === 0) break;
    for (const row of chunk.getRows()) {
      const tupleId = BigInt(row[0] as bigint);
      const outcome = request.assessor.assess(knownFacts(String(row[1])));
      if (!outcome.ok) {
        const reason = JSON.parse(JSON.stringify(outcome.refusal)) as JsonValue;
        const { population: file } = request;
        return refuse({ code: 'population_facts_refused', file, facts: String(row[1]), reason });
      }
      const { status } = outcome.value;
      statuses.appendBigInt(tupleId);
      statuses.appendVarchar(status);
      statuses.endRow();
      for (const [position, award] of outcome.value.awards.entries()) {
        appendAward(awards, { tupleId, position, award });
      }
    }
    assessedCount += chunk.rowCount;
    request.onProgress?.({ part: 'assessing', share: assessedCount / tupleCount });
  }
  awards.closeSync();
  statuses.closeSync();
  assert(assessedCount === tupleCount, 'determination: every distinct set of facts is assessed');
  return accept(tupleCount);
}

type Appender = Awaited<ReturnType<DuckDBConnection['createAppender']>>;

function appendAward(
  appender: Appender,
  row: {
    tupleId: bigint;
    position: number;
    award: AssessedAward;
  },
): void {
  const { award } = row;
  const appendText = (text: string | undefined): void => {
    if (text === undefined) appender.appendNull();
    else appender.appendVarchar(text);
  };
  appender.appendBigInt(row.tupleId);
  appender.appendInteger(row.position);
  appendText(award.clause);
  appendText(award.remedy);
  appendText(award.name);
  if (award.amountMinor === undefined) appender.appendNull();
  else appender.appendBigInt(award.amountMinor);
  appendText(award.currency);
  appendText(award.quantity);
  appendText(award.unit);
  appender.endRow();
}

function renderCopy(job: Job): string {
  const { request, facts } = job;
  return `copy (
    select p.party_id, ${quoteText(request.assessor.policyHash)} as policy, a.clause, a.remedy,
      a.name, a.amount_minor, a.currency, a.quantity, a.unit
    from read_parquet(${quoteText(request.population)}) p
    join tuple t on ${renderJoin(facts)}
    join tuple_award a on a.tuple_id = t.tuple_id
    order by p.party_id, a.position
  ) to ${quoteText(job.part)} (format parquet, compression zstd, row_group_size 122880)`;
}

async function readTotals(job: Job): Promise<Omit<Counted, 'distinctCount' | 'inputs'>> {
  const { connection, request, facts } = job;
  await connection.run(`create table class_tuple as
    select ${job.classColumn} as party_class, t.tuple_id, count(*) as party_count
    from read_parquet(${quoteText(request.population)}) p join tuple t on ${renderJoin(facts)}
    group by all`);
  const kinds = ['clause', 'remedy', 'name', 'currency', 'quantity', 'unit'].map(quoteName);
  const totals = await connection.runAndReadAll(`
    select party_class as "partyClass", ${kinds.join(', ')},
      sum(party_count)::bigint as "partyCount",
      sum(party_count * amount_minor::hugeint)::varchar as "amountMinor"
    from class_tuple join tuple_award using (tuple_id)
    group by all order by all`);
  const statuses = await connection.runAndReadAll(`
    select party_class as "partyClass", status, sum(party_count)::bigint as "partyCount"
    from class_tuple join tuple_status using (tuple_id) group by all order by all`);
  const written = await connection.runAndReadAll(
    `select count(*) from read_parquet(${quoteText(job.part)})`,
  );
  const awardTotals = totals.getRowObjects().map((row) => totalOf(row as unknown as TotalRow));
  const statusTotals = statuses
    .getRowObjects()
    .map((row) => ({ ...row, partyCount: Number(row.partyCount) }) as StatusTotal);
  const awardCount = awardTotals.reduce((sum, { partyCount }) => sum + partyCount, 0);
  const partyCount = statusTotals.reduce((sum, total) => sum + total.partyCount, 0);
  assert(
    Number(written.getRows()[0]?.[0]) === awardCount,
    'determination: the file holds as many awards as the totals say',
  );
  return { partyCount, awardCount, totals: awardTotals, statuses: statusTotals };
}

type TotalRow = Omit<AwardTotal, 'partyCount' | 'amountMinor'> & {
  readonly partyCount: bigint;
  readonly amountMinor: string | null;
};

function totalOf(row: TotalRow): AwardTotal {
  return {
    ...row,
    partyCount: Number(row.partyCount),
    amountMinor: row.amountMinor === null ? null : BigInt(row.amountMinor),
  };
}

/** Gives the lower-case hex SHA-256 of a file. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
