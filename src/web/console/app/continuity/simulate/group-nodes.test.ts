import { expect, it } from 'vitest';
import { parseInventory } from '../../../../../continuity/index.ts';
import type { Inventory, LossAssessment } from '../../../../../continuity/simulate/index.ts';
import { chooseShown } from './choose-shown.ts';
import { GROUPS_MAX, groupNodes } from './group-nodes.ts';

function inventoryOf(siteCount: number, places: readonly string[]): Inventory {
  const sites = Array.from({ length: siteCount }, (_, at) => `  s${at}: { class: site }`);
  const nodes = places.map((at, index) => `  n${index}: { kind: tool, at: '${at}' }`);
  const text = ['format: amends-inventory/1', 'name: x', 'domains:', ...sites, 'nodes:', ...nodes];
  const parsed = parseInventory([{ name: 'a.yaml', text: text.join('\n') }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

const idsOf = (inventory: Inventory) => groupNodes(inventory).map(({ id }) => id);

it('few places have a group each, also where a node is at two of them', () => {
  expect(idsOf(inventoryOf(2, ['s0', 's0 | s1', '-', 's1', 's0 & s1']))).toEqual([
    'group s0',
    'group s0|s1',
    'group ',
    'group s1',
    'group s0&s1',
  ]);
});

it('many pairs of places become one group, and every node stays in exactly one', () => {
  const pairs = Array.from({ length: 8 }, (_, one) =>
    Array.from({ length: 8 }, (_, two) => `s${one} | s${two}`),
  ).flat();
  const groups = groupNodes(inventoryOf(8, pairs));
  expect(groups.map(({ kind }) => kind)).toEqual([...Array(8).fill('place'), 'several']);
  const nodes = groups.flatMap((group) => group.nodes);
  expect([nodes.length, new Set(nodes).size]).toEqual([64, 64]);
});

it('of many places the largest are shown and the rest is one group', () => {
  const places = Array.from({ length: 100 }, (_, at) => `s${at}`).concat('s7', '-', 's1 | s2');
  const groups = groupNodes(inventoryOf(100, places));
  expect(groups.length).toBeLessThanOrEqual(GROUPS_MAX);
  expect(groups.some(({ id }) => id === 'group s7')).toBe(true);
  const nodes = groups.flatMap((group) => group.nodes);
  expect([nodes.length, new Set(nodes).size]).toEqual([103, 103]);
});

it('of a large open group what is stuck is shown before what is down before what runs', () => {
  const groups = groupNodes(inventoryOf(1, Array(400).fill('s0')));
  const loss = { stuck: ['n399'], down: ['n399', 'n398'] } as unknown as LossAssessment;
  const [open] = chooseShown(groups, { openGroups: new Set(['group s0']), loss });
  expect(open?.shown.slice(0, 3)).toEqual(['n399', 'n398', 'n0']);
  expect(open?.shown.length).toBe(180);
  expect(open?.hiddenCount).toBe(220);
  const [closed] = chooseShown(groups, { openGroups: new Set(), loss });
  expect(closed).toMatchObject({ isOpen: false, shown: [], hiddenCount: 400 });
});
