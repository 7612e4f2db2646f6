import { assert } from '../../kernel/index.ts';
import { optionPlace } from '../copies.ts';
import type { Formula } from '../formula.ts';
import { allOf } from '../formula.ts';
import type { Inventory } from '../inventory.ts';

/** What the top gate of a formula decides about its node. */
export const ROLE = { inner: 0, place: 1, run: 2, boot: 3, option: 4 } as const;

/**
 * An inventory as arrays of small integers, ready for thousands of passes.
 *
 * A signal is a node (0 … nodeCount − 1), then a domain, then a gate. A gate holds when at least `need` of
 * its inputs hold; an input named twice counts twice. Every node has its own gates for place, run, boot
 * and each option; −1 where nothing is required.
 */
export interface Graph {
  readonly nodeIds: readonly string[];
  readonly domainIds: readonly string[];
  readonly nodeCount: number;
  readonly domainCount: number;
  readonly gateCount: number;
  readonly need: Int32Array;
  readonly size: Int32Array;
  /** With how many failed inputs a gate falls: one more than it can spare. */
  readonly fallsAt: Int32Array;
  readonly role: Uint8Array;
  /** For a top gate, the node it belongs to. */
  readonly gateNode: Int32Array;
  readonly inputFrom: Int32Array;
  readonly inputs: Int32Array;
  readonly usedByFrom: Int32Array;
  /** Gates (counted from 0) that use a signal, from `usedByFrom[signal]` until the next. */
  readonly usedBy: Int32Array;
  readonly placeGate: Int32Array;
  readonly runGate: Int32Array;
  readonly bootGate: Int32Array;
  readonly bootMinutes: Float64Array;
  readonly optionFrom: Int32Array;
  readonly optionGate: Int32Array;
  /** By option, the signal of the places and copies it needs; −1 where it needs none. */
  readonly optionPlace: Int32Array;
  readonly optionMinutes: Float64Array;
  /** For each domain, itself and every domain within it. */
  readonly closure: readonly Int32Array[];
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly domainIndex: ReadonlyMap<string, number>;
}

interface Builder {
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly domainIndex: ReadonlyMap<string, number>;
  readonly gateBase: number;
  readonly need: number[];
  readonly role: number[];
  readonly gateNode: number[];
  readonly inputs: number[][];
}

/** Gives the number of the domain or node with an id; throws an InvariantError when there is none. */
export function indexOf(index: ReadonlyMap<string, number>, id: string): number {
  const found = index.get(id);
  assert(found !== undefined, 'continuity: the name is in the inventory', { id });
  return found;
}

/** Compiles an inventory into a graph. */
export function compileGraph(inventory: Inventory): Graph {
  const nodes = [...inventory.nodes.values()];
  const domainIds = [...inventory.domains.keys()];
  const nodeIndex = new Map(nodes.map((node, index) => [node.id, index]));
  const domainIndex = new Map(domainIds.map((id, index) => [id, nodes.length + index]));
  const builder: Builder = {
    nodeIndex,
    domainIndex,
    gateBase: nodes.length + domainIds.length,
    need: [],
    role: [],
    gateNode: [],
    inputs: [],
  };
  const placeGate = new Int32Array(nodes.length);
  const runGate = new Int32Array(nodes.length);
  const bootGate = new Int32Array(nodes.length);
  const optionFrom = new Int32Array(nodes.length + 1);
  const optionGate: number[] = [];
  const optionPlaces: number[] = [];
  const optionMinutes: number[] = [];
  for (const [index, node] of nodes.entries()) {
    placeGate[index] = addTop(builder, node.at, { node: index, role: ROLE.place });
    runGate[index] = addTop(builder, node.run, { node: index, role: ROLE.run });
    bootGate[index] = addTop(builder, node.boot, { node: index, role: ROLE.boot });
    for (const option of node.options) {
      const needs = allOf(Object.values(option.needs));
      const added = addOption(builder, index, { needs, place: optionPlace(node, option) });
      optionGate.push(added.gate);
      optionPlaces.push(added.place);
      optionMinutes.push(option.minutes);
    }
    optionFrom[index + 1] = optionGate.length;
  }
  return {
    nodeIds: nodes.map((node) => node.id),
    domainIds,
    nodeCount: nodes.length,
    domainCount: domainIds.length,
    gateCount: builder.need.length,
    ...packGates(builder),
    placeGate,
    runGate,
    bootGate,
    bootMinutes: Float64Array.from(nodes, (node) => node.bootMinutes),
    optionFrom,
    optionGate: Int32Array.from(optionGate),
    optionPlace: Int32Array.from(optionPlaces),
    optionMinutes: Float64Array.from(optionMinutes),
    closure: closeContainment(inventory, domainIndex, nodes.length),
    nodeIndex,
    domainIndex,
  };
}

