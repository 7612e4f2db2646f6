import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import type { Grade, Incident } from '../incident.ts';
import { type GradeKind, gradesOf, type Playbook } from './playbook.ts';

/** One grade given to an incident, by its code in the playbook. */
export interface GradeRequest {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: GradeKind;
  readonly grade: string;
}

export type GradeRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'grade_unknown'; readonly grade: string; readonly known: string };

/**
 * Decides whether a grade may be given, and with which names it is kept.
 *
 * Refusals are checked in this order: incident_closed, grade_unknown.
 */
export function decideGrade(
  request: Pick<GradeRequest, 'kind' | 'grade'>,
  given: { readonly incident: Pick<Incident, 'state'>; readonly playbook: Playbook },
): Outcome<Grade, GradeRefusal> {
  if (given.incident.state === 'closed') return refuse({ code: 'incident_closed' });
  const grades = gradesOf(given.playbook, request.kind);
  const found = grades.find(({ code }) => code === request.grade);
  if (found !== undefined) return accept(found);
  const known = grades.map(({ code }) => code).join(', ') || '–';
  return refuse({ code: 'grade_unknown', grade: request.grade, known });
}
