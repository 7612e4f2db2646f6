import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../test/support/platform.ts';
import { addMs, assert, type Instant, instantFromEpochMs, type Outcome } from '../kernel/index.ts';
import { type Context, type Platform, sql } from '../platform/index.ts';
import type { ApprovedAward } from './award.ts';
import { recordApprovedAwards } from './award-commands.ts';
import { accountId } from './ledger/account.ts';
import { postTransfers, recordProvision } from './ledger/commands.ts';
import { derivedId } from './ledger/derived-id.ts';
import { openChart } from './ledger/store.ts';
import { verifyLedger } from './ledger/verify-commands.ts';
import { approvePayoutRun, preparePayoutRun, stopPayoutRun } from './payouts/commands.ts';
import { followPayouts } from './payouts/follow-commands.ts';
import { sendPayoutRun } from './payouts/send-commands.ts';
import { listPayouts } from './payouts/store.ts';
import {
  listBalances,
  listClaimPayments,
  listIssues,
  listSettlementTotals,
  listTrialBalances,
} from './queries.ts';
import type { RailFaults } from './rails/faults.ts';
import type { Rail } from './rails/rail.ts';
import { createSimulatedRail } from './rails/simulated.ts';
import { listExceptions } from './reconcile/exception-queries.ts';
import { reconcileStatement } from './reconcile/reconcile-commands.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
const dayMs = 86_400_000;
let platform: Platform;
let serial = 0;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
});

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

function newId(): string {
  serial += 1;
  return derivedId(['test', String(serial)]);
}

