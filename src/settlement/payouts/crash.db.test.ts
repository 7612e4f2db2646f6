import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Context, type Platform, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { verifyLedger } from '../ledger/verify-commands.ts';
import { listSettlementTotals } from '../queries.ts';
import type { RailFaults } from '../rails/faults.ts';
import type { Rail } from '../rails/rail.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { reconcileStatement } from '../reconcile/reconcile-commands.ts';
import { judgeRehearsal } from '../rehearsal/rehearsal-queries.ts';
import { approvePayoutRun, pausePayoutRun, preparePayoutRun, stopPayoutRun } from './commands.ts';
import { followPayouts } from './follow-commands.ts';
import { recordRailNotice } from './notice-commands.ts';
import { requestSending, sendPayoutRun } from './send-commands.ts';

// Every port call of every scenario, once before it and once after it: the process dies there, is
// started again, and everything is asked for once more. All invariants must hold at the end.

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
const currency = 'KRW';
let platform: Platform;
let serial = 0;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
});

class Crash extends Error {}

interface Point {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** Counts port calls, and dies at one of them. */
class Ports {
  calls = 0;
  readonly points: readonly Point[];

  constructor(points: readonly Point[]) {
    this.points = points;
  }

  async call<T>(work: () => Promise<T>): Promise<T> {
    this.calls += 1;
    const here = this.points.filter(({ call }) => call === this.calls);
    if (here.some(({ when }) => when === 'before')) throw new Crash();
    const answer = await work();
    if (here.length > 0) throw new Crash();
    return answer;
  }
}

interface Scene {
  readonly incidentId: string;
  readonly runId: string;
  readonly railName: string;
  readonly faults: Partial<RailFaults>;
  readonly people: { readonly treasurer: string; readonly approver: string };
  readonly lostOnce: Set<string>;
}

function contextOf(scene: Scene, role: 'treasurer' | 'approver', ports: Ports, ms = 0): Context {
  const ctx = staffContext(platform, role, { id: scene.people[role], now: addMs(now, ms) });
  return {
    ...ctx,
    transact: (work) => ports.call(() => ctx.transact(work)),
    statement: (work) => ports.call(() => ctx.statement(work)),
    read: (work) => ports.call(() => ctx.read(work)),
  };
}

/** The rail has a process of its own, which does not die with ours. */
function railOf(scene: Scene, ports: Ports): Rail {
  const { railName: name, faults, lostOnce } = scene;
  const options = { seed: scene.incidentId, name, faults, lostOnce };
  const rail = createSimulatedRail({ ctx: systemContext(platform), ...options });
  return {
    ...rail,
    submit: (payments, at) => ports.call(() => rail.submit(payments, at)),
    lookUp: (references, at) => ports.call(() => rail.lookUp(references, at)),
    statement: (window) => ports.call(() => rail.statement(window)),
  };
}

async function openScene(faults: Partial<RailFaults>): Promise<Scene> {
  serial += 1;
  const incidentId = derivedId(['crash', String(serial)]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`crash-${serial}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const ctx = systemContext(platform);
  const awards = Array.from({ length: 4 }, (_none, index) => ({
    ...{ awardId: derivedId([incidentId, 'award', String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId([incidentId, 'claim', String(index)]), partyId: `p${index}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `payee-${index}`,
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
  return {
    incidentId,
    runId: derivedId([incidentId, 'run']),
    railName: `crash-${serial}`,
    faults,
    people: { treasurer: derivedId(['treasurer']), approver: derivedId(['approver']) },
    lostOnce: new Set(),
  };
}

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

type Step = (scene: Scene, ports: Ports) => Promise<unknown>;

const prepare: Step = async (scene, ports) => {
  const { runId, incidentId, railName: rail } = scene;
  const request = { runId, incidentId, currency, rail };
  ok(await preparePayoutRun(contextOf(scene, 'treasurer', ports), request));
};
const approve: Step = async (scene, ports) =>
  ok(await approvePayoutRun(contextOf(scene, 'approver', ports), scene.runId));
const send: Step = async (scene, ports) => {
  const request = { runId: scene.runId, rail: railOf(scene, ports), batchSize: 2 };
  return ok(await sendPayoutRun(contextOf(scene, 'treasurer', ports), request));
};
const follow: Step = (scene, ports) =>
  followPayouts(contextOf(scene, 'treasurer', ports), {
    runId: scene.runId,
    rail: railOf(scene, ports),
    batchSize: 2,
  });
const reconcile: Step = (scene, ports) =>
  reconcileStatement(contextOf(scene, 'treasurer', ports, 9 * dayMs), {
    rail: railOf(scene, ports),
    from: now,
    until: addMs(now, 9 * dayMs),
  });
const stop: Step = (scene, ports) =>
  stopPayoutRun(contextOf(scene, 'treasurer', ports), scene.runId);
const sendOne: Step = (scene, ports) =>
  sendPayoutRun(contextOf(scene, 'treasurer', ports), {
    ...{ runId: scene.runId, rail: railOf(scene, ports), batchSize: 1, batchCountMax: 1 },
  });
const pause: Step = (scene, ports) =>
  pausePayoutRun(contextOf(scene, 'treasurer', ports), scene.runId);
const resume: Step = (scene, ports) =>
  requestSending(contextOf(scene, 'treasurer', ports), scene.runId);
const notices: Step = async (scene, ports) => {
  const treasurer = contextOf(scene, 'treasurer', ports);
  const { rows } = await sql<{ reference: string }>`select reference
    from settlement.simulated_rail_payment where rail = ${scene.railName} order by reference`.execute(
    platform.db,
  );
  for (const { reference } of rows) {
    const notice = { rail: scene.railName, noticeId: `n-${reference}`, reference, saidAt: now };
    const answer = { state: 'confirmed' as const, version: 3n };
    await recordRailNotice(treasurer, { ...notice, answer });
  }
};

const faulty: Partial<RailFaults> = { requestLostPerMille: 250, answerLostPerMille: 250 };
const returning: Partial<RailFaults> = { returnedPerMille: 500, returnDelayMs: dayMs };

// Steps before the crash come first; the steps in which it may happen are tried point by point.
const scenarios: Readonly<Record<string, [Partial<RailFaults>, readonly Step[], readonly Step[]]>> =
  {
    'preparing and approving': [{}, [], [prepare, approve]],
    sending: [faulty, [prepare, approve], [send]],
    'looking up': [faulty, [prepare, approve, send], [follow]],
    'reading a statement': [returning, [prepare, approve, send], [reconcile]],
    'hearing notices': [faulty, [prepare, approve, send], [notices]],
    'pausing and going on': [{}, [prepare, approve, sendOne], [pause, resume, send]],
    'stopping in the middle': [{}, [prepare, approve, sendOne], [stop]],
  };

async function play(scene: Scene, steps: readonly Step[], ports: Ports): Promise<void> {
  for (const step of steps) await step(scene, ports);
}

/** Starts again after a crash: everything is asked for once more, and followed to its end. */
async function recover(scene: Scene, steps: readonly Step[]): Promise<void> {
  const ports = new Ports([]);
  await play(scene, steps, ports);
  for (let round = 0; round < 3; round += 1) await follow(scene, ports);
  await reconcile(scene, ports);
}

async function assertSound(scene: Scene): Promise<void> {
  const { incidentId, railName: rail } = scene;
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  const verdict = await ctx.read((tx) => judgeRehearsal(tx, { incidentId, rail }));
  expect(verdict).toMatchObject({ isRight: true, findings: [], alarms: {}, exceptions: {} });
  const [totals] = await ctx.read((tx) => listSettlementTotals(tx, incidentId));
  expect(totals).toMatchObject({ isDecidedInLedger: true, isLedgerInStatement: true });
}

function scenarioOf(name: string) {
  const scenario = scenarios[name];
  assert(scenario !== undefined, 'a scenario');
  return scenario;
}

async function countCalls(name: string): Promise<number> {
  const [faults, before, during] = scenarioOf(name);
  const scene = await openScene(faults);
  await play(scene, before, new Ports([]));
  const ports = new Ports([]);
  await play(scene, during, ports);
  return ports.calls;
}

async function crashAt(name: string, points: readonly Point[]): Promise<Scene> {
  const [faults, before, during] = scenarioOf(name);
  const scene = await openScene(faults);
  await play(scene, before, new Ports([]));
  // A second point is met while recovering from the first.
  for (const point of points) {
    const dying = play(scene, during, new Ports([point]));
    await dying.catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
  }
  await recover(scene, during);
  await assertSound(scene);
  return scene;
}

describe('a crash at any port call', () => {
  it.each(Object.keys(scenarios))('while %s loses and doubles nothing', async (name) => {
    const callCount = await countCalls(name);
    expect(callCount).toBeGreaterThan(0);
    for (let call = 1; call <= callCount; call += 1) {
      for (const when of ['before', 'after'] as const) await crashAt(name, [{ call, when }]);
    }
  }, 240_000);

  it('and another while recovering from it loses and doubles nothing', async () => {
    const callCount = await countCalls('sending');
    // Pairs by a fixed rule, so that the same are tried each time.
    for (let call = 1; call <= callCount; call += 2) {
      const second = 1 + ((call * 7) % callCount);
      await crashAt('sending', [
        { call, when: 'after' },
        { call: second, when: call % 4 === 1 ? 'before' : 'after' },
      ]);
    }
  }, 240_000);
});

describe('stopping and sending at once', () => {
  it('leave every payment either withdrawn or sent', async () => {
    const scene = await openScene({});
    await play(scene, [prepare, approve], new Ports([]));
    const ports = new Ports([]);
    await Promise.all([send(scene, ports).catch(() => undefined), stop(scene, ports)]);
    for (let round = 0; round < 2; round += 1) await follow(scene, ports);
    await reconcile(scene, ports);
    await assertSound(scene);
    const { rows } = await sql<{ state: string }>`select distinct state from settlement.payout
      where run_id = ${scene.runId}`.execute(platform.db);
    const states = rows.map(({ state }) => state);
    expect(states.filter((state) => state !== 'confirmed' && state !== 'withdrawn')).toEqual([]);
  });
});
