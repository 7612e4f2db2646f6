import { beforeAll, describe, expect, it } from 'vitest';
import { openTestPlatform, staffContext, systemContext } from '../../../test/support/platform.ts';
import { addMs, assert, instantFromEpochMs, type Outcome } from '../../kernel/index.ts';
import { type Context, type Platform, sql } from '../../platform/index.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { recordProvision } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { followPayouts } from '../payouts/follow-commands.ts';
import { sendPayoutRun } from '../payouts/send-commands.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { reconcileStatement } from '../reconcile/reconcile-commands.ts';
import { listDayTotals, listFunds } from './fund-queries.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const dayMs = 86_400_000;
const currency = 'KRW';
const incidentId = derivedId(['fund']);
let platform: Platform;

const at = (role: 'treasurer' | 'approver', days: number): Context =>
  staffContext(platform, role, { id: derivedId([role]), now: addMs(now, days * dayMs) });

function ok<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'accepted', outcome);
  return outcome.value;
}

async function award(days: number, names: readonly string[]): Promise<void> {
  const ctx = systemContext(platform, { now: addMs(now, days * dayMs) });
  const awards = names.map((name) => ({
    ...{ awardId: derivedId(['fund', name]), claimId: derivedId(['claim', name]), incidentId },
    ...{ decisionId: null, partyId: name, partyClass: 'user', remedy: 'cash', name: null },
    ...{ amountMinor: 10_000n, currency, quantity: null, unit: null, clause: '§2' },
    ...{ policyHash: 'a'.repeat(64), payeeRef: `payee-${name}` },
  }));
  await ctx.transact((tx) => recordApprovedAwards(ctx, tx, awards));
}

beforeAll(async () => {
  platform = await openTestPlatform({ now });
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'fund', '장애', 'Outage', 'Asia/Seoul', '2022-10-15T06:30:00Z')
    `.execute(platform.db);
  const provision = { id: derivedId(['provision']), incidentId, amountMinor: 50_000n, currency };
  ok(await recordProvision(at('treasurer', 0), provision));
  await award(1, ['a', 'b', 'c']);
  const runId = derivedId(['fund', 'run']);
  ok(await preparePayoutRun(at('treasurer', 2), { runId, incidentId, currency, rail: 'fund' }));
  ok(await approvePayoutRun(at('approver', 2), runId));
  const faults = { settleDelayMs: dayMs / 2, returnedPerMille: 400, returnDelayMs: 2 * dayMs };
  const railAt = (days: number) =>
    createSimulatedRail({ ctx: at('treasurer', days), name: 'fund', seed: 'f', faults });
  ok(await sendPayoutRun(at('treasurer', 2), { runId, rail: railAt(2) }));
  for (const days of [3, 5]) {
    await followPayouts(at('treasurer', days), { runId, rail: railAt(days) });
    const window = { from: now, until: addMs(now, days * dayMs) };
    await reconcileStatement(at('treasurer', days), { rail: railAt(days), ...window });
  }
  await award(6, ['d']);
});

const fundAt = async (days: number) => {
  const ctx = systemContext(platform);
  const asked = { incidentId, at: addMs(now, days * dayMs) };
  const [fund] = await ctx.read((tx) => listFunds(tx, asked));
  return fund;
};

describe('the fund', () => {
  it('is seen as it stood at any past time', async () => {
    expect(await fundAt(0)).toMatchObject({ provisionMinor: 50_000n, approvedMinor: 0n });
    expect(await fundAt(1)).toMatchObject({ provisionMinor: 20_000n, owedMinor: 30_000n });
    expect(await fundAt(2)).toMatchObject({ inFlightMinor: 30_000n, outstandingMinor: 30_000n });
    expect(await fundAt(3)).toMatchObject({ paidMinor: 30_000n, outstandingMinor: 0n });
    const end = await fundAt(6);
    expect(end?.returnedMinor).toBeGreaterThan(0n);
    expect(end).toMatchObject({
      setAsideMinor: 50_000n,
      provisionMinor: 10_000n,
      approvedMinor: 40_000n,
      paidMinor: 30_000n - (end?.returnedMinor ?? 0n),
      outstandingMinor: 10_000n + (end?.returnedMinor ?? 0n),
    });
  });

  it('agrees with decisions and statements on every day, to the won', async () => {
    const days = await systemContext(platform).read((tx) => listDayTotals(tx, incidentId));
    expect(days.map(({ day }) => day)).toEqual([
      '2022-12-02',
      '2022-12-04',
      '2022-12-06',
      '2022-12-07',
    ]);
    expect(days.every((day) => day.isDecidedInLedger && day.isLedgerInStatement)).toBe(true);
    const last = await fundAt(6);
    expect(days.at(-1)).toMatchObject({
      decidedSoFarMinor: last?.approvedMinor,
      statementSoFarMinor: last?.paidMinor,
    });
  });

  it('shows the day on which a statement lacks what the ledger paid', async () => {
    await sql`insert into settlement.statement_line (rail, line_id, reference, direction,
        amount_minor, currency, booked_at, incident_id, recorded_at)
      values ('fund', 'stray', 'x', 'paid', 1, 'KRW', '2022-12-05T00:00:00Z', ${incidentId},
        '2022-12-05T00:00:00Z')`.execute(platform.db);
    const days = await systemContext(platform).read((tx) => listDayTotals(tx, incidentId));
    const wrong = days.filter((day) => !day.isLedgerInStatement).map(({ day }) => day);
    expect(wrong).toEqual(['2022-12-05', '2022-12-06', '2022-12-07']);
  });
});