function addTop(
  builder: Builder,
  formula: Formula,
  top: { readonly node: number; readonly role: number },
): number {
  if (formula.kind === 'always') return -1;
  const isGate = formula.kind === 'at_least';
  const gate = isGate ? addGate(builder, formula, top.role) : newGate(builder, 1);
  if (!isGate) builder.inputs[gate] = [signalOf(builder, formula, top.role)];
  builder.role[gate] = top.role;
  builder.gateNode[gate] = top.node;
  return gate;
}

/** An option's gate is over nodes, and over domains where it names places or needs a copy. */
function addOption(
  builder: Builder,
  node: number,
  of: { readonly needs: Formula; readonly place: Formula },
): { readonly gate: number; readonly place: number } {
  if (of.place.kind === 'always') {
    return { gate: addTop(builder, of.needs, { node, role: ROLE.option }), place: -1 };
  }
  const place = signalOf(builder, of.place, ROLE.place);
  const needs = of.needs.kind === 'always' ? [] : [signalOf(builder, of.needs, ROLE.option)];
  const gate = newGate(builder, 1 + needs.length);
  builder.inputs[gate] = [...needs, place];
  builder.role[gate] = ROLE.option;
  builder.gateNode[gate] = node;
  return { gate, place };
}

function newGate(builder: Builder, need: number): number {
  builder.need.push(need);
  builder.role.push(ROLE.inner);
  builder.gateNode.push(-1);
  builder.inputs.push([]);
  return builder.need.length - 1;
}

function addGate(
  builder: Builder,
  formula: Formula & { readonly kind: 'at_least' },
  role: number,
): number {
  const gate = newGate(builder, formula.count);
  builder.inputs[gate] = formula.of.map((part) => signalOf(builder, part, role));
  return gate;
}

function signalOf(builder: Builder, formula: Formula, role: number): number {
  if (formula.kind === 'at_least') return builder.gateBase + addGate(builder, formula, role);
  if (formula.kind === 'always') return builder.gateBase + newGate(builder, 0);
  return indexOf(role === ROLE.place ? builder.domainIndex : builder.nodeIndex, formula.name);
}

function packGates(builder: Builder) {
  const gateCount = builder.need.length;
  const signalCount = builder.gateBase + gateCount;
  const inputFrom = new Int32Array(gateCount + 1);
  const usedByFrom = new Int32Array(signalCount + 1);
  for (const [gate, inputs] of builder.inputs.entries()) {
    inputFrom[gate + 1] = (inputFrom[gate] as number) + inputs.length;
    for (const signal of inputs) usedByFrom[signal + 1] = (usedByFrom[signal + 1] as number) + 1;
  }
  for (let signal = 0; signal < signalCount; signal += 1) {
    usedByFrom[signal + 1] = (usedByFrom[signal + 1] as number) + (usedByFrom[signal] as number);
  }
  const next = usedByFrom.slice();
  const usedBy = new Int32Array(usedByFrom[signalCount] as number);
  for (const [gate, inputs] of builder.inputs.entries()) {
    for (const signal of inputs) {
      usedBy[next[signal] as number] = gate;
      next[signal] = (next[signal] as number) + 1;
    }
  }
  return {
    need: Int32Array.from(builder.need),
    size: Int32Array.from(builder.inputs, (inputs) => inputs.length),
    fallsAt: Int32Array.from(
      builder.inputs,
      (inputs, gate) => inputs.length - (builder.need[gate] as number) + 1,
    ),
    role: Uint8Array.from(builder.role),
    gateNode: Int32Array.from(builder.gateNode),
    inputFrom,
    inputs: Int32Array.from(builder.inputs.flat()),
    usedByFrom,
    usedBy,
  };
}

function closeContainment(
  inventory: Inventory,
  domainIndex: ReadonlyMap<string, number>,
  base: number,
): Int32Array[] {
  const inside: number[][] = Array.from(inventory.domains, () => []);
  for (const domain of inventory.domains.values()) {
    for (const parent of domain.within) {
      inside[indexOf(domainIndex, parent) - base]?.push(indexOf(domainIndex, domain.id) - base);
    }
  }
  return inside.map((_, start) => {
    const reached = new Set([start]);
    for (const domain of reached) for (const child of inside[domain] ?? []) reached.add(child);
    return Int32Array.from(reached);
  });
}
