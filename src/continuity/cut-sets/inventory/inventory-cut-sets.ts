import type { Formula } from '../../formula.ts';
import type { Inventory, InventoryNode } from '../../inventory.ts';
import { countByOrder, type OrderCounts } from '../count-sets.ts';
import { Bdd } from '../diagram/bdd.ts';
import { Effort } from '../diagram/effort.ts';
import { minimalSolutions } from '../diagram/minimal-solutions.ts';
import { SetFamilies } from '../diagram/set-families.ts';
import { slopesOf, UNSTATED_CHANCE } from '../diagram/slopes.ts';
import type { CutSets } from '../find-cut-sets.ts';
import { type CutSetOptions, NODES_DEFAULT, OPERATIONS_DEFAULT } from '../solve-modules.ts';
import {
  around,
  type CutEffect,
  type NeedOrder,
  optionNeeds,
  orderNeeds,
} from './failure-needs.ts';

/** The highest order looked for once the whole does not fit the budget. */
const truncatedOrder = 12;

/**
 * Finds the smallest sets of domains whose loss, for good, takes a node down or leaves it stuck.
 *
 * The two fixpoints are computed over decision diagrams whose variables are domains, loop by loop: what is
 * down grows from nothing, what is stuck shrinks from what is down. Where that does not fit the budget, only
 * losses of few domains are looked at, and `truncatedAt` says how few. A domain and one around it are both
 * named where either is enough.
 *
 * @source continuity specification, sections 2.3 and 3 (Kleene iteration over diagrams of domains)
 */
export function findInventoryCutSets(
  inventory: Inventory,
  subject: { readonly node: string; readonly effect: CutEffect },
  options: CutSetOptions = {},
): CutSets {
  const order = orderNeeds(inventory, subject.node, subject.effect);
  const { nodesMax = NODES_DEFAULT, hasImportance = false } = options;
  const effort = new Effort(options.operationsMax ?? OPERATIONS_DEFAULT);
  const asked = { inventory, ...subject, order, nodesMax, hasImportance, effort };
  const whole = effort.attempt(Math.ceil(effort.left / 2), () => solveFor(asked, undefined));
  if (whole !== undefined) return cutAt(whole, options.orderMax);
  let found = {
    ...emptySets(order.domains),
    truncatedBy: effort.endedBy as CutSets['truncatedBy'],
  };
  const last = options.orderMax ?? truncatedOrder;
  for (let orderMax = 1; orderMax <= last; orderMax += 1) {
    const part = effort.attempt(effort.left, () => solveFor(asked, orderMax));
    if (part === undefined)
      return { ...found, truncatedBy: effort.endedBy, operations: effort.spent };
    const truncatedBy = orderMax === options.orderMax ? 'order' : 'nodes';
    found = { ...part, truncatedAt: orderMax, truncatedBy };
  }
  return found;
}

function cutAt(found: CutSets, orderMax: number | undefined): CutSets {
  if (orderMax === undefined || found.byOrder.length <= orderMax + 1) return found;
  const byOrder = found.byOrder.slice(0, orderMax + 1);
  return { ...found, byOrder, count: total(byOrder), truncatedAt: orderMax, truncatedBy: 'order' };
}

function total(byOrder: OrderCounts): bigint {
  return byOrder.reduce((sum, count) => sum + count, 0n);
}

function emptySets(events: readonly string[]): CutSets {
  return {
    events,
    byOrder: [],
    count: 0n,
    topProbability: undefined,
    truncatedAt: 0,
    truncatedBy: 'nodes',
    operations: 0,
    isCoherent: true,
    chances: events.map(() => undefined),
    root: undefined,
  };
}

interface Asked {
  readonly inventory: Inventory;
  readonly node: string;
  readonly effect: CutEffect;
  readonly order: NeedOrder;
  readonly nodesMax: number;
  readonly hasImportance: boolean;
  readonly effort: Effort;
}

