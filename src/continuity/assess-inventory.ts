import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { JsonValue } from '../kernel/index.ts';
import { canonicalJson } from '../kernel/index.ts';
import type { OptionAt } from './analyse/circular-options.ts';
import { CIRCULAR_WORK_MAX, findCircularOptions } from './analyse/circular-options.ts';
import { drawCycles } from './analyse/draw-cycles.ts';
import type { Graph } from './analyse/graph.ts';
import { compileGraph, indexOf } from './analyse/graph.ts';
import { findJumpStart, JUMP_START_WORK_MAX } from './analyse/jump-start.ts';
import type { LossState } from './analyse/loss-state.ts';
import { createLossState, loseDomains } from './analyse/loss-state.ts';
import type { Recovery } from './analyse/recovery.ts';
import { computeRecovery, WAY } from './analyse/recovery.ts';
import type { StuckReason } from './analyse/stuck-reasons.ts';
import { findStuckReasons } from './analyse/stuck-reasons.ts';
import type { UnmetNeeds } from './analyse/unmet-needs.ts';
import { findLoops, findUnmetNeeds } from './analyse/unmet-needs.ts';
import { survivingCopies } from './copies.ts';
import { holds } from './formula.ts';
import type { Inventory } from './inventory.ts';
import { optionId, SITE_CLASSES } from './inventory.ts';
import { renderInventory } from './render-inventory.ts';

/** Domains lost together, for good unless they return after some minutes. */
export interface Loss {
  readonly domains: readonly string[];
  readonly returnsAfterMinutes?: number;
}

/** How and when one node is back. `way` is an option's id, `restart`, or `returned`. */
export interface RecoveryStep {
  readonly node: string;
  readonly minutes: number;
  readonly way: string;
}

/** What one loss takes down, and what of it can be brought back. */
export interface LossAssessment {
  readonly domains: readonly string[];
  readonly lostDomains: readonly string[];
  /** Null when the loss is permanent. */
  readonly returnsAfterMinutes: number | null;
  readonly down: readonly string[];
  readonly stuck: readonly string[];
  readonly stuckReasons: readonly StuckReason[];
  /** Data stores of which no copy is left; only for a permanent loss. */
  readonly lostCopies: readonly string[];
  /** Nodes nobody can watch, because what observes them is down. */
  readonly unobserved: readonly string[];
  readonly loops: readonly (readonly string[])[];
  /** Examples of cycles through the loops, each leading back to its first node; see `drawCycles` for which. */
  readonly cycles: readonly (readonly string[])[];
  readonly circularOptions: readonly string[];
  /** Tells that not every option was looked at: others may be circular too. */
  readonly isCircularTruncated: boolean;
  readonly jumpStart: readonly (readonly string[])[];
  readonly isJumpStartTruncated: boolean;
  /** In the order of recovery. */
  readonly recovery: readonly RecoveryStep[];
}

/** The verdict on an inventory for a list of losses. */
export interface Assessment {
  readonly format: 'amends-assessment/1';
  readonly inventory: string;
  /** SHA-256 of the canonical inventory, in hexadecimal. */
  readonly inventoryHash: string;
  readonly losses: readonly LossAssessment[];
}

/** Gives the SHA-256 of an inventory's canonical JSON, in hexadecimal; comments do not change it. */
export function hashInventory(inventory: Inventory): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(renderInventory(inventory)))));
}

/** Lists the single losses of every site-class domain, in the inventory's order. */
export function siteLosses(inventory: Inventory): Loss[] {
  return [...inventory.domains.values()]
    .filter((domain) => SITE_CLASSES.has(domain.class))
    .map((domain) => ({ domains: [domain.id] }));
}

/** Gives every pair of two losses, each pair once. */
export function pairLosses(losses: readonly Loss[]): Loss[] {
  return losses.flatMap((first, at) =>
    losses.slice(at + 1).map((second) => ({ domains: [...first.domains, ...second.domains] })),
  );
}

/**
 * Assesses an inventory: what each loss takes down, what is stuck and why, and the order of recovery.
 *
 * Deterministic: the same inventory and losses give the same bytes. Throws an InvariantError when a loss
 * names a domain the inventory lacks.
 *
 * @source continuity specification, section 2.3 (normative)
 */
export function assessInventory(inventory: Inventory, losses: readonly Loss[]): Assessment {
  const graph = compileGraph(inventory);
  const state = createLossState(graph);
  const share = Math.min(1, LOSSES_WITH_ALL / Math.max(1, losses.length));
  return {
    format: 'amends-assessment/1',
    inventory: inventory.name,
    inventoryHash: hashInventory(inventory),
    losses: losses.map((loss) => assessLoss({ inventory, graph, state, share }, loss)),
  };
}

