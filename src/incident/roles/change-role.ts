import {
  accept,
  compareInstant,
  type Instant,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import { type FutureRefusal, type Incident, isInFuture } from '../incident.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type RoleChange, rolesOf } from './incident-role.ts';

/** What is asked: a role given, handed over, or laid down (`heldBy` null), from when and why. */
export interface RoleRequest {
  readonly id: string;
  readonly incidentId: string;
  readonly role: string;
  readonly heldBy: string | null;
  readonly since: Instant;
  readonly reason: string;
}

export type RoleRefusal =
  | { readonly code: 'incident_closed' }
  | { readonly code: 'incident_role_unknown'; readonly role: string; readonly known: string }
  | { readonly code: 'role_without_reason' }
  | { readonly code: 'role_holder_unknown'; readonly holder: string }
  | { readonly code: 'role_unchanged'; readonly role: string }
  | { readonly code: 'role_before_last_change'; readonly lastSince: string }
  | FutureRefusal;

/**
 * Decides whether a role changes hands.
 *
 * Refusals are checked in this order: incident_closed, incident_role_unknown, role_without_reason,
 * role_holder_unknown, role_unchanged (the same one holds it, or nobody did), role_before_last_change,
 * time_in_future.
 *
 * @param given.last the last change of this role; undefined where nobody ever held it
 * @param given.memberIds who works here; whoever was disabled is none
 */
export function decideRoleChange(
  request: RoleRequest,
  given: {
    readonly incident: Pick<Incident, 'state'>;
    readonly playbook: Pick<Playbook, 'roles'>;
    readonly memberIds: readonly string[];
    readonly last: RoleChange | undefined;
    readonly now: Instant;
  },
): Outcome<RoleChange, RoleRefusal> {
  const { heldBy, since } = request;
  const { last } = given;
  if (given.incident.state === 'closed') return refuse({ code: 'incident_closed' });
  const roles = rolesOf(given.playbook);
  const role = roles.find(({ code }) => code === request.role);
  if (role === undefined) {
    const known = roles.map(({ code }) => code).join(', ');
    return refuse({ code: 'incident_role_unknown', role: request.role, known });
  }
  if (request.reason.trim() === '') return refuse({ code: 'role_without_reason' });
  if (heldBy !== null && !given.memberIds.includes(heldBy)) {
    return refuse({ code: 'role_holder_unknown', holder: heldBy });
  }
  if ((last?.heldBy ?? null) === heldBy) {
    return refuse({ code: 'role_unchanged', role: request.role });
  }
  if (last !== undefined && compareInstant(since, last.since) < 0) {
    return refuse({ code: 'role_before_last_change', lastSince: renderInstant(last.since) });
  }
  if (isInFuture(since, given.now)) return refuse({ code: 'time_in_future', now: given.now });
  const { id, incidentId, reason } = request;
  const position = (last?.position ?? 0) + 1;
  return accept({ id, incidentId, role, heldBy, since, reason, position });
}
