import { accept, type Outcome, refuse, renderInstant } from '../kernel/index.ts';
import type { Context } from './context.ts';
import { recordAudit } from './context.ts';
import { sql, type Tx } from './database.ts';
import { hashPassword, makeOneTimePassword } from './password.ts';
import { type Role, requirePermission } from './permissions.ts';
import { endSessionsBut } from './sign-in/sessions.ts';

/** A member of staff as lists show them; never with secrets. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly isDisabled: boolean;
  /** Whether an own password has been set. */
  readonly hasPassword: boolean;
  /** Whether a one-time password waits to be used. */
  readonly hasOneTimePassword: boolean;
  /** Whether somebody at an issuer opens the account. */
  readonly isSignedOn: boolean;
  /** Whether the roles are those of groups at the issuer, until they are changed by hand. */
  readonly followsGroups: boolean;
}

/** A new member of staff; the id is made by the client. */
export interface StaffInput {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

type NotFound = { readonly code: 'staff_not_found'; readonly staffId: string };
type LastAdministrator = { readonly code: 'last_administrator' };
type EmailTaken = { readonly code: 'staff_email_taken'; readonly email: string };
type IdUsed = { readonly code: 'id_already_used'; readonly id: string };
export type StaffRefusal = NotFound | LastAdministrator | { readonly code: 'own_account' };
export type OneTimeRefusal = NotFound | { readonly code: 'staff_disabled'; readonly name: string };

const columns = sql`id, name, email, roles, disabled_at is not null as "isDisabled",
  password_hash is not null as "hasPassword", one_time_hash is not null as "hasOneTimePassword",
  exists (select 1 from platform.staff_sign_on where staff_id = staff.id) as "isSignedOn",
  follows_groups as "followsGroups"`;

/** Adds a member in a transaction of the caller's, who has seen to it that it may be. */
export async function insertMember(
  tx: Tx,
  { ctx, input }: { ctx: Context; input: StaffInput },
): Promise<StaffMember> {
  const { id, name, email, roles } = input;
  const inserted = await sql`insert into platform.staff (id, name, email, roles, created_at)
    values (${id}, ${name}, ${email}, ${[...roles]}, ${renderInstant(ctx.now)}::timestamptz)
    on conflict do nothing`.execute(tx);
  if (inserted.numAffectedRows === 1n) {
    const details = { roles: [...roles] };
    await recordAudit(tx, { ctx, action: 'staff_added', subject: `staff:${id}`, details });
  }
  const { rows } = await sql<StaffMember>`select ${columns} from platform.staff
    where email = ${email} or id = ${id} order by email = ${email} desc`.execute(tx);
  return rows[0] as StaffMember;
}

/** Adds a member of staff; the same e-mail address again changes nothing and gives the first. */
export async function addStaff(ctx: Context, input: StaffInput): Promise<StaffMember> {
  requirePermission(ctx, 'staff:administer');
  return ctx.transact((tx) => insertMember(tx, { ctx, input }));
}

/**
 * Adds a member of staff, or refuses when the address is somebody else's already, or the id was used
 * with another address, name or other roles. The same member again changes nothing.
 */
export async function enrolStaff(
  ctx: Context,
  input: StaffInput,
): Promise<Outcome<StaffMember, EmailTaken | IdUsed>> {
  const member = await addStaff(ctx, input);
  const { email } = input;
  if (member.id !== input.id) return refuse({ code: 'staff_email_taken', email });
  const rolesOf = ({ roles }: Pick<StaffInput, 'roles'>): string => [...roles].sort().join();
  const isSame =
    member.email === email && member.name === input.name && rolesOf(member) === rolesOf(input);
  if (!isSame) return refuse({ code: 'id_already_used', id: input.id });
  return accept(member);
}

/** Lists all members of staff by e-mail address. */
export async function listStaff(ctx: Context): Promise<readonly StaffMember[]> {
  requirePermission(ctx, 'staff:administer');
  const { rows } = await ctx.read((tx) =>
    sql<StaffMember>`select ${columns} from platform.staff order by email`.execute(tx),
  );
  return rows;
}

async function loadMember(
  tx: Tx,
  where: { staffId: string } | { email: string },
): Promise<StaffMember | undefined> {
  const matches = 'email' in where ? sql`email = ${where.email}` : sql`id::text = ${where.staffId}`;
  const { rows } = await sql<StaffMember>`select ${columns} from platform.staff
    where ${matches} for update`.execute(tx);
  return rows[0];
}

async function setOneTime(
  ctx: Context,
  where: { staffId: string } | { email: string },
): Promise<{ readonly member: StaffMember | undefined; readonly password: string }> {
  requirePermission(ctx, 'staff:administer');
  const password = makeOneTimePassword();
  const hash = await hashPassword(password);
  return ctx.transact(async (tx) => {
    const member = await loadMember(tx, where);
    if (member === undefined || member.isDisabled) return { member, password };
    await sql`update platform.staff set one_time_hash = ${hash} where id = ${member.id}`.execute(
      tx,
    );
    const subject = `staff:${member.id}`;
    await recordAudit(tx, { ctx, action: 'one_time_password_issued', subject });
    return { member, password };
  });
}

/** Gives a member a new one-time password; the one before, if unused, stops working. */
export async function issueOneTimePassword(
  ctx: Context,
  email: string,
): Promise<string | undefined> {
  const { member, password } = await setOneTime(ctx, { email });
  return member === undefined || member.isDisabled ? undefined : password;
}

/** Gives a member a new one-time password, to be shown once; nothing keeps it in the clear. */
export async function renewOneTimePassword(
  ctx: Context,
  { staffId }: { staffId: string },
): Promise<Outcome<{ oneTimePassword: string }, OneTimeRefusal>> {
  const { member, password } = await setOneTime(ctx, { staffId });
  if (member === undefined) return refuse({ code: 'staff_not_found', staffId });
  if (member.isDisabled) return refuse({ code: 'staff_disabled', name: member.name });
  return accept({ oneTimePassword: password });
}

interface Change {
  readonly action: 'staff_roles_changed' | 'staff_disabled' | 'staff_enabled';
  readonly roles: readonly Role[];
  readonly isDisabled: boolean;
}

type Standing = Pick<StaffMember, 'roles' | 'isDisabled'>;

function administers({ roles, isDisabled }: Standing): boolean {
  return !isDisabled && roles.includes('administrator');
}

async function hasOtherAdministrator(tx: Tx, staffId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from platform.staff
    where id::text <> ${staffId} and disabled_at is null and 'administrator' = any(roles)
    limit 1`.execute(tx);
  return rows.length > 0;
}

/** Gives how a member stands after a change, as the statements of {@link recordChange} leave them. */
function afterChange(member: StaffMember, { action, roles, isDisabled }: Change): StaffMember {
  const followsGroups = member.followsGroups && action !== 'staff_roles_changed';
  const isSignedOn = member.isSignedOn && !isDisabled;
  return { ...member, roles, isDisabled, followsGroups, isSignedOn };
}

async function recordChange(
  tx: Tx,
  { ctx, member, change }: { ctx: Context; member: StaffMember; change: Change },
): Promise<void> {
  const { action, roles, isDisabled } = change;
  const disabledAt = isDisabled ? renderInstant(ctx.now) : null;
  await sql`update platform.staff set roles = ${[...roles]},
    disabled_at = ${disabledAt}::timestamptz where id = ${member.id}`.execute(tx);
  if (action === 'staff_roles_changed') {
    // What somebody decides here stands, whatever groups the issuer names later.
    await sql`update platform.staff set follows_groups = false where id = ${member.id}`.execute(tx);
  }
  if (isDisabled) {
    await endSessionsBut(tx, { staffId: member.id });
    // Enabled again, the account is open to whoever the issuer then vouches for by the address.
    await sql`delete from platform.staff_sign_on where staff_id = ${member.id}`.execute(tx);
  }
  const details = { from: [...member.roles], to: [...roles] };
  const what = action === 'staff_roles_changed' ? { details } : {};
  await recordAudit(tx, { ctx, action, subject: `staff:${member.id}`, ...what });
}

/**
 * Changes a member, but nobody themselves. Two administrators who demote each other at the same
 * moment take turns by the lock.
 */
async function changeMember(
  ctx: Context,
  { staffId, changeOf }: { staffId: string; changeOf: (member: StaffMember) => Change },
): Promise<Outcome<StaffMember, StaffRefusal>> {
  requirePermission(ctx, 'staff:administer');
  return ctx.transact(async (tx): Promise<Outcome<StaffMember, StaffRefusal>> => {
    await sql`lock table platform.staff in share row exclusive mode`.execute(tx);
    const member = await loadMember(tx, { staffId });
    if (member === undefined) return refuse({ code: 'staff_not_found', staffId });
    const change = changeOf(member);
    const { roles, isDisabled } = change;
    if (isDisabled === member.isDisabled && roles.join() === member.roles.join()) {
      return accept(member);
    }
    if (member.id === ctx.actor.id) return refuse({ code: 'own_account' });
    const stops = administers(member) && !administers(change);
    if (stops && !(await hasOtherAdministrator(tx, staffId))) {
      return refuse({ code: 'last_administrator' });
    }
    await recordChange(tx, { ctx, member, change });
    return accept(afterChange(member, change));
  });
}

/** Gives a member other roles, from the next request on; somebody must stay administrator. */
export function changeRoles(
  ctx: Context,
  { staffId, roles }: { staffId: string; roles: readonly Role[] },
): Promise<Outcome<StaffMember, StaffRefusal>> {
  const changeOf = ({ isDisabled }: StaffMember): Change => ({
    action: 'staff_roles_changed',
    roles: [...new Set(roles)],
    isDisabled,
  });
  return changeMember(ctx, { staffId, changeOf });
}

/** Disables a member at once: open sessions end. Somebody must stay administrator. */
export function disableStaff(
  ctx: Context,
  staffId: string,
): Promise<Outcome<StaffMember, StaffRefusal>> {
  const changeOf = ({ roles }: StaffMember): Change => ({
    action: 'staff_disabled',
    roles,
    isDisabled: true,
  });
  return changeMember(ctx, { staffId, changeOf });
}

/** Lets a disabled member sign in again, with the password and roles held before. */
export function enableStaff(
  ctx: Context,
  staffId: string,
): Promise<Outcome<StaffMember, StaffRefusal>> {
  const changeOf = ({ roles }: StaffMember): Change => ({
    action: 'staff_enabled',
    roles,
    isDisabled: false,
  });
  return changeMember(ctx, { staffId, changeOf });
}

/** Gives the names of members of staff by id; whoever is not a member is left out. */
export async function loadStaffNames(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from platform.staff
    where id::text = any(${[...new Set(ids)]}::text[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Lists who may sign in, by name: members of staff that are not disabled. */
export async function listActiveStaff(
  tx: Tx,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from platform.staff where disabled_at is null order by name, id`.execute(tx);
  return rows;
}
