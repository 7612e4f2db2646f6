import type { WaitingDecision } from '../claims/claim-data.ts';
import type { ScheduledDrill } from '../continuity/drills/drill-data.ts';
import type { Version } from '../policies/policy-data.ts';
import type { SessionMember } from '../session.ts';
import type { Determination, Run } from '../settlement/settlement-data.ts';
import type { Alarm, ManualPayment } from '../treasury/treasury-data.ts';

/** Kinds of work that can wait for somebody; each has its words in `shell.homePage.waiting`. */
export type WaitingKind =
  | 'clocksOverdue'
  | 'clocksRunning'
  | 'noticesUnknown'
  | 'claims'
  | 'appeals'
  | 'secondLooks'
  | 'decisions'
  | 'policiesToTry'
  | 'policiesToApprove'
  | 'determinations'
  | 'runsToApprove'
  | 'runsToSend'
  | 'runsSentBack'
  | 'manualToRecord'
  | 'manualToConfirm'
  | 'alarms'
  | 'unexplained'
  | 'reports'
  | 'drillsOverdue'
  | 'drillsDue'
  | 'promises';

/** Work of one kind that waits: how much, and the page it is done on. */
export interface Waiting {
  readonly kind: WaitingKind;
  readonly count: number;
  /** There is more than was counted. */
  readonly isMore?: boolean;
  readonly to: string;
  /** A day is past, or something is wrong: it stands before the rest. */
  readonly isUrgent?: boolean;
}

type RunRow = Pick<Run, 'id' | 'state' | 'remedy' | 'total' | 'preparedBy'>;
type Me = Pick<SessionMember, 'id' | 'permissions'>;

const may = (me: Me, permission: SessionMember['permissions'][number]): boolean =>
  me.permissions.includes(permission);

/** One page when several wait, and the one thing itself when it is the only one. */
function place(page: string, rows: readonly { readonly id: string }[]): string {
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? `${page}/${only.id}` : page;
}

/**
 * Gives the payout runs that wait for somebody: to be approved by another than their preparer, to be
 * sent, and those sent back to their preparer while no later run of the kind was prepared.
 *
 * @param runs of one incident, the latest first
 */
export function waitingRuns(runs: readonly RunRow[], me: Me): readonly Waiting[] {
  const kindOf = ({ remedy, total }: RunRow): string => `${remedy} ${total.currency}`;
  const isLatest = (run: RunRow): boolean =>
    runs.find((one) => kindOf(one) === kindOf(run)) === run;
  const approving = may(me, 'payout:approve')
    ? runs.filter(({ state, preparedBy }) => state === 'proposed' && preparedBy.id !== me.id)
    : [];
  const sending = may(me, 'payout:send')
    ? runs.filter(({ state }) => state === 'approved' || state === 'paused')
    : [];
  const sentBack = may(me, 'payout:prepare')
    ? runs.filter((run) => run.state === 'sent_back' && isLatest(run))
    : [];
  const page = '/payout-runs';
  return [
    { kind: 'runsSentBack', count: sentBack.length, to: place(page, sentBack), isUrgent: true },
    { kind: 'runsToApprove', count: approving.length, to: place(page, approving) },
    { kind: 'runsToSend', count: sending.length, to: place(page, sending) },
  ];
}

/** Gives the decisions of others that wait for a second look; several are begun with the first. */
export function waitingLooks(
  decisions: readonly Pick<WaitingDecision, 'claimId' | 'decidedBy' | 'secondReview'>[],
  me: Me,
): readonly Waiting[] {
  const rows = decisions.filter(
    ({ decidedBy, secondReview }) =>
      secondReview !== undefined && secondReview.answer === undefined && decidedBy.id !== me.id,
  );
  return [{ kind: 'secondLooks', count: rows.length, to: `/claims/${rows[0]?.claimId ?? ''}` }];
}

