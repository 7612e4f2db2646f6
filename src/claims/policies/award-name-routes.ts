import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import { listAwardNames } from './award-name-queries.ts';

const awardNamesSchema = z
  .array(
    z.object({
      policyHash: z.string(),
      clause: z.string(),
      remedy: z.string(),
      ko: z.string().openapi({ description: 'As awards keep it' }),
      en: z.string(),
    }),
  )
  .openapi('AwardNames');

const namesRoute = createRoute({
  tags: ['policies'],
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/award-names',
  summary: 'What the published policies of an incident call the things they award',
  request: { params: z.object({ incidentId: z.uuid() }) },
  responses: { 200: jsonResponse(awardNamesSchema, 'Every name'), ...problemResponses },
});

/** Serves the names of what is awarded; they stand in published policies, so anybody may read them. */
export function serveAwardNames(api: OpenAPIHono<AppEnv>): void {
  api.openapi(namesRoute, async (c) => {
    const { incidentId } = c.req.valid('param');
    const names = await c.var.ctx.read((tx) => listAwardNames(tx, incidentId));
    return answer(
      c,
      accept(names.map(({ label, ...name }) => ({ ...name, ko: label.ko, en: label.en }))),
    );
  });
}
