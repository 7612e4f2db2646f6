import type { Context } from '../context.ts';
import { recordAudit } from '../context.ts';
import { sql, type Tx } from '../database.ts';
import type { Role } from '../permissions.ts';
import { endSessionsBut } from '../sign-in/sessions.ts';

/** Makes the roles of a member be read from their groups at each sign-in, until changed by hand. */
export async function beginFollowing(tx: Tx, staffId: string): Promise<void> {
  await sql`update platform.staff set follows_groups = true where id = ${staffId}`.execute(tx);
}

/**
 * Gives a member whose roles are those of their groups the roles that the groups have now. Open
 * sessions have them from the next request on; whoever has none left is out of all of them.
 *
 * @returns whether the member has a role, or has roles that are given by hand
 */
export async function followGroups(
  tx: Tx,
  { ctx, staffId, roles }: { ctx: Context; staffId: string; roles: readonly Role[] },
): Promise<boolean> {
  const { rows } = await sql<{ held: Role[]; follows: boolean }>`select roles as held,
    follows_groups as follows from platform.staff where id = ${staffId} for update`.execute(tx);
  const [member] = rows;
  if (member?.follows !== true) return true;
  const { held } = member;
  const isSame = held.length === roles.length && roles.every((role) => held.includes(role));
  if (!isSame) {
    await sql`update platform.staff set roles = ${[...roles]} where id = ${staffId}`.execute(tx);
    const details = { from: held, to: [...roles], by: 'groups' };
    const subject = `staff:${staffId}`;
    await recordAudit(tx, { ctx, action: 'staff_roles_changed', subject, details });
  }
  if (roles.length > 0) return true;
  await endSessionsBut(tx, { staffId });
  return false;
}
