import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Context, type Platform, type Role, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { verifyLedger } from '../ledger/verify-commands.ts';
import { listSettlementTotals } from '../queries.ts';
import { sayManualResult, settleManual } from '../rails/manual/manual-commands.ts';
import { listManualPayments } from '../rails/manual/manual-store.ts';
import { installedRailOf } from '../rails/rail-of.ts';
import { setUpRail } from '../rails/setup-store.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { changePayee } from '../unclaimed/payee-commands.ts';
import {
  approvePayoutRun,
  preparePayoutRun,
  sendBackPayoutRun,
  stopPayoutRun,
} from './commands.ts';
import { followPayouts } from './follow-commands.ts';
import { listPayoutFindings } from './payout-check.ts';
import { loadRun } from './run-store.ts';
import { sendPayoutRun } from './send-commands.ts';
import { listPayouts } from './store.ts';

// People and authority: F52 to F58. Two at once, changes in between, accounts that are shut, the same
// person twice, cancelling in flight, and work that is cut off in the middle.

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const currency = 'KRW';
let platform: Platform;
let serial = 0;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
});

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

async function member(role: Role, email: string): Promise<Context> {
  const id = derivedId(['member', email]);
  await sql`insert into platform.staff (id, name, email, roles, created_at)
    values (${id}, ${email}, ${email}, ${[role]}::text[], now()) on conflict do nothing
    `.execute(platform.db);
  return platform.context({ actor: { kind: 'staff', id, name: email, roles: [role] } });
}

interface Scene {
  readonly incidentId: string;
  readonly runId: string;
  readonly treasurer: Context;
}

