import { queryOptions } from '@tanstack/react-query';
import { uuidV7 } from '../../../../kernel/index.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

/** The assessments there are, newest first. */
export const assessmentsQuery = queryOptions({
  queryKey: ['continuity', 'assessments'],
  queryFn: () => unwrap(api.GET('/api/v1/continuity/assessments', { params: { query: {} } })),
});

/** The inventory an assessment was made from, as canonical JSON. */
export const inventoryQuery = (assessmentId: string) =>
  queryOptions({
    queryKey: ['continuity', 'inventory', assessmentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/inventory', {
          params: { path: { assessmentId } },
        }),
      ),
  });

/** What would hurt most, and what the rules of the gate find open. */
export const outlookQuery = (assessmentId: string, locale: 'ko' | 'en') =>
  queryOptions({
    queryKey: ['continuity', 'outlook', assessmentId, locale],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/outlook', {
          params: { path: { assessmentId }, query: { locale } },
        }),
      ),
  });

/** Everything kept about promises is read anew after a write about one. */
export const promisesKey = ['continuity', 'promises'] as const;

/** The promises there are, the earliest due first, and the day that decides what is overdue. */
export const promisesQuery = queryOptions({
  queryKey: promisesKey,
  queryFn: () => unwrap(api.GET('/api/v1/continuity/promises')),
});

export type PreventionPromise = components['schemas']['PreventionPromise'];

/** Gives a new id of a record; sent again with the same id, it is recorded once. */
export function newId(): string {
  return uuidV7({ atMs: Date.now(), random: crypto.getRandomValues(new Uint8Array(10)) });
}
