import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppFault, type CompanyApp, serveApps } from '../../../../test/support/company-app.ts';
import {
  openTestPlatform,
  staffContext,
  systemContext,
} from '../../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs, type Outcome } from '../../../kernel/index.ts';
import {
  type Context,
  openServerPost,
  type Platform,
  signWebhook,
  sql,
  type WebhookKey,
} from '../../../platform/index.ts';
import { recordApprovedAwards } from '../../award-commands.ts';
import { expireGrants, setRemedyTerm } from '../../grants/grant-commands.ts';
import { listGrantTotals } from '../../grants/grant-queries.ts';
import { derivedId } from '../../ledger/derived-id.ts';
import { verifyLedger } from '../../ledger/verify-commands.ts';
import { listAlarms } from '../../payouts/alarm-store.ts';
import { approvePayoutRun, preparePayoutRun } from '../../payouts/commands.ts';
import { followPayouts } from '../../payouts/follow-commands.ts';
import { listPayoutFindings } from '../../payouts/payout-check.ts';
import { sendPayoutRun } from '../../payouts/send-commands.ts';
import { listPayouts } from '../../payouts/store.ts';
import { listBalances, listSettlementTotals } from '../../queries.ts';
import { reconcileStatement } from '../../reconcile/reconcile-commands.ts';
import { findRail, installedRailOf } from '../rail-of.ts';
import { setUpRail } from '../setup-store.ts';
import { addRailKey } from './app-key-commands.ts';
import { takeAppMessage } from './app-message-commands.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
const currency = 'KRW';
let platform: Platform;
let apps: Awaited<ReturnType<typeof serveApps>>;
let serial = 0;

beforeAll(async () => {
  apps = await serveApps();
  const quiet = await openTestPlatform({ now });
  const serverPost = openServerPost([apps.host]);
  platform = {
    ...quiet,
    context: (asked) => {
      const ctx = quiet.context(asked);
      return { ...ctx, outside: { ...ctx.outside, serverPost } };
    },
  };
});
afterAll(() => apps.close());

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

interface Scene {
  readonly incidentId: string;
  readonly runId: string;
  readonly rail: string;
  readonly app: CompanyApp;
  readonly theirKey: WebhookKey;
}

const at = (role: 'treasurer' | 'approver', days = 0): Context =>
  staffContext(platform, role, { id: derivedId([role]), now: addMs(now, days * dayMs) });

