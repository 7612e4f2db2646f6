import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import {
  type Context,
  type Platform,
  PlatformError,
  sql,
  systemActor,
} from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { accountId } from '../ledger/account.ts';
import { postTransfers } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { verifyLedger } from '../ledger/verify-commands.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { followPayouts } from '../payouts/follow-commands.ts';
import { sendPayoutRun } from '../payouts/send-commands.ts';
import { listPayouts } from '../payouts/store.ts';
import { listBalances, listSettlementTotals } from '../queries.ts';
import { openChangedPayees } from '../rails/files/payees.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { decideUnclaimed, defaultTerms } from './decide-unclaimed.ts';
import { expireDue } from './expiry-commands.ts';
import { changePayee, payeeCoolDownMs } from './payee-commands.ts';
import { followUnclaimed, setTerms } from './unclaimed-commands.ts';
import { countUnclaimed } from './unclaimed-store.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
const currency = 'KRW';
const payee = { bank: '088', account: '110-123', holder: '홍길동' };
let platform: Platform;

beforeAll(async () => {
  platform = await openTestPlatform({ now });
});

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

const at = (role: 'treasurer' | 'approver' | 'agent', days: number): Context =>
  staffContext(platform, role, { id: derivedId([role]), now: addMs(now, days * dayMs) });

async function awarded(name: string, payeeRef: string | null) {
  const incidentId = derivedId(['unclaimed', name]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, ${`unclaimed-${name}`}, '장애', 'Outage', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  const claimId = derivedId([incidentId, 'claim']);
  const award = {
    ...{ awardId: derivedId([incidentId, 'award']), claimId, incidentId, decisionId: null },
    ...{ partyId: 'p', partyClass: 'user', remedy: 'cash', name: null, amountMinor: 30_000n },
    ...{ currency, quantity: null, unit: null, clause: '§2', policyHash: 'a'.repeat(64), payeeRef },
  };
  const ctx = systemContext(platform);
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, [award]));
  return { incidentId, claimId };
}

async function balanceOf(incidentId: string, code: string): Promise<bigint> {
  const ctx = systemContext(platform);
  const balances = await ctx.read((tx) => listBalances(tx, { incidentId }));
  expect((await verifyLedger(ctx, incidentId))?.findings).toEqual([]);
  return -(balances.find((account) => account.code === code)?.balanceMinor ?? 0n);
}

async function runOf(incidentId: string, days: number) {
  const runId = derivedId([incidentId, 'run', String(days)]);
  const request = { runId, incidentId, currency, rail: 'simulated' };
  return { runId, prepared: await preparePayoutRun(at('treasurer', days), request) };
}

