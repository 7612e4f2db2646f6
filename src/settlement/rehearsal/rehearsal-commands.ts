import { addMs, assert, type Instant, type Outcome } from '../../kernel/index.ts';
import { type Context, PlatformError } from '../../platform/index.ts';
import type { ApprovedAward } from '../award.ts';
import { recordApprovedAwards } from '../award-commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { approvePayoutRun, preparePayoutRun } from '../payouts/commands.ts';
import { followPayouts } from '../payouts/follow-commands.ts';
import { recordRailNotice } from '../payouts/notice-commands.ts';
import { listRuns } from '../payouts/run-store.ts';
import { requestSending, sendPayoutRun } from '../payouts/send-commands.ts';
import type { RailFaults } from '../rails/faults.ts';
import type { Rail } from '../rails/rail.ts';
import { noticesFor } from '../rails/simulate-payment.ts';
import { createSimulatedRail } from '../rails/simulated.ts';
import { listAllSimulatedPayments } from '../rails/store.ts';
import { reconcileStatement } from '../reconcile/reconcile-commands.ts';
import { judgeRehearsal, type RehearsalVerdict } from './rehearsal-queries.ts';

/** Who acts in a rehearsal, and when: contexts of the people a payout needs. */
export type Cast = (role: 'treasurer' | 'approver', now: Instant) => Context;

/** A rehearsal to give. The seed decides everything that is left to chance. */
export interface Rehearsal {
  readonly cast: Cast;
  readonly incidentId: string;
  readonly rail: string;
  readonly seed: string;
  readonly faults: RailFaults;
  readonly awardCount: number;
  readonly from: Instant;
  /** How many days it goes on after the first run is sent. */
  readonly dayCount: number;
  readonly onDay?: (day: number) => void;
}

const dayMs = 86_400_000;
const currency = 'KRW';

function accepted<V>(outcome: Outcome<V>): V {
  assert(outcome.ok, 'rehearsal: the step is accepted', outcome);
  return outcome.value;
}

function awardsOf({ incidentId, seed, awardCount }: Rehearsal): ApprovedAward[] {
  return Array.from({ length: awardCount }, (_none, index) => ({
    awardId: derivedId(['rehearsal', incidentId, seed, 'award', String(index)]),
    claimId: derivedId(['rehearsal', incidentId, seed, 'claim', String(index)]),
    incidentId,
    decisionId: null,
    partyId: `rehearsal-${index}`,
    partyClass: 'rehearsal',
    remedy: 'cash',
    name: null,
    amountMinor: 10_000n + BigInt((index * 7_919) % 40) * 1_000n,
    currency,
    quantity: null,
    unit: null,
    clause: 'rehearsal',
    policyHash: '0'.repeat(64),
    payeeRef: `rehearsal:${index}`,
  }));
}

/**
 * Rehearses payouts over a rail that misbehaves: awards, runs, statements, notices and second
 * attempts, day by day on a clock of its own, and judges the whole at the end.
 *
 * The same seed and faults give the same rehearsal. The simulated rail's own rows are the truth that
 * the ledger is compared with.
 */
export async function rehearsePayouts(rehearsal: Rehearsal): Promise<RehearsalVerdict> {
  const { cast, incidentId, from, dayCount } = rehearsal;
  const system = cast('treasurer', from);
  await system.transact((tx) => recordApprovedAwards(system, tx, awardsOf(rehearsal)));
  const lostOnce = new Set<string>();
  for (let day = 0; day <= dayCount; day += 1) {
    await playDay({ ...rehearsal, lostOnce }, day);
    rehearsal.onDay?.(day);
  }
  const end = cast('treasurer', addMs(from, (dayCount + 1) * dayMs));
  return end.read((tx) => judgeRehearsal(tx, { incidentId, rail: rehearsal.rail }));
}

type Playing = Rehearsal & { readonly lostOnce: Set<string> };

async function playDay(rehearsal: Playing, day: number): Promise<void> {
  const { cast, from } = rehearsal;
  const now = addMs(from, day * dayMs);
  const treasurer = cast('treasurer', now);
  const rail = railOn(rehearsal, { day, treasurer });
  await prepareRun(rehearsal, { day, now });
  await sendOn(rehearsal, treasurer, rail);
  await deliverNotices(rehearsal, treasurer, now);
  if (day === 0) return;
  await reconcileStatement(treasurer, { rail, from: addMs(now, -dayMs), until: now });
  // The day before is read once more: what was left out of it the first time comes now.
  await reconcileStatement(treasurer, { rail, from: addMs(now, -2 * dayMs), until: now });
}

/** The rail as it is on a day: on the third it is given money, whatever it had. */
function railOn(rehearsal: Playing, on: { day: number; treasurer: Context }): Rail {
  const { seed, rail: name, faults, lostOnce } = rehearsal;
  const refilled = on.day >= 3 ? { balanceMinor: 0n } : {};
  const behaviour = { ...faults, ...refilled };
  const options = { ctx: on.treasurer, seed, name, faults: behaviour, lostOnce };
  const rail = createSimulatedRail(options);
  if (faults.notices !== 'early') return rail;
  return {
    ...rail,
    // What the rail tells by itself is here before its answer is.
    async submit(payments, at) {
      const answers = await rail.submit(payments, at);
      await deliverNotices(rehearsal, on.treasurer, at);
      return answers;
    },
  };
}

async function prepareRun(rehearsal: Rehearsal, on: { day: number; now: Instant }): Promise<void> {
  const { cast, incidentId, rail, seed } = rehearsal;
  const runId = derivedId(['rehearsal', incidentId, seed, 'run', String(on.day)]);
  const request = { runId, incidentId, currency, rail };
  const prepared = await preparePayoutRun(cast('treasurer', on.now), request);
  if (!prepared.ok && prepared.refusal.code === 'payout_run_empty') return;
  accepted(prepared);
  accepted(await approvePayoutRun(cast('approver', on.now), runId));
}

/** Sends every run that is not wholly sent, and looks up what is open of the others. */
async function sendOn(rehearsal: Rehearsal, treasurer: Context, rail: Rail): Promise<void> {
  const runs = await treasurer.read((tx) => listRuns(tx, rehearsal.incidentId));
  for (const { id: runId, state } of runs.reverse()) {
    if (state === 'paused') accepted(await requestSending(treasurer, runId));
    try {
      if (['approved', 'sending', 'paused'].includes(state)) {
        accepted(await sendPayoutRun(treasurer, { runId, rail, batchSize: 7 }));
      }
      await followPayouts(treasurer, { runId, rail });
    } catch (error) {
      const isBusy = error instanceof PlatformError && error.code === 'rail_busy';
      if (!isBusy) throw error;
    }
  }
}

async function deliverNotices(
  rehearsal: Rehearsal,
  treasurer: Context,
  now: Instant,
): Promise<void> {
  const { rail, faults, seed } = rehearsal;
  const payments = await treasurer.read((tx) => listAllSimulatedPayments(tx, rail));
  const due = payments
    .flatMap((payment) => noticesFor(payment, faults))
    .filter(({ saidAt }) => saidAt <= now);
  for (const notice of due) await recordRailNotice(treasurer, { rail, ...notice });
  const [one] = due;
  if (faults.foreignNoticePerMille === 0 || one === undefined) return;
  const reference = `A${derivedId(['somebody else', seed]).replaceAll('-', '')}`;
  const noticeId = `${one.noticeId}-foreign`;
  await recordRailNotice(treasurer, { rail, ...one, noticeId, reference });
}
