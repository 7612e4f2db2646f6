/** How the simulated rail misbehaves. Shares are in payments per thousand, drawn by the seed. */
export interface RailFaults {
  readonly requestLostPerMille: number;
  readonly answerLostPerMille: number;
  /** Calls, by their first payment, of which everything was taken and no answer can be read. */
  readonly callLostPerMille: number;
  readonly rejectedPerMille: number;
  readonly returnedPerMille: number;
  /** Answered as rejected, and paid all the same after `lateSuccessDelayMs`. */
  readonly lateSuccessPerMille: number;
  /** Answers that name another amount than was asked for. */
  readonly differsPerMille: number;
  /** Statement lines left out when a window is read first, and given when it is read again. */
  readonly missingLinePerMille: number;
  /** Statement lines that come twice. */
  readonly doubleLinePerMille: number;
  /** Notices about payments of somebody else. */
  readonly foreignNoticePerMille: number;
  readonly settleDelayMs: number;
  readonly returnDelayMs: number;
  readonly lateSuccessDelayMs: number;
  /** So long a look-up does not know of what was taken. */
  readonly lookUpLagMs: number;
  /** So long a reference is remembered; after it, it is paid again. */
  readonly keyWindowMs: number;
  /** How notices come: once, not at all, five times each, the last first, before the answer. */
  readonly notices: 'once' | 'never' | 'five_times' | 'reversed' | 'early';
  readonly noticeDelayMs: number;
  /** What may be taken on one UTC day, in minor units; 0 is without limit. */
  readonly dayMinorMax: bigint;
  /** Hours of the UTC day, half-open, in which nothing is taken; equal is never. */
  readonly closedFromHour: number;
  readonly closedUntilHour: number;
  /** What may be paid out in all, in minor units; 0 is without limit. */
  readonly balanceMinor: bigint;
  /** Charged for each payment, in minor units. */
  readonly feeMinor: bigint;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A rail that never misbehaves and settles at once. */
export const noRailFaults: RailFaults = {
  requestLostPerMille: 0,
  answerLostPerMille: 0,
  callLostPerMille: 0,
  rejectedPerMille: 0,
  returnedPerMille: 0,
  lateSuccessPerMille: 0,
  differsPerMille: 0,
  missingLinePerMille: 0,
  doubleLinePerMille: 0,
  foreignNoticePerMille: 0,
  settleDelayMs: 0,
  returnDelayMs: 0,
  lateSuccessDelayMs: 0,
  lookUpLagMs: 0,
  keyWindowMs: Number.POSITIVE_INFINITY,
  notices: 'once',
  noticeDelayMs: 0,
  dayMinorMax: 0n,
  closedFromHour: 0,
  closedUntilHour: 0,
  balanceMinor: 0n,
  feeMinor: 0n,
};

/** A named way to misbehave, to be switched on in a rehearsal. */
export interface FaultSwitch {
  readonly says: string;
  readonly faults: Partial<RailFaults>;
}

/**
 * The faults that real providers were seen with, by number.
 *
 * @source docs/operating/rehearsal.md, "What can be switched on"
 */
export const faultSwitches: Readonly<Record<string, FaultSwitch>> = {
  F32: { says: 'takes it, and the answer is lost', faults: { answerLostPerMille: 400 } },
  F33: {
    says: 'takes the whole call, and answers what cannot be read',
    faults: { callLostPerMille: 500 },
  },
  F34: { says: 'does not take it, and does not answer', faults: { requestLostPerMille: 400 } },
  F35: {
    says: 'does not know for ten minutes what it took',
    faults: { answerLostPerMille: 500, lookUpLagMs: 10 * minuteMs },
  },
  F36: {
    says: 'forgets a reference after 25 hours and would pay it again',
    faults: { requestLostPerMille: 400, keyWindowMs: 25 * hourMs, lookUpLagMs: 30 * hourMs },
  },
  F37: {
    says: 'tells the outcome before it answers',
    faults: { notices: 'early', answerLostPerMille: 300 },
  },
  F38: { says: 'tells everything five times', faults: { notices: 'five_times' } },
  F39: {
    says: 'tells the last thing first',
    faults: { notices: 'reversed', settleDelayMs: hourMs, returnedPerMille: 200 },
  },
  F40: { says: 'tells it thirty days late', faults: { noticeDelayMs: 30 * dayMs } },
  F41: {
    says: 'never tells anything by itself',
    faults: { notices: 'never', answerLostPerMille: 300 },
  },
  F42: {
    says: 'pays, and the money comes back two days later',
    faults: { returnedPerMille: 300, returnDelayMs: 2 * dayMs },
  },
  F43: {
    says: 'refuses, and pays all the same a day later',
    faults: { lateSuccessPerMille: 300, lateSuccessDelayMs: dayMs },
  },
  F44: { says: 'answers with another amount', faults: { differsPerMille: 300 } },
  F45: { says: 'charges a fee for each payment', faults: { feeMinor: 500n } },
  F46: { says: 'takes only so much a day', faults: { dayMinorMax: 200_000n } },
  F47: {
    says: 'is closed for an hour before and after midnight',
    faults: { closedFromHour: 0, closedUntilHour: 2 },
  },
  F48: {
    says: 'leaves lines out of its statement and doubles others',
    faults: { missingLinePerMille: 300, doubleLinePerMille: 300 },
  },
  F50: {
    says: 'tells about payments of somebody else',
    faults: { foreignNoticePerMille: 500 },
  },
  F51: { says: 'runs out of money in the middle', faults: { balanceMinor: 200_000n } },
};

/** Puts several switches together; a later one wins where two set the same. */
export function faultsOf(names: readonly string[]): RailFaults {
  const chosen = names.map((name) => faultSwitches[name]?.faults ?? {});
  return Object.assign({ ...noRailFaults }, ...chosen) as RailFaults;
}
