import { assert } from '../../../kernel/index.ts';
import type { PopulationFile } from '../read/case.ts';
import { indexOf, type Permutation, permutationOf } from './permutation.ts';
import { type Scale, scaledCount } from './scale.ts';
import { seedOf } from './seeded.ts';

/** One class of parties: those whose class rank lies from `offset`, `count` many. */
export interface PlannedClass {
  readonly code: string;
  readonly count: number;
  readonly offset: number;
}

/** A fact that is true for exactly `count` parties of its base: a class, everyone, another flag. */
export interface PlannedFlag {
  readonly code: string;
  readonly base: { readonly kind: 'everyone' | 'class' | 'flag'; readonly code: string };
  readonly count: number;
  readonly ranks: Permutation;
}

/** An amount in minor units, spread evenly over the holders of a flag. */
export interface PlannedAmount {
  readonly code: string;
  readonly of: string;
  readonly holderCount: number;
  readonly least: number;
  readonly step: number;
  readonly levelCount: number;
}

/** Everything the population at one scale follows from; the same plan makes SQL and claims. */
export interface PopulationPlan {
  readonly partyCount: number;
  readonly classRanks: Permutation;
  readonly classes: readonly PlannedClass[];
  readonly flags: readonly PlannedFlag[];
  readonly amounts: readonly PlannedAmount[];
}

/**
 * Plans the population of a case at a scale: exact counts per class and flag.
 *
 * Counts are rounded half up and are at least one where there is one at scale 1, and never more
 * than their base has. The class with `rest` takes what the others leave.
 */
export function planPopulation(
  population: PopulationFile,
  options: { readonly scale: Scale; readonly seed: string },
): PopulationPlan {
  const seed = seedOf(`${options.seed}/population`);
  const partyCount = Math.max(
    population.classes.length,
    scaledCount(population.partyCount.count, options.scale),
  );
  const classes = planClasses(population, { partyCount, scale: options.scale });
  const flags: PlannedFlag[] = [];
  for (const [position, flag] of population.flags.entries()) {
    const base = baseOf(flag);
    const size = sizeOfBase(base, { partyCount, classes, flags });
    const scaled = scaledCount(flag.count, options.scale);
    const count = Math.min(size, flag.count === 0 ? 0 : Math.max(1, scaled));
    const ranks = permutationOf({
      size,
      purpose: position + 1,
      seed: seedOf(`${seed}${flag.code}`),
    });
    flags.push({ code: flag.code, base, count, ranks });
  }
  const amounts = population.amounts.map(({ code, of, least, greatest, step }) => {
    const holderCount = flags.find((flag) => flag.code === of)?.count;
    assert(holderCount !== undefined, 'case: an amount belongs to a flag', { code });
    return { code, of, holderCount, least, step, levelCount: (greatest - least) / step + 1 };
  });
  const classRanks = permutationOf({ size: partyCount, purpose: 0, seed });
  return { partyCount, classRanks, classes, flags, amounts };
}

function planClasses(
  population: PopulationFile,
  at: { partyCount: number; scale: Scale },
): PlannedClass[] {
  const counts = population.classes.map(({ count }) =>
    count === undefined ? undefined : count === 0 ? 0 : Math.max(1, scaledCount(count, at.scale)),
  );
  const fixed = counts.reduce((sum: number, count) => sum + (count ?? 0), 0);
  let offset = 0;
  return population.classes.map(({ code }, position) => {
    const count = counts[position] ?? Math.max(0, at.partyCount - fixed);
    const planned = { code, count, offset };
    offset += count;
    return planned;
  });
}

function baseOf(flag: PopulationFile['flags'][number]): PlannedFlag['base'] {
  if (flag.within !== undefined) return { kind: 'flag', code: flag.within };
  if (flag.of === undefined || flag.of === 'everyone')
    return { kind: 'everyone', code: 'everyone' };
  return { kind: 'class', code: flag.of };
}

function sizeOfBase(
  base: PlannedFlag['base'],
  plan: Pick<PopulationPlan, 'partyCount' | 'classes' | 'flags'>,
): number {
  if (base.kind === 'everyone') return plan.partyCount;
  const list = base.kind === 'class' ? plan.classes : plan.flags;
  const size = list.find(({ code }) => code === base.code)?.count;
  assert(size !== undefined && size > 0, 'case: a flag has a base with parties', base);
  return size;
}

/**
 * Gives the party that is the n-th holder of a flag, counted from 0, as its party id.
 *
 * Party ids are 1 to partyCount, written as decimal digits.
 */
export function holderOf(plan: PopulationPlan, code: string, position: number): string {
  const flag = plan.flags.find((known) => known.code === code);
  assert(flag !== undefined && position < flag.count, 'case: a flag has this holder', { code });
  const rank = indexOf(flag.ranks, position);
  if (flag.base.kind === 'flag') return holderOf(plan, flag.base.code, rank);
  if (flag.base.kind === 'everyone') return String(rank + 1);
  return memberOf(plan, flag.base.code, rank);
}

/** Gives the party that is the n-th member of a class, counted from 0, as its party id. */
export function memberOf(plan: PopulationPlan, code: string, position: number): string {
  const known = plan.classes.find((one) => one.code === code);
  assert(known !== undefined && position < known.count, 'case: a class has this member', { code });
  return String(indexOf(plan.classRanks, known.offset + position) + 1);
}
