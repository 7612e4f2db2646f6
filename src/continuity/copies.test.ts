import { describe, expect, it } from 'vitest';
import { scoreInventory } from './analyse/levels.ts';
import { oracleMinutes } from './analyse/oracle.ts';
import { assessInventory, pairLosses, siteLosses } from './assess-inventory.ts';
import { findCutSets } from './cut-sets/find-cut-sets.ts';
import { findInventoryCutSets } from './cut-sets/inventory/inventory-cut-sets.ts';
import { inventoryTree } from './cut-sets/inventory/inventory-tree.ts';
import { listCutSets } from './cut-sets/list-sets.ts';
import type { Inventory } from './inventory.ts';
import { parseInventory } from './read/parse-inventory.ts';
import { explainLoss } from './tell/explain-loss.ts';

const TEXT = `format: amends-inventory/1
name: shop
domains:
  seoul: { class: site }
  busan: { class: site }
  cloud: { class: provider_region }
nodes:
  deploy: { kind: tool, at: seoul | busan | cloud }
  orders:
    kind: data
    tier: 0
    at: seoul
    copies:
      - { name: primary, at: seoul }
      - { name: replica, at: busan }
    options:
      - { name: promote-replica, mode: auto, minutes: 2, needs: { deploy: deploy } }
  shop:
    kind: service
    tier: 0
    at: seoul
    needs: { run: orders }
    options:
      - { name: start-in-busan, mode: auto, minutes: 30, at: busan, needs: { deploy: deploy } }
`;

