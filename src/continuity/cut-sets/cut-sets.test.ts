import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTree } from '../../../test/support/random-tree.ts';
import { buildCircuit } from './build-circuit.ts';
import { EVER, fanOut } from './circuit.ts';
import { Effort } from './diagram/effort.ts';
import type { FaultTree, TreeFormula } from './fault-tree.ts';
import { eventOf, gateOf } from './fault-tree.ts';
import { findCutSets } from './find-cut-sets.ts';
import { flattenCircuit } from './flatten-circuit.ts';
import { listCutSets } from './list-sets.ts';
import { mocusCutSets } from './mocus.ts';
import { findModules } from './modules.ts';
import { oracleCutSets } from './oracle.ts';
import { solveBottomUp, solveInBall } from './solve-truncated.ts';
import { cutCone, unfoldedSizes } from './variable-order.ts';

const text = (sets: readonly (readonly string[])[]): string[] =>
  sets.map((set) => set.join(' ')).sort();
const listAll = (tree: FaultTree) => listCutSets(findCutSets(tree), { limit: 100_000 });

describe('cut sets', () => {
  it('are those of trying every state, whatever the operators, and so is the probability', () => {
    fc.assert(
      fc.property(randomTree('any'), (tree) => {
        const oracle = oracleCutSets(tree);
        const found = findCutSets(tree);
        expect(text(listAll(tree))).toEqual(text(oracle.sets));
        expect(Number(found.count)).toBe(oracle.sets.length);
        expect(found.topProbability).toBeCloseTo(oracle.probability, 12);
        for (const [order, count] of found.byOrder.entries()) {
          expect(Number(count)).toBe(oracle.sets.filter((set) => set.length === order).length);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('of two engines agree: diagram and minimal solutions, and rows opened from the top', () => {
    fc.assert(
      fc.property(randomTree('coherent'), (tree) => {
        expect(text(listAll(tree))).toEqual(text(mocusCutSets(tree)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('up to an order are the same from set families, from the ball, and from the whole', () => {
    fc.assert(
      fc.property(randomTree('coherent'), fc.integer({ min: 1, max: 5 }), (tree, orderMax) => {
        const { circuit, top } = flattenCircuit(buildCircuit(tree));
        if (top <= EVER) return;
        const uses = fanOut(circuit, top);
        const sizes = unfoldedSizes(circuit);
        const isModule = new Uint8Array(circuit.size);
        const cone = cutCone(circuit, top, { isModule, sizes, uses, visit: 'as_written' });
        const effort = new Effort(10_000_000);
        const options = { weightOf: () => 1, budget: 100_000, effort, orderMax };
        const names = [...tree.events.keys()];
        const leaves = cone.leaves.map((leaf) => ({ event: circuit.eventOf[leaf] as number }));
        const whole = listAll(tree).filter((set) => set.length <= orderMax);
        for (const solve of [solveBottomUp, solveInBall]) {
          const found = solve(circuit, cone, options);
          const part = { leaves, nodes: found?.families.nodes, top: found?.top ?? 0 };
          expect(text(pathsOf(part, names))).toEqual(text(whole));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('with negations, up to an order, are the same from the ball and from the whole', () => {
    fc.assert(
      fc.property(randomTree('any'), fc.integer({ min: 1, max: 4 }), (tree, orderMax) => {
        const whole = findCutSets(tree, { orderMax });
        const starved = findCutSets(tree, { orderMax, nodesMax: 60 });
        const limit = starved.truncatedAt ?? orderMax;
        const upTo = (found: typeof whole) =>
          text(listCutSets(found, { limit: 100_000, orderMax: limit }));
        expect(upTo(starved)).toEqual(upTo(whole));
      }),
      { numRuns: 600 },
    );
  });

  it('fewer nodes never change what is found, only how far', () => {
    fc.assert(
      fc.property(randomTree('coherent'), fc.integer({ min: 4, max: 60 }), (tree, nodesMax) => {
        const whole = text(listAll(tree));
        const found = findCutSets(tree, { nodesMax });
        const listed = text(listCutSets(found, { limit: 100_000 }));
        if (found.truncatedAt === undefined) expect(listed).toEqual(whole);
        else {
          const limit = found.truncatedAt;
          const size = (set: string) => set.split(' ').filter(Boolean).length;
          expect(listed).toEqual(whole.filter((set) => size(set) <= limit));
          expect(found.truncatedBy).toBe('nodes');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function pathsOf(
  part: {
    readonly leaves: readonly { readonly event: number }[];
    readonly nodes: { level: Int32Array; low: Int32Array; high: Int32Array } | undefined;
    readonly top: number;
  },
  names: readonly string[],
): string[][] {
  const { nodes } = part;
  if (nodes === undefined) return [['budget']];
  const walk = (node: number): number[][] => {
    if (node <= 1) return node === 1 ? [[]] : [];
    const event = part.leaves[nodes.level[node] as number]?.event as number;
    const upper = walk(nodes.high[node] as number).map((set) => [event, ...set]);
    return [...upper, ...walk(nodes.low[node] as number)];
  };
  return walk(part.top).map((set) =>
    set.toSorted((a, b) => a - b).map((event) => names[event] as string),
  );
}

describe('modules', () => {
  it('share no event with what lies outside them', () => {
    fc.assert(
      fc.property(randomTree('coherent'), (tree) => {
        const { circuit, top } = buildCircuit(tree);
        if (top <= EVER) return;
        const isModule = findModules(circuit, top);
        const uses = fanOut(circuit, top);
        const eventsBelow = (node: number): number[] =>
          circuit.eventOf[node] !== -1
            ? [node]
            : (circuit.inputs[node] ?? []).flatMap((input) => eventsBelow(input));
        for (let node = EVER + 1; node <= top; node += 1) {
          if (isModule[node] !== 1 || uses[node] === 0 || node === top) continue;
          const inside = new Set(eventsBelow(node));
          const around = eventsOutside(circuit, top, node);
          expect([...inside].filter((event) => around.has(event))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function eventsOutside(
  circuit: { inputs: readonly (readonly number[])[]; eventOf: readonly number[] },
  top: number,
  left: number,
): Set<number> {
  const found = new Set<number>();
  const walk = (node: number): void => {
    if (node === left) return;
    if (circuit.eventOf[node] !== -1) found.add(node);
    for (const input of circuit.inputs[node] ?? []) walk(input);
  };
  walk(top);
  return found;
}

it('says that sets are cut off, and where', () => {
  const events = new Map(['a', 'b', 'c'].map((name) => [name, 0.1] as const));
  const gates = new Map<string, TreeFormula>([
    ['top', { kind: 'operation', operator: 'or', of: [eventOf('a'), gateOf('both')] }],
    ['both', { kind: 'operation', operator: 'and', of: [eventOf('b'), eventOf('c')] }],
  ]);
  const tree = { name: 't', top: 'top', gates, events };
  const found = findCutSets(tree, { orderMax: 1 });
  expect(found.count).toBe(1n);
  expect(found.truncatedAt).toBe(1);
  expect(found.truncatedBy).toBe('order');
  expect(findCutSets(tree).truncatedAt).toBeUndefined();
  expect(findCutSets(tree).topProbability).toBeCloseTo(0.1 + 0.9 * 0.01, 12);
});
