import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../test/support/random-inventory.ts';
import type { Domain } from '../inventory.ts';
import { compileGraph } from './graph.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { addShares, type LossTable, pairIndex, tabulateLosses } from './loss-table.ts';
import { computeRecovery } from './recovery.ts';
import { createStuckPass } from './stuck-pass.ts';

it('the quick pass finds stuck exactly what has no time of return', () => {
  fc.assert(
    fc.property(randomInventory(), (inventory) => {
      const graph = compileGraph(inventory);
      const state = createLossState(graph);
      const stuckOf = createStuckPass(graph);
      for (let mask = 0; mask < 2 ** graph.domainCount; mask += 1) {
        const lost = graph.domainIds.flatMap((_, at) => (((mask >> at) & 1) === 1 ? [at] : []));
        loseDomains(graph, state, lost);
        const { minutes } = computeRecovery(graph, state);
        const never = state.downNodes.filter((node) => minutes[node] === Number.POSITIVE_INFINITY);
        expect(stuckOf(state)).toEqual(never);
      }
    }),
    { numRuns: 400 },
  );
});

it('the table counts what each loss does, and shares of it add up to the whole', () => {
  fc.assert(
    fc.property(randomInventory(), fc.integer({ min: 2, max: 4 }), (inventory, parts) => {
      const graph = compileGraph(inventory);
      const whole = tabulateLosses(graph, { part: 0, parts: 1, hasPairs: true });
      const shares = Array.from({ length: parts }, (_, part) =>
        tabulateLosses(graph, { part, parts, hasPairs: true }),
      );
      expect(addShares(shares as [typeof whole, ...(typeof whole)[]])).toEqual(whole);
      const state = createLossState(graph);
      for (let first = 0; first < graph.domainCount; first += 1) {
        for (let second = first + 1; second < graph.domainCount; second += 1) {
          loseDomains(graph, state, [first, second]);
          const { minutes } = computeRecovery(graph, state);
          const at = pairIndex(graph.domainCount, first, second);
          expect(whole.pairs.down[at]).toBe(state.downNodes.length);
          const stuck = state.downNodes.filter((node) => minutes[node] === Infinity);
          expect(whole.pairs.stuck[at]).toBe(stuck.length);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('many losses at a time count the same as one after another', () => {
  fc.assert(
    fc.property(randomInventory(), fc.integer({ min: 1, max: 3 }), (drawn, parts) => {
      // More domains than a pass takes at once: the drawn ones come last.
      const domains: Map<string, Domain> = new Map();
      for (let at = 0; at < 36; at += 1) {
        const id = `e${at}`;
        const within = at % 3 === 0 ? [] : ['d0'];
        domains.set(id, { id, class: 'site', title: { ko: id, en: id }, within, evidence: [] });
      }
      for (const domain of drawn.domains.values()) domains.set(domain.id, domain);
      const graph = compileGraph({ ...drawn, domains });
      const shares = Array.from({ length: parts }, (_, part) =>
        tabulateLosses(graph, { part, parts, hasPairs: false }),
      );
      const together = addShares(shares as [LossTable, ...LossTable[]]);
      const apart = tabulateLosses(graph, { part: 0, parts: 1, hasPairs: true });
      expect(together.singles).toEqual(apart.singles);
      expect(together.byNode.downSingles).toEqual(apart.byNode.downSingles);
      expect(together.byNode.stuckSingles).toEqual(apart.byNode.stuckSingles);
    }),
    { numRuns: 300 },
  );
});
