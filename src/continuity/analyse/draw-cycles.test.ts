import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessInventory } from '../assess-inventory.ts';
import { parseInventory } from '../read/parse-inventory.ts';
import { drawCycles } from './draw-cycles.ts';
import { findLoops, type UnmetNeeds } from './unmet-needs.ts';

function needsOf(edges: readonly (readonly number[])[]): UnmetNeeds {
  const waitsFor = new Map(edges.map((next, node) => [node, next]));
  return { stuck: [...waitsFor.keys()], waitsFor, withoutWay: new Set() };
}

/** Fails unless every cycle leads from each node to the next, back to its first, and through none twice. */
function expectCycles(needs: UnmetNeeds, cycles: readonly (readonly number[])[]): void {
  const wrong = cycles.filter(
    (cycle) =>
      cycle.length === 0 ||
      new Set(cycle).size < cycle.length ||
      cycle.some((node, at) => {
        const next = cycle[(at + 1) % cycle.length] as number;
        return needs.waitsFor.get(node)?.includes(next) !== true;
      }),
  );
  expect(wrong).toEqual([]);
}

const COUNT = 10_000;
const numbers = Array.from({ length: COUNT }, (_, node) => node);

/** Shapes of a large loop, each node of which waits for the top: the more there is to search, the slower. */
const SHAPES: Readonly<Record<string, (node: number) => readonly number[]>> = {
  'a chain, the top named first': (node) => (node + 1 < COUNT ? [0, node + 1] : [0]),
  'a chain, the top named last': (node) => (node + 1 < COUNT ? [node + 1, 0] : [0]),
  'a star': (node) => (node === 0 ? numbers.slice(1) : [0]),
  'a chain that leads into a fan': (node) => {
    if (node < COUNT / 2 - 1) return [node + 1];
    return node < COUNT / 2 ? numbers.slice(COUNT / 2) : [0];
  },
  'neighbours that wait for each other': (node) =>
    [node - 1, node + 1].filter((next) => next >= 0 && next < COUNT),
};

describe('cycles through a loop of 10,000 nodes', () => {
  it.each(Object.entries(SHAPES))('%s', (_, shape) => {
    const needs = needsOf(numbers.map(shape));
    const [loop = []] = findLoops(needs);
    expect(loop).toHaveLength(COUNT);
    const { cycles, steps } = drawCycles(needs, loop);
    expectCycles(needs, cycles);
    expect(cycles.length).toBeGreaterThan(0);
    const edges = [...needs.waitsFor.values()].flat().length;
    expect(cycles.flat().length).toBeLessThanOrEqual(10 * COUNT + 1000);
    // Two searches that come to nothing, twice along every edge, twice what is written.
    expect(steps).toBeLessThanOrEqual(100_000 + 40_000 + 2 * edges + 2 * (10 * COUNT + 1000));
  });
});

it('an inventory of 10,000 nodes that all need the top to come back is assessed', () => {
  const lines = numbers.map((node) => {
    const run = node + 1 < COUNT ? `needs: { run: n${node + 1} }, ` : '';
    return `  n${node}: { kind: tool, at: a, ${run}options: [{ name: again, mode: auto, minutes: 5, at: b, needs: { recover: n0 } }] }`;
  });
  const text = `format: amends-inventory/1\nname: top\ndomains: { a: { class: site }, b: { class: site } }\nnodes:\n${lines.join('\n')}\n`;
  const parsed = parseInventory([{ name: 'a.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const [loss] = assessInventory(parsed.value, [{ domains: ['a'] }]).losses;
  expect(loss?.stuck).toHaveLength(COUNT);
  expect(loss?.loops[0]).toHaveLength(COUNT);
  expect(loss?.cycles.length).toBeGreaterThan(0);
});

it('every node of a loop that is not large is passed by a cycle', () => {
  const graph = fc.integer({ min: 1, max: 30 }).chain((count) =>
    fc.array(fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength: 5 }), {
      minLength: count,
      maxLength: count,
    }),
  );
  fc.assert(
    fc.property(graph, (edges) => {
      const needs = needsOf(edges.map((next) => [...new Set(next)]));
      for (const loop of findLoops(needs)) {
        const { cycles } = drawCycles(needs, loop);
        expectCycles(needs, cycles);
        expect(new Set(cycles.flat())).toEqual(new Set(loop));
      }
    }),
    { numRuns: 300 },
  );
});
