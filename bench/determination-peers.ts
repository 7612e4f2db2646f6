import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findProjectDir } from '../src/platform/index.ts';
import { type Account, type Owed, type Service, services } from './determination-accounts.ts';

/** An engine that determines accounts one after another. */
export interface Peer {
  readonly name: string;
  determine(accounts: readonly Account[]): Promise<readonly Owed[]>;
}

/** What an engine works out of each service, by name. */
type Refunds = Readonly<Partial<Record<Service, number>>>;

function sumOf(refunds: Refunds): number {
  return services.reduce((sum, { name }) => sum + Math.floor(refunds[name] ?? 0), 0);
}

const tiers = [
  { upTo: 0, pays: 0 },
  { upTo: 300_000, pays: 30_000 },
  { upTo: 500_000, pays: 50_000 },
] as const;

interface ZenModule {
  readonly ZenEngine: new () => {
    createDecision(content: Buffer): {
      evaluate(context: Account): Promise<{ readonly result: Refunds & { readonly tier: number } }>;
    };
  };
}

/** GoRules ZEN: a decision table for the tier, an expression for each service. */
async function openZen(): Promise<Peer> {
  const folder = join(findProjectDir(), 'bench', 'peers');
  if (!existsSync(join(folder, 'node_modules'))) {
    process.stderr.write('Installing @gorules/zen-engine, which is only measured, once …\n');
    const args = ['install', '--no-package-lock', '--ignore-scripts'];
    const result = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (result.status !== 0) throw new Error('npm install in bench/peers did not succeed');
  }
  const load = createRequire(join(folder, 'package.json'));
  const { ZenEngine } = load('@gorules/zen-engine') as ZenModule;
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(zenModel())));
  return {
    name: '@gorules/zen-engine',
    async determine(accounts) {
      const owed: Owed[] = [];
      for (const account of accounts) {
        const { result } = await decision.evaluate(account);
        owed.push({ tier: result.tier, refund: sumOf(result) });
      }
      return owed;
    },
  };
}

function zenModel() {
  const rules = [
    { _id: 'other', who: 'false', in: '', out: '0' },
    ...tiers.map(({ upTo, pays }) => ({
      _id: `up${upTo}`,
      who: 'true',
      in: `<= ${upTo}`,
      out: String(pays),
    })),
    { _id: 'rest', who: '', in: '', out: '100000' },
  ];
  const at = { x: 0, y: 0 };
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: at },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'table',
        position: at,
        content: {
          hitPolicy: 'first',
          inputs: [
            { id: 'who', name: 'business', field: 'business' },
            { id: 'in', name: 'loss', field: 'loss' },
          ],
          outputs: [{ id: 'out', name: 'tier', field: 'tier' }],
          rules,
        },
      },
      {
        id: 'sum',
        type: 'expressionNode',
        name: 'sum',
        position: at,
        content: {
          expressions: services.map(({ name, times }) => ({
            id: name,
            key: name,
            value: `${name} > 0 ? floor(${name} * (hours / 720) * ${times}) : 0`,
          })),
        },
      },
      { id: 'out', type: 'outputNode', name: 'out', position: at },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'b', type: 'edge', sourceId: 'in', targetId: 'sum' },
      { id: 'c', type: 'edge', sourceId: 'table', targetId: 'out' },
      { id: 'd', type: 'edge', sourceId: 'sum', targetId: 'out' },
    ],
  };
}

/** json-rules-engine, which has no arithmetic: refunds are worked out beside it. */
async function openJsonRules(): Promise<Peer> {
  const { Engine } = await import('json-rules-engine');
  const engine = new Engine();
  const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value });
  const business = is('business', 'equal', true);
  const tier = (bounds: ReturnType<typeof is>[], pays: number) => {
    engine.addRule({
      conditions: { all: [business, ...bounds] },
      event: { type: 'tier', params: { pays } },
    });
  };
  const [above, upTo] = ['greaterThan', 'lessThanInclusive'];
  tier([is('loss', above, 0), is('loss', upTo, 300_000)], 30_000);
  tier([is('loss', above, 300_000), is('loss', upTo, 500_000)], 50_000);
  tier([is('loss', above, 500_000)], 100_000);
  for (const service of services) {
    const conditions = { all: [is(service.name, above, 0)] };
    engine.addRule({ conditions, event: { type: 'refund', params: service } });
  }
  return {
    name: 'json-rules-engine',
    async determine(accounts) {
      const owed: Owed[] = [];
      for (const account of accounts) {
        const { events } = await engine.run({ ...account });
        owed.push(oweByEvents(account, events));
      }
      return owed;
    },
  };
}

interface RuleEvent {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

function oweByEvents(account: Account, events: readonly RuleEvent[]): Owed {
  let [tier, refund] = [0, 0];
  for (const { type, params } of events) {
    if (type === 'tier') tier = Number(params?.pays);
    else {
      const fee = account[params?.name as Service];
      refund += Math.floor(fee * (account.hours / 720) * Number(params?.times));
    }
  }
  return { tier, refund };
}

/** Publicodes, whose rules are parsed once and whose situation is set for each account. */
async function openPublicodes(): Promise<Peer> {
  const { default: Engine } = await import('publicodes');
  const bands = [
    ...tiers.map(({ upTo, pays }) => ({ montant: pays, plafond: upTo })),
    { montant: 100_000 },
  ];
  const facts = ['hours', 'loss', ...services.map(({ name }) => name)];
  const refunds = services.map(({ name, times }) => [
    `back ${name}`,
    { valeur: `${name} * (hours / 720) * ${times}` },
  ]);
  const rules = {
    ...Object.fromEntries(facts.map((name) => [name, { valeur: 0 }])),
    ...Object.fromEntries(refunds),
    business: { valeur: 'non' },
    tier: { 'applicable si': 'business', grille: { assiette: 'loss', tranches: bands } },
  };
  const engine = new Engine(rules as ConstructorParameters<typeof Engine>[0]);
  const figureOf = (name: string) => Number(engine.evaluate(name).nodeValue ?? 0);
  return {
    name: 'publicodes',
    async determine(accounts) {
      return accounts.map((account) => {
        engine.setSituation({ ...account, business: account.business ? 'oui' : 'non' });
        const back = services.map(({ name }) => [name, figureOf(`back ${name}`)]);
        return { tier: figureOf('tier'), refund: sumOf(Object.fromEntries(back) as Refunds) };
      });
    },
  };
}

/** Opens every engine that is measured beside ours. */
export async function openPeers(): Promise<readonly Peer[]> {
  return [await openZen(), await openJsonRules(), await openPublicodes()];
}
