import { addMs, type Instant } from '../../kernel/index.ts';
import { canonicalHash } from '../ledger/derived-id.ts';
import type { RailFaults } from './faults.ts';
import type { RailAnswer, RailPayment, StatementLine } from './rail.ts';

/** A payment as the simulated rail remembers it: the truth, whatever it answers. */
export interface SimulatedPayment extends RailPayment {
  /** From 1; another one of the same reference is a second payment. */
  readonly number: number;
  readonly receivedAt: Instant;
  readonly rejectedCode?: string;
  /** Of a rejected one too, when the rail changes its mind late. */
  readonly settlesAt?: Instant;
  readonly returnsAt?: Instant;
}

/** What the simulated rail does with one payment on its first submission. */
export interface SimulatedFate {
  readonly isRequestLost: boolean;
  readonly isAnswerLost: boolean;
  readonly payment: SimulatedPayment;
}

/** What a draw depends on: the seed, what it is about, and which question. */
export interface Draw {
  readonly seed: string;
  readonly reference: string;
  readonly about: string;
}

/** Gives a number from 0 to 999 that depends on the seed, the reference and the question alone. */
export function draw(question: Draw): number {
  return Number.parseInt(canonicalHash({ ...question }).slice(0, 12), 16) % 1000;
}

/** Decides a payment's fate from the seed and its reference: the same again gives the same. */
export function decideFate(
  payment: RailPayment,
  options: { seed: string; faults: RailFaults; now: Instant; number?: number },
): SimulatedFate {
  const { seed, faults, now, number = 1 } = options;
  const isDrawn = (about: string, perMille: number): boolean =>
    draw({ seed, reference: payment.reference, about }) < perMille;
  const isRejected = isDrawn('rejected', faults.rejectedPerMille);
  const isLateSuccess = isDrawn('late success', faults.lateSuccessPerMille);
  const settlesAt = addMs(now, faults.settleDelayMs);
  const isReturned = isDrawn('returned', faults.returnedPerMille);
  const returned = isReturned ? { returnsAt: addMs(settlesAt, faults.returnDelayMs) } : {};
  const late = { rejectedCode: 'timed_out', settlesAt: addMs(now, faults.lateSuccessDelayMs) };
  const outcome = isLateSuccess
    ? late
    : isRejected
      ? { rejectedCode: 'account_closed' }
      : { settlesAt, ...returned };
  return {
    isRequestLost: isDrawn('request_lost', faults.requestLostPerMille),
    isAnswerLost: isDrawn('answer_lost', faults.answerLostPerMille),
    payment: { ...payment, number, receivedAt: now, ...outcome },
  };
}

/**
 * Gives what the rail says of a payment at an instant; the instants it acts at are inclusive. One
 * that was rejected and is paid late says so from then on. The version rises with each change.
 */
export function answerFor(payment: SimulatedPayment, now: Instant): RailAnswer {
  const { rejectedCode, settlesAt, returnsAt } = payment;
  const isSettled = settlesAt !== undefined && settlesAt <= now;
  if (returnsAt !== undefined && returnsAt <= now) {
    return { state: 'returned', reasonCode: 'payee_account_unreachable', version: 4n };
  }
  if (isSettled) return { state: 'confirmed', version: 3n };
  if (rejectedCode !== undefined) {
    const isFinal = settlesAt === undefined;
    return { state: 'rejected', reasonCode: rejectedCode, isFinal, version: 2n };
  }
  return { state: 'accepted', version: 1n };
}

/** Something the simulated rail tells by itself, and when. */
export interface SimulatedNotice {
  readonly noticeId: string;
  readonly reference: string;
  readonly saidAt: Instant;
  readonly answer: RailAnswer;
}

/**
 * Gives what the rail tells of a payment by itself, in the order it comes: at each change, five
 * times each, the last first, or not at all, as its faults have it.
 */
export function noticesFor(payment: SimulatedPayment, faults: RailFaults): SimulatedNotice[] {
  if (faults.notices === 'never') return [];
  const { reference, number, receivedAt, settlesAt, returnsAt } = payment;
  const moments = [receivedAt, settlesAt, returnsAt].filter((at) => at !== undefined);
  const once = moments.map((at, index): SimulatedNotice => {
    const noticeId = `${reference}-${number}-${index}`;
    const saidAt = addMs(at, faults.noticeDelayMs);
    return { noticeId, reference, saidAt, answer: answerFor(payment, at) };
  });
  if (faults.notices === 'reversed') {
    const last = once.at(-1)?.saidAt ?? receivedAt;
    return once.reverse().map((notice) => ({ ...notice, saidAt: last }));
  }
  const times = faults.notices === 'five_times' ? 5 : 1;
  return once.flatMap((notice) => Array.from({ length: times }, () => notice));
}

/** Gives the statement lines a payment has booked in a half-open window. */
export function linesFor(
  payment: SimulatedPayment,
  window: { from: Instant; until: Instant },
  charged: { feeMinor: bigint } = { feeMinor: 0n },
): StatementLine[] {
  const { reference, amountMinor, currency, number } = payment;
  const booked: StatementLine[] = [];
  const book = (direction: 'paid' | 'returned', bookedAt: Instant | undefined): void => {
    if (bookedAt === undefined || bookedAt < window.from || bookedAt >= window.until) return;
    const suffix = number === 1 ? '' : `-${number}`;
    const lineId = `${reference}-${direction === 'paid' ? 'P' : 'R'}${suffix}`;
    const isCharged = charged.feeMinor > 0n && direction === 'paid';
    const fee = isCharged ? { feeMinor: charged.feeMinor } : {};
    booked.push({ lineId, reference, direction, amountMinor, currency, bookedAt, ...fee });
  };
  book('paid', payment.settlesAt);
  book('returned', payment.returnsAt);
  return booked;
}
