import type { Instant } from '../../kernel/index.ts';
import { type Context, PlatformError, requirePermission } from '../../platform/index.ts';
import type { Rail } from '../rails/rail.ts';
import { raiseAlarms } from './alarm-store.ts';
import { recordAnswers } from './answer-commands.ts';
import type { Payout, PayoutState } from './payout.ts';
import { lockPayoutsOfRun } from './store.ts';
import { submitPayouts } from './submit-commands.ts';

/** A run whose payouts are looked up, by which rail, so many a call. */
export interface FollowRequest {
  readonly runId: string;
  readonly rail: Rail;
  readonly batchSize?: number;
  /** Which payouts to look up; all with an open outcome unless given. */
  readonly states?: readonly PayoutState[];
  /** Only payouts of awards after this one, by id; all unless given. */
  readonly afterAwardId?: string | undefined;
}

/** So long may an outcome be open before a person is asked to look. */
const openMsMax = 24 * 3_600_000;

/** What is done about a payout that a look-up does not know. */
export type AbsenceStep = 'wait' | 'submit_again' | 'ask_a_person';

/**
 * Decides what is done about a payout that the rail says it does not know.
 *
 * Within the rail's lag absence proves nothing. Within its key window the same reference is the same
 * attempt, and is submitted again. After it a second submission could pay twice, so a person asks
 * the rail.
 *
 * @param payout.sentAt before the first submission; both ends of the window exclusive of it
 * @source invariants P3, P4
 */
export function decideAbsence(
  payout: Pick<Payout, 'sentAt'>,
  rail: Pick<Rail, 'promise'>,
  now: Instant,
): AbsenceStep {
  const ageMs = payout.sentAt === null ? 0 : now - payout.sentAt;
  if (ageMs < rail.promise.lookUpLagMs) return 'wait';
  return ageMs < rail.promise.keyWindowMs ? 'submit_again' : 'ask_a_person';
}

/**
 * Looks up payouts of a run whose outcome is open, and records what the rail says of each.
 *
 * One that is sent or unknown and that the rail never received is submitted again by the same
 * reference, as far as {@link decideAbsence} allows: the same attempt, not another.
 *
 * @returns how many were looked up
 */
export async function followPayouts(ctx: Context, request: FollowRequest): Promise<number> {
  requirePermission(ctx, 'payout:send');
  const { runId, rail, batchSize: limit = 1_000 } = request;
  const states = request.states ?? ['sent', 'accepted', 'unknown'];
  let lookedUpCount = 0;
  for (let { afterAwardId } = request; ; ) {
    const asked = { runId, states, limit, afterAwardId };
    const page = await ctx.transact((tx) => lockPayoutsOfRun(tx, asked));
    const last = page.at(-1);
    if (last === undefined) return lookedUpCount;
    lookedUpCount += page.length;
    afterAwardId = last.awardId;
    await followPage(ctx, rail, page);
  }
}

async function followPage(ctx: Context, rail: Rail, page: readonly Payout[]): Promise<void> {
  const references = page.map(({ railReference }) => railReference);
  const answers = await rail.lookUp(references, ctx.now).catch(undefinedWhenUnanswered);
  if (answers !== undefined) {
    await recordAnswers(ctx, { payouts: page, answers, isLostRecorded: false });
  }
  const absent = page.filter(
    ({ railReference, state }) => state !== 'accepted' && !answers?.has(railReference),
  );
  const stepOf = (payout: Payout) => decideAbsence(payout, rail, ctx.now);
  const old = absent.filter((payout) => stepOf(payout) === 'ask_a_person');
  const open = page.filter(
    ({ sentAt, state }) => state === 'unknown' && sentAt !== null && ctx.now - sentAt > openMsMax,
  );
  if (old.length + open.length > 0) {
    const alarms = [
      ...old.map((payout) => ({ payout, code: 'key_window_passed' as const })),
      ...open.map((payout) => ({ payout, code: 'outcome_open_too_long' as const })),
    ];
    await ctx.transact((tx) => raiseAlarms(tx, ctx, alarms));
  }
  if (answers === undefined) return;
  const again = absent.filter((payout) => stepOf(payout) === 'submit_again');
  if (again.length > 0) await submitPayouts(ctx, rail, again);
}

/** A look-up without an answer says nothing: absence is only what an answer leaves out. */
function undefinedWhenUnanswered(error: unknown): undefined {
  if (error instanceof PlatformError && error.code === 'rail_answer_lost') return undefined;
  throw error;
}
