import type { LossEffect } from '../analyse/minimal-losses.ts';
import { minimalLosses } from '../analyse/minimal-losses.ts';
import type { Inventory } from '../inventory.ts';

/**
 * Minimal losses up to pairs that a reference evaluator found: model, node, then down, then stuck.
 *
 * @source continuity specification, section 7.16
 */
export const GOLDEN: readonly (readonly [string, string, string, string])[] = [
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

/** Writes a node's minimal losses as they are written above. */
export function renderSets(inventory: Inventory, node: string, effect: LossEffect): string {
  const [found] = minimalLosses(inventory, { effect, nodes: [node] });
  return found?.sets.map((set) => set.join('+')).join('; ') || 'none';
}
