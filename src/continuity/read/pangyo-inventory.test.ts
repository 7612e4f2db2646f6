import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { minimalLosses } from '../analyse/minimal-losses.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory, siteLosses } from '../assess-inventory.ts';
import type { Inventory } from '../inventory.ts';
import { checkClause } from '../models/check-clause.ts';
import { readModel } from '../models/read-model.ts';
import { renderFinding } from './finding.ts';
import { loadInventory } from './load-inventory.ts';

const folder = fileURLToPath(new URL('../../../cases/pangyo-2022/inventory', import.meta.url));
const model = readModel(
  readFileSync(new URL('../models/kakao-2022.model', import.meta.url), 'utf8'),
);

async function loadKakao(): Promise<Inventory> {
  const loaded = await loadInventory(folder);
  if (!loaded.ok) throw new Error(loaded.refusal.findings.map(renderFinding).join('\n'));
  return loaded.value;
}

it('the written inventory meets every expectation of the model', async () => {
  const inventory = await loadKakao();
  for (const expectation of model.expectations) {
    const { domains, returnsAfterMinutes } = expectation;
    const loss = { domains, ...(returnsAfterMinutes === undefined ? {} : { returnsAfterMinutes }) };
    const [found] = assessInventory(inventory, [loss]).losses as [LossAssessment];
    for (const clause of expectation.clauses) {
      expect(checkClause(found, clause), `${clause.word} ${clause.rest}`).toBe('holds');
    }
  }
});

it('the written inventory and the model agree on every single loss', async () => {
  const inventory = await loadKakao();
  for (const domain of model.inventory.domains.keys()) {
    const [written] = assessInventory(inventory, [{ domains: [domain] }]).losses;
    const [typed] = assessInventory(model.inventory, [{ domains: [domain] }]).losses;
    expect(written?.down.toSorted()).toEqual(typed?.down.toSorted());
    expect(written?.stuck.toSorted()).toEqual(typed?.stuck.toSorted());
    expect(minutesByNode(written)).toEqual(minutesByNode(typed));
    expect(written?.jumpStart).toEqual(typed?.jumpStart);
  }
});

function minutesByNode(loss: LossAssessment | undefined): string[] {
  return (loss?.recovery ?? []).map((step) => `${step.node} ${step.minutes}`).toSorted();
}

it('messages come back after ten hours, sign-in never without the building', async () => {
  const inventory = await loadKakao();
  const [pangyo] = assessInventory(inventory, siteLosses(inventory)).losses;
  expect(pangyo?.domains).toEqual(['pangyo']);
  expect(pangyo?.recovery.find((step) => step.node === 'talk-session')).toEqual({
    node: 'talk-session',
    minutes: 600,
    way: 'restart',
  });
  expect(pangyo?.stuck).toContain('login');
  expect(pangyo?.lostCopies).toEqual(['obj-store']);
  expect(pangyo?.unobserved).toEqual(['msg-srv', 'talk-session', 'login']);
});

it('every placement and every edge of the written inventory carries evidence', async () => {
  const inventory = await loadKakao();
  const bare: string[] = [];
  for (const node of inventory.nodes.values()) {
    const abouts = new Set(node.evidence.map((evidence) => evidence.about));
    const isPlaced = node.at.kind !== 'always' && node.run.kind === 'always';
    const stated = isPlaced ? ['at', 'copies'] : ['run', 'at'];
    if (!stated.some((about) => abouts.has(about))) bare.push(node.id);
    const options = node.options.filter((option) => !abouts.has(option.name));
    bare.push(...options.map((option) => `${node.id} ${option.name}`));
  }
  expect(bare).toEqual([]);
});

it('tells the public unless both Pangyo and Twitter are lost', async () => {
  const inventory = await loadKakao();
  const [found] = minimalLosses(inventory, { effect: 'down', nodes: ['tell-public'] });
  expect(found).toEqual({
    node: 'tell-public',
    effect: 'down',
    orderMax: 2,
    isComplete: false,
    sets: [['pangyo', 'twitter-com']],
  });
});
