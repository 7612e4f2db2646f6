import { expect, it } from 'vitest';
import type { LossAssessment } from '../../assess-inventory.ts';
import type { Inventory } from '../../inventory.ts';
import { parseInventory } from '../../read/parse-inventory.ts';
import { chooseShown, openAtFirst } from './choose-shown.ts';
import { GROUPS_MAX, groupPlaces } from './group-places.ts';

function parse(domains: readonly string[], places: readonly string[]): Inventory {
  const nodes = places.map((at, index) => `  n${index}: { kind: tool, at: '${at}' }`);
  const text = [
    'format: amends-inventory/1',
    'name: x',
    'domains:',
    ...domains,
    'nodes:',
    ...nodes,
  ];
  const parsed = parseInventory([{ name: 'a.yaml', text: text.join('\n') }]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
}

function inventoryOf(siteCount: number, places: readonly string[]): Inventory {
  const sites = Array.from({ length: siteCount }, (_, at) => `  s${at}: { class: site }`);
  return parse(sites, places);
}

const halls = [
  '  town: { class: city }',
  '  east: { class: site, within: [town] }',
  '  east-1: { class: hall, within: [east] }',
  '  east-2: { class: hall, within: [east] }',
  '  west: { class: site }',
  '  west-1: { class: hall, within: [west] }',
];

const idsOf = (inventory: Inventory) => groupPlaces(inventory).map(({ id }) => id);

it('few places have a group each, also where a node is at two of them', () => {
  expect(idsOf(inventoryOf(2, ['s0', 's0 | s1', '-', 's1', 's1 & s0']))).toEqual([
    'group s0',
    'group s0|s1',
    'group ',
    'group s1',
    'group s0&s1',
  ]);
});

it('halls are groups within sites, and two halls of a site a group within it', () => {
  const inventory = parse(halls, ['east-1', 'east-1 | east-2', 'west', 'east-2 | west-1']);
  const told = groupPlaces(inventory).map(({ id, parent, own, nodes }) => [
    id,
    parent,
    own.join(),
    nodes.join(),
  ]);
  expect(told).toEqual([
    ['group town', undefined, '', 'n0,n1'],
    ['group town > east', 'group town', '', 'n0,n1'],
    ['group town > east > east-1', 'group town > east', 'n0', 'n0'],
    ['group town > east > east-1|east-2', 'group town > east', 'n1', 'n1'],
    ['group west', undefined, 'n2', 'n2'],
    ['group east|west', undefined, 'n3', 'n3'],
  ]);
});

it('a place of which some parts are enough and others needed is told as neither', () => {
  const [group] = groupPlaces(inventoryOf(3, ['(s0 | s1) & s2']));
  expect(group).toMatchObject({ joint: ',', domains: ['s0', 's1', 's2'] });
});

it('many pairs of places become one group, and every node stays in exactly one', () => {
  const pairs = Array.from({ length: 8 }, (_, one) =>
    Array.from({ length: 8 }, (_, two) => `s${one} | s${two}`),
  ).flat();
  const groups = groupPlaces(inventoryOf(8, pairs));
  expect(groups.map(({ kind }) => kind)).toEqual([...Array(8).fill('place'), 'several']);
  const nodes = groups.flatMap((group) => group.own);
  expect([nodes.length, new Set(nodes).size]).toEqual([64, 64]);
});

it('of many places the largest are shown and the rest is one group', () => {
  const places = Array.from({ length: 100 }, (_, at) => `s${at}`).concat('s7', '-', 's1 | s2');
  const groups = groupPlaces(inventoryOf(100, places));
  expect(groups.length).toBeLessThanOrEqual(GROUPS_MAX);
  expect(groups.some(({ id }) => id === 'group s7')).toBe(true);
  const nodes = groups.flatMap((group) => group.own);
  expect([nodes.length, new Set(nodes).size]).toEqual([103, 103]);
});

it('of a large open group what is stuck is shown before what is down before what runs', () => {
  const groups = groupPlaces(inventoryOf(1, Array(400).fill('s0')));
  const loss = { stuck: ['n399'], down: ['n399', 'n398'] } as unknown as LossAssessment;
  const [open] = chooseShown(groups, { openGroups: new Set(['group s0']), loss });
  expect(open?.shown.slice(0, 3)).toEqual(['n399', 'n398', 'n0']);
  expect(open?.shown.length).toBe(180);
  expect(open?.hidden.length).toBe(220);
  const [closed] = chooseShown(groups, { openGroups: new Set(), loss });
  expect(closed).toMatchObject({ isOpen: false, shown: [] });
  expect(closed?.hidden.length).toBe(400);
});

it('above 150 nodes nothing is open at first; a closed group hides the groups within it', () => {
  const small = groupPlaces(parse(halls, ['east-1', 'west']));
  expect(openAtFirst(small)).toEqual(small.map(({ id }) => id));
  const groups = groupPlaces(parse(halls, [...Array(150).fill('east-1'), 'west']));
  expect(openAtFirst(groups)).toEqual([]);
  const loss = { stuck: [], down: [] } as unknown as LossAssessment;
  const shownOf = (open: readonly string[]) =>
    chooseShown(groups, { openGroups: new Set(open), loss }).map(({ id, nodes }) => [
      id,
      nodes.length,
    ]);
  expect(shownOf(['group town > east'])).toEqual([
    ['group town', 150],
    ['group west', 1],
  ]);
  expect(shownOf(['group town'])).toEqual([
    ['group town', 150],
    ['group town > east', 150],
    ['group west', 1],
  ]);
});
