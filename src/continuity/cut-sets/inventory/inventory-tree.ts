import type { Formula } from '../../formula.ts';
import type { Inventory, InventoryNode } from '../../inventory.ts';
import { eventOf, type FaultTree, gateOf, type TreeFormula } from '../fault-tree.ts';
import { around, type CutEffect, optionNeeds, orderNeeds } from './failure-needs.ts';

/** The largest loop that is unrolled; a tree has the square of its size in gates. */
export const LOOP_MAX = 200;

/**
 * Writes what takes a node down, or leaves it stuck, as a fault tree whose events are lost domains.
 *
 * Fault trees have no loops, so a loop of n nodes is unrolled n times, which is always enough: each round
 * settles at least one node. Gives the size of the loop instead when it is larger than `LOOP_MAX`.
 *
 * @source continuity specification, section 3: "when exporting to Open-PSA, unroll each SCC"
 */
export function inventoryTree(
  inventory: Inventory,
  subject: { readonly node: string; readonly effect: CutEffect },
): FaultTree | { readonly loopSize: number } {
  const order = orderNeeds(inventory, subject.node, subject.effect);
  const loopSize = Math.max(...order.loops.map((loop) => loop.length));
  if (loopSize > LOOP_MAX) return { loopSize };
  const gates = new Map<string, TreeFormula>();
  for (const domain of order.domains) {
    gates.set(lostGate(domain), operation('or', around(inventory, domain).map(eventOf)));
  }
  for (const loop of order.loops) {
    unroll(gates, loop, { word: 'down', start: () => never, next: downFormula });
    if (subject.effect === 'down') continue;
    const start = (node: InventoryNode) => gateOf(`down.${node.id}`);
    unroll(gates, loop, { word: 'stuck', start, next: stuckFormula });
  }
  const events = new Map(order.domains.map((domain) => [domain, undefined] as const));
  const top = `${subject.effect}.${subject.node}`;
  return { name: inventory.name, top, gates: reachable(gates, top), events };
}

const never: TreeFormula = { kind: 'constant', value: false };
const lostGate = (domain: string): string => `lost.${domain}`;

function operation(operator: 'and' | 'or', of: readonly TreeFormula[]): TreeFormula {
  return of.length === 1 ? (of[0] as TreeFormula) : { kind: 'operation', operator, of };
}

type Names = (id: string) => TreeFormula;

interface Unrolling {
  readonly word: CutEffect;
  readonly start: (node: InventoryNode) => TreeFormula;
  readonly next: (node: InventoryNode, names: Names) => TreeFormula;
}

function unroll(
  gates: Map<string, TreeFormula>,
  loop: readonly InventoryNode[],
  how: Unrolling,
): void {
  const inside = new Map(loop.map((node) => [node.id, node]));
  const isAlone = loop.length === 1;
  for (let round = 1; round <= loop.length; round += 1) {
    const before: Names = (id) => {
      const node = inside.get(id);
      if (node === undefined) return gateOf(`${how.word}.${id}`);
      return round === 1 ? how.start(node) : gateOf(`${how.word}.${id}.${round - 1}`);
    };
    for (const node of loop) {
      const isLast = isAlone || round === loop.length;
      const name = isLast ? `${how.word}.${node.id}` : `${how.word}.${node.id}.${round}`;
      gates.set(name, how.next(node, before));
    }
  }
}

function downFormula(node: InventoryNode, down: Names): TreeFormula {
  return operation('or', [placeLost(node.at), failure(node.run, down)]);
}

function stuckFormula(node: InventoryNode, stuck: Names): TreeFormula {
  const cannotRun = failure(node.run, stuck);
  const cannotStart = operation('or', [placeLost(node.at), cannotRun, failure(node.boot, stuck)]);
  const ways = optionNeeds(node).map(({ nodes, domains }) =>
    domains.kind === 'always'
      ? failure(nodes, stuck)
      : operation('or', [placeLost(domains), failure(nodes, stuck)]),
  );
  return operation('and', [gateOf(`down.${node.id}`), cannotStart, ...ways]);
}

function placeLost(place: Formula): TreeFormula {
  return failure(place, (domain) => gateOf(lostGate(domain)));
}

function failure(formula: Formula, names: Names): TreeFormula {
  if (formula.kind === 'always') return never;
  if (formula.kind === 'name') return names(formula.name);
  const of = formula.of.map((part) => failure(part, names));
  const min = of.length - formula.count + 1;
  if (of.length === 1) return of[0] as TreeFormula;
  if (min === 1) return operation('or', of);
  if (min === of.length) return operation('and', of);
  if (waysToChoose(of.length, min) > EXPANDED_MAX) {
    return { kind: 'operation', operator: 'atleast', of, min };
  }
  return operation(
    'or',
    choose(of, min).map((set) => operation('and', set)),
  );
}

/** A count with up to so many ways is written out: SCRAM miscounts parts that share an event. */
const EXPANDED_MAX = 60;

function waysToChoose(from: number, count: number): number {
  let ways = 1;
  for (let taken = 0; taken < count; taken += 1) ways = (ways * (from - taken)) / (taken + 1);
  return ways;
}

function choose(of: readonly TreeFormula[], count: number): TreeFormula[][] {
  if (count === 0) return [[]];
  return of.flatMap((part, index) =>
    choose(of.slice(index + 1), count - 1).map((others) => [part, ...others]),
  );
}

function reachable(gates: ReadonlyMap<string, TreeFormula>, top: string): Map<string, TreeFormula> {
  const found = new Map<string, TreeFormula>();
  const open = [top];
  const visit = (formula: TreeFormula): void => {
    if (formula.kind === 'gate') open.push(formula.name);
    if (formula.kind === 'operation') for (const part of formula.of) visit(part);
  };
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const formula = gates.get(name) as TreeFormula;
    found.set(name, formula);
    visit(formula);
  }
  return found;
}
