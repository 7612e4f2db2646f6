import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import { listClassNames } from './class-name-queries.ts';

const classNamesSchema = z
  .array(z.object({ code: z.string(), ko: z.string(), en: z.string() }))
  .openapi('ClassNames');

const namesRoute = createRoute({
  tags: ['policies'],
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/class-names',
  summary: 'What the published policies of an incident call classes of parties',
  request: { params: z.object({ incidentId: z.uuid() }) },
  responses: { 200: jsonResponse(classNamesSchema, 'Every name'), ...problemResponses },
});

/** Serves the names of classes; they stand in published policies, so anybody may read them. */
export function serveClassNames(api: OpenAPIHono<AppEnv>): void {
  api.openapi(namesRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const names = await c.var.ctx.read((tx) => listClassNames(tx, incidentId));
    return answer(
      c,
      accept(names.map(({ code, label }) => ({ code, ko: label.ko, en: label.en }))),
    );
  });
}
