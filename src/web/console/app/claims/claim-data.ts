import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];
export type ClaimDetail = Schemas['ClaimDetail'];
export type ClaimListItem = Schemas['ClaimListItem'];
export type ClaimState = Schemas['ClaimState'];
export type ClaimAward = Schemas['ClaimAwardLine'];
export type ClaimDecision = Schemas['ClaimDecision'];
export type Outcome = Schemas['DecisionOutcome'];
export type ReasonCode = Schemas['ReasonCode'];
export type Form = Schemas['Questionnaire'];
export type Money = Schemas['Money'];
export type WaitingDecision = Schemas['WaitingDecision'];
export type OpenAppeal = Schemas['OpenAppeal'];
export type Submission = Schemas['ClaimSubmission'];

/** Every read of claims; a write of this part reads them all anew. */
export const claimKeys = [['claims']] as const;

/** Why personal data is read; the audit trail keeps it with every reading. */
export const readPurposes = [
  'review',
  'appeal',
  'payout',
  'support',
  'request_of_person',
  'supervision',
] as const;
export type ReadPurpose = (typeof readPurposes)[number];

/** One claim with everything a reviewer works with; what is personal only for a purpose. */
export const claimQuery = (claimId: string, purpose: ReadPurpose | undefined) =>
  queryOptions({
    queryKey: ['claims', 'one', claimId, purpose ?? 'plain'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/claims/{claimId}', {
          params: { path: { claimId }, query: purpose === undefined ? {} : { purpose } },
        }),
      ),
  });

/** The form of an incident; a version never changes. */
export const formQuery = (incidentId: string, version?: number) =>
  queryOptions({
    queryKey: ['questionnaires', incidentId, version ?? 'newest'],
    staleTime: 10 * 60_000,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/questionnaire', {
          params: { path: { incidentId }, query: version === undefined ? {} : { version } },
        }),
      ),
  });

/** The closed list of reasons. */
export const reasonsQuery = queryOptions({
  queryKey: ['reason-codes'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => unwrap(api.GET('/api/v1/reason-codes')),
});

/** What waits in the queues of an incident. */
export const queuesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['claims', 'queues', incidentId],
    queryFn: () => unwrap(api.GET('/api/v1/claims/queues', { params: { query: { incidentId } } })),
  });

/** What the list of claims is narrowed to, as it stands in the address of the page. */
export interface QueueFilter {
  readonly state?: string;
  readonly partyClass?: string;
  readonly service?: string;
  readonly suggestion?: string;
  readonly kind?: string;
  readonly priority?: string;
  /** a member of staff, or `nobody` */
  readonly assignedTo?: string;
  readonly number?: string;
}

/** One page of the claims that fit a filter, from a cursor on. */
export function listClaims(
  incidentId: string,
  { filter, after, limit = 50 }: { filter: QueueFilter; after?: string; limit?: number },
) {
  const { state = 'assessed', priority, ...rest } = filter;
  const query = {
    incidentId,
    limit,
    ...rest,
    ...(priority === undefined ? {} : { priority: Number(priority) }),
    // A number is looked for in every state.
    ...(state === 'all' || filter.number !== undefined ? {} : { state: state as ClaimState }),
    ...(after === undefined ? {} : { after }),
  };
  return unwrap(api.GET('/api/v1/claims', { params: { query } }));
}