async function proposed(awardCount = 4, rail = 'simulated'): Promise<Scene> {
  serial += 1;
  const incidentId = derivedId(['people', String(serial)]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`people-${serial}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const awards = Array.from({ length: awardCount }, (_none, index) => ({
    ...{ awardId: derivedId([incidentId, 'award', String(index)]), incidentId, decisionId: null },
    ...{ claimId: derivedId([incidentId, 'claim', String(index)]), partyId: `p${index}` },
    ...{ partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n, currency },
    ...{ quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64) },
    payeeRef: `payee-${index}`,
  }));
  const ctx = systemContext(platform);
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
  const treasurer = await member('treasurer', `treasurer-${serial}@example.org`);
  const runId = derivedId([incidentId, 'run']);
  ok(await preparePayoutRun(treasurer, { runId, incidentId, currency, rail }));
  return { incidentId, runId, treasurer };
}

const railOf = (ctx: Context) => createSimulatedRail({ ctx });

async function statesOf({ runId, treasurer }: Scene): Promise<string[]> {
  const payouts = await treasurer.read((tx) => listPayouts(tx, runId));
  return payouts.map(({ state }) => state).sort();
}

async function assertSound({ incidentId }: Scene): Promise<void> {
  const ctx = systemContext(platform);
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  expect(await ctx.read((tx) => listPayoutFindings(tx, incidentId))).toEqual([]);
}

describe('F52: two at the same moment', () => {
  it('approve and approve: one is on record, and the other is told the state', async () => {
    const scene = await proposed();
    const [one, two] = [await member('approver', 'a1@x.org'), await member('approver', 'a2@x.org')];
    const outcomes = await Promise.all([one, two].map((ctx) => approvePayoutRun(ctx, scene.runId)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    const refused = outcomes.find((outcome) => !outcome.ok);
    expect(refused).toMatchObject({
      refusal: { code: 'payout_run_state_refused', state: 'approved' },
    });
    await assertSound(scene);
  });

  it('approve and stop: whichever is first, nothing is both approved and withdrawn', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scene = await proposed();
      const approver = await member('approver', 'a1@x.org');
      await Promise.all([
        approvePayoutRun(approver, scene.runId),
        stopPayoutRun(scene.treasurer, scene.runId),
      ]);
      expect(await statesOf(scene)).toEqual(Array(4).fill('withdrawn'));
      await assertSound(scene);
    }
  });
});

describe('a run that is sent back', () => {
  const reason = 'Shop 14 is in it twice.';

  it('pays nothing, keeps who, when and why, and its awards are in the next run', async () => {
    const scene = await proposed();
    const { incidentId, runId, treasurer } = scene;
    const approver = await member('approver', 'a1@x.org');
    ok(await sendBackPayoutRun(approver, { runId, reason }));
    const told = { sentBackBy: approver.actor.id, sentBackAt: now, sentBackReason: reason };
    expect(await treasurer.read((tx) => loadRun(tx, runId))).toMatchObject({
      ...{ state: 'sent_back', approvedBy: null },
      ...told,
    });
    expect(await statesOf(scene)).toEqual(Array(4).fill('withdrawn'));
    const again = ok(await sendBackPayoutRun(approver, { runId, reason: 'another' }));
    expect(again.sentBackReason).toBe(reason);
    const next = derivedId([incidentId, 'next']);
    const request = { runId: next, incidentId, currency, rail: 'simulated' } as const;
    expect(ok(await preparePayoutRun(treasurer, request)).payoutCount).toBe(4);
    ok(await approvePayoutRun(approver, next));
    ok(await sendPayoutRun(treasurer, { runId: next, rail: railOf(treasurer) }));
    await assertSound(scene);
  });

  it('goes nowhere from there, and is not sent back by its preparer or after approval', async () => {
    const { runId, treasurer } = await proposed();
    const approver = await member('approver', 'a1@x.org');
    const other = await member('approver', 'a2@x.org');
    const own: Context = { ...treasurer, actor: { ...treasurer.actor, roles: ['approver'] } };
    expect(await sendBackPayoutRun(own, { runId, reason })).toMatchObject({
      refusal: { code: 'payout_run_same_person' },
    });
    ok(await sendBackPayoutRun(approver, { runId, reason }));
    const refused = { refusal: { code: 'payout_run_state_refused', state: 'sent_back' } };
    expect(await sendBackPayoutRun(other, { runId, reason })).toMatchObject(refused);
    expect(await approvePayoutRun(approver, runId)).toMatchObject(refused);
    expect(await stopPayoutRun(treasurer, runId)).toMatchObject(refused);
    const rail = railOf(treasurer);
    expect(await sendPayoutRun(treasurer, { runId, rail })).toMatchObject(refused);
    const approved = await proposed();
    ok(await approvePayoutRun(approver, approved.runId));
    expect(await sendBackPayoutRun(other, { runId: approved.runId, reason })).toMatchObject({
      refusal: { code: 'payout_run_state_refused', state: 'approved' },
    });
    const whole = sql`update settlement.payout_run set sent_back_reason = null where id = ${runId}`;
    await expect(whole.execute(platform.db)).rejects.toThrow(/run_sent_back_whole/);
  });

  it('approve and send back at one moment: one of them counts, and nothing is half of each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scene = await proposed();
      const { runId } = scene;
      const [one, two] = [
        await member('approver', 'a1@x.org'),
        await member('approver', 'a2@x.org'),
      ];
      const outcomes = await Promise.all([
        approvePayoutRun(one, runId),
        sendBackPayoutRun(two, { runId, reason }),
      ]);
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
      const [approving] = outcomes;
      const state = approving.ok ? 'approved' : 'withdrawn';
      expect(await statesOf(scene)).toEqual(Array(4).fill(state));
      await assertSound(scene);
    }
  });
});

describe('F53: an amount or an account that changes', () => {
  it('before approval: the approval is refused', async () => {
    const scene = await proposed();
    await sql`update settlement.payout set amount_minor = 30001
      where run_id = ${scene.runId} and award_id = ${derivedId([scene.incidentId, 'award', '0'])}
      `.execute(platform.db);
    const approver = await member('approver', 'a1@x.org');
    expect(await approvePayoutRun(approver, scene.runId)).toMatchObject({
      refusal: { code: 'payout_run_changed' },
    });
  });

  it('between approval and payment: that payment is void, the others are made', async () => {
    const scene = await proposed();
    ok(await approvePayoutRun(await member('approver', 'a1@x.org'), scene.runId));
    const agent = await member('agent', 'agent@x.org');
    const claimId = derivedId([scene.incidentId, 'claim', '2']);
    ok(await changePayee(agent, { claimId, payee: { bank: '088', account: '1', holder: '김' } }));
    const { treasurer, runId } = scene;
    ok(await sendPayoutRun(treasurer, { runId, rail: railOf(treasurer) }));
    expect(await statesOf(scene)).toEqual(['confirmed', 'confirmed', 'confirmed', 'withdrawn']);
    await assertSound(scene);
  });

  it('in the table itself, between approval and payment: nothing is sent', async () => {
    const scene = await proposed();
    ok(await approvePayoutRun(await member('approver', 'a1@x.org'), scene.runId));
    await sql`update settlement.payout set payee_ref = 'payee-thief'
      where run_id = ${scene.runId}`.execute(platform.db);
    const { treasurer, runId } = scene;
    expect(await sendPayoutRun(treasurer, { runId, rail: railOf(treasurer) })).toMatchObject({
      refusal: { code: 'payout_run_changed' },
    });
    expect(await statesOf(scene)).toEqual(Array(4).fill('approved'));
  });
});

describe('F54: an operator who is shut out while a run is sent', () => {
  it('sends nothing more from the next batch on; another goes on, and each is paid once', async () => {
    const scene = await proposed();
    ok(await approvePayoutRun(await member('approver', 'a1@x.org'), scene.runId));
    const { treasurer, runId } = scene;
    const rail = railOf(treasurer);
    const submit: typeof rail.submit = async (payments, at) => {
      await sql`update platform.staff set disabled_at = now()
        where id::text = ${treasurer.actor.id}`.execute(platform.db);
      return rail.submit(payments, at);
    };
    const run = ok(
      await sendPayoutRun(treasurer, { runId, rail: { ...rail, submit }, batchSize: 1 }),
    );
    expect(run).toMatchObject({ state: 'paused', pausedCode: 'sender_disabled' });
    expect((await statesOf(scene)).filter((state) => state === 'approved')).toHaveLength(3);
    const other = await member('treasurer', 'other@x.org');
    ok(await sendOn(other, runId));
    expect(await statesOf(scene)).toEqual(Array(4).fill('confirmed'));
    await assertSound(scene);
  });

  async function sendOn(ctx: Context, runId: string) {
    await sql`update settlement.payout_run set state = 'sending', paused_code = null
      where id = ${runId}`.execute(platform.db);
    return sendPayoutRun(ctx, { runId, rail: railOf(ctx) });
  }
});

describe('F55: one person with two accounts', () => {
  it('does not approve what their other account prepared', async () => {
    const scene = await proposed();
    const again = await member('approver', `Treasurer-${serial}+approver@Example.org`);
    expect(await approvePayoutRun(again, scene.runId)).toMatchObject({
      refusal: { code: 'payout_run_same_person' },
    });
    expect(await statesOf(scene)).toEqual(Array(4).fill('proposed'));
  });

  it('is refused by the database too', async () => {
    const scene = await proposed();
    const write = sql`update settlement.payout_run set state = 'approved',
      approved_by = prepared_by, approved_at = now() where id = ${scene.runId}`;
    await expect(write.execute(platform.db)).rejects.toThrow(/run_approved_by_another/);
  });
});

describe('F56: a policy that changes', () => {
  it('leaves what was awarded under its old version as it was decided', async () => {
    const scene = await proposed();
    const { rows } = await sql<{ hash: string }>`select distinct policy_hash as hash
      from settlement.award where incident_id = ${scene.incidentId}`.execute(platform.db);
    expect(rows).toEqual([{ hash: 'a'.repeat(64) }]);
    const change = sql`update settlement.award set policy_hash = ${'b'.repeat(64)}
      where incident_id = ${scene.incidentId}`;
    await expect(change.execute(platform.db)).rejects.toThrow();
  });
});

describe('F57: cancelling while payments are in flight', () => {
  it('withdraws each before it is sent, or is too late for it; never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const scene = await proposed(6);
      ok(await approvePayoutRun(await member('approver', 'a1@x.org'), scene.runId));
      const { treasurer, runId } = scene;
      await Promise.all([
        sendPayoutRun(treasurer, { runId, rail: railOf(treasurer), batchSize: 1 }),
        stopPayoutRun(treasurer, runId),
      ]);
      // What was under way when the run stopped is followed to its end, as the server does.
      for (let again = 0; again < 2; again += 1) {
        await followPayouts(treasurer, { runId, rail: railOf(treasurer) });
      }
      const states = await statesOf(scene);
      expect(states.every((state) => state === 'confirmed' || state === 'withdrawn')).toBe(true);
      const { rows } = await sql<{ count: bigint }>`select count(*) as count
        from settlement.simulated_rail_payment as paid join settlement.payout
          on payout.rail_reference = paid.reference
        where payout.run_id = ${runId}`.execute(platform.db);
      expect(Number(rows[0]?.count)).toBe(states.filter((state) => state === 'confirmed').length);
      await assertSound(scene);
    }
  });
});

describe('F58: an approval of many that is cut off', () => {
  it('leaves none approved; done again, each is approved once and the count is exact', async () => {
    const scene = await proposed(2_317);
    const approver = await member('approver', 'a1@x.org');
    const dying: Context = {
      ...approver,
      transact: (work) =>
        approver.transact(async (tx) => {
          await work(tx);
          throw new Error('the process ends here');
        }),
    };
    await expect(approvePayoutRun(dying, scene.runId)).rejects.toThrow('ends here');
    expect(new Set(await statesOf(scene))).toEqual(new Set(['proposed']));
    ok(await approvePayoutRun(approver, scene.runId));
    ok(await approvePayoutRun(approver, scene.runId));
    const run = await approver.read((tx) => loadRun(tx, scene.runId));
    expect(run).toMatchObject({ state: 'approved', payoutCount: 2_317n });
    expect(await statesOf(scene)).toEqual(Array(2_317).fill('approved'));
  });
});

describe('a payment by hand', () => {
  it('is booked once another person confirms what one recorded', async () => {
    await setUpRail(systemContext(platform), { name: 'by-hand', setup: { kind: 'manual' } });
    const scene = await proposed(2, 'by-hand');
    const approver = await member('approver', 'a1@x.org');
    ok(await approvePayoutRun(approver, scene.runId));
    const { treasurer, runId, incidentId } = scene;
    ok(await sendPayoutRun(treasurer, { runId, rail: installedRailOf(treasurer, 'by-hand') }));
    const [one, two] = await treasurer.read((tx) => listManualPayments(tx, incidentId));
    assert(one !== undefined && two !== undefined, 'both wait');
    const said = { bankReference: 'B-1', evidence: 'the bank’s slip in folder 3', bookedAt: now };
    const paid = { ...said, payoutId: one.payoutId, result: 'paid' as const };
    const future = { ...paid, bookedAt: addMs(treasurer.now, 1) };
    expect(await sayManualResult(treasurer, future)).toMatchObject({
      refusal: { code: 'manual_result_in_future' },
    });
    ok(await sayManualResult(treasurer, paid));
    expect(await sayManualResult(treasurer, paid)).toMatchObject({
      refusal: { code: 'manual_result_waits' },
    });
    expect(await statesOf(scene)).toEqual(['sent', 'sent']);
    const both: Context = { ...treasurer, actor: { ...treasurer.actor, roles: ['approver'] } };
    const ending = { payoutId: one.payoutId, ending: 'confirmed' as const };
    expect(await settleManual(both, ending)).toMatchObject({
      refusal: { code: 'manual_result_same_person' },
    });
    ok(await settleManual(approver, ending));
    ok(await sayManualResult(treasurer, { ...said, payoutId: two.payoutId, result: 'failed' }));
    ok(await settleManual(approver, { payoutId: two.payoutId, ending: 'declined' }));
    expect(await statesOf(scene)).toEqual(['confirmed', 'sent']);
    ok(await sayManualResult(treasurer, { ...said, payoutId: two.payoutId, result: 'failed' }));
    ok(await settleManual(approver, { payoutId: two.payoutId, ending: 'confirmed' }));
    expect(await statesOf(scene)).toEqual(['confirmed', 'failed']);
    const ctx = systemContext(platform);
    const [totals] = await ctx.read((tx) => listSettlementTotals(tx, incidentId));
    expect(totals).toMatchObject({ paidMinor: 30_000n, statementPaidMinor: 30_000n });
    expect(totals?.isLedgerInStatement).toBe(true);
    await assertSound(scene);
    const next = derivedId([incidentId, 'next']);
    const again = { runId: next, incidentId, currency, rail: 'by-hand' };
    expect(ok(await preparePayoutRun(treasurer, again)).payoutCount).toBe(1);
  });
});
