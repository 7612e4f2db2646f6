import type { Instant } from '../../kernel/index.ts';
import type { Grade } from '../incident.ts';
import type { Playbook } from '../playbook/playbook.ts';

/** The roles every installation has; a playbook adds others, and may call these by its own names. */
export const knownRoles: readonly Grade[] = [
  { code: 'lead', titles: { ko: '지휘', en: 'Incident lead' } },
  { code: 'communications', titles: { ko: '소통', en: 'Communications' } },
  { code: 'scribe', titles: { ko: '기록', en: 'Scribe' } },
  { code: 'legal', titles: { ko: '법무', en: 'Legal' } },
];

/** Gives the roles of an incident in the order pages list them: the known ones, then the playbook's. */
export function rolesOf(playbook: Pick<Playbook, 'roles'>): readonly Grade[] {
  const own = new Map(playbook.roles.map((role) => [role.code, role]));
  const isKnown = new Set(knownRoles.map(({ code }) => code));
  return [
    ...knownRoles.map((role) => own.get(role.code) ?? role),
    ...playbook.roles.filter(({ code }) => !isKnown.has(code)),
  ];
}

/** One change of a role: who holds it from then on, or that nobody does (`heldBy` null). */
export interface RoleChange {
  readonly id: string;
  readonly incidentId: string;
  /** as it was called when it was given */
  readonly role: Grade;
  readonly heldBy: string | null;
  readonly since: Instant;
  readonly reason: string;
  /** counts the changes of the role from 1 */
  readonly position: number;
}

/** A change as it is kept, with who recorded it and until when it stood. */
export interface RecordedRoleChange extends RoleChange {
  readonly recordedBy: string;
  /** when the next change of the role took its place; absent while it stands */
  readonly until?: Instant;
}
