import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../test/support/random-inventory.ts';
import { assessInventory, type LossAssessment } from '../assess-inventory.ts';
import { ALWAYS, nameFormula } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { compileGraph, type Graph } from './graph.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { computeRecovery } from './recovery.ts';
import { findStuckReasons } from './stuck-reasons.ts';
import { findLoops, findUnmetNeeds, type UnmetNeeds } from './unmet-needs.ts';

function assessSingles(inventory: Inventory): readonly LossAssessment[] {
  const losses = [...inventory.domains.keys()].map((domain) => ({ domains: [domain] }));
  return assessInventory(inventory, losses).losses;
}

/** A chain in which each node runs on the next and the last stands at the only site. */
function chain(length: number): Inventory {
  const title = { ko: 'x', en: 'x' };
  const nodes = Array.from({ length }, (_, at): [string, InventoryNode] => [
    `n${at}`,
    {
      id: `n${at}`,
      kind: 'service',
      title,
      targets: {},
      at: at === length - 1 ? nameFormula('site') : ALWAYS,
      run: at === length - 1 ? ALWAYS : nameFormula(`n${at + 1}`),
      boot: ALWAYS,
      bootMinutes: 0,
      observe: ALWAYS,
      options: [],
      copies: [],
      evidence: [],
    },
  ]);
  const site = { id: 'site', class: 'site', title, within: [], evidence: [] } as const;
  return { name: 'chain', title, domains: new Map([['site', site]]), nodes: new Map(nodes) };
}

it('a chain of 100,000 nodes is told to wait for its end, in time that grows with its length', () => {
  const length = 100_000;
  const [loss] = assessSingles(chain(length));
  const last = `n${length - 1}`;
  expect(loss?.stuckReasons).toHaveLength(length);
  expect(loss?.stuckReasons[0]).toEqual({ node: 'n0', cause: 'behind', behind: [last] });
  expect(loss?.stuckReasons.at(-1)).toEqual({ node: last, cause: 'no_option', behind: [] });
});

it('what a node waits behind is every cause that its needs lead to before another cause', () => {
  fc.assert(
    fc.property(randomInventory(), (inventory) => {
      const graph = compileGraph(inventory);
      const state = createLossState(graph);
      for (const domain of graph.domainIds.keys()) {
        loseDomains(graph, state, [domain]);
        const recovery = computeRecovery(graph, state);
        const needs = findUnmetNeeds(graph, state, { recovery, doDomainsReturn: false });
        const loops = findLoops(needs);
        const reasons = findStuckReasons({ inventory, graph, needs, loops, state });
        const causes = new Set(
          reasons.filter(({ cause }) => cause !== 'behind').map(({ node }) => node),
        );
        expect(reasons.map(({ node }) => node)).toEqual(
          needs.stuck.map((node) => graph.nodeIds[node]),
        );
        for (const { node, cause, behind } of reasons) {
          const reached = cause === 'behind' ? rootsOf(graph, needs, { node, causes }) : [];
          expect(behind).toEqual(reached);
        }
      }
    }),
    { numRuns: 300 },
  );
});

/** The definition, walked anew for each node. */
function rootsOf(
  graph: Graph,
  needs: UnmetNeeds,
  from: { readonly node: string; readonly causes: ReadonlySet<string> },
): string[] {
  const seen = new Set([graph.nodeIds.indexOf(from.node)]);
  const roots: number[] = [];
  for (const node of seen) {
    if (from.causes.has(graph.nodeIds[node] as string)) roots.push(node);
    else for (const next of needs.waitsFor.get(node) ?? []) seen.add(next);
  }
  return roots.sort((left, right) => left - right).map((node) => graph.nodeIds[node] as string);
}