/** @throws BudgetExceeded */
function solveFor(asked: Asked, orderMax: number | undefined): CutSets {
  const { effort } = asked;
  const bdd = new Bdd(asked.nodesMax, effort);
  const top = solveEffect(asked, bdd, orderMax);
  const families = new SetFamilies(asked.nodesMax, effort);
  const sets = minimalSolutions(bdd, families, top);
  const byOrder = countByOrder(families.nodes, sets, { countsOf: () => [0n, 1n], effort });
  const leaves = asked.order.domains.map((_, event) => ({ event }));
  const part = { leaves, nodes: families.nodes, top: sets, counts: byOrder };
  const isAsked = asked.hasImportance && orderMax === undefined;
  const halves = leaves.map(() => UNSTATED_CHANCE);
  const sensitivity = isAsked ? { leaves, ...slopesOf(bdd.nodes, top, halves) } : undefined;
  return {
    ...emptySets(asked.order.domains),
    byOrder,
    count: total(byOrder),
    truncatedAt: undefined,
    truncatedBy: undefined,
    operations: Math.ceil(effort.spent),
    root: { ...part, probability: undefined, truncatedAt: undefined, sensitivity },
  };
}

interface Work {
  readonly bdd: Bdd;
  readonly lost: ReadonlyMap<string, number>;
  readonly down: Map<string, number>;
  readonly stuck: Map<string, number>;
}

function solveEffect(asked: Asked, bdd: Bdd, orderMax: number | undefined): number {
  const { inventory, effect, order } = asked;
  const work: Work = {
    bdd,
    lost: lossFunctions(inventory, { bdd, domains: order.domains, orderMax }),
    down: new Map(),
    stuck: new Map(),
  };
  for (const loop of order.loops) {
    for (const { id } of loop) work.down.set(id, 0);
    const settling = { loop, effort: asked.effort };
    settle(settling, work.down, (node) => downFunction(work, node));
    if (effect === 'down') continue;
    for (const { id } of loop) work.stuck.set(id, work.down.get(id) as number);
    settle(settling, work.stuck, (node) => stuckFunction(work, node));
  }
  return work[effect].get(asked.node) as number;
}

function settle(
  settling: { readonly loop: readonly InventoryNode[]; readonly effort: Effort },
  values: Map<string, number>,
  next: (node: InventoryNode) => number,
): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    settling.effort.spend(settling.loop.length);
    for (const node of settling.loop) {
      const value = next(node);
      if (value === values.get(node.id)) continue;
      values.set(node.id, value);
      isChanged = true;
    }
  }
}

function lossFunctions(
  inventory: Inventory,
  about: {
    readonly bdd: Bdd;
    readonly domains: readonly string[];
    readonly orderMax: number | undefined;
  },
): Map<string, number> {
  const { bdd, domains, orderMax } = about;
  const level = new Map(domains.map((domain, at) => [domain, at]));
  const ball = orderMax === undefined ? 1 : bdd.atMost(orderMax, domains.length);
  return new Map(
    domains.map((domain) => {
      const parts = around(inventory, domain).map((id) => bdd.variable(level.get(id) as number));
      return [domain, bdd.and(bdd.any(parts), ball)];
    }),
  );
}

function downFunction(work: Work, node: InventoryNode): number {
  const { bdd, lost, down } = work;
  return bdd.or(failure(bdd, node.at, lost), failure(bdd, node.run, down));
}

function stuckFunction(work: Work, node: InventoryNode): number {
  const { bdd, lost, down, stuck } = work;
  const cannotRun = failure(bdd, node.run, stuck);
  const cannotStart = bdd.any([
    failure(bdd, node.at, lost),
    cannotRun,
    failure(bdd, node.boot, stuck),
  ]);
  const ways = optionNeeds(node).map((needs) =>
    bdd.or(failure(bdd, needs.domains, lost), failure(bdd, needs.nodes, stuck)),
  );
  return bdd.all([down.get(node.id) as number, cannotStart, ...ways]);
}

/** The function of a formula failing: at least so many parts fail that too few are left. */
function failure(bdd: Bdd, formula: Formula, failed: ReadonlyMap<string, number>): number {
  if (formula.kind === 'always') return 0;
  if (formula.kind === 'name') return failed.get(formula.name) as number;
  const parts = formula.of.map((part) => failure(bdd, part, failed));
  return bdd.atLeast(formula.of.length - formula.count + 1, parts);
}
