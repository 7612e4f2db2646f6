import { addMs, type Instant } from '../../kernel/index.ts';
import { type Context, PlatformError, type Tx } from '../../platform/index.ts';
import { noRailFaults, type RailFaults } from './faults.ts';
import type { Rail, RailAnswer, RailPayment, StatementLine } from './rail.ts';
import {
  answerFor,
  decideFate,
  draw,
  linesFor,
  type SimulatedPayment,
} from './simulate-payment.ts';
import {
  listSimulatedPayments,
  loadSimulatedPayments,
  recordSimulatedPayments,
  sumSimulatedPayments,
} from './store.ts';

/** What a simulated rail is built from. */
export interface SimulatedOptions {
  readonly ctx: Context;
  readonly seed?: string;
  readonly faults?: Partial<RailFaults>;
  readonly name?: string;
  /** What was lost once already; shared by rails that are to be one and the same. */
  readonly lostOnce?: Set<string>;
}

const hourMs = 3_600_000;

interface Simulation {
  readonly ctx: Context;
  readonly name: string;
  readonly seed: string;
  readonly faults: RailFaults;
  readonly lostOnce: Set<string>;
}

function busy(name: string, message: string): PlatformError {
  return new PlatformError('rail_busy', { message: `${name}: ${message}`, retryable: true });
}

function isDrawn(
  { seed }: Simulation,
  question: { reference: string; about: string; perMille: number },
): boolean {
  const { reference, about, perMille } = question;
  return perMille > 0 && draw({ seed, reference, about }) < perMille;
}

function isFirst({ lostOnce }: Simulation, what: string): boolean {
  const isNew = !lostOnce.has(what);
  lostOnce.add(what);
  return isNew;
}

interface Taking {
  readonly now: Instant;
  readonly told: Map<string, RailAnswer>;
  readonly received: SimulatedPayment[];
  takenMinor: bigint;
}

/** Takes in a payment for the first time, or once more after it was forgotten. */
function takeNew(
  simulation: Simulation,
  taking: Taking,
  taken: { payment: RailPayment; number: number },
): void {
  const { payment, number } = taken;
  const { seed, faults } = simulation;
  const { now } = taking;
  const fate = decideFate(payment, { seed, faults, now, number });
  if (fate.isRequestLost && isFirst(simulation, `request ${payment.reference}`)) return;
  taking.received.push(fate.payment);
  taking.takenMinor += payment.amountMinor;
  if (fate.isAnswerLost) return;
  const answer = answerFor(fate.payment, now);
  // A provider answers a submission before it settles it, let alone sees it come back.
  const said: RailAnswer =
    answer.state === 'rejected' ? answer : { state: 'accepted', version: 1n };
  const { reference, amountMinor } = payment;
  const perMille = faults.differsPerMille;
  const isDiffering = isDrawn(simulation, { reference, about: 'differs', perMille });
  taking.told.set(reference, isDiffering ? { ...said, amountMinor: amountMinor + 1n } : said);
}

async function takePayments(
  simulation: Simulation,
  tx: Tx,
  asked: { payments: readonly RailPayment[]; now: Instant },
): Promise<Taking> {
  const { payments, now } = asked;
  const { name: rail, faults } = simulation;
  const references = payments.map(({ reference }) => reference);
  const known = await loadSimulatedPayments(tx, references);
  const today = addMs(now, -(now % (24 * hourMs)));
  const takenMinor = await sumSimulatedPayments(tx, { rail, from: today });
  const taking: Taking = { now, told: new Map(), received: [], takenMinor };
  for (const payment of payments) {
    const earlier = known.get(payment.reference) ?? [];
    const [first, last] = [earlier[0], earlier.at(-1)];
    if (first !== undefined && last !== undefined && now - first.receivedAt < faults.keyWindowMs) {
      taking.told.set(payment.reference, answerFor(last, now));
      continue;
    }
    const isOver = taking.takenMinor + payment.amountMinor > faults.dayMinorMax;
    if (faults.dayMinorMax > 0n && isOver) continue;
    takeNew(simulation, taking, { payment, number: earlier.length + 1 });
  }
  await recordSimulatedPayments(tx, rail, taking.received);
  return taking;
}

