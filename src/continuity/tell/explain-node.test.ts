import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readModel } from '../models/read-model.ts';
import { explainLoss } from './explain-loss.ts';
import { explainNode } from './explain-node.ts';

const inventoryOf = (name: string) =>
  readModel(readFileSync(new URL(`../models/${name}.model`, import.meta.url), 'utf8')).inventory;

it('tells what all that needs a node goes through, and what the node cannot run without', () => {
  expect(explainNode(inventoryOf('kakao-2022'), { node: 'rdb', locale: 'en' })).toEqual([
    'Everything that needs rdb goes through msg-srv.',
    'Smallest losses, up to two, that take rdb down: pangyo + other-sites.',
    'Smallest losses, up to two, that leave rdb stuck: pangyo + other-sites.',
  ]);
  const lines = explainNode(inventoryOf('kakao-2022'), { node: 'cache', locale: 'en' });
  expect(lines[0]).toBe('What needs cache does not all go through one other node.');
});

it('tells the one node whose fall is why another falls', () => {
  const inventory = inventoryOf('cloudflare-2023-pdx');
  const about = { domains: ['pdx04-core'], locale: 'en' } as const;
  expect(explainLoss(inventory, { ...about, node: 'raw-logs' })).toContain(
    'Everything that takes raw-logs down goes through kafka: were it kept running, raw-logs would run.',
  );
  expect(explainLoss(inventory, { ...about, node: 'analytics' }).join(' ')).not.toContain(
    'goes through',
  );
});
