import type { Outcome } from '../../kernel/index.ts';
import { type Context, listActiveStaff } from '../../platform/index.ts';
import { keyed, type Recorded, recordOnce, timeReached } from '../commands.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { decideRoleChange, type RoleRequest } from './change-role.ts';
import { listRoleChanges, recordRoleChange } from './role-store.ts';

/** Gives a role within an incident to a member of staff, hands it over, or lays it down. */
export function changeRole(
  ctx: Context,
  request: RoleRequest,
  playbook: Playbook,
): Promise<Outcome<Recorded>> {
  return recordOnce(ctx, keyed('role_changed', request), {
    decide: async ({ tx, incident }) =>
      decideRoleChange(request, {
        ...{ incident, playbook, now: timeReached(ctx) },
        memberIds: (await listActiveStaff(tx)).map(({ id }) => id),
        last: (await listRoleChanges(tx, incident.id)).findLast(
          ({ role }) => role.code === request.role,
        ),
      }),
    record: recordRoleChange,
    details: ({ role, heldBy }) => ({ role: role.code, heldBy }),
  });
}
