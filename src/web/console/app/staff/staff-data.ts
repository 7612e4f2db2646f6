import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';

export type StaffMember = components['schemas']['StaffMember'];
export type Role = StaffMember['roles'][number];

/** The roles in the order pages list them. */
export const roles: readonly Role[] = [
  'agent',
  'reviewer',
  'policy_author',
  'approver',
  'treasurer',
  'investigator',
  'auditor',
  'administrator',
];

/** Every read of staff; a write reads them anew. */
export const staffKeys = [['staff']] as const;

/** All members of staff. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: () => unwrap(api.GET('/api/v1/staff')),
});