describe('an award that cannot be paid', () => {
  const steps: [number, number, 'new' | 'waiting' | 'set_apart', string][] = [
    [6, 0, 'new', 'wait'],
    [7, 0, 'new', 'remind'],
    [13, 1, 'waiting', 'wait'],
    [14, 1, 'waiting', 'remind'],
    [59, 3, 'waiting', 'wait'],
    [60, 3, 'waiting', 'set_apart'],
    [1_824, 3, 'set_apart', 'wait'],
    [1_825, 3, 'set_apart', 'give'],
  ];
  it.each(steps)('after %i days and %i reminders, %s: %s', (days, reminderCount, state, step) => {
    const terms = { ...defaultTerms, giveDays: 1_825, place: '한국소비자원' };
    const award = { since: now, reminderCount, state };
    expect(decideUnclaimed(award, terms, addMs(now, days * dayMs))).toBe(step);
  });

  it('is reminded of, set apart, counted, taken up when the claimant comes back, and paid', async () => {
    const { incidentId, claimId } = await awarded('missing', null);
    const follow = (days: number, isDryRun = false) =>
      followUnclaimed(at('treasurer', days), { incidentId, isDryRun });
    expect(await follow(7, true)).toMatchObject({ remind: 1 });
    expect(await follow(7)).toMatchObject({ remind: 1 });
    expect(await follow(7)).toMatchObject({ remind: 0, wait: 1 });
    for (const days of [14, 28]) expect(await follow(days)).toMatchObject({ remind: 1 });
    expect(await follow(60)).toMatchObject({ set_apart: 1 });
    expect(await follow(60)).toMatchObject({ set_apart: 0 });
    expect(await balanceOf(incidentId, 'unclaimed')).toBe(30_000n);
    const ctx = systemContext(platform);
    expect(await ctx.read((tx) => countUnclaimed(tx, incidentId))).toMatchObject([
      { state: 'set_apart', reason: 'payee_missing', awardCount: 1n, amountMinor: 30_000n },
    ]);
    const { rows } = await sql`select 1 from platform.event
      where type = 'payee_reminder_due' and subject = ${claimId}`.execute(platform.db);
    expect(rows).toHaveLength(3);
    const changed = ok(await changePayee(at('agent', 61), { claimId, payee }));
    expect(changed.usableFrom).toBe(addMs(now, 61 * dayMs + payeeCoolDownMs));
    expect(await balanceOf(incidentId, 'approved_awards')).toBe(30_000n);
    expect((await runOf(incidentId, 62)).prepared).toMatchObject({
      refusal: { code: 'payout_run_empty', heldBackCount: 1 },
    });
    expect(ok((await runOf(incidentId, 64)).prepared).payoutCount).toBe(1);
    const opened = await openChangedPayees(at('treasurer', 64), [changed.payeeRef]);
    expect(opened.get(changed.payeeRef)).toEqual(payee);
    const { rows: sealed } = await sql<{ sealed: Buffer }>`select sealed from settlement.payee
      where claim_id = ${claimId}`.execute(platform.db);
    expect(sealed[0]?.sealed.includes(Buffer.from('홍길동'))).toBe(false);
  });

  it('is given away at the end, out of the books of what is owed', async () => {
    const { incidentId } = await awarded('given', null);
    const terms = { reminderDays: [], setApartDays: 1, giveDays: 2, place: 'the consumer agency' };
    const follow = (days: number) => followUnclaimed(at('treasurer', days), { incidentId, terms });
    expect(await follow(1)).toMatchObject({ set_apart: 1 });
    expect(await follow(2)).toMatchObject({ give: 1 });
    expect(await follow(9)).toMatchObject({ give: 0 });
    expect(await balanceOf(incidentId, 'unclaimed')).toBe(0n);
    expect(await balanceOf(incidentId, 'given_away')).toBe(30_000n);
    const ctx = systemContext(platform);
    const [totals] = await ctx.read((tx) => listSettlementTotals(tx, incidentId));
    expect(totals).toMatchObject({ givenAwayMinor: 30_000n, isDecidedInLedger: true });
    expect(totals?.isLedgerInStatement).toBe(true);
  });
});

