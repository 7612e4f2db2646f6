import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';

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