/** So many losses together cost no more than a few alone; for up to this many each has the whole. */
const LOSSES_WITH_ALL = 5;

/** Gives an assessment as JSON, ready to be hashed with `canonicalJson`. */
export function renderAssessment(assessment: Assessment): JsonValue {
  return {
    ...assessment,
    losses: assessment.losses.map((loss) => ({
      ...loss,
      stuckReasons: loss.stuckReasons.map((reason) => ({ ...reason })),
      recovery: loss.recovery.map((step) => ({ ...step })),
    })),
  };
}

interface Subject {
  readonly inventory: Inventory;
  readonly graph: Graph;
  readonly state: LossState;
  /** Of the work a search over one loss may cost, what this one may. */
  readonly share: number;
}

function assessLoss(subject: Subject, loss: Loss): LossAssessment {
  const { graph, state, share } = subject;
  const lost = loss.domains.map((id) => indexOf(graph.domainIndex, id) - graph.nodeCount);
  loseDomains(graph, state, lost);
  const assumptions = { returnsAfterMinutes: loss.returnsAfterMinutes };
  const doDomainsReturn = loss.returnsAfterMinutes !== undefined;
  const recovery = computeRecovery(graph, state, assumptions);
  const needs = findUnmetNeeds(graph, state, { recovery, doDomainsReturn });
  const loops = findLoops(needs);
  const jumpStart = findJumpStart(graph, state, {
    ...assumptions,
    workMax: JUMP_START_WORK_MAX * share,
  });
  const workMax = CIRCULAR_WORK_MAX * share;
  const circular = findCircularOptions(graph, state, { recovery, assumptions, workMax });
  const names = (nodes: readonly number[]) => nodes.map((node) => graph.nodeIds[node] as string);
  return {
    domains: [...loss.domains],
    lostDomains: ascending(state.lostDomains).map((domain) => graph.domainIds[domain] as string),
    returnsAfterMinutes: loss.returnsAfterMinutes ?? null,
    down: names(ascending(state.downNodes)),
    stuck: names(needs.stuck),
    stuckReasons: findStuckReasons({ ...subject, needs, loops }),
    lostCopies: doDomainsReturn ? [] : findLostCopies(subject, needs),
    unobserved: findUnobserved(subject),
    loops: loops.map(names),
    cycles: loops.flatMap((loop) => drawCycles(needs, loop).cycles).map(names),
    circularOptions: circular.options.map((at) => nameOption(graph, at)),
    isCircularTruncated: circular.isTruncated,
    jumpStart: jumpStart.sets.map(names),
    isJumpStartTruncated: jumpStart.isTruncated,
    recovery: recovery.order.map((node) => renderStep(graph, recovery, node)),
  };
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((left, right) => left - right);
}

function nameOption(graph: Graph, at: OptionAt): string {
  return optionId(graph.nodeIds[at.node] as string, at.option);
}

function renderStep(graph: Graph, recovery: Recovery, node: number): RecoveryStep {
  const way = recovery.way[node] as number;
  const name = graph.nodeIds[node] as string;
  const word = way === WAY.restart ? 'restart' : 'returned';
  return {
    node: name,
    minutes: recovery.minutes[node] as number,
    way: way >= 0 ? optionId(name, way) : word,
  };
}

function findLostCopies(subject: Subject, needs: UnmetNeeds): string[] {
  const gone = new Set(
    subject.state.lostDomains.map((at) => subject.graph.domainIds[at] as string),
  );
  const isThere = (domain: string): boolean => !gone.has(domain);
  return needs.stuck
    .map((node) => subject.inventory.nodes.get(subject.graph.nodeIds[node] as string))
    .filter((node) => node?.kind === 'data')
    .filter((node) => {
      if (node === undefined || holds(node.at, isThere)) return false;
      const { copies, options } = node;
      if (copies.length === 0) return options.length === 0;
      return survivingCopies(node, isThere).length === 0;
    })
    .map((node) => node?.id as string);
}

function findUnobserved(subject: Subject): string[] {
  const { graph, state } = subject;
  const isUp = (id: string) => state.hasFailed[indexOf(graph.nodeIndex, id)] === 0;
  return [...subject.inventory.nodes.values()]
    .filter((node) => !holds(node.observe, isUp))
    .map((node) => node.id);
}
