import { buildCircuit } from './build-circuit.ts';
import { type Circuit, EVER, NEVER, NODE } from './circuit.ts';
import type { FaultTree } from './fault-tree.ts';

/**
 * Finds the minimal cut sets of a small tree without negations from the top down: a row of gates and events
 * is opened gate by gate, an AND within the row, an OR into more rows; rows that contain another are dropped.
 *
 * Simple and slow: it shares nothing with the diagrams, so that tests hold one against the other.
 *
 * @source Fussell and Vesely, "A new methodology for obtaining cut sets for fault trees", Trans. ANS 15 (1972)
 */
export function mocusCutSets(tree: FaultTree): string[][] {
  const { circuit, top } = buildCircuit(tree);
  if (top <= EVER) return top === NEVER ? [] : [[]];
  const names = [...tree.events.keys()];
  const finished: Set<number>[] = [];
  const open: Set<number>[] = [new Set([top])];
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    const gate = [...row].find((node) => circuit.kind[node] !== NODE.event);
    if (gate === undefined) finished.push(row);
    else open.push(...openGate(circuit, row, gate));
  }
  return dropSupersets(finished).map((row) =>
    [...row]
      .map((node) => circuit.eventOf[node] as number)
      .sort((left, right) => left - right)
      .map((event) => names[event] as string),
  );
}

function openGate(circuit: Circuit, row: ReadonlySet<number>, gate: number): Set<number>[] {
  const rest = [...row].filter((node) => node !== gate);
  const inputs = circuit.inputs[gate] as readonly number[];
  if (circuit.kind[gate] === NODE.all) return [new Set([...rest, ...inputs])];
  const need = circuit.kind[gate] === NODE.any ? 1 : (circuit.count[gate] as number);
  return choose(inputs, need).map((chosen) => new Set([...rest, ...chosen]));
}

function choose(items: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, index) =>
    choose(items.slice(index + 1), count - 1).map((others) => [item, ...others]),
  );
}

function dropSupersets(rows: readonly Set<number>[]): Set<number>[] {
  const kept: Set<number>[] = [];
  for (const row of rows.toSorted((left, right) => left.size - right.size)) {
    if (!kept.some((smaller) => [...smaller].every((node) => row.has(node)))) kept.push(row);
  }
  return kept;
}
