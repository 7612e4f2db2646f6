import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { queuesQuery } from '../claims/claim-data.ts';
import { promisesQuery } from '../continuity/continuity-data.ts';
import { scheduleQuery } from '../continuity/drills/drill-data.ts';
import { clocksQuery } from '../incident/incident-data.ts';
import { announcementsQuery } from '../notices/notice-data.ts';
import { policiesQuery } from '../policies/policy-data.ts';
import { isPermitted, type Permission, type SessionMember, useMember } from '../session.ts';
import { determinationsQuery, runsQuery } from '../settlement/settlement-data.ts';
import { alarmsQuery, manualQuery } from '../treasury/treasury-data.ts';
import {
  orderWaiting,
  type Waiting,
  waitingAlarms,
  waitingByHand,
  waitingClocks,
  waitingDeterminations,
  waitingDrills,
  waitingLooks,
  waitingPolicies,
  waitingRuns,
} from './waiting.ts';

/** What waits for the member, as far as it is known. */
export interface WaitingWork {
  readonly items: readonly Waiting[];
  readonly isLoading: boolean;
  /** Something could not be counted: that nothing is shown of it does not mean that nothing waits. */
  readonly hasFailed: boolean;
}

function partOf<T>(
  query: Pick<UseQueryResult<T>, 'data' | 'isLoading' | 'isError'>,
  read: (data: T) => readonly Waiting[],
): WaitingWork {
  const { data, isLoading, isError } = query;
  return { items: data === undefined ? [] : read(data), isLoading, hasFailed: isError };
}

type May = (...wanted: readonly Permission[]) => boolean;

function useClaimWork(
  incidentId: string,
  { me, may }: { me: SessionMember; may: May },
): readonly WaitingWork[] {
  const queues = useQuery({
    ...queuesQuery(incidentId),
    enabled: may('claim:review', 'claim:approve'),
  });
  const pending = useQuery({
    queryKey: ['claims', 'pending', incidentId, 'looks'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/decisions/pending', { params: { query: { incidentId, limit: 100 } } }),
      ),
    enabled: may('claim:review'),
  });
  return [
    partOf(pending, ({ decisions }) => waitingLooks(decisions, me)),
    partOf(queues, ({ states, openAppealCount, pendingDecisionCount }) => [
      ...(may('claim:review')
        ? ([
            { kind: 'appeals', count: openAppealCount, to: '/appeals' },
            { kind: 'claims', count: states.assessed + states.in_review, to: '/claims' },
          ] as const)
        : []),
      ...(may('claim:approve')
        ? ([{ kind: 'decisions', count: pendingDecisionCount, to: '/approvals' }] as const)
        : []),
    ]),
  ];
}

function useIncidentWork(incidentId: string, may: May): readonly WaitingWork[] {
  const isInvestigator = may('incident:write');
  const clocks = useQuery({ ...clocksQuery(incidentId), enabled: isInvestigator });
  const announcements = useQuery({ ...announcementsQuery, enabled: isInvestigator });
  const drills = useQuery({ ...scheduleQuery, enabled: may('continuity:write') });
  const promises = useQuery({ ...promisesQuery, enabled: may('continuity:write') });
  return [
    partOf(clocks, waitingClocks),
    partOf(announcements, (rows) => {
      const count = rows.reduce((sum, { counts }) => sum + (counts.unknown ?? 0), 0);
      return [{ kind: 'noticesUnknown', count, to: '/notices', isUrgent: true }];
    }),
    partOf(drills, ({ plans, today }) => waitingDrills(plans, today)),
    partOf(promises, (made) => {
      const count = made.promises.filter(({ state }) => state === 'overdue').length;
      return [{ kind: 'promises', count, to: '/continuity/promises', isUrgent: true }];
    }),
  ];
}

function useApprovalWork(
  incidentId: string,
  { me, may }: { me: SessionMember; may: May },
): readonly WaitingWork[] {
  const policies = useQuery({
    ...policiesQuery(incidentId),
    enabled: may('policy:author', 'policy:approve'),
  });
  const drafts = useQuery({
    queryKey: ['report-drafts', incidentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/report-drafts', {
          params: { path: { incidentId } },
        }),
      ),
    enabled: may('disclosure:write'),
  });
  return [
    partOf(policies, ({ policies: versions }) => waitingPolicies(versions, me)),
    partOf(drafts, (rows) => {
      const count = rows.filter(
        ({ state, preparedBy }) => state === 'waiting' && preparedBy.id !== me.id,
      ).length;
      return [{ kind: 'reports', count, to: '/reports' }];
    }),
  ];
}

const unexplainedMax = 100;

function useMoneyWork(
  incidentId: string,
  { me, may }: { me: SessionMember; may: May },
): readonly WaitingWork[] {
  const isTreasurer = may('payout:prepare');
  const isPaying = isTreasurer || may('payout:approve', 'payout:send');
  const runs = useQuery({ ...runsQuery(incidentId), enabled: isPaying });
  const determinations = useQuery({
    ...determinationsQuery(incidentId),
    enabled: may('payout:approve'),
  });
  const byHand = useQuery({ ...manualQuery(incidentId), enabled: isPaying });
  const alarms = useQuery({ ...alarmsQuery(incidentId), enabled: isTreasurer });
  const unexplained = useQuery({
    queryKey: ['settlement', 'exceptions', incidentId, 'open', 'count'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/reconciliation-exceptions', {
          params: { query: { incidentId, state: 'open', limit: unexplainedMax } },
        }),
      ),
    enabled: isTreasurer,
  });
  return [
    partOf(alarms, waitingAlarms),
    partOf(runs, (rows) => waitingRuns(rows, me)),
    partOf(determinations, (rows) => waitingDeterminations(rows, me)),
    partOf(byHand, (rows) => waitingByHand(rows, me)),
    partOf(unexplained, ({ exceptions, next }) => [
      {
        kind: 'unexplained',
        count: exceptions.length,
        isMore: next !== undefined,
        to: '/reconciliation',
      },
    ]),
  ];
}

/** Counts what waits for the member in an incident: only of what their roles let them do. */
export function useWaiting(incidentId: string): WaitingWork {
  const me = useMember();
  const may: May = (...wanted) => isPermitted(me, wanted);
  const parts = [
    ...useIncidentWork(incidentId, may),
    ...useClaimWork(incidentId, { me, may }),
    ...useApprovalWork(incidentId, { me, may }),
    ...useMoneyWork(incidentId, { me, may }),
  ];
  return {
    items: orderWaiting(parts.flatMap(({ items }) => items)),
    isLoading: parts.some(({ isLoading }) => isLoading),
    hasFailed: parts.some(({ hasFailed }) => hasFailed),
  };
}