describe('the timer of the server', () => {
  const due = (days: number) =>
    expireDue(platform.context({ actor: systemActor, now: addMs(now, days * dayMs) }));
  const remindersOf = async (claimId: string): Promise<number> => {
    const { rows } = await sql`select 1 from platform.event
      where type = 'payee_reminder_due' and subject = ${claimId}`.execute(platform.db);
    return rows.length;
  };

  it('follows up what terms are set for, once though two look at once, and nothing else', async () => {
    const set = await awarded('timed', null);
    const unset = await awarded('untimed', null);
    const { incidentId } = set;
    const terms = { reminderDays: [1], setApartDays: 2, giveDays: 3, place: 'the agency' };
    ok(await setTerms(at('treasurer', 0), { incidentId, terms }));
    const reports = await Promise.all([due(1), due(1), due(1)]);
    expect(reports.map(({ unclaimedCount }) => unclaimedCount).sort()).toEqual([0, 0, 1]);
    expect(await remindersOf(set.claimId)).toBe(1);
    expect(await due(2)).toMatchObject({ unclaimedCount: 1 });
    expect(await balanceOf(incidentId, 'unclaimed')).toBe(30_000n);
    expect(await due(3)).toMatchObject({ unclaimedCount: 1 });
    expect(await due(4)).toMatchObject({ unclaimedCount: 0 });
    expect(await balanceOf(incidentId, 'given_away')).toBe(30_000n);
    expect(await remindersOf(unset.claimId)).toBe(0);
    expect(await balanceOf(unset.incidentId, 'approved_awards')).toBe(30_000n);
  });

  it('expires reservations whose time has passed', async () => {
    const { incidentId } = await awarded('reserved', 'claim:r');
    const account = (code: 'approved_awards' | 'in_flight') =>
      accountId({ incidentId, currency, code });
    const ctx = at('treasurer', 0);
    const requests = [
      {
        ...{ id: derivedId(['reserved']), kind: 'pending' as const, code: 'held', reference: 'r' },
        ...{ debitAccountId: account('approved_awards'), creditAccountId: account('in_flight') },
        ...{ amountMinor: 1n, currency, expiresAt: addMs(now, dayMs) },
      },
    ];
    ok(await ctx.transact((tx) => postTransfers(ctx, tx, { incidentId, requests })));
    expect(await due(0)).toMatchObject({ pendingCount: 0 });
    expect(await due(1)).toMatchObject({ pendingCount: 1 });
    expect(await due(2)).toMatchObject({ pendingCount: 0 });
  });

  it('does nothing from an installation that may not act for the database', async () => {
    const ctx = platform.context({ actor: systemActor });
    const closed = new PlatformError('outbound_closed', { message: 'not here' });
    const demand = () => Promise.reject(closed);
    await expect(expireDue({ ...ctx, epochGate: { demand } })).rejects.toBe(closed);
  });
});

describe('a change of payee', () => {
  it('voids what was approved for the payee before', async () => {
    const { incidentId, claimId } = await awarded('voided', 'claim:x');
    const { runId, prepared } = await runOf(incidentId, 0);
    ok(prepared);
    ok(await approvePayoutRun(at('approver', 0), runId));
    expect(ok(await changePayee(at('agent', 0), { claimId, payee }))).toMatchObject({
      withdrawnCount: 1,
    });
    const rail = createSimulatedRail({ ctx: systemContext(platform) });
    ok(await sendPayoutRun(at('treasurer', 0), { runId, rail }));
    const payouts = await at('treasurer', 0).read((tx) => listPayouts(tx, runId));
    expect(payouts).toMatchObject([{ state: 'withdrawn', reasonCode: 'payee_changed' }]);
    expect(await balanceOf(incidentId, 'approved_awards')).toBe(30_000n);
  });

  it('lets money that came back be sent again, to the new payee only', async () => {
    const { incidentId, claimId } = await awarded('returned', 'claim:y');
    const { runId, prepared } = await runOf(incidentId, 0);
    ok(prepared);
    ok(await approvePayoutRun(at('approver', 0), runId));
    const ctx = systemContext(platform);
    const rail = createSimulatedRail({ ctx, faults: { returnedPerMille: 1000 } });
    ok(await sendPayoutRun(at('treasurer', 0), { runId, rail }));
    await followPayouts(at('treasurer', 1), { runId, rail });
    expect(await balanceOf(incidentId, 'returned')).toBe(30_000n);
    expect((await runOf(incidentId, 2)).prepared.ok).toBe(false);
    ok(await changePayee(at('agent', 2), { claimId, payee }));
    expect(ok((await runOf(incidentId, 6)).prepared).payoutCount).toBe(1);
  });

  it('finds other claims with the same account, and refuses a claim without an award', async () => {
    const { claimId } = await awarded('shared', 'claim:z');
    const spaced = { ...payee, account: '110 123' };
    const changed = ok(await changePayee(at('agent', 0), { claimId, payee: spaced }));
    expect(changed.sharedWithCount).toBeGreaterThan(0);
    const none = await changePayee(at('agent', 0), { claimId: derivedId(['none']), payee });
    expect(none).toMatchObject({ refusal: { code: 'claim_without_award' } });
  });
});
