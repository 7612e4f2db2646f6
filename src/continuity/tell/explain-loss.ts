import { findReasons } from '../analyse/dominators/gateways.ts';
import { compileGraph, indexOf } from '../analyse/graph.ts';
import { findJumpStartOf } from '../analyse/jump-start.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { needsCopy, survivingCopies } from '../copies.ts';
import { allOf, type Formula, holds, namesIn, renderFormula } from '../formula.ts';
import type { Inventory, InventoryNode, Option } from '../inventory.ts';
import { optionId } from '../inventory.ts';
import { storyMessages } from './story-messages.ts';

/** Draws a loop that leads back to its first node: `rights → deploy → nexus → rights`. */
export function drawLoop(cycle: readonly string[]): string {
  return [...cycle, cycle[0] ?? ''].join(' → ');
}

interface Telling {
  readonly inventory: Inventory;
  readonly loss: LossAssessment;
  readonly say: (typeof storyMessages)['en'];
  readonly told: Set<string>;
}

/**
 * Tells in sentences what a loss does to one node: why it falls, and how it comes back or why it cannot.
 *
 * The node and the domains must be in the inventory.
 */
export function explainLoss(
  inventory: Inventory,
  about: {
    readonly node: string;
    readonly domains: readonly string[];
    readonly returnsAfterMinutes?: number;
    readonly locale: 'ko' | 'en';
  },
): string[] {
  const { node: id, locale, ...lost } = about;
  const [loss] = assessInventory(inventory, [lost]).losses as [LossAssessment];
  const say = storyMessages[locale];
  const telling: Telling = { inventory, loss, say, told: new Set() };
  const node = inventory.nodes.get(id) as InventoryNode;
  const { down, stuck } = loss;
  const count = { down: down.length, nodes: inventory.nodes.size, stuck: stuck.length };
  const lines = [say.loss(lost.domains.join('+'), count)];
  if (lost.returnsAfterMinutes !== undefined) lines.push(say.returns(lost.returnsAfterMinutes));
  if (!down.includes(id)) {
    lines.push(say.up(id));
    if (node.at.kind !== 'always') lines.push(say.upPlace(id, renderFormula(node.at)));
    return lines;
  }
  const reason = findReasons(inventory, loss).get(id);
  lines.push(...tellFall(telling, node));
  if (reason !== undefined) lines.push(say.reason(id, reason));
  lines.push(...tellReturn(telling, node));
  return [...lines, ...tellDelay(telling, node)];
}

function tellFall(telling: Telling, node: InventoryNode): string[] {
  if (telling.told.has(node.id)) return [];
  telling.told.add(node.id);
  const { loss, say, inventory } = telling;
  if (!holds(node.at, (domain) => !loss.lostDomains.includes(domain))) {
    return [say.place(node.id, renderFormula(node.at))];
  }
  const failed = namesIn(node.run).filter((name) => loss.down.includes(name));
  const own = say.run(node.id, renderFormula(node.run), failed.join(', '));
  const causes = failed.map((name) => inventory.nodes.get(name) as InventoryNode);
  return [own, ...causes.flatMap((cause) => tellFall(telling, cause))];
}

function tellReturn(telling: Telling, node: InventoryNode): string[] {
  const { loss, say } = telling;
  if (loss.stuck.includes(node.id)) return tellStuck(telling, node);
  const lines: string[] = [];
  for (const step of criticalSteps(telling, node.id)) {
    if (step.way === 'restart') lines.push(say.restart(step.node, step.minutes));
    else if (step.way === 'returned') lines.push(say.returned(step.node, step.minutes));
    else lines.push(say.by(step.node, step.minutes, step.way), ...tellOption(telling, step.way));
  }
  const own = loss.circularOptions.filter((option) => option.startsWith(`${node.id}/`));
  return [...lines, ...own.map((option) => say.circularOption(option))];
}

function tellStuck(telling: Telling, node: InventoryNode): string[] {
  const { inventory, loss, say } = telling;
  const reason = loss.stuckReasons.find((candidate) => candidate.node === node.id);
  const lines = [say.stuck(node.id)];
  if (reason?.cause === 'behind') lines.push(say.behind(node.id, reason.behind.join(', ')));
  else if (reason !== undefined) lines.push(tellCause(telling, node, reason.cause));
  for (const index of node.options.keys())
    lines.push(...tellOption(telling, optionId(node.id, index)));
  const roots = new Set([node.id, ...(reason?.behind ?? [])]);
  for (const root of reason?.behind ?? []) {
    const cause = loss.stuckReasons.find((candidate) => candidate.node === root)?.cause;
    const at = inventory.nodes.get(root);
    if (at !== undefined && (cause === 'no_copy' || cause === 'no_option'))
      lines.push(tellCause(telling, at, cause));
  }
  const loops = loss.cycles.filter((cycle) => cycle.some((member) => roots.has(member)));
  lines.push(...loops.map((cycle) => say.loop(drawLoop(cycle))));
  const sets = freeingSets(telling, node.id).map((set) => `{${set.join(', ')}}`);
  if (sets.length > 0) lines.push(say.jumpStart(node.id, sets.join(', ')));
  return lines;
}

