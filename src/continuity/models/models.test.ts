import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LossEffect } from '../analyse/minimal-losses.ts';
import { minimalLosses } from '../analyse/minimal-losses.ts';
import type { LossAssessment } from '../assess-inventory.ts';
import { assessInventory } from '../assess-inventory.ts';
import { checkClause } from './check-clause.ts';
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

// The golden values of the specification, section 7.16: node, then down, then stuck.
const GOLDEN: readonly (readonly [string, string, string, string])[] = [
  ['kakao-2022', 'talk-session', 'pangyo', 'pangyo+other-sites'],
  ['kakao-2022', 'media', 'pangyo', 'pangyo'],
  ['kakao-2022', 'switch', 'pangyo', 'pangyo'],
  ['kakao-2022', 'tell-public', 'pangyo+twitter-com', 'none'],
  ['naver-2022-control', 'search', 'pangyo+chuncheon', 'pangyo+chuncheon'],
  ['cloudflare-2023-pdx', 'dashboard', 'pdx04', 'pdx04+eu-dr'],
  ['cloudflare-2023-pdx', 'analytics', 'pdx04-core', 'pdx04-core'],
  ['cloudflare-2024-control', 'dashboard', 'none', 'none'],
  ['facebook-2021', 'facebook', 'backbone; edge; dc1+dc2', 'edge; dc1+dc2'],
  ['facebook-2021-no-guards', 'facebook', 'backbone; edge; dc1+dc2', 'backbone; edge; dc1+dc2'],
  ['aws-s3-2017', 's3-put', 'index-fleet; placement-fleet; use1', 'use1'],
  ['aws-s3-2017', 'tell-customers', 'index-fleet+ext; use1+ext', 'use1+ext'],
  [
    'aws-2021-12',
    'support',
    'internal-net; main-net+standby-region',
    'internal-net+main-net; main-net+standby-region',
  ],
  ['gcp-2025-06', 'any-region', 'policy-data', 'none'],
  ['gcp-2025-06', 'status-page', 'policy-data; us', 'us'],
  ['github-2018', 'app', 'east-link; east', 'east; east-link+west; east-link+cloud'],
  ['ovh-2021', 'customer-a', 'sbg2', 'sbg2'],
  ['ovh-2021', 'customer-b', 'sbg2', 'sbg2+rbx'],
  ['nirs-2025', 'gov24', 'daejeon', 'daejeon+daegu; daejeon+gongju'],
  ['nirs-2025', 'work-files', 'room5f', 'room5f'],
  ['nirs-2025', 'exact-damage-list', 'daejeon', 'daejeon+gongju'],
  ['cloudflare-2025-11-login', 'customer-change', 'proxy', 'proxy+people-site'],
  ['cloudflare-2025-11-login', 'customer-change-prepared', 'none', 'none'],
];

function renderSets(name: string, node: string, effect: LossEffect): string {
  const [found] = minimalLosses(modelOf(name).inventory, { effect, nodes: [node] });
  return found?.sets.map((set) => set.join('+')).join('; ') || 'none';
}

function sorted(sets: string): string[] {
  return sets.split('; ').sort();
}

describe('minimal losses up to pairs equal the reference evaluator', () => {
  for (const [name, node, down, stuck] of GOLDEN) {
    it(`${name}: ${node}`, () => {
      expect(sorted(renderSets(name, node, 'down'))).toEqual(sorted(down));
      expect(sorted(renderSets(name, node, 'stuck'))).toEqual(sorted(stuck));
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
