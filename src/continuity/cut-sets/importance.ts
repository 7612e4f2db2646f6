import { countMembers, type Membership } from './count-members.ts';
import type { CutSets } from './find-cut-sets.ts';
import type { SolvedModule } from './solve-modules.ts';

/**
 * How much one event matters to the top.
 *
 * p is the event's probability, P the top's, P₁ and P₀ the top's where the event has happened and where it
 * has not. Where an event of the tree has no probability only the first four are known, and `birnbaum` is
 * then the structural measure: of the states of all other events, the share in which this one decides.
 *
 * @source Open-PSA quantification layer; SCRAM 0.16.2 names them occurrence, MIF, CIF, DIF, RAW, RRW
 */
export interface EventImportance {
  readonly event: string;
  /** The size of the smallest minimal set it is in, from 1; undefined when it is in none. */
  readonly smallestOrder: number | undefined;
  /** In how many minimal sets it is; undefined when too many were cut off to say. */
  readonly setCount: bigint | undefined;
  /** P₁ − P₀, from −1 to 1; negative only where the tree negates events. */
  readonly birnbaum: number | undefined;
  /** Fussell–Vesely by what would be gained: (P − P₀) ÷ P, also called criticality. */
  readonly fussellVesely: number | undefined;
  /** p × P₁ ÷ P: how often the event has happened when the top has. */
  readonly diagnostic: number | undefined;
  /** Risk achievement worth, P₁ ÷ P. */
  readonly achievement: number | undefined;
  /** Risk reduction worth, P ÷ P₀; infinite where nothing happens without the event. */
  readonly reduction: number | undefined;
}

/** Every event that matters, the most important first. */
export interface EventRanking {
  /** Whether `birnbaum` weighs states by probability, or all alike. */
  readonly basis: 'probability' | 'structure';
  readonly events: readonly EventImportance[];
}

/**
 * Ranks the events of cut sets found with `hasImportance`: by Fussell–Vesely, or without probabilities by the
 * size of the smallest set, then by the structural measure.
 *
 * @param sets what memberships are counted in, instead of all minimal sets
 */
export function rankEvents(found: CutSets, sets?: readonly (readonly string[])[]): EventRanking {
  const basis = found.chances.includes(undefined) ? 'structure' : 'probability';
  const members = sets === undefined ? membersOf(found) : membersIn(found, sets);
  const slopes = slopesBelow(found.root);
  const top = found.root?.sensitivity?.probability;
  const events = found.events.flatMap((event, index) => {
    const member = members.get(index);
    const slope = slopes?.get(index);
    const isIdle = member === undefined && (sets !== undefined || (slope ?? 0) === 0);
    if (isIdle) return [];
    const chance = basis === 'probability' ? found.chances[index] : undefined;
    const isInAll = found.isCoherent && member?.setCount === found.count;
    const measures = measuresOf({ chance, top, slope, isInAll });
    const { smallestOrder, setCount } = member ?? { smallestOrder: undefined, setCount: 0n };
    return [{ event, smallestOrder, setCount, ...measures }];
  });
  return { basis, events: events.sort(mostImportantFirst) };
}

type Measures = Omit<EventImportance, 'event' | 'smallestOrder' | 'setCount'>;

// A difference of two sums of the top's size is not known more closely than a few units in the last place.
const roundingMost = 16 * Number.EPSILON;

function measuresOf(of: {
  readonly chance: number | undefined;
  readonly top: number | undefined;
  readonly slope: number | undefined;
  readonly isInAll: boolean;
}): Measures {
  const { chance, top, slope, isInAll } = of;
  const none = { fussellVesely: undefined, diagnostic: undefined, achievement: undefined };
  if (slope === undefined || chance === undefined || top === undefined || top === 0) {
    return { birnbaum: slope, ...none, reduction: undefined };
  }
  // What rounding leaves of nothing would otherwise be divided by.
  const left = top - chance * slope;
  const without = isInAll || left < top * roundingMost ? 0 : left;
  const happened = top + (1 - chance) * slope;
  return {
    birnbaum: slope,
    fussellVesely: (top - without) / top,
    diagnostic: (chance * happened) / top,
    achievement: happened / top,
    reduction: top / without,
  };
}

function mostImportantFirst(left: EventImportance, right: EventImportance): number {
  const gained = (right.fussellVesely ?? 0) - (left.fussellVesely ?? 0);
  if (gained !== 0) return gained;
  const order = (left.smallestOrder ?? Infinity) - (right.smallestOrder ?? Infinity);
  if (order !== 0 && !Number.isNaN(order)) return order;
  const structural = (right.birnbaum ?? 0) - (left.birnbaum ?? 0);
  return structural === 0 ? Number((right.setCount ?? 0n) - (left.setCount ?? 0n)) : structural;
}

interface CountedMembership {
  readonly smallestOrder: number | undefined;
  readonly setCount: bigint | undefined;
}

/** Where sets are missing, memberships are known only of what was found, and are not counted. */
function membersOf(found: CutSets): Map<number, CountedMembership> {
  if (found.root === undefined) return new Map();
  const members: Map<number, Membership> = countMembers(found.root);
  const limit = found.truncatedAt;
  if (limit === undefined) return members;
  return new Map(
    [...members].map(([event, { smallestOrder }]) => [
      event,
      { smallestOrder: smallestOrder <= limit ? smallestOrder : undefined, setCount: undefined },
    ]),
  );
}

function membersIn(
  found: CutSets,
  sets: readonly (readonly string[])[],
): Map<number, CountedMembership> {
  const index = new Map(found.events.map((event, at) => [event, at]));
  const members = new Map<number, Membership>();
  for (const set of sets) {
    for (const event of set) {
      const at = index.get(event) as number;
      const { setCount, smallestOrder } = members.get(at) ?? {
        setCount: 0n,
        smallestOrder: Number.POSITIVE_INFINITY,
      };
      members.set(at, {
        setCount: setCount + 1n,
        smallestOrder: Math.min(smallestOrder, set.length),
      });
    }
  }
  return members;
}

/** By event, how the top's chance changes with the event's: the slopes along its modules, multiplied. */
function slopesBelow(root: SolvedModule | undefined): Map<number, number> | undefined {
  if (root === undefined) return undefined;
  const slopes = new Map<number, number>();
  const open = [{ module: root, outer: 1 }];
  for (let opened = open.pop(); opened !== undefined; opened = open.pop()) {
    const { sensitivity } = opened.module;
    if (sensitivity === undefined) return undefined;
    for (const [at, leaf] of sensitivity.leaves.entries()) {
      const slope = opened.outer * (sensitivity.slopes[at] as number);
      if ('event' in leaf) slopes.set(leaf.event, slope);
      else open.push({ module: leaf.module, outer: slope });
    }
  }
  return slopes;
}