/** The smallest sets of nodes that, given from outside, would free one node. */
function freeingSets({ inventory, loss }: Telling, id: string): string[][] {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const lost = loss.domains.map((domain) => indexOf(graph.domainIndex, domain) - graph.nodeCount);
  loseDomains(graph, state, lost);
  const returnsAfterMinutes = loss.returnsAfterMinutes ?? undefined;
  const node = indexOf(graph.nodeIndex, id);
  const { sets } = findJumpStartOf(graph, state, { node, returnsAfterMinutes });
  return sets.map((set) => set.map((member) => graph.nodeIds[member] as string));
}

function tellCause(
  { say }: Telling,
  node: InventoryNode,
  cause: 'circular' | 'no_copy' | 'no_option',
): string {
  if (node.options.length === 0 || cause === 'circular') return say[cause](node.id);
  return cause === 'no_copy' ? say.noCopyToRestore(node.id) : say.noPlaceToStart(node.id);
}

function tellOption(telling: Telling, id: string): string[] {
  const { inventory, loss, say } = telling;
  const at = id.lastIndexOf('/');
  const node = inventory.nodes.get(id.slice(0, at));
  const option = node?.options[Number(id.slice(at + 1)) - 1];
  if (node === undefined || option === undefined) return [];
  const needs = allNeeds(option);
  const lines = [say.option(id, option.name, renderFormula(needs))];
  const unmet = namesIn(needs).filter((name) => loss.stuck.includes(name));
  if (unmet.length > 0) lines.push(say.unmet(unmet.join(', ')));
  lines.push(...tellPlace(telling, node, option));
  return [...lines, ...tellAssumptions(telling, id, option)];
}

function tellPlace({ loss, say }: Telling, node: InventoryNode, option: Option): string[] {
  // Where everything returns, so do places and copies.
  const isThere = (domain: string): boolean =>
    loss.returnsAfterMinutes !== null || !loss.lostDomains.includes(domain);
  const { at } = option;
  const place = at === undefined || at.kind === 'always' ? [] : [at];
  const starts = place.map((where) => say.startsIn(renderFormula(where), !holds(where, isThere)));
  if (!needsCopy(node, option)) return starts;
  const left = survivingCopies(node, isThere).map(({ name }) => name);
  return [...starts, say.fromCopy(left.join(', '))];
}

function tellAssumptions(telling: Telling, id: string, option: Option): string[] {
  const entries = Object.entries(option.assume);
  return entries.map(([purpose, reason]) => telling.say.assume(id, purpose, reason ?? ''));
}

/** All needs of an option; what two purposes name alike is told once. */
function allNeeds(option: Option): Formula {
  const parts = new Map(
    Object.values(option.needs).map((formula) => [renderFormula(formula), formula] as const),
  );
  return allOf([...parts.values()]);
}

function criticalSteps(telling: Telling, nodeId: string) {
  const { inventory, loss } = telling;
  const needed = new Set([nodeId]);
  for (const id of needed) {
    const step = loss.recovery.find((candidate) => candidate.node === id);
    const node = inventory.nodes.get(id) as InventoryNode;
    const option = node.options.find((_, index) => optionId(id, index) === step?.way);
    const used = option === undefined ? node.boot : allOf(Object.values(option.needs));
    for (const name of namesIn(allOf([node.run, used]))) {
      if (loss.recovery.some((candidate) => candidate.node === name)) needed.add(name);
    }
  }
  return loss.recovery.filter((step) => needed.has(step.node));
}

function tellDelay(telling: Telling, node: InventoryNode): string[] {
  const { inventory, loss, say } = telling;
  if (!loss.stuck.includes(node.id) || loss.returnsAfterMinutes !== null) return [];
  const known = loss.domains.map((id) => inventory.domains.get(id)?.restoreMinutes);
  const minutes = Math.max(...known.map((value) => value ?? Number.POSITIVE_INFINITY));
  if (!Number.isFinite(minutes)) return [];
  const returned = { domains: loss.domains, returnsAfterMinutes: minutes };
  const [after] = assessInventory(inventory, [returned]).losses;
  return after?.stuck.includes(node.id) === false ? [say.waits(minutes)] : [];
}
