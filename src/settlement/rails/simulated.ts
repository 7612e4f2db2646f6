import type { Instant } from '../../kernel/index.ts';
import type { Context } from '../../platform/index.ts';
import type { Rail, RailAnswer, RailPayment, StatementLine } from './rail.ts';
import {
  answerFor,
  decideFate,
  linesFor,
  noRailFaults,
  type RailFaults,
  type SimulatedPayment,
} from './simulate-payment.ts';
import { listSimulatedPayments, loadSimulatedPayments, recordSimulatedPayments } from './store.ts';

/**
 * Builds the simulated rail: a payment provider with faults, for tests and demonstration.
 *
 * It remembers every payment in the database, in transactions of its own, so that it survives a
 * restart as a provider would. Which payments are lost, rejected or returned depends on the seed
 * and the reference alone. A lost request or answer is lost on the first submission only.
 */
export function createSimulatedRail(options: {
  ctx: Context;
  seed?: string;
  faults?: Partial<RailFaults>;
  name?: string;
}): Rail {
  const { ctx } = options;
  const name = options.name ?? 'simulated';
  const seed = options.seed ?? 'amends';
  const faults = { ...noRailFaults, ...options.faults };
  const lostOnce = new Set<string>();

  /** Takes in one payment, first or again; gives its answer unless that is lost. */
  function take(
    payment: RailPayment,
    known: { earlier: SimulatedPayment | undefined; now: Instant; received: SimulatedPayment[] },
  ): RailAnswer | undefined {
    const { earlier, now } = known;
    if (earlier !== undefined) return answerFor(earlier, now);
    const fate = decideFate(payment, { seed, faults, now });
    if (fate.isRequestLost && !lostOnce.has(payment.reference)) {
      lostOnce.add(payment.reference);
      return undefined;
    }
    known.received.push(fate.payment);
    if (fate.isAnswerLost) return undefined;
    const answer = answerFor(fate.payment, now);
    // A provider answers a submission before it settles it, let alone sees it come back.
    return answer.state === 'rejected' ? answer : { state: 'accepted' };
  }

  async function receive(
    payments: readonly RailPayment[],
    now: Instant,
  ): Promise<Map<string, RailAnswer>> {
    const references = payments.map(({ reference }) => reference);
    return ctx.transact(async (tx) => {
      const known = await loadSimulatedPayments(tx, references);
      const answers = new Map<string, RailAnswer>();
      const received: SimulatedPayment[] = [];
      for (const payment of payments) {
        const earlier = known.get(payment.reference);
        const answer = take(payment, { earlier, now, received });
        if (answer !== undefined) answers.set(payment.reference, answer);
      }
      await recordSimulatedPayments(tx, name, received);
      return answers;
    });
  }

  return {
    name,
    submit: receive,
    async lookUp(references, now) {
      const known = await ctx.read((tx) => loadSimulatedPayments(tx, references));
      return new Map(
        [...known].map(([reference, payment]) => [reference, answerFor(payment, now)]),
      );
    },
    async statement(window) {
      const payments = await ctx.read((tx) => listSimulatedPayments(tx, { rail: name, ...window }));
      const lines: StatementLine[] = payments.flatMap((payment) => linesFor(payment, window));
      return lines.sort((a, b) => a.bookedAt - b.bookedAt || (a.lineId < b.lineId ? -1 : 1));
    },
  };
}
