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
import { createNaming, type Naming } from './naming.ts';
import { storyMessages } from './story-messages.ts';

/** Draws a loop that leads back to its first node, each as `name` gives it: `rights → deploy → rights`. */
export function drawLoop(cycle: readonly string[], name: (id: string) => string): string {
  return [...cycle, ...cycle.slice(0, 1)].map((id) => name(id)).join(' → ');
}

interface Telling {
  readonly inventory: Inventory;
  readonly loss: LossAssessment;
  readonly say: (typeof storyMessages)['en'];
  readonly name: Naming;
  readonly told: Set<string>;
}

/**
 * Tells in sentences what a loss does to one node: why it falls, and how it comes back or why it cannot.
 *
 * What is named is named by its title in that language, with the id in brackets the first time.
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
  const name = createNaming(inventory, locale);
  const telling: Telling = { inventory, loss, say, name, told: new Set() };
  const node = inventory.nodes.get(id) as InventoryNode;
  const { down, stuck } = loss;
  const count = { down: down.length, nodes: inventory.nodes.size, stuck: stuck.length };
  const lines = [say.loss(name.list(lost.domains.map(name.domain)), count)];
  if (lost.returnsAfterMinutes !== undefined) lines.push(say.returns(lost.returnsAfterMinutes));
  if (!down.includes(id)) {
    const left = namesIn(node.at).filter((domain) => !loss.lostDomains.includes(domain));
    lines.push(say.up(name.node(id)));
    if (left.length > 0) lines.push(say.upPlace(name.node(id), name.list(left.map(name.domain))));
    return lines;
  }
  const reason = findReasons(inventory, loss).get(id);
  lines.push(...tellFall(telling, node));
  if (reason !== undefined) lines.push(say.reason(name.node(id), name.node(reason)));
  lines.push(...tellReturn(telling, node));
  return [...lines, ...tellDelay(telling, node)];
}

function tellFall(telling: Telling, node: InventoryNode): string[] {
  if (telling.told.has(node.id)) return [];
  telling.told.add(node.id);
  const { loss, say, inventory, name } = telling;
  if (!holds(node.at, (domain) => !loss.lostDomains.includes(domain))) {
    const lost = namesIn(node.at).filter((domain) => loss.lostDomains.includes(domain));
    return [say.place(name.node(node.id), name.list(lost.map(name.domain)))];
  }
  const needed = namesIn(node.run);
  const failed = needed.filter((id) => loss.down.includes(id));
  const subject = name.node(node.id);
  const failedNames = () => name.list(failed.map(name.node));
  const own =
    failed.length === needed.length
      ? say.runAll(subject, failedNames())
      : say.run(subject, name.formula(node.run, name.node), failedNames());
  const causes = failed.map((id) => inventory.nodes.get(id) as InventoryNode);
  return [own, ...causes.flatMap((cause) => tellFall(telling, cause))];
}

function tellReturn(telling: Telling, node: InventoryNode): string[] {
  const { loss, say, name } = telling;
  if (loss.stuck.includes(node.id)) return tellStuck(telling, node);
  const lines: string[] = [];
  for (const step of criticalSteps(telling, node.id)) {
    const { minutes, way } = step;
    const subject = name.node(step.node);
    if (way === 'restart') lines.push(say.restart(subject, minutes));
    else if (way === 'returned') lines.push(say.returned(subject, minutes));
    else
      lines.push(say.by(subject, minutes, nameOption(telling, way)), ...tellOption(telling, way));
  }
  const own = loss.circularOptions.filter((option) => option.startsWith(`${node.id}/`));
  return [...lines, ...own.map((option) => say.circularOption(nameOption(telling, option)))];
}

function tellStuck(telling: Telling, node: InventoryNode): string[] {
  const { inventory, loss, say, name } = telling;
  const reason = loss.stuckReasons.find((candidate) => candidate.node === node.id);
  const lines = [say.stuck(name.node(node.id))];
  if (reason?.cause === 'behind')
    lines.push(say.behind(name.node(node.id), name.list(reason.behind.map(name.node))));
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
  if (loops.length > 0) lines.push(say.arrows);
  lines.push(...loops.map((cycle) => say.loop(drawLoop(cycle, name.node))));
  const subject = name.node(node.id);
  const sets = freeingSets(telling, node.id).map((set) => name.list(set.map(name.node)));
  if (sets.length > 0) lines.push(say.jumpStart(subject, sets));
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
  { say, name }: Telling,
  node: InventoryNode,
  cause: 'circular' | 'no_copy' | 'no_option',
): string {
  if (node.options.length === 0 || cause === 'circular') return say[cause](name.node(node.id));
  return cause === 'no_copy'
    ? say.noCopyToRestore(name.node(node.id))
    : say.noPlaceToStart(name.node(node.id));
}

function findOption({ inventory }: Telling, id: string) {
  const at = id.lastIndexOf('/');
  const node = inventory.nodes.get(id.slice(0, at));
  return { node, option: node?.options[Number(id.slice(at + 1)) - 1] };
}

function nameOption(telling: Telling, id: string): string {
  return telling.name.option(id, findOption(telling, id).option?.name ?? id);
}

function tellOption(telling: Telling, id: string): string[] {
  const { loss, say, name } = telling;
  const { node, option } = findOption(telling, id);
  if (node === undefined || option === undefined) return [];
  const needs = allNeeds(option);
  const called = name.option(id, option.name);
  const lines =
    needs.kind === 'always'
      ? [say.optionFree(called)]
      : [say.option(called, name.formula(needs, name.node))];
  const unmet = namesIn(needs).filter((need) => loss.stuck.includes(need));
  if (unmet.length > 0) lines.push(say.unmet(name.list(unmet.map(name.node))));
  lines.push(...tellPlace(telling, node, option));
  return [...lines, ...tellAssumptions(telling, id, option)];
}

function tellPlace({ loss, say, name }: Telling, node: InventoryNode, option: Option): string[] {
  // Where everything returns, so do places and copies.
  const isThere = (domain: string): boolean =>
    loss.returnsAfterMinutes !== null || !loss.lostDomains.includes(domain);
  const { at } = option;
  const place = at === undefined || at.kind === 'always' ? [] : [at];
  const starts = place.map((where) =>
    say.startsIn(name.formula(where, name.domain), !holds(where, isThere)),
  );
  if (!needsCopy(node, option)) return starts;
  const left = survivingCopies(node, isThere).map((copy) => copy.name);
  return [...starts, say.fromCopy(name.list(left))];
}

function tellAssumptions(telling: Telling, id: string, option: Option): string[] {
  const { say, name, told } = telling;
  return Object.entries(option.assume).map(([purpose, reason = '']) => {
    const called = name.option(id, option.name);
    const key = `${purpose}: ${reason}`;
    if (told.has(key)) return say.assumeAgain(called, purpose);
    told.add(key);
    return say.assume(called, purpose, reason);
  });
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
