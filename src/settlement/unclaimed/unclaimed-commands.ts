import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { postTransfers } from '../ledger/commands.ts';
import { openChart } from '../ledger/store.ts';
import {
  decideUnclaimed,
  defaultTerms,
  transferOfStep,
  type UnclaimedAward,
  type UnclaimedStep,
  type UnclaimedTerms,
} from './decide-unclaimed.ts';
import { loadTerms, recordTerms } from './term-store.ts';
import { lockFollowing, lockUnpayable, recordUnclaimed } from './unclaimed-store.ts';

/** What following up did, or would do: how many awards came to which step. */
export type UnclaimedReport = Readonly<Record<UnclaimedStep, number>>;

/** A follow-up of an incident's awards that cannot be paid. */
export interface UnclaimedRequest {
  readonly incidentId: string;
  /** Those on record for the incident unless given; the ordinary ones when there are none. */
  readonly terms?: UnclaimedTerms;
  /** Only counts what is due. */
  readonly isDryRun?: boolean;
}

const pageSize = 500;

/**
 * Follows up what cannot be paid: reminds, sets apart, and at the end gives away, each once.
 *
 * A reminder is an event (`payee_reminder_due`) for whoever writes to claimants.
 */
export async function followUnclaimed(
  ctx: Context,
  request: UnclaimedRequest,
): Promise<UnclaimedReport> {
  requirePermission(ctx, 'payout:prepare');
  const { incidentId, isDryRun = false } = request;
  const terms =
    request.terms ?? (await ctx.read((tx) => loadTerms(tx, incidentId))) ?? defaultTerms;
  const report = { wait: 0, remind: 0, set_apart: 0, give: 0 };
  for (let afterId = '00000000-0000-0000-0000-000000000000'; ; ) {
    const last = await ctx.transact(async (tx) => {
      await lockFollowing(tx, incidentId);
      const page = await lockUnpayable(tx, { incidentId, afterId, limit: pageSize });
      for (const award of page) {
        const step = decideUnclaimed(award, terms, ctx.now);
        report[step] += 1;
        if (!isDryRun) await takeStep(ctx, tx, { award, step, terms });
      }
      return page.at(-1);
    });
    if (last === undefined) return report;
    afterId = last.awardId;
  }
}

/** Gives when an incident's unclaimed awards are reminded of, set apart and given away. */
export async function showTerms(ctx: Context, incidentId: string): Promise<UnclaimedTerms> {
  requirePermission(ctx, 'settlement:read');
  return (await ctx.read((tx) => loadTerms(tx, incidentId))) ?? defaultTerms;
}

/** Why terms are not set. */
export interface TermsRefusal {
  readonly code: 'unclaimed_terms_disordered';
}

/** Sets the terms of an incident's unclaimed awards. Days rise: reminders, set apart, given away. */
export async function setTerms(
  ctx: Context,
  set: { readonly incidentId: string; readonly terms: UnclaimedTerms },
): Promise<Outcome<UnclaimedTerms, TermsRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { incidentId, terms } = set;
  const { reminderDays, setApartDays, giveDays, place } = terms;
  const days = [...reminderDays, setApartDays, ...(giveDays === undefined ? [] : [giveDays])];
  const isRising = days.every((day, at) => at === 0 || day > (days[at - 1] ?? 0));
  if (!isRising || (giveDays === undefined) !== (place === undefined)) {
    return refuse({ code: 'unclaimed_terms_disordered' });
  }
  await ctx.transact(async (tx) => {
    await recordTerms(tx, ctx, { incidentId, ...terms });
    const action = 'settlement.unclaimed_terms_set';
    const details = { ...terms, reminderDays: [...reminderDays] };
    await recordAudit(tx, { ctx, action, subject: incidentId, details });
  });
  return accept(terms);
}

async function takeStep(
  ctx: Context,
  tx: Tx,
  taken: { award: UnclaimedAward; step: UnclaimedStep; terms: UnclaimedTerms },
): Promise<void> {
  const { award, step, terms } = taken;
  if (step === 'wait') return;
  if (step === 'remind') {
    const reminderCount = award.reminderCount + 1;
    await recordUnclaimed(tx, ctx, { ...award, reminderCount, state: 'waiting' });
    const { awardId, claimId, reason } = award;
    const payload = { awardId, claimId, reason, reminderCount };
    const event = { type: 'payee_reminder_due', subject: claimId, payload };
    await publishEvents(tx, [{ ...event, occurredAt: ctx.now }]);
    return;
  }
  await moveUnclaimed(ctx, tx, { award, step });
  const given = step === 'give' && terms.place !== undefined ? { place: terms.place } : {};
  const state = step === 'give' ? 'given' : 'set_apart';
  await recordUnclaimed(tx, ctx, { ...award, ...given, state });
}

/** Posts a step of an award that cannot be paid; the award is locked by the caller. */
export async function moveUnclaimed(
  ctx: Context,
  tx: Tx,
  moved: { award: UnclaimedAward; step: 'set_apart' | 'take_up' | 'give' },
): Promise<void> {
  const { award, step } = moved;
  const { incidentId, currency } = award;
  await openChart(tx, { incidentId, currency });
  const requests = [transferOfStep(award, step)];
  const posted = await postTransfers(ctx, tx, { incidentId, requests });
  assert(posted.ok, 'unclaimed: the step is posted', posted);
}
