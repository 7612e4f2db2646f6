import { compileGraph } from '../analyse/graph.ts';
import { createLossState, loseDomains } from '../analyse/loss-state.ts';
import { computeRecovery } from '../analyse/recovery.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { ALWAYS, allOf, atLeast, holds, nameFormula, namesIn } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { SITE_CLASSES } from '../inventory.ts';

/** How many losses of one domain and of two (none of which does it alone) hurt tier 0. */
export interface HurtCount {
  readonly downOne: number;
  readonly downTwo: number;
  readonly stuckOne: number;
  readonly stuckTwo: number;
}

/**
 * A change to an inventory: a second place for some nodes, or a way back that needs nothing of what is lost.
 *
 * `domain` is the place added; undefined for a way back.
 */
export interface Fix {
  readonly kind: 'place' | 'way-back';
  /** Several where a node of tier 0 falls by several at once, so that none of them alone would help. */
  readonly nodes: readonly string[];
  readonly domain: string | undefined;
}

/** A fix with what is left after it. */
export interface RankedFix extends Fix {
  readonly left: HurtCount;
  /** Hurts taken away, by single losses first; what ranking compares. */
  readonly removedOne: number;
  readonly removedTwo: number;
}

/** What would help most. */
export interface WhatIf {
  readonly today: HurtCount;
  /** Whether every domain was tried, or those of site class alone because there are too many. */
  readonly isEveryDomain: boolean;
  readonly ranked: readonly RankedFix[];
  /** One fix upon the other, each the best after those before it, until none helps. */
  readonly sequence: readonly RankedFix[];
}

/** The most domains of which every pair is tried for every fix. */
export const WHAT_IF_DOMAINS_MAX = 40;
/** The most fixes that are tried. */
export const FIXES_MAX = 400;

/**
 * Ranks single changes by the losses of order 1 and 2 they take away from tier 0, and builds a sequence of them.
 *
 * Tried are: another site for each node that tier 0 runs on or comes back by, and a way back for each
 * that is ever stuck. A way back is taken to need nothing that is lost: writing down what it does need is the work.
 *
 * @source continuity specification, section 3 (what-if: cheapest fix)
 */
export function rankFixes(inventory: Inventory, options: { readonly stepsMax: number }): WhatIf {
  const isEveryDomain = inventory.domains.size <= WHAT_IF_DOMAINS_MAX;
  const today = countHurts(inventory, isEveryDomain);
  const rank = (from: Inventory, before: HurtCount): RankedFix[] =>
    listFixes(from)
      .map((fix) => rankFix(fix, before, countHurts(applyFix(from, fix), isEveryDomain)))
      .filter(
        ({ removedOne, removedTwo }) => removedOne > 0 || (removedOne === 0 && removedTwo > 0),
      )
      .sort(compareFixes);
  const ranked = rank(inventory, today);
  const sequence: RankedFix[] = [];
  let [best] = ranked;
  let current = inventory;
  while (best !== undefined && sequence.length < options.stepsMax) {
    sequence.push(best);
    current = applyFix(current, best);
    [best] = rank(current, best.left);
  }
  return { today, isEveryDomain, ranked, sequence };
}

/** The most taken away for each node touched comes first; single losses before pairs. */
function compareFixes(left: RankedFix, right: RankedFix): number {
  const perNode = ({ removedOne, nodes }: RankedFix): number => removedOne / nodes.length;
  return (
    perNode(right) - perNode(left) ||
    right.removedOne - left.removedOne ||
    right.removedTwo - left.removedTwo
  );
}

function rankFix(fix: Fix, before: HurtCount, left: HurtCount): RankedFix {
  return {
    ...fix,
    left,
    removedOne: before.downOne + before.stuckOne - left.downOne - left.stuckOne,
    removedTwo: before.downTwo + before.stuckTwo - left.downTwo - left.stuckTwo,
  };
}

/** Gives the inventory after a fix; a place is added beside the ones there are. */
export function applyFix(inventory: Inventory, fix: Fix): Inventory {
  const nodes = new Map(inventory.nodes);
  for (const id of fix.nodes) {
    const node = nodes.get(id);
    if (node !== undefined)
      nodes.set(id, fix.domain === undefined ? addWayBack(node) : addPlace(node, fix.domain));
  }
  return { ...inventory, nodes };
}

function addWayBack(node: InventoryNode): InventoryNode {
  const needs = { recover: ALWAYS };
  const assume = { copies: 'It is taken to need nothing that is lost.' };
  const option = { name: 'way-back', mode: 'auto', minutes: 0, needs, assume } as const;
  return { ...node, options: [...node.options, option] };
}

function addPlace(node: InventoryNode, domain: string): InventoryNode {
  const at = nameFormula(domain);
  const copy = { name: `in-${domain}`, at, isConsistent: true, standsAlone: true };
  // Data without copies has the one at its place, and so gains one with it.
  const copies = node.copies.length > 0 ? [...node.copies, copy] : node.copies;
  return { ...node, at: atLeast(1, [node.at, at]), copies };
}

