import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];

export type Amount = Schemas['Amount'];
export type Fund = Schemas['Fund'];
export type Day = Schemas['SettlementDay'];
export type GrantTotal = Schemas['GrantTotal'];
export type RailSummary = Schemas['RailSummary'];
export type RailFile = Schemas['RailFile'];
export type InboundFile = Schemas['InboundFile'];
export type FileProblem = Schemas['FileProblem'];
export type ManualPayment = Schemas['ManualPayment'];
export type Unclaimed = Schemas['UnclaimedAwards'];
export type Alarm = Schemas['PayoutAlarm'];

/** Every read of this part begins like those of payouts: a write of either reads both anew. */
export const treasuryKeys = [['settlement']] as const;

/** Where the money stands, now or at an instant. */
export const fundQuery = (incidentId: string, at: string | undefined) =>
  queryOptions({
    queryKey: ['settlement', 'fund', incidentId, at ?? ''],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/settlement/fund', {
          params: { query: { incidentId, ...(at === undefined ? {} : { at }) } },
        }),
      ),
  });

/** Decisions, ledger and statements day by day. */
export const daysQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'days', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/settlement/days', { params: { query: { incidentId } } })),
  });

/** What is granted other than in cash. */
export const grantsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'grants', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/settlement/grants', { params: { query: { incidentId } } })),
  });

/** How long remedies are good and what they are estimated to cost. */
export const remedyTermsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'terms', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/settlement/remedy-terms', { params: { query: { incidentId } } })),
  });

/** The ways to pay that are set up. */
export const railsQuery = queryOptions({
  queryKey: ['settlement', 'rails'],
  queryFn: () => unwrap(api.GET('/api/v1/rails')),
});

/** How one way to pay is set up. */
export const setupQuery = (rail: string) =>
  queryOptions({
    queryKey: ['settlement', 'rails', rail],
    queryFn: () => unwrap(api.GET('/api/v1/rails/{rail}/setup', { params: { path: { rail } } })),
  });

/** The files for the bank. */
export const filesQuery = (rail: string) =>
  queryOptions({
    queryKey: ['settlement', 'files', rail],
    queryFn: () => unwrap(api.GET('/api/v1/rails/{rail}/files', { params: { path: { rail } } })),
  });

/** The files of the bank. */
export const inboundQuery = (rail: string) =>
  queryOptions({
    queryKey: ['settlement', 'inbound', rail],
    queryFn: () =>
      unwrap(api.GET('/api/v1/rails/{rail}/inbound-files', { params: { path: { rail } } })),
  });

/** Payments made by hand whose outcome is open. */
export const manualQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'manual', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/manual-payments', { params: { query: { incidentId } } })),
  });

/** What cannot be paid. */
export const unclaimedQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'unclaimed', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/unclaimed-awards', { params: { query: { incidentId } } })),
  });

/** Payouts a person has to look at. */
export const alarmsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'alarms', incidentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/payout-alarms', { params: { query: { incidentId, state: 'open' } } }),
      ),
  });

/** What each role may approve. */
export const limitsQuery = queryOptions({
  queryKey: ['settlement', 'limits'],
  queryFn: () => unwrap(api.GET('/api/v1/approval-limits')),
});

/** The keys of an app's rail. */
export const keysQuery = (rail: string) =>
  queryOptions({
    queryKey: ['settlement', 'keys', rail],
    queryFn: () => unwrap(api.GET('/api/v1/rails/{rail}/keys', { params: { path: { rail } } })),
  });
