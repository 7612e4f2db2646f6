import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { accept, assert, type Outcome } from '../../kernel/index.ts';
import { quoteSqlText } from '../../policy/compile/index.ts';
import type { PolicyDocument } from '../../policy/index.ts';
import { decideDocument } from '../population/decide-store.ts';
import { sumDue, writeDue } from '../population/due-store.ts';
import {
  type OpenRefusal,
  openPopulation,
  type Population,
} from '../population/population-store.ts';
import { countStatuses } from '../population/simulate/totals-queries.ts';
import { decideGathered, gatherTuples } from '../population/simulate/tuples-store.ts';
import { readInputs } from './inputs-store.ts';
import type { PartyDue } from './party-due.ts';
import { writePartyDue } from './party-due-store.ts';
import type { Determined, StatusTotal } from './population.ts';

/** Where a run is: which part of the work, and how much of it is done, from 0 to 1. */
export interface DeterminationProgress {
  readonly part: 'reading' | 'assessing' | 'writing' | 'comparing' | 'hashing';
  readonly share: number;
}

/** A population file, where its awards go, and the means the run may use. */
export interface DeterminationRequest {
  readonly population: string;
  readonly awards: string;
  readonly document: PolicyDocument;
  /** The awards of earlier runs of the same parties, and where what is due beyond them is written. */
  readonly beyond?: {
    /** awards files in the order in which their runs were approved; at least one */
    readonly earlier: readonly string[];
    readonly due: string;
    /** so many rows are compared at once, more or less; what is written does not depend on it */
    readonly rowsAtOnce?: number;
  };
  readonly memoryLimitMegabytes?: number;
  readonly threadCount?: number;
  /** A folder for what does not fit into memory; beside the awards unless given. */
  readonly spillDir?: string;
  readonly onProgress?: (progress: DeterminationProgress) => void;
}

/**
 * Determines a whole population, file to file, on the road that a simulation takes: by compiled SQL
 * where the document compiles, else once for each different set of facts by the exact evaluator.
 *
 * The population is a Parquet or CSV file with a unique `party_id`, an optional `party_class`, and a
 * column per fact; a row that cannot be taken stops the run. The awards are a Parquet file ordered
 * by party and by the policy's order of awards, so that the same inputs give the same bytes. It is
 * written beside its place and moved there when whole. So is the file of what is due beyond earlier
 * runs, where it is asked for.
 */
export async function runDetermination(
  request: DeterminationRequest,
): Promise<Outcome<Determined, OpenRefusal>> {
  const startedMs = performance.now();
  const { population: file, document, memoryLimitMegabytes, threadCount } = request;
  const ownSpillDir = `${request.awards}.spill`;
  const written = `${request.awards}.written`;
  const dueWritten = `${request.beyond?.due}.written`;
  const show = progressOf(request);
  try {
    show('reading', 0);
    const opened = await openPopulation({
      ...{ file, documents: [document], badRows: 'stop' },
      ...(memoryLimitMegabytes === undefined ? {} : { memoryLimitMegabytes }),
      ...(threadCount === undefined ? {} : { threadCount }),
      spillDir: request.spillDir ?? ownSpillDir,
    });
    if (!opened.ok) return opened;
    show('reading', 1);
    const { due: reckoned, ...counted } = await determine(opened.value, {
      request,
      written,
      dueWritten,
      show,
    });
    show('hashing', 0);
    const populationHash = await hashFile(file);
    const awardsHash = await hashFile(written);
    const due = await hashDue(request, { reckoned, dueWritten });
    await rename(written, request.awards);
    if (request.beyond) await rename(dueWritten, request.beyond.due);
    show('hashing', 1);
    const elapsedMs = Math.round(performance.now() - startedMs);
    const accountsPerSecond = Math.round(counted.partyCount / (elapsedMs / 1000));
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    const figures = { elapsedMs, accountsPerSecond, peakMemoryBytes };
    const hashes = { policyHash: document.hash, populationHash, awardsHash };
    return accept({ ...hashes, ...counted, ...figures, ...due });
  } finally {
    await rm(written, { force: true });
    if (request.beyond) await rm(dueWritten, { force: true });
    await rm(ownSpillDir, { force: true, recursive: true });
  }
}

