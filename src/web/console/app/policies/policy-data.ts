import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

type Schemas = components['schemas'];
export type Version = Schemas['PolicyVersion'];
export type PolicyText = Schemas['PolicyDocument'];
export type Clause = Schemas['PolicyClause'];
export type Finding = Schemas['PolicyFinding'];
export type Simulation = Schemas['PolicySimulation'];
export type SimulationResult = Schemas['PolicySimulationResult'];
export type Comparison = Schemas['PolicyComparison'];

/** Every read of policies; a write of this part reads them all anew. */
export const policyKeys = [['policies']] as const;

/** The versions of an incident's policies, the one drafted last first. */
export const policiesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['policies', 'list', incidentId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/policies', { params: { query: { incidentId, limit: 200 } } })),
  });

const path = (policyVersionId: string) => ({ params: { path: { policyVersionId } } });

/** One version with its text, clauses, findings and cases. */
export const policyQuery = (policyVersionId: string) =>
  queryOptions({
    queryKey: ['policies', 'version', policyVersionId],
    queryFn: () => unwrap(api.GET('/api/v1/policies/{policyVersionId}', path(policyVersionId))),
  });

/** The last simulations of a version, the newest first. */
export const simulationsQuery = (policyVersionId: string) =>
  queryOptions({
    queryKey: ['policies', 'simulations', policyVersionId],
    queryFn: () =>
      unwrap(api.GET('/api/v1/policies/{policyVersionId}/simulations', path(policyVersionId))),
  });

/** Two versions, clause by clause. */
export const comparisonQuery = (asked: {
  readonly policyVersionId: string;
  readonly otherId: string;
}) =>
  queryOptions({
    queryKey: ['policies', 'comparison', asked],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/policies/{policyVersionId}/comparison/{otherId}', {
          params: { path: asked },
        }),
      ),
  });
