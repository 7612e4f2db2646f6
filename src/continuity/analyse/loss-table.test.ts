import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../test/support/random-inventory.ts';
import { compileGraph } from './graph.ts';
import { createLossState, loseDomains } from './loss-state.ts';
import { addShares, pairIndex, tabulateLosses } from './loss-table.ts';
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
