import {
  addDays,
  addMs,
  type Instant,
  type Interval,
  localDateOf,
  renderInstant,
  startOfLocalDay,
  uuidV7,
} from '../../../kernel/index.ts';
import type { Case } from '../read/case.ts';
import {
  type ClaimCategory,
  type ClaimKind,
  type ClaimPlan,
  type PlannedCell,
  type PlannedService,
  planClaims,
} from './claim-plan.ts';
import { outageWindows } from './outage-windows.ts';
import { rankOf } from './permutation.ts';
import { holderOf, memberOf, type PopulationPlan, planPopulation } from './population-plan.ts';
import { renderSalesCsv } from './sales-csv.ts';
import type { Scale } from './scale.ts';
import { type Seeded, seededAt } from './seeded.ts';

/** One generated claim, as it would arrive. */
export interface GeneratedClaim {
  /** Position in arrival order, from 0. */
  readonly index: number;
  /** UUIDv7 of the arrival time; the same seed, scale and index give the same id. */
  readonly claimId: string;
  readonly submittedAt: Instant;
  /** A party of the population of the same scale, which holds what the claim says it holds. */
  readonly partyId: string;
  readonly partyClass: string;
  readonly category: ClaimCategory;
  readonly kind: ClaimKind;
  readonly service: string;
  readonly function: string;
  /** In minor units of the case's currency; absent where no money was lost. */
  readonly statedLossMinor?: bigint;
  readonly hasEvidence: readonly string[];
  /** The file behind the evidence 'sales-records'. */
  readonly salesCsv?: string;
  /** By question code of the case's questionnaire. */
  readonly answers: Readonly<Record<string, string>>;
  /** Made up, never a person's: addresses of example.org, account numbers of no bank. */
  readonly personal: {
    readonly name: string;
    readonly contact: string;
    readonly payee?: { readonly bank: string; readonly account: string; readonly holder: string };
  };
}

/** What claims are generated from; `scale` is that of the population they refer to. */
export interface ClaimGeneration {
  readonly source: Pick<Case, 'case' | 'incident' | 'claims' | 'population'>;
  readonly scale: Scale;
  /** Where to begin, for a load that was interrupted; 0 when absent. */
  readonly fromIndex?: number;
}

interface Generation {
  readonly plan: ClaimPlan;
  readonly population: PopulationPlan;
  readonly windows: ReadonlyMap<string, Interval>;
  readonly dayStarts: readonly Instant[];
  readonly hourShares: readonly HourShares[];
}

interface HourShares {
  readonly firstMs: number;
  readonly cumulative: readonly number[];
}

/**
 * Gives the claims of a case at a scale one by one in order of arrival.
 *
 * Every claim follows from the case, the scale and its index alone, so that beginning at any index
 * gives the same claims as passing over those before it.
 */
export function* generateClaims(generation: ClaimGeneration): Generator<GeneratedClaim> {
  const { source, scale, fromIndex = 0 } = generation;
  const plan = planClaims(source, scale);
  const population = planPopulation(source.population, { scale, seed: source.case.seed });
  const { firstAt, hourWeights, days } = source.claims.arrival;
  const firstOn = localDateOf(firstAt, source.case.zone);
  const dayStarts = days.map((_, day) => startOfLocalDay(addDays(firstOn, day), source.case.zone));
  const openMs = firstAt - (dayStarts[0] ?? firstAt);
  const hourShares = days.map((_, day) => sharesFrom(hourWeights, day === 0 ? openMs : 0));
  const windows = outageWindows(source);
  const made = { plan, population, windows, dayStarts, hourShares };
  for (let index = fromIndex; index < plan.claimCount; index += 1) yield makeClaim(made, index);
}

/** Counts the claims of a case at a scale without generating them. */
export function countGeneratedClaims(generation: Omit<ClaimGeneration, 'fromIndex'>): number {
  return planClaims(generation.source, generation.scale).claimCount;
}

function makeClaim(made: Generation, index: number): GeneratedClaim {
  const { plan } = made;
  const seeded = seededAt(plan.seed, index);
  const submittedAt = arrivalOf(made, { index, jitter: seeded.fraction() });
  const rank = rankOf(plan.cellRanks, index);
  const cell = lastStarted(plan.cells, rank);
  const position = rank - cell.start;
  const about = lastStarted(cell.services, position);
  const lossMinor = statedLoss(cell, { position, seeded });
  const claimId = uuidV7({ atMs: submittedAt, random: seeded.bytes(10) });
  const evidence = cell.evidence.filter(({ count, ranks }) => rankOf(ranks, position) < count);
  const hasEvidence = evidence.map(({ code }) => code);
  const salesCsv = hasEvidence.includes('sales-records')
    ? salesOf(cell, { position, lossMinor, seeded })
    : undefined;
  return {
    index,
    claimId,
    submittedAt,
    partyId: partyOf(made, { cell, about, position }),
    partyClass: cell.partyClass,
    category: cell.category,
    kind: cell.kind,
    service: about.service,
    function: about.function,
    ...(lossMinor === undefined ? {} : { statedLossMinor: BigInt(lossMinor) }),
    hasEvidence,
    ...(salesCsv === undefined ? {} : { salesCsv }),
    answers: answersOf(made, { cell, about, seeded }),
    personal: personalOf(index, hasEvidence.includes('bank-account')),
  };
}

