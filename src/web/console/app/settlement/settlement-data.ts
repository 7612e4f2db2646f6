import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];
export type Amount = Schemas['Amount'];
export type Run = Schemas['PayoutRun'];
export type RunState = Schemas['PayoutRunState'];
export type RunPreview = Schemas['PayoutRunPreview'];
export type PayeeCheck = Schemas['PayeeCheck'];
export type Payout = Schemas['Payout'];
export type PayoutState = Schemas['PayoutState'];
export type PayoutStory = Schemas['PayoutStory'];
export type Totals = Schemas['SettlementTotals'];
export type UnexplainedLine = Schemas['ReconciliationException'];
export type Determination = Schemas['DeterminationRun'];
export type AccountBalance = Schemas['AccountBalance'];
export type AccountCode = Schemas['AccountCode'];
export type Transfer = Schemas['LedgerTransfer'];
export type Verification = Schemas['LedgerVerification'];
export type Actor = Schemas['SettlementActor'];

/** Every read of what is paid; a write of this part reads them all anew. */
export const settlementKeys = [['settlement']] as const;

const followMs = 1_000;

/** What an incident owes and has paid. */
export const totalsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'totals', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/settlement/totals', { params: { query: { incidentId } } })),
  });

/** The payout runs of an incident. */
export const runsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'runs', incidentId],
    queryFn: () => unwrap(api.GET('/api/v1/payout-runs', { params: { query: { incidentId } } })),
  });

/** One run; read anew every second while it is being sent. */
export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['settlement', 'run', runId],
    queryFn: () => unwrap(api.GET('/api/v1/payout-runs/{runId}', { params: { path: { runId } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? followMs : false),
  });

/** What a run would pay now. */
export const previewQuery = (asked: {
  readonly incidentId: string;
  readonly currency: string;
  readonly remedy: 'cash' | 'points' | 'credit' | 'voucher' | 'extension' | 'item';
}) =>
  queryOptions({
    queryKey: ['settlement', 'preview', asked],
    queryFn: () => unwrap(api.GET('/api/v1/payout-runs/preview', { params: { query: asked } })),
  });

/** One payout with its story. */
export const payoutQuery = (payoutId: string) =>
  queryOptions({
    queryKey: ['settlement', 'payout', payoutId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/payouts/{payoutId}', { params: { path: { payoutId } } })),
  });

/** The determination runs of an incident. */
export const determinationsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'determinations', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/determination-runs', { params: { query: { incidentId } } })),
  });

/** What a determination run would post beyond an earlier one. */
export const differenceQuery = (pair: { readonly runId: string; readonly replacesRunId: string }) =>
  queryOptions({
    queryKey: ['settlement', 'difference', pair],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/determination-runs/{runId}/difference', {
          params: {
            path: { runId: pair.runId },
            query: { replacesRunId: pair.replacesRunId },
          },
        }),
      ),
  });

/** One determination run. */
export const determinationQuery = (runId: string) =>
  queryOptions({
    queryKey: ['settlement', 'determination', runId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/determination-runs/{runId}', { params: { path: { runId } } })),
  });

/** The balances of an incident's accounts. */
export const balancesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'balances', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/ledger/balances', { params: { query: { incidentId } } })),
  });

/** The ledger re-derived from its transfers; asked for anew only by a person. */
export const verificationQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['settlement', 'verification', incidentId],
    staleTime: 60_000,
    queryFn: () =>
      unwrap(api.GET('/api/v1/ledger/verification', { params: { query: { incidentId } } })),
  });
