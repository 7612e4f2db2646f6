import { addMs, type Instant } from '../../../kernel/index.ts';

/** How urgent a claim is; the smaller comes first. */
export const priorities = [1, 2, 3] as const;
export type Priority = (typeof priorities)[number];

/** Since when a claim counts as waiting, and since when the clock stands still, if it does. */
export interface Clock {
  /** Epoch milliseconds: the filing, moved forward by every pause that is over. */
  readonly clockFromMs: number;
  readonly pausedAt?: Instant;
}

/** What the clock of a claim shows. */
export interface ClockReading {
  readonly isRunning: boolean;
  /** Whole minutes without the pauses, zero or more. */
  readonly waitedMinutes: number;
  /** When the target is reached if nothing stops the clock; absent while it stands still. */
  readonly dueAt?: Instant;
  readonly isOverdue: boolean;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * Reads the clock of a claim against the target of its incident.
 *
 * While the claimant is asked for more, nothing waits for us: the clock shows what it showed then.
 * A claim is overdue from the very instant the target is reached.
 */
export function readClock(
  clock: Clock,
  { now, targetHours }: { now: Instant; targetHours: number },
): ClockReading {
  const waitedMs = Math.max(0, (clock.pausedAt ?? now) - clock.clockFromMs);
  const targetMs = targetHours * hourMs;
  const waitedMinutes = Math.floor(waitedMs / minuteMs);
  const isOverdue = waitedMs >= targetMs;
  if (clock.pausedAt !== undefined) return { isRunning: false, waitedMinutes, isOverdue };
  return {
    isRunning: true,
    waitedMinutes,
    dueAt: addMs(now, targetMs - waitedMs),
    isOverdue,
  };
}

/**
 * Gives how urgent a claim is by its waiting alone: urgent once overdue, raised from the warning
 * on. What a person set as more urgent stays.
 */
export function escalate(
  waitedMs: number,
  rules: { readonly targetHours: number; readonly raiseHours: number },
): Priority {
  if (waitedMs >= rules.targetHours * hourMs) return 1;
  return waitedMs >= rules.raiseHours * hourMs ? 2 : 3;
}
