import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';

/** Everything kept about drills is read anew after a write about one. */
export const drillsKey = ['continuity', 'drills'] as const;

/** Planned and recorded drills, and the day that decides what is overdue. */
export const scheduleQuery = queryOptions({
  queryKey: [...drillsKey, 'schedule'],
  queryFn: () => unwrap(api.GET('/api/v1/continuity/drills')),
});

/** What an assessed inventory should be drilled on next. */
export const adviceQuery = (assessmentId: string) =>
  queryOptions({
    queryKey: [...drillsKey, 'advice', assessmentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/drill-plan', {
          params: { path: { assessmentId } },
        }),
      ),
  });

/** The levels of what must never be lost, recorded drills taken into account. */
export const levelsQuery = (assessmentId: string) =>
  queryOptions({
    queryKey: [...drillsKey, 'levels', assessmentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/continuity/assessments/{assessmentId}/levels', {
          params: { path: { assessmentId } },
        }),
      ),
  });

export type ScheduledDrill = components['schemas']['ScheduledDrill'];
export type DrillRecord = components['schemas']['DrillRecord'];
export type DrillAdvice = components['schemas']['DrillPlan']['drills'][number];
export type DrillKind = ScheduledDrill['kind'];
