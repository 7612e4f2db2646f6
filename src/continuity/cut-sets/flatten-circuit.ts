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

type Rewrite = (node: number, inputs: readonly number[]) => readonly number[];

function rewrite(built: BuiltCircuit, into: { readonly circuit: Circuit; readonly at: Rewrite }) {
  const { circuit: from, top } = built;
  const uses = fanOut(from, top);
  const moved = new Int32Array(from.size);
  moved[EVER] = EVER;
  for (let node = EVER + 1; node <= top; node += 1) {
    if (uses[node] === 0) continue;
    const inputs = (from.inputs[node] as readonly number[]).map((input) => moved[input] as number);
    moved[node] = copyNode({ from, into: into.circuit, node, inputs: into.at(node, inputs) });
  }
  return { circuit: into.circuit, top: moved[top] as number };
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
  const into = new Circuit();
  return rewrite(built, { circuit: into, at: merge });

  function merge(node: number, inputs: readonly number[]): readonly number[] {
    const kind = from.kind[node];
    if (kind !== NODE.all && kind !== NODE.any) return inputs;
    const old = from.inputs[node] as readonly number[];
    return inputs.flatMap((input, index) => {
      const canMerge = into.kind[input] === kind && uses[old[index] as number] === 1;
      return canMerge ? (into.inputs[input] as readonly number[]) : [input];
    });
  }
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
