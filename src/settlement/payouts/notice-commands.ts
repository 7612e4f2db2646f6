import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, requirePermission, sql, type Tx } from '../../platform/index.ts';
import type { RailAnswer } from '../rails/rail.ts';
import { raiseAlarms } from './alarm-store.ts';
import { applyWithLateTruth, matchAnswer } from './answer-commands.ts';
import { lockPayoutsByReference } from './store.ts';

/** Something a rail told by itself: which payment it is about, and what it says of it. */
export interface RailNotice {
  readonly rail: string;
  /** The rail's own id of the notice: one has at most one effect, for ever. */
  readonly noticeId: string;
  readonly reference: string;
  readonly answer: RailAnswer;
  readonly saidAt: Instant;
}

/** Every thing that a notice may come to. */
export type NoticeOutcome =
  | 'applied'
  | 'agrees'
  | 'stale'
  | 'reference_unknown'
  | 'answer_differs'
  | 'not_allowed'
  | 'repeated';

/**
 * Takes in a notice of a rail: its record and its effect commit together, and once.
 *
 * Notices come in any order, several times and late. The state only follows the rail's own version
 * forward. What differs from what was asked, or names no payment of ours on that rail, changes
 * nothing and is put before a person.
 *
 * @source invariants P8, D5
 */
export async function recordRailNotice(ctx: Context, notice: RailNotice): Promise<NoticeOutcome> {
  requirePermission(ctx, 'payout:send');
  return ctx.transact(async (tx) => {
    const key = `notice ${notice.rail} ${notice.noticeId}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
    const { rows } = await sql`select 1 from settlement.rail_notice
      where rail = ${notice.rail} and notice_id = ${notice.noticeId}`.execute(tx);
    if (rows.length > 0) return 'repeated';
    const outcome = await applyNotice(ctx, tx, notice);
    await sql`insert into settlement.rail_notice
        (rail, notice_id, reference, version, answer, outcome, received_at)
      values (${notice.rail}, ${notice.noticeId}, ${notice.reference},
        ${notice.answer.version ?? null}, ${notice.answer.state}, ${outcome},
        ${renderInstant(ctx.now)}::timestamptz)`.execute(tx);
    return outcome;
  });
}

async function applyNotice(
  ctx: Context,
  tx: Tx,
  notice: RailNotice,
): Promise<Exclude<NoticeOutcome, 'repeated'>> {
  const { rail, reference, answer } = notice;
  const [payout] = await lockPayoutsByReference(tx, { rail, references: [reference] });
  if (payout === undefined) {
    await raiseAlarms(tx, ctx, [{ rail, reference, code: 'reference_foreign' }]);
    return 'reference_unknown';
  }
  const match = matchAnswer(payout, answer);
  if (match.kind === 'answer_differs') {
    await raiseAlarms(tx, ctx, [{ payout, code: 'answer_differs' }]);
  }
  if (match.kind !== 'event') return match.kind;
  const blocked = await applyWithLateTruth(ctx, tx, [match.occurrence]);
  if (blocked.length === 0) return 'applied';
  await raiseAlarms(tx, ctx, [{ payout, code: 'paid_twice' }]);
  return 'not_allowed';
}