/** Finds the last non-empty row that starts at or before a position. */
function lastStarted<T extends { readonly start: number; readonly count: number }>(
  rows: readonly T[],
  position: number,
): T {
  const found = rows.findLast(({ start, count }) => count > 0 && start <= position);
  if (found === undefined) throw new RangeError(`no row starts at or before ${position}`);
  return found;
}

function arrivalOf(made: Generation, at: { index: number; jitter: number }): Instant {
  const day = lastStarted(made.plan.days, at.index);
  const share = (at.index - day.start + at.jitter) / day.count;
  const hours = made.hourShares[day.position];
  const start = made.dayStarts[day.position];
  if (hours === undefined || start === undefined) throw new RangeError('day without a start');
  return addMs(start, msOfShare(hours, share));
}

const hourMs = 3_600_000;

function sharesFrom(weights: readonly number[], openMs: number): HourShares {
  const firstHour = Math.floor(openMs / hourMs);
  const kept = weights.map((weight, hour) => (hour < firstHour ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const cumulative = kept.map((weight) => {
    sum += weight;
    return sum / total;
  });
  return { firstMs: openMs, cumulative };
}

function msOfShare({ firstMs, cumulative }: HourShares, share: number): number {
  const hour = cumulative.findIndex((end) => share < end);
  if (hour < 0) return 24 * hourMs - 1;
  const before = cumulative[hour - 1] ?? 0;
  const within = (share - before) / ((cumulative[hour] ?? 1) - before);
  return Math.max(firstMs, Math.floor((hour + within) * hourMs));
}

/** The n-th claim of a pool comes from its n-th party, beginning anew when the pool is used up. */
function partyOf(
  { population }: Generation,
  at: { cell: PlannedCell; about: PlannedService; position: number },
): string {
  const { flag, poolStart, start } = at.about;
  const nth = poolStart + at.position - start;
  if (flag === undefined) {
    const size = population.classes.find(({ code }) => code === at.cell.partyClass)?.count ?? 1;
    return memberOf(population, at.cell.partyClass, nth % size);
  }
  const size = population.flags.find(({ code }) => code === flag)?.count ?? 1;
  return holderOf(population, flag, nth % size);
}

function statedLoss(
  cell: PlannedCell,
  at: { position: number; seeded: Seeded },
): number | undefined {
  const rank = rankOf(cell.bandRanks, at.position);
  const band = cell.bands.find(({ end }) => rank < end);
  return band === undefined
    ? undefined
    : band.above + band.step * (1 + at.seeded.below(band.levelCount));
}

/** Most sales files show the stated loss; the overstated ones show three to nine tenths of it. */
function salesOf(
  cell: PlannedCell,
  at: { position: number; lossMinor: number | undefined; seeded: Seeded },
): string {
  const stated = at.lossMinor ?? 1;
  const sales = cell.evidence.find(({ code }) => code === 'sales-records');
  const rank = sales === undefined ? 0 : rankOf(sales.ranks, at.position);
  const tenths = rank < cell.overstatedCount ? 3 + at.seeded.below(7) : 10;
  return renderSalesCsv(Math.max(1, Math.floor((stated * tenths) / 10)), at.seeded);
}

const effects: Readonly<Record<string, string>> = {
  talk_channel: 'lost_orders',
  kakao_pay: 'payments_failed',
  kakao_account: 'lost_bookings',
};

function answersOf(
  made: Generation,
  at: { cell: PlannedCell; about: PlannedService; seeded: Seeded },
): Record<string, string> {
  const { cell, about, seeded } = at;
  const window = made.windows.get(`${about.service}/${about.function}`);
  const answers: Record<string, string> = {};
  if (window !== undefined && cell.kind !== 'no_loss') {
    const half = (window.until - window.from) / 2;
    const tenMinutes = 600_000;
    const laterMs = Math.floor((seeded.fraction() * half) / tenMinutes) * tenMinutes;
    answers.affected_from = renderInstant(addMs(window.from, laterMs));
    answers.affected_until = renderInstant(window.until);
  }
  if (cell.partyClass !== 'general' && cell.kind !== 'no_loss') {
    answers.effect =
      about.function === 'advertising' ? 'no_advertising' : (effects[about.service] ?? 'other');
  }
  return answers;
}

function personalOf(index: number, hasAccount: boolean): GeneratedClaim['personal'] {
  const number = String(index + 1).padStart(6, '0');
  const name = `신청인 ${number}`;
  const contact = `claimant-${number}@example.org`;
  if (!hasAccount) return { name, contact };
  return { name, contact, payee: { bank: '999', account: `000-${number}-00`, holder: name } };
}