function read(text: string): Inventory {
  const parsed = parseInventory([{ name: 'shop.yaml', text }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

function changed(from: string, to: string): Inventory {
  expect(TEXT).toContain(from);
  return read(TEXT.replace(from, to));
}

/** Minutes until a node is back after a loss, as the assessment and as the definition have it. */
function minutesOf(inventory: Inventory, node: string, domains: string[], returns?: number) {
  const loss = { domains, ...(returns === undefined ? {} : { returnsAfterMinutes: returns }) };
  const [found] = assessInventory(inventory, [loss]).losses;
  const step = found?.recovery.find((candidate) => candidate.node === node);
  const minutes = found?.stuck.includes(node) ? Number.POSITIVE_INFINITY : (step?.minutes ?? 0);
  expect(minutes).toBe(oracleMinutes(inventory, loss).get(node));
  return minutes;
}

/** The smallest losses that leave a node stuck, as both engines of cut sets have them. */
function stuckBy(inventory: Inventory, node: string): string[] {
  const found = findInventoryCutSets(inventory, { node, effect: 'stuck' });
  const tree = inventoryTree(inventory, { node, effect: 'stuck' });
  if ('loopSize' in tree) throw new Error('three nodes are unrolled');
  const sets = [found, findCutSets(tree)].map((cutSets) =>
    listCutSets(cutSets, { limit: 100 })
      .map((set) => set.toSorted().join('+'))
      .sort(),
  );
  expect(sets[0]).toEqual(sets[1]);
  return sets[0] ?? [];
}

describe('an option of a node with copies', () => {
  it('needs one that is left', () => {
    const inventory = read(TEXT);
    expect(minutesOf(inventory, 'orders', ['seoul'])).toBe(2);
    expect(minutesOf(inventory, 'orders', ['seoul', 'busan'])).toBe(Number.POSITIVE_INFINITY);
    expect(stuckBy(inventory, 'orders')).toEqual(['busan+seoul']);
    const [loss] = assessInventory(inventory, [{ domains: ['seoul', 'busan'] }]).losses;
    expect(loss?.stuckReasons).toContainEqual({ node: 'orders', cause: 'no_copy', behind: [] });
    expect(loss?.lostCopies).toEqual(['orders']);
  });

  it('holds again when what was lost returns', () => {
    const domains = ['seoul', 'busan'];
    expect(minutesOf(read(TEXT), 'orders', domains, 600)).toBe(600);
  });

  it('has no use of a copy that needs the lost source', () => {
    const dependent = changed('replica, at: busan', 'replica, at: busan, standsAlone: false');
    expect(minutesOf(dependent, 'orders', ['seoul'])).toBe(Number.POSITIVE_INFINITY);
    expect(stuckBy(dependent, 'orders')).toEqual(['seoul']);
  });

  it('needs none where the file says from what else the data is made', () => {
    const anew = changed(
      'needs: { deploy: deploy } }\n  shop',
      'needs: { deploy: deploy }, assume: { copies: Read again from the banks. } }\n  shop',
    );
    expect(minutesOf(anew, 'orders', ['seoul', 'busan'])).toBe(2);
    expect(stuckBy(anew, 'orders')).toEqual(['busan+cloud+seoul']);
    const told = { node: 'orders', domains: ['seoul', 'busan'], locale: 'en' } as const;
    expect(explainLoss(anew, told)).toContain(
      'Option “promote-replica” does without a copy; the inventory says why: Read again from the banks.',
    );
  });

  it('counts for no level when both copies are at the one site', () => {
    const halls = changed('  cloud: {', '  hall-1: { class: hall, within: [seoul] }\n  cloud: {');
    const inventory: Inventory = {
      ...halls,
      nodes: new Map(
        [...halls.nodes].map(([id, node]) => [
          id,
          {
            ...node,
            copies: node.copies.map((copy) => ({
              ...copy,
              at: { kind: 'name', name: copy.name === 'primary' ? 'seoul' : 'hall-1' } as const,
            })),
          },
        ]),
      ),
    };
    const levels = scoreInventory(inventory, {
      exercisedSince: '2026-01-01',
      exercisedUntil: '2026-12-31',
    });
    expect(levels.find(({ node }) => node === 'orders')).toMatchObject({ level: 0 });
  });
});

describe('an option that says where it starts', () => {
  it('is of no use when that is lost', () => {
    const inventory = read(TEXT.replace('replica, at: busan', 'replica, at: cloud'));
    expect(minutesOf(inventory, 'shop', ['seoul'])).toBe(30);
    expect(minutesOf(inventory, 'shop', ['seoul', 'busan'])).toBe(Number.POSITIVE_INFINITY);
    expect(stuckBy(inventory, 'shop')).toEqual(['busan+seoul', 'cloud+seoul']);
    expect(
      explainLoss(inventory, { node: 'shop', domains: ['seoul', 'busan'], locale: 'en' }),
    ).toEqual([
      'Losing seoul and busan takes down 2 of 3 nodes; 1 of them cannot be brought back.',
      'shop goes down because its place is lost: seoul.',
      'shop cannot be brought back.',
      'Every way of bringing shop back that is written down needs a place or a copy that is lost.',
      'Its option “start-in-busan” [shop/1] needs deploy.',
      'It starts in busan, which is lost.',
      'Given from outside, this would free shop: shop.',
    ]);
  });

  it('is refused where it names no domain', () => {
    const parsed = parseInventory([
      { name: 'shop.yaml', text: TEXT.replace('at: busan, needs', 'at: deploy, needs') },
    ]);
    expect(parsed).toMatchObject({
      ok: false,
      refusal: {
        findings: [
          {
            code: 'unknown_name',
            field: 'nodes.shop.options.0.at',
            found: "'deploy', which is a node",
          },
        ],
      },
    });
  });
});

it('every pair of sites hurts no less than each of its sites', () => {
  const inventory = read(TEXT);
  const singles = siteLosses(inventory);
  for (const pair of pairLosses(singles)) {
    for (const domain of pair.domains) {
      for (const node of inventory.nodes.keys()) {
        const alone = minutesOf(inventory, node, [domain]);
        expect(minutesOf(inventory, node, [...pair.domains])).toBeGreaterThanOrEqual(alone);
      }
    }
  }
});
