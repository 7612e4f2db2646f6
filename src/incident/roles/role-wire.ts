import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { Grade } from '../incident.ts';
import { gradeWire, instantWire, orNull, personWire, renderPerson } from '../wire/incident-wire.ts';
import type { RecordedRoleChange } from './incident-role.ts';

const changeWire = z
  .strictObject({
    id: z.string(),
    role: gradeWire,
    /** null where the role was laid down */
    holder: orNull(personWire),
    since: instantWire,
    /** when the next change took its place; null while it stands */
    until: instantWire.nullable(),
    reason: z.string(),
    recordedBy: personWire,
  })
  .openapi('IncidentRoleChange');

export const rolesWire = z
  .strictObject({
    /** every role there is, and those that were given while the playbook had them */
    roles: z.array(z.strictObject({ role: gradeWire, standing: orNull(changeWire) })),
    history: z.array(changeWire),
    /** who may be given a role; empty for who may give none */
    people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  })
  .openapi('IncidentRoles');

/** What the roles of an incident are told from. */
export interface ListedRoles {
  readonly roles: readonly Grade[];
  readonly changes: readonly RecordedRoleChange[];
  readonly names: ReadonlyMap<string, string>;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

/** Renders who holds which role of an incident now, and who held it before. */
export function renderRoles(listed: ListedRoles): z.infer<typeof rolesWire> {
  const { names, people } = listed;
  const history = listed.changes.map((change) => ({
    id: change.id,
    role: change.role,
    holder: change.heldBy === null ? null : renderPerson(change.heldBy, names),
    since: renderInstant(change.since),
    until: change.until === undefined ? null : renderInstant(change.until),
    reason: change.reason,
    recordedBy: renderPerson(change.recordedBy, names),
  }));
  const standing = history.filter(({ until }) => until === null);
  const offered = new Set(listed.roles.map(({ code }) => code));
  const retired = standing.map(({ role }) => role).filter(({ code }) => !offered.has(code));
  return {
    roles: [...listed.roles, ...retired].map((role) => ({
      role,
      standing: standing.find((change) => change.role.code === role.code) ?? null,
    })),
    history,
    people: people.map(({ id, name }) => ({ id, name })),
  };
}