/** Names what is due by the hashes of the files it was reckoned from and is written in. */
async function hashDue(
  { beyond }: DeterminationRequest,
  { reckoned, dueWritten }: { readonly reckoned: Counted['due']; readonly dueWritten: string },
): Promise<Pick<Determined, 'due'>> {
  if (!beyond || !reckoned) return {};
  const earlier: string[] = [];
  for (const file of beyond.earlier) earlier.push(await hashFile(file));
  return { due: { ...reckoned, earlier, dueHash: await hashFile(dueWritten) } };
}

type Show = (part: DeterminationProgress['part'], share: number) => void;

function progressOf({ onProgress }: DeterminationRequest): Show {
  return (part, share) => onProgress?.({ part, share });
}

type Counted = Pick<
  Determined,
  'partyCount' | 'awardCount' | 'distinctCount' | 'totals' | 'statuses' | 'unknownFacts' | 'inputs'
> & { readonly due?: Pick<PartyDue, 'totals' | 'lines'> };

async function determine(
  population: Population,
  work: {
    readonly request: DeterminationRequest;
    readonly written: string;
    readonly dueWritten: string;
    readonly show: Show;
  },
): Promise<Counted> {
  const { request, written, dueWritten, show } = work;
  const [open] = population.documents;
  assert(open, 'determination: the population is opened with its document');
  try {
    show('assessing', 0);
    const decided = await decideDocument(population, open, { prefix: 'd0x' });
    const distinctCount = await gatherTuples(population, [decided]);
    await decideGathered(population, [decided]);
    show('assessing', 1);
    show('writing', 0);
    await whileShown(population, show, () => writeDue(population, decided, { out: written }));
    show('writing', 1);
    const totals = await sumDue(population, decided);
    const statuses = (await countStatuses(population, [decided]))
      .map(({ partyClass, status, parties }) => ({ partyClass, status, partyCount: parties }))
      .sort((one, other) => orderOf(one, other));
    const awardCount = totals.reduce((sum, total) => sum + total.partyCount, 0);
    const rows = await population.connection.runAndReadAll(
      `select count(*) from read_parquet(${quoteSqlText(written)})`,
    );
    assert(
      Number(rows.getRows()[0]?.[0]) === awardCount,
      'determination: the file holds as many awards as the totals say',
    );
    const shown = open.evidenceColumn === undefined ? ['evidence'] : [];
    const unknownFacts = [...open.unknownFacts, ...shown];
    const partyCount = population.rowCount;
    const inputs = await readInputs({ population, open, decided });
    const counted = {
      partyCount,
      awardCount,
      distinctCount,
      totals,
      statuses,
      unknownFacts,
      inputs,
    };
    if (request.beyond === undefined) return counted;
    show('comparing', 0);
    const { due: _, ...compared } = request.beyond;
    const onShare = (share: number) => show('comparing', share);
    const files = { ...compared, awards: written, out: dueWritten, onShare };
    const due = await writePartyDue(population, files);
    show('comparing', 1);
    return { ...counted, due };
  } finally {
    population.close();
  }
}

/** By class, then by the name of the status. */
function orderOf(one: StatusTotal, other: StatusTotal): number {
  const [left, right] = [one, other].map(({ partyClass, status }) => `${partyClass}\0${status}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

const showEveryMs = 500;

async function whileShown(
  { connection }: Population,
  show: Show,
  work: () => Promise<void>,
): Promise<void> {
  await connection.run('set enable_progress_bar = true');
  await connection.run('set enable_progress_bar_print = false');
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) show('writing', Math.min(1, percentage / 100));
  }, showEveryMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/** Gives the lower-case hex SHA-256 of a file. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