/** Gives the determination runs that another prepared and nobody approved. */
export function waitingDeterminations(
  runs: readonly Pick<Determination, 'id' | 'state' | 'preparedBy'>[],
  me: Me,
): readonly Waiting[] {
  const rows = runs.filter(
    ({ state, preparedBy }) => state === 'proposed' && preparedBy.id !== me.id,
  );
  return [{ kind: 'determinations', count: rows.length, to: place('/determinations', rows) }];
}

/** Gives the drafts that wait: for their simulation, and then for another person's approval. */
export function waitingPolicies(
  versions: readonly Pick<Version, 'policyVersionId' | 'state' | 'stage' | 'author'>[],
  me: Me,
): readonly Waiting[] {
  const drafts = versions.filter(({ state }) => state === 'draft');
  const toTry = drafts.filter(({ stage }) => stage === 'checked' && may(me, 'policy:author'));
  const toApprove = drafts.filter(
    ({ stage, author }) =>
      stage === 'simulated' && author.id !== me.id && may(me, 'policy:approve'),
  );
  const named = (rows: typeof drafts) => rows.map(({ policyVersionId: id }) => ({ id }));
  return [
    { kind: 'policiesToTry', count: toTry.length, to: place('/policies', named(toTry)) },
    {
      kind: 'policiesToApprove',
      count: toApprove.length,
      to: place('/policies', named(toApprove)),
    },
  ];
}

const dueSoonDays = 30;
const dayMs = 86_400_000;

/** Gives the drills whose day is past, and those due within 30 days. */
export function waitingDrills(
  plans: readonly Pick<ScheduledDrill, 'state' | 'dueOn'>[],
  today: string,
): readonly Waiting[] {
  const until = Date.parse(today) + dueSoonDays * dayMs;
  const isOpen = ({ state }: Pick<ScheduledDrill, 'state'>) =>
    state === 'planned' || state === 'approved';
  const due = plans.filter((plan) => isOpen(plan) && Date.parse(plan.dueOn) <= until);
  const to = '/continuity/drills';
  const overdueCount = plans.filter(({ state }) => state === 'overdue').length;
  return [
    { kind: 'drillsOverdue', count: overdueCount, to, isUrgent: true },
    { kind: 'drillsDue', count: due.length, to },
  ];
}

/** Gives the legal clocks that ran out or still run, and were not met. */
export function waitingClocks(
  clocks: readonly {
    readonly metAt: string | null;
    readonly reading: { readonly state: string };
  }[],
): readonly Waiting[] {
  const count = (wanted: string): number =>
    clocks.filter(({ metAt, reading }) => metAt === null && reading.state === wanted).length;
  const to = '/incident/duties';
  return [
    { kind: 'clocksOverdue', count: count('missed'), to, isUrgent: true },
    { kind: 'clocksRunning', count: count('running'), to },
  ];
}

/** Gives the payments by hand that wait to be recorded, or for another person to confirm them. */
export function waitingByHand(
  payments: readonly Pick<ManualPayment, 'result'>[],
  me: Me,
): readonly Waiting[] {
  const open = may(me, 'payout:prepare') ? payments.filter(({ result }) => result === null) : [];
  const said = may(me, 'payout:approve')
    ? payments.filter(({ result }) => result !== null && result.recordedBy.id !== me.id)
    : [];
  const to = '/manual-payments';
  return [
    { kind: 'manualToRecord', count: open.length, to },
    { kind: 'manualToConfirm', count: said.length, to },
  ];
}

/** Gives the payouts that a person has to look at. */
export function waitingAlarms(alarms: readonly Pick<Alarm, 'id'>[]): readonly Waiting[] {
  return [{ kind: 'alarms', count: alarms.length, to: '/reconciliation', isUrgent: true }];
}

/** Gives what waits, without what does not; urgent work first, else in the order it came in. */
export function orderWaiting(all: readonly Waiting[]): readonly Waiting[] {
  const there = all.filter(({ count }) => count > 0);
  return [
    ...there.filter(({ isUrgent }) => isUrgent === true),
    ...there.filter(({ isUrgent }) => isUrgent !== true),
  ];
}
