import type { BuiltCircuit } from './build-circuit.ts';
import { Circuit, EVER, fanOut, NODE } from './circuit.ts';
import { findModules } from './modules.ts';

/**
 * Gives an equal circuit with fewer nodes between the top and the events.
 *
 * An AND inside an AND (or OR inside OR) that nothing else uses is merged; then the inputs of a gate that
 * nothing else depends on are gathered under a gate of their own, which is a module and so is solved once.
 */
export function flattenCircuit(built: BuiltCircuit): BuiltCircuit {
  return gatherPrivateInputs(mergeNested(built));
}

interface Rewriting {
  readonly circuit: Circuit;
  readonly at: (node: number, inputs: readonly number[]) => readonly number[];
  /** Nodes (1) that are not copied: what names them takes their inputs instead. */
  readonly isMerged?: Uint8Array;
}

function rewrite(built: BuiltCircuit, into: Rewriting): BuiltCircuit {
  const { circuit: from, top } = built;
  const uses = fanOut(from, top);
  const moved = new Int32Array(from.size);
  moved[EVER] = EVER;
  for (let node = EVER + 1; node <= top; node += 1) {
    if (uses[node] === 0 || into.isMerged?.[node] === 1) continue;
    const own = into.isMerged === undefined ? from.inputs[node] : unfold(from, node, into.isMerged);
    const inputs = (own as readonly number[]).map((input) => moved[input] as number);
    moved[node] = copyNode({ from, into: into.circuit, node, inputs: into.at(node, inputs) });
  }
  return { circuit: into.circuit, top: moved[top] as number };
}

/** The inputs of a node, in the place of each merged one those of its own. */
function unfold(from: Circuit, node: number, isMerged: Uint8Array): number[] {
  const inputs: number[] = [];
  const open = (from.inputs[node] as readonly number[]).toReversed();
  for (let input = open.pop(); input !== undefined; input = open.pop()) {
    if (isMerged[input] === 0) inputs.push(input);
    else
      for (const inner of (from.inputs[input] as readonly number[]).toReversed()) open.push(inner);
  }
  return inputs;
}

function copyNode(step: {
  readonly from: Circuit;
  readonly into: Circuit;
  readonly node: number;
  readonly inputs: readonly number[];
}): number {
  const { from, into, node, inputs } = step;
  const event = from.eventOf[node] as number;
  switch (from.kind[node]) {
    case NODE.event:
      return into.event(event);
    case NODE.not:
      return into.notEvent(event);
    case NODE.all:
      return into.all(inputs);
    case NODE.any:
      return into.any(inputs);
    default:
      return into.atLeast(from.count[node] as number, inputs);
  }
}

function mergeNested(built: BuiltCircuit): BuiltCircuit {
  const { circuit: from, top } = built;
  const uses = fanOut(from, top);
  const isMerged = new Uint8Array(from.size);
  for (let node = EVER + 1; node <= top; node += 1) {
    const kind = from.kind[node];
    if (uses[node] === 0 || (kind !== NODE.all && kind !== NODE.any)) continue;
    for (const input of from.inputs[node] as readonly number[]) {
      if (from.kind[input] === kind && uses[input] === 1) isMerged[input] = 1;
    }
  }
  return rewrite(built, { circuit: new Circuit(), at: (_, inputs) => inputs, isMerged });
}

function gatherPrivateInputs(built: BuiltCircuit): BuiltCircuit {
  const { circuit: from, top } = built;
  const uses = fanOut(from, top);
  const isModule = findModules(from, top);
  const into = new Circuit();
  return rewrite(built, { circuit: into, at: gather });

  function gather(node: number, inputs: readonly number[]): readonly number[] {
    const kind = from.kind[node];
    if (kind !== NODE.all && kind !== NODE.any) return inputs;
    const old = from.inputs[node] as readonly number[];
    const isPrivate = old.map((input) => uses[input] === 1 && isModule[input] === 1);
    const own = inputs.filter((_, index) => isPrivate[index]);
    if (own.length < 2 || own.length === inputs.length) return inputs;
    const rest = inputs.filter((_, index) => !isPrivate[index]);
    return [kind === NODE.all ? into.all(own) : into.any(own), ...rest];
  }
}
