import { confirmContact } from '../../claims/identity/index.ts';
import {
  accept,
  addMs,
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
import { applyPayoutEvents, eventsOf } from '../payouts/apply-events.ts';
import { lockAttempts } from '../payouts/store.ts';
import type { Payee } from '../rails/files/file-format.ts';
import { loadPayeeNeed, lockPayee, payeeRefOf, recordPayee } from './payee-store.ts';
import { moveUnclaimed } from './unclaimed-commands.ts';
import {
  countSharedPayee,
  listAwardsOfClaim,
  lockSetApart,
  recordUnclaimed,
} from './unclaimed-store.ts';

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
 * Changes where a claimant is paid, as staff were told. What was approved for the payee before is
 * withdrawn, and with it its approval; what was sent stays. What was set apart is taken up again. The
 * new payee is sealed, waits out its cool-down, and an event (`payee_changed`) has the old contact told.
 *
 * @source invariants S3, P7
 */
export async function changePayee(
  ctx: Context,
  change: { readonly claimId: string; readonly payee: Payee },
): Promise<Outcome<ChangedPayee, PayeeRefusal>> {
  requirePermission(ctx, 'claim:enter');
  return ctx.transact((tx) => takePayee(ctx, tx, { ...change, payeeId: ctx.newId() }));
}

/** Why a claimant’s own change of where they are paid is not taken. */
export type OwnPayeeRefusal =
  | { readonly code: 'claim_not_found'; readonly claimId: string }
  | { readonly code: 'contact_not_proved' }
  | { readonly code: 'payee_not_asked' }
  | PayeeRefusal;

/** Another account, given by the claimant. */
export interface OwnPayee {
  readonly claimId: string;
  readonly token: string;
  /** as proving the contact of the claim by a code gave it */
  readonly contactDigest: Uint8Array;
  /** made when the giving began: the same one sent again changes nothing */
  readonly payeeId: string;
  readonly payee: Payee;
}

/**
 * Takes another account from the claimant, where a payment came back or failed, or nobody said where
 * to pay: as `changePayee` does for staff, once for each `payeeId`.
 *
 * Refused in this order: the token is not the claim’s; the contact proved is not the one given in the
 * claim; nothing waits for an account.
 */
export async function giveOwnPayee(
  ctx: Context,
  given: OwnPayee,
): Promise<Outcome<ChangedPayee, OwnPayeeRefusal>> {
  requirePermission(ctx, 'claim:submit');
  const { claimId, token, contactDigest, payeeId, payee } = given;
  const proved = await confirmContact(ctx, { claimId, token, contactDigest });
  if (!proved.ok) return refuse({ code: 'claim_not_found', claimId });
  if (!proved.value.isConfirmed) return refuse({ code: 'contact_not_proved' });
  return ctx.transact(async (tx): Promise<Outcome<ChangedPayee, OwnPayeeRefusal>> => {
    const known = await lockPayee(tx, { claimId, payeeId });
    if (known !== undefined) {
      const { usableFrom } = known;
      const payeeRef = payeeRefOf(payeeId);
      return accept({ payeeRef, usableFrom, withdrawnCount: 0, sharedWithCount: 0 });
    }
    if ((await loadPayeeNeed(tx, claimId)) === undefined) {
      return refuse({ code: 'payee_not_asked' });
    }
    return takePayee(ctx, tx, { claimId, payee, payeeId });
  });
}

async function takePayee(
  ctx: Context,
  tx: Tx,
  change: { readonly claimId: string; readonly payee: Payee; readonly payeeId: string },
): Promise<Outcome<ChangedPayee, PayeeRefusal>> {
  const { claimId, payee, payeeId } = change;
  const awards = await listAwardsOfClaim(tx, claimId);
  const [first] = awards;
  if (first === undefined) return refuse({ code: 'claim_without_award', claimId });
  const { incidentId } = first;
  const salt = ctx.randomBytes(16);
  const plaintext = Buffer.from(JSON.stringify(payee));
  const sealed = ctx.vault.encrypt({ salt, plaintext });
  const fingerprint = fingerprintOf(ctx, payee);
  const usableFrom = addMs(ctx.now, payeeCoolDownMs);
  const sealing = { payeeId, claimId, incidentId, salt, sealed, fingerprint, usableFrom };
  await recordPayee(tx, ctx, sealing);
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
  const payeeRef = payeeRefOf(payeeId);
  return accept({ payeeRef, usableFrom, withdrawnCount: waiting.length, sharedWithCount });
}

/** A keyed mark of bank and account: alike for alike accounts, and nothing to anybody else. */
function fingerprintOf(ctx: Context, payee: Payee): string {
  const account = payee.account.replace(/[^0-9A-Za-z]/g, '');
  const signed = ctx.signer.sign(Buffer.from(`payee ${payee.bank.trim()} ${account}`));
  return Buffer.from(sha256(signed)).toString('hex');
}

async function takeUp(ctx: Context, tx: Tx, claimId: string): Promise<void> {
  for (const award of await lockSetApart(tx, claimId)) {
    if (award.state === 'set_apart') await moveUnclaimed(ctx, tx, { award, step: 'take_up' });
    const round = award.state === 'set_apart' ? award.round + 1 : award.round;
    await recordUnclaimed(tx, ctx, { ...award, round, reminderCount: 0, state: 'taken_up' });
  }
}
