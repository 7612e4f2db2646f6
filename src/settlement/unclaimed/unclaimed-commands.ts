import {
  accept,
  addMs,
  assert,
  type Instant,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
} from '../../platform/index.ts';
import { postTransfers } from '../ledger/commands.ts';
import { openChart } from '../ledger/store.ts';
import { applyPayoutEvents, eventsOf } from '../payouts/apply-events.ts';
import { lockAttempts } from '../payouts/store.ts';
import type { Payee } from '../rails/files/file-format.ts';
import {
  decideUnclaimed,
  defaultTerms,
  transferOfStep,
  type UnclaimedAward,
  type UnclaimedStep,
  type UnclaimedTerms,
} from './decide-unclaimed.ts';
import { loadTerms, recordTerms } from './term-store.ts';
import {
  countSharedPayee,
  listAwardsOfClaim,
  lockFollowing,
  lockSetApart,
  lockUnpayable,
  recordPayee,
  recordUnclaimed,
} from './unclaimed-store.ts';

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
  await move(ctx, tx, { award, step });
  const given = step === 'give' && terms.place !== undefined ? { place: terms.place } : {};
  const state = step === 'give' ? 'given' : 'set_apart';
  await recordUnclaimed(tx, ctx, { ...award, ...given, state });
}

async function move(
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

/** A changed payee is not paid before so long: its claimant may object meanwhile. */
export const payeeCoolDownMs = 3 * 86_400_000;

/** What a change of payee came to. */
export interface ChangedPayee {
  readonly payeeRef: string;
  readonly usableFrom: Instant;
  /** Payments that were proposed or approved for the payee before, and are withdrawn. */
  readonly withdrawnCount: number;
  /** Other claims that are paid to the same account: for a person to look at. */
  readonly sharedWithCount: number;
}

/** Why a payee is not changed. */
export interface PayeeRefusal {
  readonly code: 'claim_without_award';
  readonly claimId: string;
}

/**
 * Changes where a claimant is paid. What was approved for the payee before is withdrawn, and with it
 * its approval; what was sent stays. What was set apart is taken up again. The new payee is sealed,
 * waits out its cool-down, and an event (`payee_changed`) has the old contact told.
 *
 * @source invariants S3, P7
 */
export async function changePayee(
  ctx: Context,
  change: { readonly claimId: string; readonly payee: Payee },
): Promise<Outcome<ChangedPayee, PayeeRefusal>> {
  requirePermission(ctx, 'claim:enter');
  const { claimId, payee } = change;
  return ctx.transact(async (tx): Promise<Outcome<ChangedPayee, PayeeRefusal>> => {
    const awards = await listAwardsOfClaim(tx, claimId);
    const [first] = awards;
    if (first === undefined) return refuse({ code: 'claim_without_award', claimId });
    const { incidentId } = first;
    const salt = ctx.randomBytes(16);
    const plaintext = Buffer.from(JSON.stringify(payee));
    const sealed = ctx.vault.encrypt({ salt, plaintext });
    const fingerprint = fingerprintOf(ctx, payee);
    const usableFrom = addMs(ctx.now, payeeCoolDownMs);
    const sealing = { claimId, incidentId, salt, sealed, fingerprint, usableFrom };
    const payeeRef = await recordPayee(tx, ctx, sealing);
    const attempts = await lockAttempts(
      tx,
      awards.map(({ awardId }) => awardId),
    );
    const waiting = attempts.filter(
      ({ state, remedy }) => remedy === 'cash' && (state === 'proposed' || state === 'approved'),
    );
    await applyPayoutEvents(ctx, tx, eventsOf(waiting, 'payout_withdrawn', 'payee_changed'));
    await takeUp(ctx, tx, claimId);
    const sharedWithCount = await countSharedPayee(tx, { claimId, fingerprint });
    const payload = { claimId, usableFrom: renderInstant(usableFrom) };
    const event = { type: 'payee_changed', subject: claimId, payload, occurredAt: ctx.now };
    await publishEvents(tx, [event]);
    const details = { withdrawnCount: waiting.length, sharedWithCount };
    await recordAudit(tx, { ctx, action: 'settlement.payee_changed', subject: claimId, details });
    return accept({ payeeRef, usableFrom, withdrawnCount: waiting.length, sharedWithCount });
  });
}

/** A keyed mark of bank and account: alike for alike accounts, and nothing to anybody else. */
function fingerprintOf(ctx: Context, payee: Payee): string {
  const account = payee.account.replace(/[^0-9A-Za-z]/g, '');
  const signed = ctx.signer.sign(Buffer.from(`payee ${payee.bank.trim()} ${account}`));
  return Buffer.from(sha256(signed)).toString('hex');
}

async function takeUp(ctx: Context, tx: Tx, claimId: string): Promise<void> {
  for (const award of await lockSetApart(tx, claimId)) {
    if (award.state === 'set_apart') await move(ctx, tx, { award, step: 'take_up' });
    const round = award.state === 'set_apart' ? award.round + 1 : award.round;
    await recordUnclaimed(tx, ctx, { ...award, round, reminderCount: 0, state: 'taken_up' });
  }
}
