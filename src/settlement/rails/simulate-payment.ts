import { addMs, type Instant } from '../../kernel/index.ts';
import { canonicalHash } from '../ledger/derived-id.ts';
import type { RailAnswer, RailPayment, StatementLine } from './rail.ts';

/** How often the simulated rail misbehaves, each in payments per thousand, and how slow it is. */
export interface RailFaults {
  readonly requestLostPerMille: number;
  readonly answerLostPerMille: number;
  readonly rejectedPerMille: number;
  readonly returnedPerMille: number;
  readonly settleDelayMs: number;
  readonly returnDelayMs: number;
}

/** A rail that never misbehaves and settles at once. */
export const noRailFaults: RailFaults = {
  requestLostPerMille: 0,
  answerLostPerMille: 0,
  rejectedPerMille: 0,
  returnedPerMille: 0,
  settleDelayMs: 0,
  returnDelayMs: 0,
};

/** A payment as the simulated rail remembers it. */
export interface SimulatedPayment extends RailPayment {
  readonly receivedAt: Instant;
  readonly rejectedCode?: string;
  readonly settlesAt?: Instant;
  readonly returnsAt?: Instant;
}

/** What the simulated rail does with one payment on its first submission. */
export interface SimulatedFate {
  readonly isRequestLost: boolean;
  readonly isAnswerLost: boolean;
  readonly payment: SimulatedPayment;
}

/** Gives a number from 0 to 999 that depends on the seed, the reference and the question alone. */
function draw(question: { seed: string; reference: string; about: string }): number {
  return Number.parseInt(canonicalHash({ ...question }).slice(0, 12), 16) % 1000;
}

/** Decides a payment's fate from the seed and its reference: the same again gives the same. */
export function decideFate(
  payment: RailPayment,
  options: { seed: string; faults: RailFaults; now: Instant },
): SimulatedFate {
  const { seed, faults, now } = options;
  const isDrawn = (about: string, perMille: number): boolean =>
    draw({ seed, reference: payment.reference, about }) < perMille;
  const isRejected = isDrawn('rejected', faults.rejectedPerMille);
  const settlesAt = addMs(now, faults.settleDelayMs);
  const isReturned = isDrawn('returned', faults.returnedPerMille);
  const outcome = isRejected
    ? { rejectedCode: 'account_closed' }
    : { settlesAt, ...(isReturned ? { returnsAt: addMs(settlesAt, faults.returnDelayMs) } : {}) };
  return {
    isRequestLost: isDrawn('request_lost', faults.requestLostPerMille),
    isAnswerLost: isDrawn('answer_lost', faults.answerLostPerMille),
    payment: { ...payment, receivedAt: now, ...outcome },
  };
}

/** Gives what the rail says of a payment at an instant; the instants it acts at are inclusive. */
export function answerFor(payment: SimulatedPayment, now: Instant): RailAnswer {
  if (payment.rejectedCode !== undefined) {
    return { state: 'rejected', reasonCode: payment.rejectedCode };
  }
  if (payment.returnsAt !== undefined && payment.returnsAt <= now) {
    return { state: 'returned', reasonCode: 'payee_account_unreachable' };
  }
  return payment.settlesAt !== undefined && payment.settlesAt <= now
    ? { state: 'confirmed' }
    : { state: 'accepted' };
}

/** Gives the statement lines a payment has booked in a half-open window. */
export function linesFor(
  payment: SimulatedPayment,
  window: { from: Instant; until: Instant },
): StatementLine[] {
  const { reference, amountMinor, currency } = payment;
  const booked: StatementLine[] = [];
  const book = (direction: 'paid' | 'returned', bookedAt: Instant | undefined): void => {
    if (bookedAt === undefined || bookedAt < window.from || bookedAt >= window.until) return;
    const lineId = `${reference}-${direction === 'paid' ? 'P' : 'R'}`;
    booked.push({ lineId, reference, direction, amountMinor, currency, bookedAt });
  };
  book('paid', payment.settlesAt);
  book('returned', payment.returnsAt);
  return booked;
}
