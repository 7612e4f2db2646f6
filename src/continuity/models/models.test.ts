import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { checkClause } from './check-clause.ts';
import { GOLDEN, renderSets } from './golden-losses.ts';
import type { TextModel } from './read-model.ts';
import { readModel } from './read-model.ts';

const folder = new URL('./', import.meta.url);
const models = new Map<string, TextModel>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.model'))) {
  models.set(file.replace('.model', ''), readModel(readFileSync(new URL(file, folder), 'utf8')));
}

function modelOf(name: string): TextModel {
  const model = models.get(name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
}

function assess(model: TextModel, domains: readonly string[], returns?: number): LossAssessment {
  const loss = { domains, ...(returns === undefined ? {} : { returnsAfterMinutes: returns }) };
  return assessInventory(model.inventory, [loss]).losses[0] as LossAssessment;
}

describe('models of public post-mortems give the answers expected of them', () => {
  it('reads thirteen models', () => {
    expect(models.size).toBe(13);
  });

  for (const [name, model] of models) {
    for (const expectation of model.expectations) {
      it(`${name}: ${expectation.line}`, () => {
        const found = assess(model, expectation.domains, expectation.returnsAfterMinutes);
        for (const clause of expectation.clauses) {
          expect(checkClause(found, clause), `${clause.word} ${clause.rest}`).toBe('holds');
        }
      });
    }
  }
});

function sorted(sets: string): string[] {
  return sets.split('; ').sort();
}

describe('minimal losses up to pairs equal the reference evaluator', () => {
  for (const [name, node, down, stuck] of GOLDEN) {
    it(`${name}: ${node}`, () => {
      expect(sorted(renderSets(modelOf(name).inventory, node, 'down'))).toEqual(sorted(down));
      expect(sorted(renderSets(modelOf(name).inventory, node, 'stuck'))).toEqual(sorted(stuck));
    });
  }
});

describe('jump-start sets are the smallest shopping lists', () => {
  it.each([
    ['kakao-2022', 'pangyo', [['obj-store', 'deploy']]],
    [
      'facebook-2021-no-guards',
      'backbone',
      [['backbone-net'], ['login-sso'], ['badge'], ['onsite']],
    ],
    ['ovh-2021', 'sbg2', [['backup-option', 'own-backup']]],
    ['nirs-2025', 'daejeon', [['g-drive']]],
  ])('%s, %s', (name, domain, sets) => {
    const found = assess(modelOf(name), [domain]);
    expect(found.jumpStart).toEqual(sets);
    expect(found.isJumpStartTruncated).toBe(false);
  });
});

it('draws the loop of the Pangyo tools', () => {
  const found = assess(modelOf('kakao-2022'), ['pangyo']);
  expect(found.cycles).toEqual([
    ['rights', 'deploy', 'nexus'],
    ['rights', 'deploy', 'source'],
  ]);
});

it('gives the reason each stuck node is stuck', () => {
  const reasons = assess(modelOf('kakao-2022'), ['pangyo']).stuckReasons;
  expect(reasons.map((reason) => [reason.node, reason.cause, reason.behind.join(' ')])).toEqual([
    ['obj-store', 'no_copy', ''],
    ['rights', 'circular', ''],
    ['nexus', 'circular', ''],
    ['source', 'circular', ''],
    ['deploy', 'circular', ''],
    ['switch', 'behind', 'rights deploy'],
    ['wiki', 'behind', 'rights deploy'],
    ['monitor', 'behind', 'rights deploy'],
    ['login', 'behind', 'obj-store'],
    ['talk-new-login', 'behind', 'obj-store'],
    ['media', 'behind', 'obj-store'],
    ['mail', 'behind', 'obj-store'],
  ]);
});