async function receive(
  simulation: Simulation,
  payments: readonly RailPayment[],
  now: Instant,
): Promise<ReadonlyMap<string, RailAnswer>> {
  const { ctx, name, faults } = simulation;
  const hour = Math.floor((now / hourMs) % 24);
  if (hour >= faults.closedFromHour && hour < faults.closedUntilHour) {
    throw busy(name, 'closed for maintenance');
  }
  const taking = await ctx.transact((tx) => takePayments(simulation, tx, { payments, now }));
  const isNothing = taking.told.size + taking.received.length === 0;
  if (faults.dayMinorMax > 0n && isNothing && payments.length > 0) {
    throw busy(name, 'the limit of the day is reached');
  }
  const reference = payments[0]?.reference ?? '';
  const perMille = faults.callLostPerMille;
  const isCallLost = isDrawn(simulation, { reference, about: 'call_lost', perMille });
  if (isCallLost && isFirst(simulation, `call ${reference}`)) {
    throw new PlatformError('rail_answer_lost', { message: `${name}: an answer like 502` });
  }
  return taking.told;
}

async function readStatement(
  simulation: Simulation,
  window: { from: Instant; until: Instant },
): Promise<StatementLine[]> {
  const { ctx, name, faults } = simulation;
  const payments = await ctx.read((tx) => listSimulatedPayments(tx, { rail: name, ...window }));
  const { feeMinor, missingLinePerMille, doubleLinePerMille } = faults;
  const lines = payments.flatMap((payment) => linesFor(payment, window, { feeMinor }));
  const given = lines.flatMap((line) => {
    const ask = (about: string, perMille: number): boolean =>
      isDrawn(simulation, { reference: line.lineId, about, perMille });
    const isMissing = ask('missing', missingLinePerMille);
    if (isMissing && isFirst(simulation, `line ${line.lineId}`)) return [];
    return ask('double', doubleLinePerMille) ? [line, line] : [line];
  });
  return given.sort((a, b) => a.bookedAt - b.bookedAt || (a.lineId < b.lineId ? -1 : 1));
}

/**
 * Builds the simulated rail: a payment provider with faults, for tests and demonstration.
 *
 * It remembers every payment in the database, in transactions of its own, so that it survives a
 * restart as a provider would. Which payments are lost, rejected or returned depends on the seed
 * and the reference alone. A lost request, answer or line is lost the first time only.
 */
export function createSimulatedRail(options: SimulatedOptions): Rail {
  const { ctx, name = 'simulated', seed = 'amends' } = options;
  const faults = { ...noRailFaults, ...options.faults };
  const lostOnce = options.lostOnce ?? new Set<string>();
  const simulation: Simulation = { ctx, name, seed, faults, lostOnce };
  return {
    name,
    promise: { lookUpLagMs: faults.lookUpLagMs, keyWindowMs: faults.keyWindowMs },
    submit: (payments, now) => receive(simulation, payments, now),
    async lookUp(references, now) {
      const known = await ctx.read((tx) => loadSimulatedPayments(tx, references));
      const answers = new Map<string, RailAnswer>();
      for (const [reference, payments] of known) {
        const last = payments.at(-1);
        if (last === undefined || now - last.receivedAt < faults.lookUpLagMs) continue;
        answers.set(reference, answerFor(last, now));
      }
      return answers;
    },
    statement: (window) => readStatement(simulation, window),
    async availableMinor() {
      if (faults.balanceMinor === 0n) return undefined;
      const from = 0 as Instant;
      const taken = await ctx.read((tx) => sumSimulatedPayments(tx, { rail: name, from }));
      return faults.balanceMinor - taken;
    },
  };
}
