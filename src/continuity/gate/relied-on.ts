import type { LossAssessment, RecoveryStep } from '../assess-inventory.ts';
import { allOf, namesIn } from '../formula.ts';
import type { Inventory, Option } from '../inventory.ts';
import { optionId } from '../inventory.ts';

/** An option that a tier-0 node relies on after a loss. */
export interface ReliedOption {
  readonly node: string;
  readonly id: string;
  readonly option: Option;
  readonly loss: LossAssessment;
  /** The tier-0 nodes that come back by it. */
  readonly for: readonly string[];
}

/**
 * Lists the options by which tier-0 nodes come back after each loss, their own and those of what they need.
 *
 * An option is relied on when it is the quickest way; a slower one beside it is not.
 */
export function listReliedOptions(
  inventory: Inventory,
  losses: readonly LossAssessment[],
): ReliedOption[] {
  const tierZero = [...inventory.nodes.values()].filter(({ tier }) => tier === 0);
  return losses.flatMap((loss) => {
    const steps = new Map(loss.recovery.map((step) => [step.node, step]));
    const users = new Map<string, string[]>();
    const use = (step: string, by: string): void => {
      const known = users.get(step);
      if (known === undefined) users.set(step, [by]);
      else known.push(by);
    };
    for (const { id } of tierZero) for (const step of stepsTo(inventory, steps, id)) use(step, id);
    return [...users].flatMap(([node, by]) =>
      reliedAt(inventory, { node, loss, way: steps.get(node)?.way ?? '', tierZero: by }),
    );
  });
}

function reliedAt(
  inventory: Inventory,
  at: {
    readonly node: string;
    readonly loss: LossAssessment;
    readonly way: string;
    readonly tierZero: readonly string[];
  },
): ReliedOption[] {
  const { node, loss, way } = at;
  const options = inventory.nodes.get(node)?.options ?? [];
  const index = options.findIndex((_, candidate) => optionId(node, candidate) === way);
  const option = options[index];
  return option === undefined ? [] : [{ node, id: way, option, loss, for: at.tierZero }];
}

function stepsTo(
  inventory: Inventory,
  steps: ReadonlyMap<string, RecoveryStep>,
  nodeId: string,
): Set<string> {
  const needed = new Set<string>(steps.has(nodeId) ? [nodeId] : []);
  for (const id of needed) {
    const node = inventory.nodes.get(id);
    if (node === undefined) continue;
    const option = node.options.find((_, index) => optionId(id, index) === steps.get(id)?.way);
    const used = option === undefined ? node.boot : allOf(Object.values(option.needs));
    for (const name of namesIn(allOf([node.run, used]))) if (steps.has(name)) needed.add(name);
  }
  return needed;
}

/** Lists the tools named, or run by what is named, in the recovery options of tier-0 nodes and what they run on. */
export function listRecoveryTools(inventory: Inventory): string[] {
  const kept = new Set(
    [...inventory.nodes.values()].filter(({ tier }) => tier === 0).map(({ id }) => id),
  );
  for (const id of kept) addNames(kept, inventory, id);
  const tools = new Set<string>();
  for (const id of kept) {
    for (const option of inventory.nodes.get(id)?.options ?? []) {
      for (const name of namesIn(allOf(Object.values(option.needs)))) tools.add(name);
    }
  }
  for (const id of tools) addNames(tools, inventory, id);
  return [...tools].filter((id) => inventory.nodes.get(id)?.kind === 'tool');
}

function addNames(into: Set<string>, inventory: Inventory, id: string): void {
  const node = inventory.nodes.get(id);
  if (node !== undefined) for (const name of namesIn(node.run)) into.add(name);
}

/**
 * Gives the part of an inventory that a node comes back by: itself and all it needs, in any way, in order.
 *
 * Its hash tells whether a drill was held against what is there today.
 */
export function partReliedOn(inventory: Inventory, nodeId: string): Inventory {
  const wanted = new Set([nodeId]);
  for (const id of wanted) {
    const node = inventory.nodes.get(id);
    if (node === undefined) continue;
    const options = node.options.flatMap((option) => Object.values(option.needs));
    for (const name of namesIn(allOf([node.run, node.boot, ...options]))) wanted.add(name);
  }
  // Evidence is left out: recording a drill is no drift.
  const nodes = [...inventory.nodes].filter(([id]) => wanted.has(id));
  return {
    ...inventory,
    nodes: new Map(nodes.map(([id, node]) => [id, { ...node, evidence: [] }])),
  };
}