async function openScene(
  remedy: string,
  awardCount: number,
  award: { amountMinor: bigint | null; quantity?: string; unit?: string; party?: string },
): Promise<Scene> {
  serial += 1;
  const incidentId = derivedId(['app', String(serial)]);
  const rail = `app-${serial}`;
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`app-${serial}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const ctx = systemContext(platform);
  await setUpRail(ctx, {
    name: rail,
    setup: { kind: 'app', url: apps.urlOf(rail), lookUpLagSeconds: 0 },
  });
  const app = apps.appOf(rail);
  app.secrets.push(ok(await addRailKey(ctx, { rail, purpose: 'sign', kind: 'hmac' })).tell);
  const theirs = ok(await addRailKey(ctx, { rail, purpose: 'check', kind: 'hmac' })).tell;
  await setRemedyTerm(ctx, {
    ...{ incidentId, remedy, name: '', validDays: 30, costMillionths: 400_000 },
    ...{ unitCostMinor: null, currency: null, source: 'last year’s use' },
  });
  const { amountMinor, quantity = null, unit = null, party } = award;
  const awards = Array.from({ length: awardCount }, (_none, index) => ({
    ...{ awardId: derivedId([incidentId, 'award', String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId([incidentId, 'claim', String(index)]) },
    ...{ partyId: party ?? `p${index}`, partyClass: 'user', remedy, name: 'Pro', amountMinor },
    ...{ currency: amountMinor === null ? null : currency, quantity, unit, clause: '§6' },
    ...{ policyHash: 'a'.repeat(64), payeeRef: null },
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
  return { incidentId, runId: derivedId([incidentId, 'run']), rail, app, theirKey: theirs };
}

async function send(scene: Scene, remedy: string): Promise<void> {
  const { incidentId, runId, rail } = scene;
  ok(await findRail(at('treasurer'), rail, remedy));
  ok(await preparePayoutRun(at('treasurer'), { runId, incidentId, currency, rail, remedy }));
  ok(await approvePayoutRun(at('approver'), runId));
  const ctx = at('treasurer');
  ok(await sendPayoutRun(ctx, { runId, rail: installedRailOf(ctx, rail) }));
}

async function statesOf({ runId }: Scene): Promise<string[]> {
  const payouts = await at('treasurer').read((tx) => listPayouts(tx, runId));
  return payouts.map(({ state }) => state).sort();
}

async function balancesOf({ incidentId }: Scene): Promise<Record<string, bigint>> {
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  expect(await ctx.read((tx) => listPayoutFindings(tx, incidentId))).toEqual([]);
  const balances = await ctx.read((tx) => listBalances(tx, { incidentId }));
  return Object.fromEntries(balances.map(({ code, balanceMinor }) => [code, -balanceMinor]));
}

async function tell(
  scene: Scene,
  message: object,
  over: { key?: string; id?: string; days?: number } = {},
) {
  const { key = scene.theirKey, id = `m-${JSON.stringify(message).length}`, days = 0 } = over;
  const ctx = platform.context({
    actor: { kind: 'claimant', id: 'anonymous', name: 'nobody', roles: [] },
    now: addMs(now, days * dayMs),
  });
  const body = Buffer.from(JSON.stringify(message));
  const headers = signWebhook({ id, at: ctx.now, body, keys: [key] });
  return takeAppMessage(ctx, { rail: scene.rail, headers, body });
}

describe('points through the company’s app', () => {
  it('go by two people, are acknowledged, held, and agree with the app’s own account', async () => {
    const scene = await openScene('points', 5, { amountMinor: 7_550n });
    await send(scene, 'points');
    expect(await statesOf(scene)).toEqual(Array(5).fill('confirmed'));
    expect(scene.app.wrongSignatureCount).toBe(0);
    expect([...scene.app.grants.values()][0]).toMatchObject({
      ...{
        remedy: 'points',
        amountMinor: '7550',
        currency,
        partyId: expect.stringMatching(/^p\d$/),
      },
      expiresAt: '2022-12-31T00:00:00.000Z',
    });
    expect(await balancesOf(scene)).toMatchObject({
      points: 0n,
      points_held: 37_750n,
      in_flight: 0n,
    });
    const ctx = at('treasurer');
    const window = { from: now, until: addMs(now, 1) };
    const read = await reconcileStatement(ctx, {
      rail: installedRailOf(ctx, scene.rail),
      ...window,
    });
    expect(read).toMatchObject({ lineCount: 5, exceptionCount: 0 });
    const [totals] = await ctx.read((tx) => listSettlementTotals(tx, scene.incidentId));
    expect(totals).toMatchObject({
      decidedMinor: 0n,
      isDecidedInLedger: true,
      isLedgerInStatement: true,
    });
    expect(await ctx.read((tx) => listGrantTotals(tx, scene.incidentId))).toMatchObject([
      { remedy: 'points', nominalMinor: 37_750n, expectedCostMinor: 15_100n, givenCount: 5n },
    ]);
  });

  const unclear: readonly AppFault[] = [
    'lost',
    'page',
    'error',
    'empty',
    'other',
    'drop',
    'redirect',
  ];
  it.each(
    unclear,
  )('whose answer is unclear (%s) are unknown, asked for, and given once', async (fault) => {
    const scene = await openScene('points', 1, { amountMinor: 100n });
    scene.app.faults.push(fault);
    const { incidentId, runId, rail } = scene;
    ok(
      await preparePayoutRun(at('treasurer'), {
        runId,
        incidentId,
        currency,
        rail,
        remedy: 'points',
      }),
    );
    ok(await approvePayoutRun(at('approver'), runId));
    const ctx = at('treasurer');
    const real = installedRailOf(ctx, rail);
    const deaf = { ...real, lookUp: async () => new Map() };
    const promise = { lookUpLagMs: 1_000, keyWindowMs: 1_000 };
    ok(await sendPayoutRun(ctx, { runId, rail: { ...deaf, promise } }));
    expect(await statesOf(scene)).toEqual(['unknown']);
    expect(await balancesOf(scene)).toMatchObject({ points: 100n, points_held: 0n });
    await followPayouts(at('treasurer', 1), {
      runId,
      rail: installedRailOf(at('treasurer', 1), rail),
    });
    expect(await statesOf(scene)).toEqual(['confirmed']);
    expect(scene.app.grants.size).toBe(1);
    expect(await balancesOf(scene)).toMatchObject({ points: 0n, points_held: 100n });
  });

  it('that the app refuses stay owed; a busy app is asked again later', async () => {
    const scene = await openScene('points', 2, { amountMinor: 100n });
    scene.app.faults.push('busy');
    await expect(send(scene, 'points')).rejects.toMatchObject({ code: 'rail_busy' });
    expect(scene.app.grants.size).toBe(0);
    expect(await statesOf(scene)).toEqual(['sent', 'sent']);
    scene.app.faults.push('refuse');
    const ctx = at('treasurer', 1);
    ok(await sendPayoutRun(ctx, { runId: scene.runId, rail: installedRailOf(ctx, scene.rail) }));
    expect(await statesOf(scene)).toEqual(['confirmed', 'failed']);
    expect(await balancesOf(scene)).toMatchObject({ points: 100n, points_held: 100n });
  });
});

describe('a message of the app', () => {
  it('draws use from what expires first, once, and the rest expires to breakage', async () => {
    const scene = await openScene('points', 2, { amountMinor: 1_000n, party: 'p' });
    await send(scene, 'points');
    const use = { useId: 'u1', partyId: 'p', remedy: 'points', amountMinor: 1_200, currency };
    const used = { type: 'grant.used', data: { ...use, usedAt: '2022-12-05T00:00:00Z' } };
    expect(ok(await tell(scene, used, { id: 'a' })).outcome).toBe('used');
    expect(ok(await tell(scene, used, { id: 'b' })).outcome).toBe('used_before');
    const more = { ...used, data: { ...used.data, amountMinor: 1_201 } };
    expect(await tell(scene, more, { id: 'c' })).toMatchObject({
      refusal: { code: 'use_id_reused' },
    });
    const over = { ...used, data: { ...used.data, useId: 'u2', amountMinor: 801 } };
    expect(await tell(scene, over)).toMatchObject({
      refusal: { code: 'lots_short', leftMinor: 800n },
    });
    expect(await balancesOf(scene)).toMatchObject({ points_held: 800n, redeemed: 1_200n });
    expect(await expireGrants(at('treasurer', 30), scene.incidentId)).toBe(1);
    expect(await expireGrants(at('treasurer', 31), scene.incidentId)).toBe(0);
    expect(await balancesOf(scene)).toMatchObject({ points_held: 0n, breakage: 800n });
    const late = {
      ...used,
      data: { ...used.data, useId: 'u3', amountMinor: 300, usedAt: '2022-12-30T00:00:00Z' },
    };
    expect(ok(await tell(scene, late, { days: 40 })).outcome).toBe('used');
    expect(await balancesOf(scene)).toMatchObject({ breakage: 500n, redeemed: 1_500n });
  });

  it('takes back what was not used; what was used stays, and a person is told', async () => {
    const scene = await openScene('voucher', 2, { amountMinor: 5_000n });
    await send(scene, 'voucher');
    const [one, two] = [...scene.app.grants.values()];
    const use = {
      useId: 'v',
      partyId: one?.partyId,
      remedy: 'voucher',
      amountMinor: 5_000,
      currency,
    };
    ok(await tell(scene, { type: 'grant.used', data: { ...use, usedAt: '2022-12-01T00:00:00Z' } }));
    const back = (reference = '') => ({
      type: 'grant.state',
      data: { reference, state: 'returned', reasonCode: 'account_closed', version: 2 },
    });
    ok(await tell(scene, back(one?.reference), { id: 'r1' }));
    ok(await tell(scene, back(two?.reference), { id: 'r2' }));
    expect(await statesOf(scene)).toEqual(['confirmed', 'returned']);
    const asked = { incidentId: scene.incidentId, isOpen: true };
    const alarms = await at('treasurer').read((tx) => listAlarms(tx, asked));
    expect(alarms.map(({ code }) => code)).toEqual(['returned_after_use']);
    expect(await balancesOf(scene)).toMatchObject({
      voucher: 5_000n,
      voucher_held: 0n,
      redeemed: 5_000n,
    });
  });

  it('F49: is believed with the old key for thirty days after a new one, by its raw bytes', async () => {
    const scene = await openScene('points', 1, { amountMinor: 100n });
    scene.app.isQuick = false;
    await send(scene, 'points');
    const [grant] = [...scene.app.grants.values()];
    const say = (version: number) => ({
      type: 'grant.state',
      data: { reference: grant?.reference, state: 'confirmed', version },
    });
    const renewed = { rail: scene.rail, purpose: 'check' as const, kind: 'hmac' as const };
    const fresh = ok(await addRailKey(systemContext(platform), renewed)).tell;
    expect(ok(await tell(scene, say(5), { id: 'x', key: fresh })).outcome).toBe('agrees');
    expect(ok(await tell(scene, say(6), { id: 'y', days: 29 })).outcome).toBe('agrees');
    expect(await tell(scene, say(7), { id: 'z', days: 30 })).toMatchObject({
      refusal: { code: 'message_signature_differs' },
    });
    expect(ok(await tell(scene, say(7), { id: 'z', days: 30, key: fresh })).outcome).toBe('agrees');
    const ctx = systemContext(platform);
    const body = JSON.stringify(say(8));
    const headers = signWebhook({ id: 'w', at: ctx.now, body, keys: [fresh] });
    const spaced = Buffer.from(JSON.stringify(say(8), null, 1));
    expect(await takeAppMessage(ctx, { rail: scene.rail, headers, body: spaced })).toMatchObject({
      refusal: { code: 'message_signature_differs' },
    });
  });

  it('that cannot be read is refused with its place', async () => {
    const scene = await openScene('points', 1, { amountMinor: 100n });
    const wrong = { type: 'grant.used', data: { useId: 'u', partyId: 'p', remedy: 'points' } };
    expect(await tell(scene, wrong)).toMatchObject({
      refusal: { code: 'message_unreadable', place: '/data/amountMinor' },
    });
  });
});

describe('an extension and an item', () => {
  it.each(['extension', 'item'])('(%s) go the same way and move no money', async (remedy) => {
    const scene = await openScene(remedy, 3, { amountMinor: null, quantity: '3', unit: 'day' });
    await send(scene, remedy);
    expect(await statesOf(scene)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    const balances = await balancesOf(scene);
    expect(Object.values(balances).every((minor) => minor === 0n)).toBe(true);
    expect(await findRail(at('treasurer'), scene.rail)).toMatchObject({
      refusal: { code: 'payout_rail_unfit', remedy: 'cash' },
    });
  });
});
