import { accept, type Outcome } from '../../../kernel/index.ts';
import type { PolicyDocument } from '../../../policy/index.ts';
import { type AwardsLayout, writeAwards } from '../awards-store.ts';
import { decideDocuments } from '../decide-store.ts';
import type { DecidedDocument } from '../decided-document.ts';
import { type OpenRefusal, openPopulation, type Population } from '../population-store.ts';
import { applyBudget, type BudgetRefusal } from './budget-queries.ts';
import { compareCosts, listChanges } from './compare-queries.ts';
import { checkInvariants } from './invariant-queries.ts';
import { findMissed } from './missed-queries.ts';
import { type FigureUnknown, tryFigures } from './sensitivity-queries.ts';
import type { SimulatedPolicy, Simulation } from './simulation.ts';
import {
  countReasons,
  countStatuses,
  spreadMoney,
  sumClauses,
  sumCosts,
} from './totals-queries.ts';
import { decideGathered, gatherTuples } from './tuples-store.ts';

/** What to simulate, over whom, and what else to find out on the way. */
export interface SimulationRequest {
  readonly population: string;
  readonly documents: readonly PolicyDocument[];
  /** another version to compare with; without one, with nothing at all */
  readonly against?: PolicyDocument;
  readonly badRows: 'stop' | 'set_aside';
  readonly out?: string;
  readonly layout?: AwardsLayout;
  readonly budget?: { readonly budgetMinor: bigint; readonly currency: string };
  /** the name of a figure, or `all` */
  readonly sensitivity?: string;
  readonly memoryLimitMegabytes?: number;
  readonly spillDir?: string;
  readonly onProgress?: (part: string, share: number) => void;
}

export type SimulationRefusal = OpenRefusal | FigureUnknown | BudgetRefusal;

/**
 * Applies policies to every party of a population before they are published: what they cost and
 * whom they miss, who wins and loses, and what must hold of every one of them.
 */
export async function simulatePolicies(
  request: SimulationRequest,
): Promise<Outcome<Simulation, SimulationRefusal>> {
  const { documents, against, population: file, badRows } = request;
  request.onProgress?.('reading the population', 0);
  const opened = await openPopulation({
    ...{ file, badRows, documents: [...documents, ...(against ? [against] : [])] },
    ...(request.memoryLimitMegabytes === undefined
      ? {}
      : { memoryLimitMegabytes: request.memoryLimitMegabytes }),
    ...(request.spillDir === undefined ? {} : { spillDir: request.spillDir }),
  });
  if (!opened.ok) return opened;
  try {
    return await simulateOpened(opened.value, request);
  } finally {
    opened.value.close();
  }
}

async function simulateOpened(
  population: Population,
  request: SimulationRequest,
): Promise<Outcome<Simulation, SimulationRefusal>> {
  const progress = request.onProgress ?? (() => undefined);
  progress('deciding', 0.15);
  const all = await decideDocuments(population);
  const own = all.slice(0, request.documents.length);
  const before = all.slice(request.documents.length);
  const distinctCount = await gatherTuples(population, all);
  await decideGathered(population, all);
  const figures = await gatherFigures(population, { own, before, request });
  if (!figures.ok) return figures;
  const { written, budget, rest } = figures.value;
  if (request.out !== undefined) {
    progress('writing the awards', 0.6);
    await writeAwards(population, written, {
      out: request.out,
      layout: request.layout ?? 'awards',
    });
  }
  const { rowCount, badRows, source } = population;
  return accept({
    population: { file: source.file, rowCount, badRows, distinctCount },
    policies: all.map((one, index) => policyOf(one, population.documents[index]?.unknownFacts)),
    ...rest,
    ...(budget ? { budget } : {}),
  });
}

interface Work {
  readonly own: readonly DecidedDocument[];
  readonly before: readonly DecidedDocument[];
  readonly request: SimulationRequest;
}

interface Figures {
  readonly written: readonly DecidedDocument[];
  readonly budget: Simulation['budget'];
  readonly rest: Omit<Simulation, 'population' | 'policies' | 'budget'>;
}

async function gatherFigures(
  population: Population,
  { own, before, request }: Work,
): Promise<Outcome<Figures, SimulationRefusal>> {
  const progress = request.onProgress ?? (() => undefined);
  const rest = {
    statuses: await countStatuses(population, own),
    totals: await sumClauses(population, own),
    reasons: await countReasons(population, own),
    cost: await sumCosts(population, own),
    distribution: await spreadMoney(population, own),
    missed: await findMissed(population, own),
    comparison: await compareCosts(population, { after: own, before }),
    ...(before.length > 0
      ? { changes: await listChanges(population, { after: own, before }) }
      : {}),
  };
  progress('checking what must hold', 0.3);
  const invariants = await checkInvariants(population, own);
  progress('trying other figures', 0.45);
  const tried =
    request.sensitivity === undefined
      ? undefined
      : await tryFigures(population, own, request.sensitivity);
  if (tried && !tried.ok) return tried;
  const budgeted = request.budget && (await applyBudget(population, own, request.budget));
  if (budgeted && !budgeted.ok) return budgeted;
  return accept({
    written: budgeted?.value.documents ?? own,
    budget: budgeted?.value.result,
    rest: { ...rest, invariants, ...(tried ? { sensitivity: tried.value } : {}) },
  });
}

function policyOf(
  { document, road, reason }: DecidedDocument,
  unknownFacts: readonly string[] = [],
): SimulatedPolicy {
  const { policy, version } = document.header;
  const because = reason === undefined ? {} : { reason };
  return { policy, version, hash: document.hash, road, ...because, unknownFacts };
}
