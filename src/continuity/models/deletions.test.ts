import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assessInventory } from '../assess-inventory.ts';
import { ALWAYS, type Formula } from '../formula.ts';
import type { Inventory, InventoryNode } from '../inventory.ts';
import { checkClause } from './check-clause.ts';
import { GOLDEN, renderSets } from './golden-losses.ts';
import { readModel, type TextModel } from './read-model.ts';

/** Every formula with one mention of a name left out; ALWAYS where nothing remains. */
function withoutOne(formula: Formula): Formula[] {
  if (formula.kind === 'always') return [];
  if (formula.kind === 'name') return [ALWAYS];
  return formula.of.flatMap((part, at) =>
    withoutOne(part).map((less) => {
      const of = less.kind === 'always' ? formula.of.toSpliced(at, 1) : formula.of.with(at, less);
      if (of.length === 0) return ALWAYS;
      const isAll = formula.count === formula.of.length;
      return { ...formula, of, count: isAll ? of.length : Math.min(formula.count, of.length) };
    }),
  );
}

interface Deletion {
  readonly what: string;
  readonly node: InventoryNode;
}

/** One deletion at a time: each mention in a formula, each option, each start need. */
function deletionsOf(node: InventoryNode): Deletion[] {
  const parts = (['at', 'run', 'boot'] as const).flatMap((part) =>
    withoutOne(node[part]).map((less, at) => ({
      what: `${node.id} ${part} ${at + 1}`,
      node: { ...node, [part]: less },
    })),
  );
  const options = node.options.flatMap((option, at) => [
    {
      what: `${node.id} option ${at + 1}`,
      node: { ...node, options: node.options.toSpliced(at, 1) },
    },
    ...withoutOne(option.needs.recover ?? ALWAYS).map((recover, need) => ({
      what: `${node.id} option ${at + 1} need ${need + 1}`,
      node: { ...node, options: node.options.with(at, { ...option, needs: { recover } }) },
    })),
  ]);
  return [...parts, ...options];
}

const sorted = (sets: string): string => sets.split('; ').toSorted().join('; ');

function isBroken(model: TextModel, inventory: Inventory): boolean {
  const golden = GOLDEN.filter(([name]) => name === inventory.name);
  const hasMoved = golden.some(([, node, down, stuck]) =>
    [down, stuck].some(
      (sets, at) =>
        sorted(renderSets(inventory, node, at === 0 ? 'down' : 'stuck')) !== sorted(sets),
    ),
  );
  if (hasMoved) return true;
  return model.expectations.some((expectation) => {
    const { domains, returnsAfterMinutes } = expectation;
    const loss = {
      domains,
      ...(returnsAfterMinutes === undefined ? {} : { returnsAfterMinutes }),
    };
    const [found] = assessInventory(inventory, [loss]).losses;
    return (
      found === undefined || expectation.clauses.some((c) => checkClause(found, c) !== 'holds')
    );
  });
}

const folder = new URL('./', import.meta.url);

