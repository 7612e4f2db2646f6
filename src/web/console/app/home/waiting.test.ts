import { describe, expect, it } from 'vitest';
import {
  orderWaiting,
  type Waiting,
  waitingByHand,
  waitingClocks,
  waitingDeterminations,
  waitingDrills,
  waitingLooks,
  waitingPolicies,
  waitingRuns,
} from './waiting.ts';

type Me = Parameters<typeof waitingRuns>[1];
type Run = Parameters<typeof waitingRuns>[0][number];
const approver: Me = { id: 'a', permissions: ['payout:approve', 'policy:approve'] };
const treasurer: Me = { id: 't', permissions: ['payout:prepare', 'payout:send'] };

function run(id: string, state: Run['state'], by = 't', currency = 'KRW'): Run {
  const total = { amountMinor: '1', currency };
  return { id, state, remedy: 'cash', total, preparedBy: { id: by } };
}

const counts = (all: readonly Waiting[]) =>
  Object.fromEntries(orderWaiting(all).map(({ kind, count, to }) => [kind, [count, to]]));

describe('what waits on the first page of the console', () => {
  it('decisions of others to look at once more, while nobody has', () => {
    const drawn = (claimId: string, by: string, secondReview?: object) =>
      ({ claimId, decidedBy: { id: by }, ...(secondReview ? { secondReview } : {}) }) as never;
    const decisions = [
      drawn('1', 'me', { cause: 'amount' }),
      drawn('2', 'other'),
      drawn('3', 'other', { cause: 'cluster', answer: 'agrees' }),
      drawn('4', 'other', { cause: 'sample' }),
      drawn('5', 'other', { cause: 'amount' }),
    ];
    const me: Me = { id: 'me', permissions: ['claim:review'] };
    expect(counts(waitingLooks(decisions, me))).toEqual({ secondLooks: [2, '/claims/4'] });
    expect(counts(waitingLooks(decisions.slice(0, 3), me))).toEqual({});
  });

  it('payout runs: for another than the preparer, then for the sender', () => {
    const runs = [run('3', 'paused'), run('2', 'approved'), run('1', 'proposed')];
    expect(counts(waitingRuns(runs, approver))).toEqual({ runsToApprove: [1, '/payout-runs/1'] });
    expect(counts(waitingRuns(runs, treasurer))).toEqual({ runsToSend: [2, '/payout-runs'] });
    const own = [run('1', 'proposed', 'a')];
    expect(counts(waitingRuns(own, approver))).toEqual({});
  });

  it('a run sent back: until a later one of its kind is prepared', () => {
    const back = run('1', 'sent_back');
    expect(counts(waitingRuns([back], treasurer))).toEqual({
      runsSentBack: [1, '/payout-runs/1'],
    });
    expect(counts(waitingRuns([back], approver))).toEqual({});
    expect(counts(waitingRuns([run('2', 'sent'), back], treasurer))).toEqual({});
    const other = run('2', 'sent', 't', 'USD');
    expect(counts(waitingRuns([other, back], treasurer))).toEqual({
      runsSentBack: [1, '/payout-runs/1'],
    });
  });

  it('determinations and policies: another person\u2019s, at the stage that needs me', () => {
    const proposed = { id: 'd', state: 'proposed' as const, preparedBy: { id: 't' } };
    expect(counts(waitingDeterminations([proposed], approver))).toEqual({
      determinations: [1, '/determinations/d'],
    });
    expect(counts(waitingDeterminations([proposed], treasurer))).toEqual({});
    const draft = (stage: 'checked' | 'simulated', author: string) =>
      ({ policyVersionId: stage, state: 'draft', stage, author: { id: author } }) as never;
    const drafts = [draft('checked', 'p'), draft('simulated', 'p'), draft('simulated', 'a')];
    expect(counts(waitingPolicies(drafts, approver))).toEqual({
      policiesToApprove: [1, '/policies/simulated'],
    });
    const author: Me = { id: 'p', permissions: ['policy:author'] };
    expect(counts(waitingPolicies(drafts, author))).toEqual({
      policiesToTry: [1, '/policies/checked'],
    });
  });

  it('drills: past their day, or due within thirty days, the thirtieth included', () => {
    const plan = (state: 'planned' | 'overdue' | 'held', dueOn: string) => ({ state, dueOn });
    const plans = [
      plan('overdue', '2026-11-01'),
      plan('planned', '2026-12-28'),
      plan('planned', '2026-12-29'),
      plan('held', '2026-12-01'),
    ];
    expect(counts(waitingDrills(plans, '2026-11-28'))).toEqual({
      drillsOverdue: [1, '/continuity/drills'],
      drillsDue: [1, '/continuity/drills'],
    });
  });

  it('legal clocks that were not met, and payments by hand', () => {
    const clock = (state: string, metAt: string | null) => ({ metAt, reading: { state } });
    const clocks = [clock('missed', null), clock('running', null), clock('delayed', 'x')];
    const to = '/incident/duties';
    expect(counts(waitingClocks(clocks))).toEqual({
      clocksOverdue: [1, to],
      clocksRunning: [1, to],
    });
    const said = { result: { recordedBy: { id: 't' } } } as never;
    const payments = [{ result: null }, said];
    expect(counts(waitingByHand(payments, treasurer))).toEqual({
      manualToRecord: [1, '/manual-payments'],
    });
    expect(counts(waitingByHand(payments, approver))).toEqual({
      manualToConfirm: [1, '/manual-payments'],
    });
  });

  it('what is urgent stands first, and what is none is not there', () => {
    const all: readonly Waiting[] = [
      { kind: 'claims', count: 2, to: '/claims' },
      { kind: 'appeals', count: 0, to: '/appeals' },
      { kind: 'drillsOverdue', count: 1, to: '/continuity/drills', isUrgent: true },
    ];
    expect(orderWaiting(all).map(({ kind }) => kind)).toEqual(['drillsOverdue', 'claims']);
  });
});
