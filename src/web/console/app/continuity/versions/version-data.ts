import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';

export type AssessmentSummary = components['schemas']['AssessmentSummary'];

/** What one version of an inventory says that an earlier one did not. */
export const differenceQuery = (after: string, from: string) =>
  queryOptions({
    queryKey: ['continuity', 'difference', after, from],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/difference', {
          params: { path: { assessmentId: after }, query: { from } },
        }),
      ),
  });
