import type { UnmetNeeds } from './unmet-needs.ts';

/** Cycles through a loop, each leading back to its first node, and what it took to find them. */
export interface DrawnCycles {
  readonly cycles: readonly (readonly number[])[];
  /** Edges looked at and nodes written down. */
  readonly steps: number;
}

/** How many steps one search for a longest cycle may take, and all of one loop together. */
const SEARCH_STEPS_MAX = 20_000;
const LOOP_STEPS_MAX = 100_000;

/**
 * Gives simple cycles that together pass through every node of a loop, for a reader to see what waits for what.
 *
 * Of the cycles through a node not yet passed the longest is taken where a search of at most 20,000 steps, and 100,000
 * for the loop, finds one; beyond that, one made of a shortest way from the loop's first node to it and a shortest way
 * back. So the cycles are examples: not all there are, and the longest only of small loops. Writing stops once they
 * hold ten times the loop's nodes and 1,000 more; nodes may then be left without a cycle, though they are in the loop.
 * The steps grow with the nodes and edges of the loop.
 *
 * @param members a strongly connected component of the needs, as `findLoops` gives it
 * @source continuity specification, section 2.4
 */
export function drawCycles(needs: UnmetNeeds, members: readonly number[]): DrawnCycles {
  const loop: Loop = { needs, inside: new Set(members), start: members[0] as number, steps: 0 };
  const left = new Set(members);
  const cycles: (readonly number[])[] = [];
  let room = 10 * members.length + 1000;
  let tracks: Tracks | undefined;
  for (const member of members) {
    if (!left.has(member)) continue;
    let cycle =
      longestCycle(loop, { start: loop.start, through: member }) ??
      longestCycle(loop, { start: member, through: member });
    if (cycle === undefined) {
      tracks ??= layTracks(loop);
      cycle = joinTracks(tracks, loop.start, member);
    }
    room -= cycle.length;
    if (room < 0) break;
    // Joining walks from both ends, and so up to twice the cycle.
    loop.steps += 2 * cycle.length;
    for (const node of cycle) left.delete(node);
    cycles.push(cycle);
  }
  return { cycles, steps: loop.steps };
}

interface Loop {
  readonly needs: UnmetNeeds;
  readonly inside: ReadonlySet<number>;
  readonly start: number;
  steps: number;
}

interface Search {
  readonly path: { readonly node: number; at: number }[];
  readonly onPath: Set<number>;
  best: readonly number[];
  /** How much of the path is a longer cycle: written down only when the path is about to lose it. */
  bestOnPath: number;
}

function longestCycle(
  loop: Loop,
  ends: { readonly start: number; readonly through: number },
): readonly number[] | undefined {
  const until = Math.min(loop.steps + SEARCH_STEPS_MAX, LOOP_STEPS_MAX);
  const search: Search = { path: [], onPath: new Set(), best: [], bestOnPath: 0 };
  const { path, onPath } = search;
  const enter = (node: number): void => {
    onPath.add(node);
    path.push({ node, at: 0 });
  };
  enter(ends.start);
  for (let frame = path.at(-1); frame !== undefined && loop.steps < until; frame = path.at(-1)) {
    const next = loop.needs.waitsFor.get(frame.node)?.[frame.at];
    frame.at += 1;
    loop.steps += 1;
    if (next === undefined) leave(search, loop);
    else if (next === ends.start) note(search, ends.through);
    else if (loop.inside.has(next) && !onPath.has(next)) enter(next);
  }
  keep(search, loop);
  return search.best.length === 0 ? undefined : search.best;
}

/** The path leads back to where it starts: a cycle, and the one that counts if it is the longest through a node. */
function note(search: Search, through: number): void {
  const { path, best, bestOnPath } = search;
  const isLonger = path.length > Math.max(best.length, bestOnPath);
  if (isLonger && search.onPath.has(through)) search.bestOnPath = path.length;
}

function leave(search: Search, loop: Loop): void {
  if (search.path.length === search.bestOnPath) keep(search, loop);
  const left = search.path.pop();
  if (left !== undefined) search.onPath.delete(left.node);
}

function keep(search: Search, loop: Loop): void {
  if (search.bestOnPath === 0) return;
  search.best = search.path.slice(0, search.bestOnPath).map(({ node }) => node);
  loop.steps += search.bestOnPath;
  search.bestOnPath = 0;
}

/** For each node of a loop, the node before it on a shortest way from the start, and after it on one back. */
interface Tracks {
  readonly before: ReadonlyMap<number, number>;
  readonly after: ReadonlyMap<number, number>;
}

function layTracks(loop: Loop): Tracks {
  const { needs, inside } = loop;
  const waitedForBy = new Map<number, number[]>();
  for (const node of inside) {
    for (const next of needs.waitsFor.get(node) ?? []) {
      const known = waitedForBy.get(next);
      if (known === undefined) waitedForBy.set(next, [node]);
      else known.push(node);
    }
  }
  return { before: walkFrom(loop, needs.waitsFor), after: walkFrom(loop, waitedForBy) };
}

/** Gives for each node of a loop, the start too, the node it is first reached from, breadth first. */
function walkFrom(loop: Loop, edges: UnmetNeeds['waitsFor']): Map<number, number> {
  const cameFrom = new Map<number, number>();
  const queue = [loop.start];
  for (const node of queue) {
    for (const next of edges.get(node) ?? []) {
      loop.steps += 1;
      if (!loop.inside.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      if (next !== loop.start) queue.push(next);
    }
  }
  return cameFrom;
}

/**
 * Gives a cycle through a node: against the way there and along the way back, step by step in turn, until they meet.
 *
 * So it costs about its own length, however far the start is.
 */
function joinTracks(tracks: Tracks, start: number, member: number): number[] {
  if (member === start) return roundTrip(tracks, start);
  const there = new Set([member]);
  const back = new Set<number>();
  let [first, last] = [member, member];
  for (;;) {
    const earlier = tracks.before.get(first) as number;
    if (back.has(earlier)) return [...[...there].toReversed(), ...upTo(back, earlier)];
    if (first !== start) first = earlier;
    there.add(first);
    const later = tracks.after.get(last) as number;
    if (there.has(later)) return [...upTo(there, later).toReversed(), ...back];
    if (last !== start) last = later;
    back.add(last);
  }
}

function roundTrip({ before }: Tracks, start: number): number[] {
  const trip: number[] = [];
  let node = before.get(start) as number;
  for (; node !== start; node = before.get(node) as number) trip.push(node);
  return [start, ...trip.toReversed()];
}

function upTo(nodes: ReadonlySet<number>, last: number): number[] {
  const list = [...nodes];
  return list.slice(0, list.indexOf(last) + 1);
}
