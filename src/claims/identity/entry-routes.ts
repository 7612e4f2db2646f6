import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { instantFromEpochMs, isUuid, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { openEntry } from './entry-commands.ts';

const entrySchema = z
  .strictObject({
    code: z.string(),
    path: z.string().openapi({ example: '/ko/enter/7Zt…' }),
    expiresAt: z.string().openapi({ format: 'date-time' }),
  })
  .openapi('AppEntry');

const route = createRoute({
  tags: ['claims'],
  method: 'post',
  path: '/api/v1/app-entries',
  summary:
    'Take a signed assertion from the company’s own app; answered with a way into the portal',
  request: {
    body: jsonBody(
      z.strictObject({
        incidentId: z.string().refine(isUuid, 'a UUID'),
        assertion: z.string().min(20).max(8192),
        locale: z.enum(['ko', 'en']).default('ko'),
      }),
    ),
  },
  responses: {
    201: jsonResponse(entrySchema, 'The path opens the portal once, within five minutes'),
    ...problemResponses,
  },
});

/** Serves the way in for the company's own server: an assertion for a code that opens the portal. */
export function entryRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(route, async (c) => {
    const { locale, ...input } = c.req.valid('json');
    return answer(c, await openEntry(c.var.ctx, input), {
      status: 201,
      render: ({ code, expiresAtMs }) => ({
        code,
        path: `/${locale}/enter/${code}`,
        expiresAt: renderInstant(instantFromEpochMs(expiresAtMs)),
      }),
    });
  });
  return api;
}
