import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { readModel } from '../models/read-model.ts';
import { listNodeStates, renderLossDiagram } from './render-loss-diagram.ts';

const text = readFileSync(new URL('../models/kakao-2022.model', import.meta.url), 'utf8');
const { inventory } = readModel(text);
const [loss] = assessInventory(inventory, [{ domains: ['pangyo'] }]).losses as [LossAssessment];

it('draws every node once, with its state in words', () => {
  const svg = renderLossDiagram(inventory, loss, { locale: 'en' });
  expect(svg.match(/<g data-node=/g)).toHaveLength(25);
  expect(svg.match(/data-state="stuck"/g)).toHaveLength(12);
  expect(svg).toContain('>back in 600 min</text>');
  expect(svg).toContain('7 nodes stay up, 6 come back, 12 cannot be brought back.');
  expect(svg.match(/stroke="#a1121f" stroke-width="2.5"/g)?.length).toBe(8);
});

it('says the same as a table', () => {
  const rows = listNodeStates(inventory, loss, 'ko');
  const row = (node: string) => rows.find((candidate) => candidate.node === node);
  expect(row('rdb')).toMatchObject({ state: 'up', minutes: 0, inLoop: false });
  expect(row('talk-session')).toMatchObject({ state: 'recovers', minutes: 600 });
  expect(row('deploy')).toMatchObject({ state: 'stuck', minutes: null, inLoop: true });
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
