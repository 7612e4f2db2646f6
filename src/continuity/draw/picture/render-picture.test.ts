import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { LossAssessment } from '../../assess-inventory.ts';
import { assessInventory } from '../../assess-inventory.ts';
import type { Inventory } from '../../inventory.ts';
import { readModel } from '../../models/read-model.ts';
import { parseInventory } from '../../read/parse-inventory.ts';
import { listNodeStates } from './node-states.ts';
import { pictureDrawer, renderLossDiagram } from './render-picture.ts';

const text = readFileSync(new URL('../../models/kakao-2022.model', import.meta.url), 'utf8');
const { inventory } = readModel(text);
const [loss] = assessInventory(inventory, [{ domains: ['pangyo'] }]).losses as [LossAssessment];

it('draws every node once, with its state in words', () => {
  const svg = renderLossDiagram(inventory, loss, { locale: 'en' });
  expect(svg.match(/<g data-node=/g)).toHaveLength(25);
  expect(svg.match(/data-state="stuck"/g)).toHaveLength(12);
  expect(svg).toContain('>back in 600 min</text>');
  expect(svg).toContain('7 stay up, 6 come back, 12 cannot be brought back.');
  expect(
    svg.match(
      /stroke="#a1121f" stroke-width="2.5" stroke-dash.*polyline|<polyline [^>]*stroke="#a1121f"/g,
    )?.length,
  ).toBe(8);
});

it('says the same as a table', () => {
  const rows = listNodeStates(inventory, loss, 'ko');
  const row = (node: string) => rows.find((candidate) => candidate.node === node);
  expect(row('rdb')).toMatchObject({ state: 'up', minutes: 0, inLoop: false });
  expect(row('talk-session')).toMatchObject({ state: 'recovers', minutes: 600 });
  expect(row('deploy')).toMatchObject({ state: 'stuck', minutes: null, inLoop: true });
});

it('leaves out arrows to what many need to recover and is up, and says how many', () => {
  const many = readModel(
    [
      'model many',
      'dom here',
      'staff: people @ -',
      ...Array.from({ length: 9 }, (_, at) => `t${at}: tool @ here ; rec 5 staff`),
    ].join('\n'),
  ).inventory;
  const lossOf = (domains: readonly string[], of: Inventory) =>
    assessInventory(of, [{ domains }]).losses[0] as LossAssessment;
  const svg = renderLossDiagram(many, lossOf(['here'], many), { locale: 'en' });
  expect(svg).not.toContain('<polyline');
  expect(svg.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain('9 need it to recover');
  const few = readModel('model few\ndom here\nstaff: people @ -\nt: tool @ here ; rec 5 staff\n');
  const drawn = renderLossDiagram(few.inventory, lossOf([], few.inventory), { locale: 'en' });
  expect(drawn.match(/<polyline/g)).toHaveLength(1);
});

const nested = (() => {
  const parsed = parseInventory([
    {
      name: 'a.yaml',
      text: `format: amends-inventory/1
name: x
domains:
  east: { class: site, title: { ko: '동쪽', en: 'East' } }
  hall: { class: hall, within: [east], title: { ko: '1관', en: 'Hall one of the eastern site' } }
  west: { class: site, title: { ko: '서쪽', en: 'West' } }
nodes:
  a: { kind: tool, at: hall, title: { ko: '가', en: 'A' } }
  b: { kind: tool, at: east, title: { ko: '나', en: 'B' }, needs: { run: a } }
  c: { kind: data, at: 'east | west', title: { ko: '다', en: 'C' }, needs: { run: b } }
`,
    },
  ]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  return parsed.value;
})();

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function rectOf(svg: string, mark: string): Rect {
  const [found] = [...svg.matchAll(/<rect [^>]*>/g)]
    .map(([rect]) => rect)
    .filter((rect) => rect.includes(mark));
  const value = (name: string): number =>
    Number(found?.match(new RegExp(` ${name}="([^"]+)"`))?.[1]);
  const [left, top] = [value('x'), value('y')];
  return { left, top, right: left + value('width'), bottom: top + value('height') };
}

it('a hall is a box within the box of its site, below its title, and says when it is lost', () => {
  const draw = pictureDrawer(nested);
  const lose = (domains: readonly string[]) =>
    draw(assessInventory(nested, [{ domains }]).losses[0] as LossAssessment, { locale: 'en' });
  const { svg } = lose(['hall']);
  const [site, hall] = [rectOf(svg, '"group east"'), rectOf(svg, '"group east &gt; hall"')];
  expect(hall.left).toBeGreaterThanOrEqual(site.left);
  expect(hall.right).toBeLessThanOrEqual(site.right);
  expect(hall.bottom).toBeLessThanOrEqual(site.bottom);
  expect(hall.top - site.top).toBeGreaterThan(17);
  const wordsIn = (group: string, of: string) =>
    of.match(new RegExp(`<g data-group="${group}".*?</g>`))?.[0] ?? '';
  expect(wordsIn('group east &gt; hall', svg)).toContain('✕ lost');
  expect(wordsIn('group east', svg)).not.toContain('✕');
  expect(wordsIn('group east\\|west', lose(['east']).svg)).toContain('✕ one of them lost');
});

it('a closed group says how many it holds, how many are down, and of what kinds', () => {
  const [lost] = assessInventory(nested, [{ domains: ['hall'] }]).losses as [LossAssessment];
  const { svg, groups, openGroups } = pictureDrawer(nested)(lost, { locale: 'en', openGroups: [] });
  expect(openGroups).toEqual([]);
  expect(groups.map(({ id }) => id)).toEqual([
    'group east',
    'group east > hall',
    'group east|west',
  ]);
  expect(svg).not.toContain('data-node');
  expect(svg).toContain('2 in all: 2 down, 2 of them stuck');
  expect(svg).toContain('>tools 2<');
  expect(svg.match(/<polyline/g)).toHaveLength(1);
});

it('escapes titles', () => {
  const nodes = new Map(
    [...inventory.nodes].map(([id, node]) => [
      id,
      { ...node, title: { ko: '<script>&', en: '<script>&' } },
    ]),
  );
  const svg = renderLossDiagram({ ...inventory, nodes }, loss, { locale: 'ko' });
  expect(svg).not.toContain('<script>');
  expect(svg).toContain('&lt;script&gt;&amp;');
});

it('a line of a group title lies on a plate over the arrows, as wide as the line and not wider than the box', () => {
  for (const locale of ['ko', 'en'] as const) {
    const svg = renderLossDiagram(inventory, loss, { locale });
    const arrows = svg.lastIndexOf('<polyline');
    const boxes = new Map(
      [...svg.matchAll(/<rect data-group="([^"]+)"[^>]* x="([^"]+)"[^>]* width="([^"]+)"/g)].map(
        ([, id, x, width]) => [id, Number(x) + Number(width)] as const,
      ),
    );
    const groups = [...svg.matchAll(/<g data-group="([^"]+)"[^>]*>(.*?)<\/g>/g)];
    expect(groups.length).toBeGreaterThan(3);
    for (const [, id = '', inside = ''] of groups) {
      expect(svg.indexOf(`<g data-group="${id}"`)).toBeGreaterThan(arrows);
      const lines = inside.match(/<text /g) ?? [];
      const plates = [...inside.matchAll(/<rect data-plate="" x="([^"]+)"[^>]* width="([^"]+)"/g)];
      expect(plates).toHaveLength(lines.length);
      for (const [, x, width] of plates) {
        expect(Number(x) + Number(width)).toBeLessThan(boxes.get(id) ?? 0);
      }
    }
  }
});