async function newIncident(ctx: Context): Promise<string> {
  const id = newId();
  await ctx.transact((tx) =>
    sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
      values (${id}, ${`case-${id}`}, '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
      `.execute(tx),
  );
  return id;
}

function awardOf(incidentId: string, change: Partial<ApprovedAward> = {}): ApprovedAward {
  const awardId = newId();
  return {
    awardId,
    claimId: newId(),
    incidentId,
    decisionId: null,
    partyId: `party-${serial}`,
    partyClass: 'small_business',
    remedy: 'cash',
    name: null,
    amountMinor: 30_000n,
    currency,
    quantity: null,
    unit: null,
    clause: '§2',
    policyHash: 'a'.repeat(64),
    payeeRef: `payee-${serial}`,
    ...change,
  };
}

interface Scene {
  readonly incidentId: string;
  readonly awards: readonly ApprovedAward[];
  readonly treasurer: Context;
  readonly approver: Context;
  readonly runId: string;
}

async function approveAwards(awards: readonly ApprovedAward[]): Promise<void> {
  const ctx = systemContext(platform);
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
}

async function approvedRun(awardCount: number): Promise<Scene> {
  const treasurer = staffContext(platform, 'treasurer');
  const approver = staffContext(platform, 'approver');
  const incidentId = await newIncident(treasurer);
  const awards = Array.from({ length: awardCount }, () => awardOf(incidentId));
  await approveAwards(awards);
  const runId = newId();
  ok(await preparePayoutRun(treasurer, { runId, incidentId, currency, rail: 'simulated' }));
  ok(await approvePayoutRun(approver, runId));
  return { incidentId, awards, treasurer, approver, runId };
}

function simulated(faults: Partial<RailFaults> = {}, seed = 'seed'): Rail {
  return createSimulatedRail({ ctx: systemContext(platform), seed, faults });
}

function later(ctx: Context, ms: number): Context {
  return platform.context({ actor: ctx.actor, now: addMs(now, ms) });
}

async function statesOf(scene: Scene, runId = scene.runId): Promise<Record<string, number>> {
  const payouts = await scene.treasurer.read((tx) => listPayouts(tx, runId));
  const counts: Record<string, number> = {};
  for (const { state } of payouts) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

async function totalsOf(incidentId: string) {
  const ctx = systemContext(platform);
  const totals = await ctx.read((tx) => listSettlementTotals(tx, incidentId));
  assert(totals[0] !== undefined, 'the incident has a ledger');
  return totals[0];
}

/** Every invariant that must hold whatever happened before. */
async function assertSound(incidentId: string): Promise<void> {
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  const trial = await ctx.read((tx) => listTrialBalances(tx, incidentId));
  expect(trial.map(({ sumMinor }) => sumMinor)).toEqual([0n]);
  const balances = await ctx.read((tx) => listBalances(tx, { incidentId }));
  const wrongSigns = balances.filter(
    ({ kind, balanceMinor }) => kind === 'liability' && balanceMinor > 0n,
  );
  expect(wrongSigns).toEqual([]);
  expect((await totalsOf(incidentId)).isDecidedInLedger).toBe(true);
  const { rows } = await sql<{ count: bigint }>`select count(*) from (
      select payout.award_id from settlement.simulated_rail_payment as paid
      join settlement.payout on payout.rail_reference = paid.reference
      where payout.incident_id = ${incidentId} and paid.rejected_code is null
        and paid.returns_at is null
      group by payout.award_id having count(*) > 1) as twice`.execute(platform.db);
  expect(rows[0]?.count).toBe(0n);
}

describe('the ledger', () => {
  it('answers a repeated transfer as before and refuses its id with other content', async () => {
    const ctx = systemContext(platform);
    const incidentId = await newIncident(ctx);
    await ctx.transact((tx) => openChart(tx, { incidentId, currency }));
    const request = {
      id: newId(),
      kind: 'posted',
      debitAccountId: accountId({ incidentId, currency, code: 'redress_cost' }),
      creditAccountId: accountId({ incidentId, currency, code: 'provision' }),
      amountMinor: 500n,
      currency,
      code: 'provision_recorded',
      reference: 'r',
    } as const;
    const post = (amountMinor: bigint) =>
      ctx.transact((tx) =>
        postTransfers(ctx, tx, { incidentId, requests: [{ ...request, amountMinor }] }),
      );
    const first = ok(await post(500n));
    expect(first).toMatchObject({ newCount: 1, repeatedCount: 0 });
    expect(ok(await post(500n))).toEqual({ ...first, newCount: 0, repeatedCount: 1 });
    expect(await post(501n)).toMatchObject({ refusal: { code: 'transfer_id_reused' } });
    await Promise.all(Array.from({ length: 8 }, () => post(500n)));
    const verified = await verifyLedger(ctx, incidentId);
    expect(verified).toMatchObject({ transferCount: 1n, headHash: first.headHash, findings: [] });
  });

  it('refuses to change, remove or doubly resolve a transfer in the database itself', async () => {
    const scene = await approvedRun(1);
    const tried = [
      'update settlement.transfer set amount_minor = 1',
      'delete from settlement.transfer',
      'truncate settlement.transfer cascade',
      'delete from settlement.payout_event',
      'update settlement.award set amount_minor = 1',
    ];
    for (const statement of tried) {
      await expect(sql.raw(statement).execute(platform.db), statement).rejects.toThrow(
        /append-only/,
      );
    }
    await assertSound(scene.incidentId);
  });

  it('finds a transfer that was tampered with behind its back', async () => {
    const { incidentId } = await approvedRun(2);
    await platform.db.transaction().execute(async (tx) => {
      await sql`alter table settlement.transfer disable trigger append_only`.execute(tx);
      await sql`update settlement.transfer set amount_minor = amount_minor + 1
        where incident_id = ${incidentId} and position = 1`.execute(tx);
      await sql`alter table settlement.transfer enable trigger append_only`.execute(tx);
    });
    const found = (await verifyLedger(systemContext(platform), incidentId))?.findings ?? [];
    expect(found.map(({ code }) => code)).toContain('hash_differs');
    expect(found.map(({ code }) => code)).toContain('sums_differ');
  });

  it('gives balances now and at a past instant', async () => {
    const treasurer = staffContext(platform, 'treasurer');
    const incidentId = await newIncident(treasurer);
    const provide = (ctx: Context, amountMinor: bigint) =>
      recordProvision(ctx, { id: newId(), incidentId, amountMinor, currency });
    ok(await provide(treasurer, 100n));
    ok(await provide(later(treasurer, dayMs), 11n));
    const provisionAt = async (at?: Instant) => {
      const options = { incidentId, ...(at === undefined ? {} : { at }) };
      const balances = await treasurer.read((tx) => listBalances(tx, options));
      return balances.find(({ code }) => code === 'provision')?.balanceMinor;
    };
    expect(await provisionAt()).toBe(-111n);
    expect(await provisionAt(now)).toBe(-100n);
    expect(await provisionAt(addMs(now, -1))).toBe(0n);
  });
});

describe('awards', () => {
  it('are posted once, however often they are heard of; those in kind are issues', async () => {
    const ctx = systemContext(platform);
    const incidentId = await newIncident(ctx);
    const inKind = { amountMinor: null, currency: null, payeeRef: null };
    const awards = [
      awardOf(incidentId),
      awardOf(incidentId, { remedy: 'extension', quantity: '3', unit: 'day', ...inKind }),
      awardOf(incidentId, { remedy: 'points', amountMinor: 1_500n, payeeRef: null }),
    ];
    await approveAwards([...awards, ...awards.slice(0, 1)]);
    await approveAwards(awards);
    const balances = await ctx.read((tx) => listBalances(tx, { incidentId }));
    const moved = balances.filter(({ balanceMinor }) => balanceMinor !== 0n);
    expect(moved.map(({ code, balanceMinor }) => [code, balanceMinor])).toEqual([
      ['redress_cost', 31_500n],
      ['approved_awards', -30_000n],
      ['points', -1_500n],
    ]);
    const issues = await ctx.read((tx) => listIssues(tx, incidentId));
    expect(issues).toMatchObject([
      { remedy: 'extension', quantity: '3', unit: 'day', partyCount: 1n },
      { remedy: 'points', amountMinor: 1_500n },
    ]);
    await assertSound(incidentId);
  });
});

describe('a payout run', () => {
  it('needs two people, is prepared once per id and pays every award', async () => {
    const treasurer = staffContext(platform, 'treasurer');
    const incidentId = await newIncident(treasurer);
    const awards = [awardOf(incidentId), awardOf(incidentId, { payeeRef: null })];
    await approveAwards(awards);
    const request = { runId: newId(), incidentId, currency, rail: 'simulated' };
    const prepared = ok(await preparePayoutRun(treasurer, request));
    expect(prepared).toMatchObject({ payoutCount: 1, totalMinor: 30_000n, isNew: true });
    expect(prepared.heldBack).toEqual([{ awardId: awards[1]?.awardId, reason: 'payee_missing' }]);
    expect(ok(await preparePayoutRun(treasurer, request)).isNew).toBe(false);
    const other = await preparePayoutRun(treasurer, { ...request, runId: newId() });
    expect(other).toMatchObject({ refusal: { code: 'payout_run_empty' } });
    const both = platform.context({
      actor: { ...treasurer.actor, roles: ['treasurer', 'approver'] },
    });
    expect(await approvePayoutRun(both, request.runId)).toMatchObject({
      refusal: { code: 'payout_run_same_person' },
    });
    const rail = simulated();
    const send = { runId: request.runId, rail };
    expect(await sendPayoutRun(treasurer, send)).toMatchObject({
      refusal: { code: 'payout_run_state_refused', state: 'proposed' },
    });
    await expect(approvePayoutRun(treasurer, request.runId)).rejects.toMatchObject({
      code: 'forbidden',
    });
    ok(await approvePayoutRun(staffContext(platform, 'approver'), request.runId));
    ok(await sendPayoutRun(treasurer, send));
    ok(await sendPayoutRun(treasurer, send));
    const [paid] = await treasurer.read((tx) => listClaimPayments(tx, awards[0]?.claimId ?? ''));
    expect(paid).toMatchObject({ state: 'confirmed', amountMinor: 30_000n });
    await assertSound(incidentId);
    const { rows } = await sql<{ payload: object }>`select payload from platform.event
      where type = 'payout_run_sent' and subject = ${request.runId}`.execute(platform.db);
    expect(rows.map(({ payload }) => payload)).toMatchObject([
      { incidentId, digest: prepared.digest, count: 1, totalMinor: '30000', currency },
    ]);
  });

  it('is not sent when a payout was changed after its approval', async () => {
    const scene = await approvedRun(2);
    await sql`update settlement.payout set payee_ref = 'thief'
      where run_id = ${scene.runId}`.execute(platform.db);
    expect(await sendPayoutRun(scene.treasurer, { runId: scene.runId, rail: simulated() })).toEqual(
      {
        ok: false,
        refusal: { code: 'payout_run_changed', runId: scene.runId },
      },
    );
  });

  it('frees its awards for another run when it is stopped', async () => {
    const scene = await approvedRun(2);
    ok(await stopPayoutRun(scene.treasurer, scene.runId));
    expect(await statesOf(scene)).toEqual({ withdrawn: 2 });
    const again = { runId: newId(), incidentId: scene.incidentId, currency, rail: 'simulated' };
    expect(ok(await preparePayoutRun(scene.treasurer, again)).payoutCount).toBe(2);
  });

  it('pays each award once through lost requests, lost answers, rejections and returns', async () => {
    const scene = await approvedRun(60);
    const faults = {
      requestLostPerMille: 150,
      answerLostPerMille: 150,
      rejectedPerMille: 100,
      returnedPerMille: 100,
      settleDelayMs: 3_600_000,
      returnDelayMs: 2 * dayMs,
    };
    const rail = simulated(faults);
    const { runId, treasurer, incidentId } = scene;
    ok(await sendPayoutRun(treasurer, { runId, rail, batchSize: 7 }));
    await followPayouts(treasurer, { runId, rail });
    expect(Object.keys(await statesOf(scene)).sort()).toEqual(['accepted', 'failed']);
    await assertSound(incidentId);
    const window = { rail, from: addMs(now, -dayMs), until: addMs(now, 4 * dayMs) };
    const week = later(treasurer, 7 * dayMs);
    const read = await reconcileStatement(week, window);
    expect(read.exceptionCount).toBe(0);
    expect(read.confirmedCount).toBeGreaterThan(40);
    expect(read.returnedCount).toBeGreaterThan(0);
    const again = await reconcileStatement(week, window);
    expect(again).toMatchObject({ repeatedCount: read.lineCount, confirmedCount: 0 });
    const totals = await totalsOf(incidentId);
    expect(totals).toMatchObject({ isDecidedInLedger: true, isLedgerInStatement: true });
    expect(totals.decidedMinor).toBe(60n * 30_000n);
    expect(totals.inFlightMinor).toBe(0n);
    expect(await treasurer.read((tx) => listExceptions(tx))).toEqual({ exceptions: [] });
    await assertSound(incidentId);
  });
});

class Crash extends Error {}

/** Wraps a rail so that the process dies before or after its nth call. */
function crashingRail(rail: Rail, point: { call: number; when: 'before' | 'after' }): Rail {
  let calls = 0;
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    const isHere = calls === point.call;
    if (isHere && point.when === 'before') throw new Crash();
    const answer = await call();
    if (isHere) throw new Crash();
    return answer;
  };
  return {
    ...rail,
    submit: (payments, at) => guarded(() => rail.submit(payments, at)),
    lookUp: (references, at) => guarded(() => rail.lookUp(references, at)),
  };
}

describe('a crash around the rail', () => {
  const faults = { requestLostPerMille: 250, answerLostPerMille: 250 };
  const points = Array.from({ length: 8 }, (_none, at) => at + 1).flatMap((call) =>
    (['before', 'after'] as const).map((when) => ({ call, when })),
  );

  it.each(points)('$when call $call still ends in one payment per award', async (point) => {
    const scene = await approvedRun(5);
    const { runId, treasurer } = scene;
    const rail = simulated(faults, `crash-${point.call}-${point.when}`);
    const send = { runId, batchSize: 2 };
    const dying = sendPayoutRun(treasurer, { ...send, rail: crashingRail(rail, point) });
    await dying.catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    await assertSound(scene.incidentId);
    ok(await sendPayoutRun(treasurer, { ...send, rail }));
    for (let round = 0; round < 3; round += 1) await followPayouts(treasurer, { runId, rail });
    expect(await statesOf(scene)).toEqual({ confirmed: 5 });
    const { rows } = await sql<{ count: bigint }>`select count(*)
      from settlement.simulated_rail_payment join settlement.payout
        on rail_reference = reference where run_id = ${runId}`.execute(platform.db);
    expect(rows[0]?.count).toBe(5n);
    await assertSound(scene.incidentId);
  });

  it('two senders of one run pay every award once', async () => {
    const scene = await approvedRun(20);
    const { runId, treasurer } = scene;
    const send = () => sendPayoutRun(treasurer, { runId, rail: simulated(), batchSize: 3 });
    for (const outcome of await Promise.all([send(), send(), send()])) ok(outcome);
    expect(await statesOf(scene)).toEqual({ confirmed: 20 });
    await assertSound(scene.incidentId);
  });
});
