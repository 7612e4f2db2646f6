import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { readModel } from '../models/read-model.ts';
import { renderLoopSvg, renderLoopText } from './render-loop.ts';

const text = readFileSync(new URL('../models/kakao-2022.model', import.meta.url), 'utf8');
const { inventory } = readModel(text);
const lossOf = (domain: string) =>
  assessInventory(inventory, [{ domains: [domain] }]).losses[0] as LossAssessment;

it('draws a loop in lines that close', () => {
  expect(renderLoopText(['rights', 'deploy', 'nexus'])).toEqual([
    '  rights ─▶ deploy ─▶ nexus ─┐',
    '  ▲                          │',
    '  └──────────────────────────┘',
  ]);
});

it('draws only what waits for itself, and marks a set that frees it', () => {
  const svg = renderLoopSvg(inventory, lossOf('pangyo'), { locale: 'en' });
  const nodes = [...svg.matchAll(/data-node="([^"]+)"/g)].map(([, id]) => id);
  expect(nodes.sort()).toEqual(['deploy', 'nexus', 'rights', 'source']);
  expect(svg.match(/marker-end/g)).toHaveLength(5);
  // {obj-store, deploy} frees everything: of the loop, deploy alone has the second border.
  expect(svg.match(/fill="none" stroke="#a1121f" stroke-width="1.5"/g)).toHaveLength(1);
});

it('draws nothing where nothing waits for itself, and escapes titles', () => {
  expect(renderLoopSvg(inventory, lossOf('other-sites'), { locale: 'ko' })).toBe('');
  const title = { ko: '<b>&', en: '<b>&' };
  const nodes = new Map([...inventory.nodes].map(([id, node]) => [id, { ...node, title }]));
  const svg = renderLoopSvg({ ...inventory, nodes }, lossOf('pangyo'), { locale: 'ko' });
  expect(svg).toContain('&lt;b&gt;&amp;');
  expect(svg).not.toContain('<b>');
});
