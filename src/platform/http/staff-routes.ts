import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isUuid } from '../../kernel/index.ts';
import { roles } from '../permissions.ts';
import {
  changeRoles,
  disableStaff,
  enableStaff,
  enrolStaff,
  listStaff,
  renewOneTimePassword,
  type StaffMember,
} from '../staff.ts';
import { type AppEnv, answer, createApi } from './http.ts';
import { jsonBody, jsonResponse, problemResponses } from './problem-schema.ts';

const base = '/api/v1/staff';
const role = z.enum(roles);
const held = z.array(role).min(1, 'one role or more').max(roles.length);
const enrolment = z.strictObject({
  id: z.string().refine(isUuid, 'a UUID'),
  name: z.string().trim().min(1, 'the name colleagues see').max(100),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('an e-mail address')),
  roles: held,
});

/** A member of staff on the wire; never with secrets. */
export const staffMemberSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(role),
    isDisabled: z.boolean(),
    hasPassword: z.boolean(),
    hasOneTimePassword: z.boolean(),
    isSignedOn: z.boolean(),
    followsGroups: z.boolean(),
  })
  .openapi('StaffMember');

/** All members of staff. */
export const staffListSchema = z
  .strictObject({ staff: z.array(staffMemberSchema) })
  .openapi('StaffList');

/** A one-time password, given once. */
export const oneTimePasswordSchema = z
  .strictObject({ oneTimePassword: z.string() })
  .openapi('OneTimePassword');

const params = z.object({ staffId: z.string().refine(isUuid, 'a UUID') });
const common = { tags: ['staff'] };
const memberResponses = {
  ...problemResponses,
  200: jsonResponse(staffMemberSchema, 'The member as it is now'),
};

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List the members of staff',
  responses: { ...problemResponses, 200: jsonResponse(staffListSchema, 'All members') },
});
const addRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'Add a member of staff; sign-in needs a one-time password as well',
  request: { body: jsonBody(enrolment) },
  responses: { ...problemResponses, 201: jsonResponse(staffMemberSchema, 'Added') },
});
const rolesRoute = createRoute({
  ...common,
  method: 'put',
  path: `${base}/{staffId}/roles`,
  summary: 'Give a member other roles, from the next request on',
  request: { params, body: jsonBody(z.strictObject({ roles: held })) },
  responses: memberResponses,
});
const stateRoute = createRoute({
  ...common,
  method: 'put',
  path: `${base}/{staffId}/state`,
  summary: 'Disable a member, whose sessions end at once, or enable one again',
  request: { params, body: jsonBody(z.strictObject({ isDisabled: z.boolean() })) },
  responses: memberResponses,
});
const oneTimeRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{staffId}/one-time-password`,
  summary: 'Give a member a new one-time password, shown in this answer only',
  request: { params },
  responses: { ...problemResponses, 201: jsonResponse(oneTimePasswordSchema, 'The password') },
});

function renderStaff(member: StaffMember) {
  return { ...member, roles: [...member.roles] };
}

/** Serves the administration of staff under /api/v1/staff. */
export function staffRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) =>
    c.json({ staff: (await listStaff(c.var.ctx)).map(renderStaff) }, 200),
  );
  api.openapi(addRoute, async (c) =>
    answer(c, await enrolStaff(c.var.ctx, c.req.valid('json')), {
      render: renderStaff,
      status: 201,
    }),
  );
  api.openapi(rolesRoute, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return answer(c, await changeRoles(c.var.ctx, input), { render: renderStaff });
  });
  api.openapi(stateRoute, async (c) => {
    const change = c.req.valid('json').isDisabled ? disableStaff : enableStaff;
    const outcome = await change(c.var.ctx, c.req.valid('param').staffId);
    return answer(c, outcome, { render: renderStaff });
  });
  api.openapi(oneTimeRoute, async (c) => {
    const outcome = await renewOneTimePassword(c.var.ctx, c.req.valid('param'));
    const sent = answer(c, outcome, { status: 201 });
    sent.headers.set('cache-control', 'no-store');
    return sent;
  });
  return api;
}
