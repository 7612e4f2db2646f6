import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomInventory } from '../../../test/support/random-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';
import { scheduleCrews } from './crew-schedule.ts';

function withCrew(inventory: Inventory, crew: string): Inventory {
  const nodes = new Map(
    [...inventory.nodes].map(([id, node]) => [
      id,
      { ...node, options: node.options.map((option) => ({ ...option, crew })) },
    ]),
  );
  return { ...inventory, nodes };
}

it('is never before the least time, and is that time when nobody is waited for', () => {
  fc.assert(
    fc.property(randomInventory(), fc.nat({ max: 31 }), (inventory, mask) => {
      const domains = [...inventory.domains.keys()].filter((_, at) => ((mask >> at) & 1) === 1);
      const [loss] = assessInventory(inventory, [{ domains }]).losses;
      const steps = loss?.recovery ?? [];
      const isUp = (node: string) => loss?.down.includes(node) !== true;
      const free = scheduleCrews(inventory, steps, isUp);
      const single = scheduleCrews(withCrew(inventory, 'everyone'), steps, isUp);
      for (const { node, minutes } of steps) {
        expect(free.get(node)).toBe(minutes);
        expect(single.get(node)).toBeGreaterThanOrEqual(minutes);
        expect(single.get(node)).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }),
    { numRuns: 600 },
  );
});
