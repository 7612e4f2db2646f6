import { PlatformError } from './platform-error.ts';

/** The roles in the order pages list them. */
export const roles = [
  'agent',
  'reviewer',
  'policy_author',
  'approver',
  'treasurer',
  'investigator',
  'auditor',
  'administrator',
] as const;

/** Everything a role may permit; named `noun:verb`. */
export const permissions = [
  'incident:read',
  'incident:write',
  'claim:submit',
  'claim:read',
  'claim:read_personal',
  'claim:enter',
  'claim:review',
  'claim:approve',
  'claim:appeal',
  'claim:mask',
  'claim:erase',
  'policy:read',
  'policy:author',
  'policy:approve',
  'settlement:read',
  'payout:prepare',
  'payout:approve',
  'payout:send',
  'ledger:read',
  'disclosure:write',
  'continuity:read',
  'continuity:write',
  'staff:administer',
  'audit:read',
  'case:run',
] as const;

/** A member of staff holds one or more roles; each role is a set of permissions. */
export type Role = (typeof roles)[number];

/** What one command or page demands of the actor; named `noun:verb`. */
export type Permission = (typeof permissions)[number];

/** Who acts. A claimant is known by the claim's token only; `system` is the platform itself. */
export interface Actor {
  readonly kind: 'staff' | 'claimant' | 'system' | 'api';
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

const readAll: readonly Permission[] = [
  'incident:read',
  'claim:read',
  'policy:read',
  'settlement:read',
  'ledger:read',
  'continuity:read',
];

const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  agent: ['incident:read', 'claim:read', 'claim:read_personal', 'claim:enter', 'claim:submit'],
  reviewer: [...readAll, 'claim:read_personal', 'claim:review', 'claim:appeal', 'claim:mask'],
  policy_author: [...readAll, 'policy:author'],
  approver: [
    ...readAll,
    'claim:approve',
    'claim:erase',
    'policy:approve',
    'payout:approve',
    'disclosure:write',
  ],
  treasurer: [...readAll, 'payout:prepare', 'payout:send'],
  investigator: [...readAll, 'incident:write', 'continuity:write'],
  auditor: [...readAll, 'audit:read'],
  administrator: ['incident:read', 'staff:administer', 'audit:read'],
};

const claimantPermissions: readonly Permission[] = [
  'incident:read',
  'claim:submit',
  'claim:appeal',
];

/**
 * Tells whether the actor may do what the permission names.
 *
 * The system actor (outbox workers, `case run`) holds every permission; what two people must do
 * is guarded by comparing their ids, never by a permission alone.
 */
export function hasPermission(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'claimant') return claimantPermissions.includes(permission);
  return actor.roles.some((role) => permissionsByRole[role].includes(permission));
}

/** Lists what the roles together permit, in the order of the table, each once. */
export function permissionsOf(held: readonly Role[]): readonly Permission[] {
  return [...new Set(held.flatMap((role) => permissionsByRole[role]))];
}

/**
 * Lets the actor pass or throws.
 *
 * @throws PlatformError with code `forbidden`, answered as HTTP 403
 */
export function requirePermission(ctx: { readonly actor: Actor }, permission: Permission): void {
  if (hasPermission(ctx.actor, permission)) return;
  throw new PlatformError('forbidden', {
    message: `${ctx.actor.kind} ${ctx.actor.id} lacks ${permission}`,
    details: { permission, roles: [...ctx.actor.roles] },
  });
}
