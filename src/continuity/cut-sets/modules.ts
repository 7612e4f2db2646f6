import type { Circuit } from './circuit.ts';
import { EVER, NODE } from './circuit.ts';

/**
 * Marks (1) the nodes below a top that share nothing with the rest: events used in one place, and gates all
 * of whose descendants are used only below them. Such a gate stands for one variable in the gates above.
 *
 * One walk, linear in the circuit. A negated event is no module, and neither is a gate that holds when no
 * event has happened: its cheapest way to hold is then to do nothing, which a variable cannot say.
 *
 * @source Dutuit and Rauzy, "A linear-time algorithm to find modules of fault trees", IEEE Trans.
 *   Reliability 45 (1996)
 */
export function findModules(circuit: Circuit, top: number): Uint8Array {
  const dates = walk(circuit, top);
  const isModule = new Uint8Array(circuit.size);
  const earliest = new Int32Array(circuit.size);
  const latest = new Int32Array(circuit.size);
  const holdsAtRest = holdsWithoutEvents(circuit, top);
  for (let node = EVER + 1; node <= top; node += 1) {
    const entered = dates.entered[node] as number;
    if (entered === 0) continue;
    const inputs = circuit.inputs[node] as readonly number[];
    const from = least(inputs, earliest);
    const until = greatest(inputs, latest);
    const last = dates.seenLast[node] as number;
    earliest[node] = Math.min(entered, from);
    latest[node] = Math.max(last, until);
    const isEvent = circuit.kind[node] === NODE.event;
    const isAlone = from > entered && until < (dates.left[node] as number);
    const isOwn = isEvent ? entered === last : isAlone && holdsAtRest[node] === 0;
    isModule[node] = isOwn ? 1 : 0;
  }
  return isModule;
}

function least(nodes: readonly number[], values: Int32Array): number {
  let found = Number.MAX_SAFE_INTEGER;
  for (const node of nodes) found = Math.min(found, values[node] as number);
  return found;
}

function greatest(nodes: readonly number[], values: Int32Array): number {
  let found = 0;
  for (const node of nodes) found = Math.max(found, values[node] as number);
  return found;
}

interface Dates {
  /** The date of the first visit, from 1; 0 for what is not reached. */
  readonly entered: Int32Array;
  /** The date the first visit ended. */
  readonly left: Int32Array;
  readonly seenLast: Int32Array;
}

function walk(circuit: Circuit, top: number): Dates {
  const entered = new Int32Array(circuit.size);
  const left = new Int32Array(circuit.size);
  const seenLast = new Int32Array(circuit.size);
  let date = 0;
  const stack: { readonly node: number; next: number }[] = [];
  const visit = (node: number): void => {
    date += 1;
    seenLast[node] = date;
    if (entered[node] !== 0) return;
    entered[node] = date;
    stack.push({ node, next: 0 });
  };
  visit(top);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const input = circuit.inputs[frame.node]?.[frame.next];
    frame.next += 1;
    if (input !== undefined) visit(input);
    else {
      stack.pop();
      date += 1;
      left[frame.node] = date;
    }
  }
  return { entered, left, seenLast };
}

/** Marks (1) the nodes that hold when no event has happened. */
export function holdsWithoutEvents(circuit: Circuit, top: number): Uint8Array {
  const holds = new Uint8Array(circuit.size);
  holds[EVER] = 1;
  for (let node = EVER + 1; node <= top; node += 1) {
    const inputs = circuit.inputs[node] as readonly number[];
    const count = inputs.filter((input) => holds[input] === 1).length;
    const needs: Readonly<Record<number, number>> = {
      [NODE.event]: 1,
      [NODE.not]: 0,
      [NODE.all]: inputs.length,
      [NODE.any]: 1,
    };
    holds[node] =
      count >= (needs[circuit.kind[node] as number] ?? circuit.count[node] ?? 0) ? 1 : 0;
  }
  return holds;
}
