import { accept, type Outcome, refuse } from '../../kernel/index.ts';

/** What one role may approve in a currency, in minor units; null is without limit. */
export interface ApprovalLimit {
  readonly role: string;
  readonly paymentMinorMax: bigint | null;
  readonly runMinorMax: bigint | null;
  readonly dayMinorMax: bigint | null;
}

/** Why an approval is over the approver's limits. */
export type ApprovalLimitRefusal =
  | { readonly code: 'approval_over_payment_limit'; readonly limitMinor: bigint }
  | { readonly code: 'approval_over_run_limit'; readonly limitMinor: bigint }
  | { readonly code: 'approval_over_day_limit'; readonly limitMinor: bigint };

type Bound = 'paymentMinorMax' | 'runMinorMax' | 'dayMinorMax';

/** Gives the widest bound among roles; undefined when one of them has none. */
function widest(limits: readonly ApprovalLimit[], bound: Bound): bigint | undefined {
  let most: bigint | undefined;
  for (const limit of limits) {
    const value = limit[bound];
    if (value === null) return undefined;
    if (most === undefined || value > most) most = value;
  }
  return most;
}

/**
 * Decides whether somebody may approve a run.
 *
 * A person with several roles has the widest limit of them; a role for which no limit is set has
 * none. All bounds are inclusive. Checked in this order: the largest payment, the run, the day.
 *
 * @param run.limits the limits set for the roles through which the person approves, one each
 * @param run.approvedTodayMinor what the person approved before on the same calendar day
 */
export function decideWithinLimits(run: {
  readonly limits: readonly ApprovalLimit[];
  readonly hasUnlimitedRole: boolean;
  readonly largestMinor: bigint;
  readonly totalMinor: bigint;
  readonly approvedTodayMinor: bigint;
}): Outcome<null, ApprovalLimitRefusal> {
  if (run.hasUnlimitedRole) return accept(null);
  const payment = widest(run.limits, 'paymentMinorMax');
  if (payment !== undefined && run.largestMinor > payment) {
    return refuse({ code: 'approval_over_payment_limit', limitMinor: payment });
  }
  const whole = widest(run.limits, 'runMinorMax');
  if (whole !== undefined && run.totalMinor > whole) {
    return refuse({ code: 'approval_over_run_limit', limitMinor: whole });
  }
  const day = widest(run.limits, 'dayMinorMax');
  if (day !== undefined && run.approvedTodayMinor + run.totalMinor > day) {
    return refuse({ code: 'approval_over_day_limit', limitMinor: day });
  }
  return accept(null);
}