function tryDeletions(name: string): { readonly broken: string[]; readonly survivors: string[] } {
  const model = readModel(readFileSync(new URL(`${name}.model`, folder), 'utf8'));
  const broken: string[] = [];
  const survivors: string[] = [];
  for (const node of model.inventory.nodes.values()) {
    for (const deletion of deletionsOf(node)) {
      const nodes = new Map(model.inventory.nodes).set(node.id, deletion.node);
      const isSeen = isBroken(model, { ...model.inventory, nodes });
      (isSeen ? broken : survivors).push(deletion.what);
    }
  }
  return { broken, survivors };
}
/** For each model, how many deletions there are, and those that break what is expected of it. */
const BREAKING: Readonly<Record<string, readonly [count: number, broken: readonly string[]]>> = {
  'aws-2021-12': [
    34,
    [
      'logs: at 1',
      'int-net: at 1, option 1, option 2, option 2 need 2',
      'monitoring: run 1',
      'api-gateway: run 1',
      'support: at 1, at 2, run 1',
      'shd-switch: run 1',
      'shd: run 1',
    ],
  ],
  'aws-s3-2017': [
    30,
    [
      'index: at 1, option 1',
      'placement: at 1, option 1, option 1 need 1',
      's3-get: run 1',
      's3-put: at 1, run 2',
      's3-console: run 1',
      'ec2-launch: run 1',
      'ebs-restore: run 1',
      'lambda: run 1',
      'shd-admin: run 1',
      'twitter: at 1',
      'status-banner: at 1',
      'tell-customers: run 1',
    ],
  ],
  'cloudflare-2023-pdx': [
    42,
    [
      'vendor-staff: at 1',
      'facility-badge: at 1',
      'ha-db: at 1',
      'kafka: at 1',
      'clickhouse: at 1',
      'dr-site: at 1',
      'raw-logs: at 1, run 1',
      'analytics: at 1',
      'control-direct: at 1, run 2',
      'control-dr: at 1, option 1, option 1 need 1',
      'control-api: run 2',
      'dashboard: run 1',
      'new-product: at 1',
      'site-power-fix: option 2',
    ],
  ],
  'cloudflare-2024-control': [
    29,
    [
      'ha-db: at 1, at 2, at 3',
      'kafka: at 1, at 2, at 3',
      'clickhouse: at 1, option 1',
      'control-api: at 1, at 2, at 3',
      'dashboard: at 1, at 2, at 3',
      'analytics: run 2',
    ],
  ],
  'cloudflare-2025-11-login': [
    14,
    [
      'proxy-core: at 1, option 1',
      'turnstile: run 1',
      'dash-login: run 1',
      'customer-change: run 1',
      'sites: run 1',
      'workers-kv: run 1',
    ],
  ],
  'facebook-2021-no-guards': [
    30,
    [
      'backbone-net: at 1, option 1, option 1 need 1, option 1 need 2, option 2, option 2 need 1',
      'dns: at 1, run 1',
      'dc-svcs: at 1, at 2, run 1',
      'facebook: at 1, at 2, run 1',
      'login-sso: run 2',
      'config-tool: run 1',
      'badge: run 1',
      'onsite: run 2',
    ],
  ],
  'facebook-2021': [
    43,
    [
      'backbone-net: at 1, option 1, option 2',
      'oob-net: at 1, option 1',
      'dns: at 1, run 1',
      'internal-dns: at 2, run 1',
      'dc-svcs: at 1, at 2, run 1',
      'facebook: at 1, at 2, run 1',
      'login-sso: at 2',
      'config-tool: at 2',
      'workplace: at 2',
      'badge: at 2, run 1',
      'onsite: run 3',
    ],
  ],
  'gcp-2025-06': [
    32,
    [
      'policy: at 1, option 1',
      'sc-us: run 1',
      'sc-eu: run 1',
      'sc-asia: run 1',
      'api-us: run 1',
      'api-eu: run 1',
      'api-asia: run 1',
      'any-region: run 1, run 2, run 3',
      'status-page: run 1',
      'workspace: at 2, run 2',
      'workers-kv: run 1',
    ],
  ],
  'github-2018': [
    23,
    [
      'backups: at 1',
      'db-west: at 1',
      'db-east: at 1, option 1, option 1 need 1, option 1 need 3',
      'app: at 1, run 1',
      'webhooks: run 1',
      'pages: run 1',
      'metadata: run 2',
    ],
  ],
  'kakao-2022': [
    80,
    [
      'rdb: at 1, at 2',
      'nosql: at 1, at 2',
      'cache: option 1',
      'key-store: option 1',
      'obj-store: at 1',
      'rights: at 1, option 1, option 1 need 1',
      'nexus: at 1, option 1',
      'source: at 1, option 1',
      'deploy: at 1, option 1, option 1 need 1, option 1 need 2',
      'switch: at 1',
      'wiki: at 1',
      'monitor: at 1',
      'msg-srv: at 1, option 2',
      'talk-session: at 1, at 2',
      'login: at 1, run 3',
      'talk-new-login: run 2',
      'media: at 1, run 2',
      'staff-chat: run 1',
      'notice-own: run 1',
      'twitter: at 1',
      'tell-public: run 1, run 2',
    ],
  ],
  'naver-2022-control': [
    30,
    [
      'failover: at 1',
      'main-db: at 1, at 2',
      'search: at 1, at 2',
      'comments: at 1, option 1',
      'shopping-live: at 1, option 1',
    ],
  ],
  'nirs-2025': [
    31,
    [
      'gongju-backup: at 1',
      'daegu-cloud: at 1',
      'ntops: at 1, option 1, option 1 need 2',
      'g-drive: at 1',
      'gov24-data: at 1, option 1, option 1 need 1',
      'gov24: at 1, run 1, option 1, option 1 need 1',
      'exact-damage-list: run 1',
      'estimated-list: run 2',
      'work-files: run 1',
      'post-office: at 1, option 1',
      'onnara: at 1, option 1',
    ],
  ],
  'ovh-2021': [
    21,
    [
      'vps: at 1, option 1',
      'vps-disk: at 1, option 1 need 1',
      'backup-option: at 1',
      'own-backup: at 1',
      'customer-a: run 2',
      'disk-b: at 1, option 1',
      'customer-b: run 1',
      'host-sbg3: at 1',
      'host-sbg4: at 1',
    ],
  ],
};

function byNode(deletions: readonly string[]): string[] {
  const parts = new Map<string, string[]>();
  for (const deletion of deletions) {
    const [node = '', ...rest] = deletion.split(' ');
    parts.set(node, [...(parts.get(node) ?? []), rest.join(' ')]);
  }
  return [...parts].map(([node, list]) => `${node}: ${list.join(', ')}`);
}

describe('leaving out one need, one option or one place breaks what is expected of a model', () => {
  it('is tried on every model', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.model'));
    expect(files.map((name) => name.replace('.model', '')).toSorted()).toEqual(
      Object.keys(BREAKING).toSorted(),
    );
  });

  it.each(Object.entries(BREAKING))('%s', (name, [count, broken]) => {
    const found = tryDeletions(name);
    expect(byNode(found.broken)).toEqual(broken);
    expect(found.broken.length + found.survivors.length).toBe(count);
  });
});
