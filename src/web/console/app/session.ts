import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './api/client.ts';
import { ProblemError, unwrap } from './api/problem.ts';
import type { components } from './api/schema.generated.ts';

/** Who is signed in, with what the roles permit. */
export type SessionMember = components['schemas']['SessionMember'];

/** What a role may permit, named `noun:verb`. */
export type Permission = SessionMember['permissions'][number];

/** Who is signed in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async (): Promise<SessionMember | null> => {
    try {
      return await unwrap(api.GET('/api/v1/session'));
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401) return null;
      throw error;
    }
  },
});

/** Gives the member who is signed in; only pages inside the frame may ask. */
export function useMember(): SessionMember {
  const { data } = useQuery(sessionQuery);
  if (data === null || data === undefined) throw new Error('useMember outside the signed-in frame');
  return data;
}

/** Tells whether the member may do one of these. */
export function isPermitted(member: SessionMember, wanted: readonly Permission[]): boolean {
  return wanted.some((permission) => member.permissions.includes(permission));
}

/** Tells whether the signed-in member may do this; the server decides in any case. */
export function usePermission(permission: Permission): boolean {
  return isPermitted(useMember(), [permission]);
}