function listFixes(inventory: Inventory): Fix[] {
  const sites = [...inventory.domains.values()].filter((domain) => SITE_CLASSES.has(domain.class));
  const cone = coneOf(inventory);
  const ids = sites.map((site) => site.id);
  const places = cone
    .filter((node) => isHeldBySome(node, ids))
    .flatMap((node) =>
      ids
        .filter((id) => !namesIn(node.at).includes(id))
        .map((id): Fix => ({ kind: 'place', nodes: [node.id], domain: id })),
    );
  const ways = cone
    .filter((node) => node.at.kind !== 'always')
    .map((node): Fix => ({ kind: 'way-back', nodes: [node.id], domain: undefined }));
  return [...listTogether(inventory, ids), ...places, ...ways].slice(0, FIXES_MAX);
}

/** Lists, for each site that takes a tier-0 node down by several nodes at once, placing all of these elsewhere. */
function listTogether(inventory: Inventory, sites: readonly string[]): Fix[] {
  const alone = sites.map((site) => ({ domains: [site] }));
  const tierZero = [...inventory.nodes.values()].filter(({ tier }) => tier === 0);
  const sets = new Map<string, Fix>();
  for (const loss of assessInventory(inventory, alone).losses) {
    const others = sites.filter((id) => !loss.domains.includes(id));
    const fallen = tierZero.filter(({ id }) => loss.down.includes(id));
    const several = fallen
      .map(({ id }) => rootsOf(inventory, loss, id))
      .filter((nodes) => nodes.length > 1);
    for (const nodes of several) {
      for (const domain of others)
        sets.set(`${nodes.join(' ')} ${domain}`, { kind: 'place', nodes, domain });
    }
  }
  return [...sets.values()];
}

/** Lists the nodes a node falls by: itself and what it runs on, as far as their own place is lost. */
function rootsOf(inventory: Inventory, loss: LossAssessment, nodeId: string): string[] {
  const reached = new Set([nodeId]);
  for (const id of reached) {
    const node = inventory.nodes.get(id) as InventoryNode;
    for (const name of namesIn(node.run)) if (loss.down.includes(name)) reached.add(name);
  }
  return [...reached].filter((id) => {
    const { at } = inventory.nodes.get(id) as InventoryNode;
    return !holds(at, (domain) => !loss.lostDomains.includes(domain));
  });
}

/** Tells whether losing one of some domains alone takes a node's place. Their contents are not looked into. */
function isHeldBySome(node: InventoryNode, domains: readonly string[]): boolean {
  const names = namesIn(node.at);
  if (names.length === 0) return false;
  const isDirect = domains.some(
    (lost) => names.includes(lost) && !holds(node.at, (name) => name !== lost),
  );
  return isDirect || !names.some((name) => domains.includes(name));
}

function coneOf(inventory: Inventory): InventoryNode[] {
  const wanted = new Set(
    [...inventory.nodes.values()].filter(({ tier }) => tier === 0).map(({ id }) => id),
  );
  for (const id of wanted) {
    const node = inventory.nodes.get(id);
    if (node === undefined) continue;
    const needs = node.options.flatMap((option) => Object.values(option.needs));
    for (const name of namesIn(allOf([node.run, node.boot, ...needs]))) wanted.add(name);
  }
  return [...inventory.nodes.values()].filter(({ id }) => wanted.has(id));
}

function countHurts(inventory: Inventory, isEveryDomain: boolean): HurtCount {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const tierZero = graph.nodeIds.flatMap((id, index) =>
    inventory.nodes.get(id)?.tier === 0 ? [index] : [],
  );
  const domains = [...inventory.domains.values()].flatMap((domain, index) =>
    isEveryDomain || SITE_CLASSES.has(domain.class) ? [index] : [],
  );
  const tally: Tally = {
    counts: { downOne: 0, downTwo: 0, stuckOne: 0, stuckTwo: 0 },
    alone: { down: new Set(), stuck: new Set() },
  };
  const attempt = (loss: readonly number[]): void => {
    loseDomains(graph, state, loss);
    const down = tierZero.filter((node) => state.hasFailed[node] === 1);
    if (down.length === 0) return;
    const { minutes } = computeRecovery(graph, state);
    add(tally, { effect: 'down', loss, nodes: down });
    const stuck = down.filter((node) => minutes[node] === Number.POSITIVE_INFINITY);
    add(tally, { effect: 'stuck', loss, nodes: stuck });
  };
  for (const domain of domains) attempt([domain]);
  for (const [at, first] of domains.entries()) {
    for (const second of domains.slice(at + 1)) attempt([first, second]);
  }
  return tally.counts;
}

interface Tally {
  readonly counts: { downOne: number; downTwo: number; stuckOne: number; stuckTwo: number };
  /** What a single loss does, as `domain node`: a pair with it in is none of its own. */
  readonly alone: Readonly<Record<'down' | 'stuck', Set<string>>>;
}

function add(
  { counts, alone }: Tally,
  hurt: {
    readonly effect: 'down' | 'stuck';
    readonly loss: readonly number[];
    readonly nodes: readonly number[];
  },
): void {
  const known = alone[hurt.effect];
  const fresh = hurt.nodes.filter(
    (node) => !hurt.loss.some((domain) => known.has(`${domain} ${node}`)),
  );
  counts[`${hurt.effect}${hurt.loss.length === 1 ? 'One' : 'Two'}`] += fresh.length;
  if (hurt.loss.length === 1) for (const node of fresh) known.add(`${hurt.loss[0]} ${node}`);
}
