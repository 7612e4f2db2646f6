/**
 * Gives the strongly connected components of a directed graph, each sorted, by Tarjan's algorithm.
 *
 * Written without recursion, so that a loop of 10^5 nodes does not exhaust the stack. Linear time.
 *
 * @param nodes the node numbers to look at
 * @param successors the nodes a node leads to; those outside `nodes` are ignored
 */
export function strongComponents(
  nodes: readonly number[],
  successors: (node: number) => readonly number[],
): number[][] {
  const walk: Walk = { index: new Map(), low: new Map(), open: new Set(), stack: [], found: [] };
  const known = new Set(nodes);
  for (const root of nodes) {
    if (walk.index.has(root)) continue;
    const path = [enter(walk, root)];
    while (path.length > 0) {
      const frame = path.at(-1) as Frame;
      const next = successors(frame.node)[frame.at];
      frame.at += 1;
      if (next === undefined) {
        path.pop();
        leave(walk, frame.node, path.at(-1)?.node);
      } else if (known.has(next)) visit(walk, path, next);
    }
  }
  return walk.found;
}

function visit(walk: Walk, path: Frame[], next: number): void {
  const frame = path.at(-1) as Frame;
  if (!walk.index.has(next)) path.push(enter(walk, next));
  else if (walk.open.has(next)) lower(walk, frame.node, walk.index.get(next) as number);
}

interface Frame {
  readonly node: number;
  at: number;
}

interface Walk {
  readonly index: Map<number, number>;
  readonly low: Map<number, number>;
  readonly open: Set<number>;
  readonly stack: number[];
  readonly found: number[][];
}

function enter(walk: Walk, node: number): Frame {
  const index = walk.index.size;
  walk.index.set(node, index);
  walk.low.set(node, index);
  walk.stack.push(node);
  walk.open.add(node);
  return { node, at: 0 };
}

function lower(walk: Walk, node: number, value: number): void {
  if (value < (walk.low.get(node) as number)) walk.low.set(node, value);
}

function leave(walk: Walk, node: number, parent: number | undefined): void {
  const low = walk.low.get(node) as number;
  if (parent !== undefined) lower(walk, parent, low);
  if (low !== walk.index.get(node)) return;
  const members: number[] = [];
  for (let member = walk.stack.pop(); member !== undefined; member = walk.stack.pop()) {
    walk.open.delete(member);
    members.push(member);
    if (member === node) break;
  }
  walk.found.push(members.sort((left, right) => left - right));
}
