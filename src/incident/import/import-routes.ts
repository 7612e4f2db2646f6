import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonResponse,
  limitBody,
  problem,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { incidentPathSchema } from '../schemas.ts';
import {
  type ImportResult,
  importImpactFile,
  importIncident,
  takeAlerts,
} from './import-commands.ts';
import type { ImportFileRefusal } from './imported.ts';
import { readAlertGroup } from './read-alerts.ts';
import { readStatuspage } from './read-statuspage.ts';
import { verifyHook } from './verify-hook.ts';

const tags = ['imports'];
const bodyMax = 20 * 1024 * 1024;

/** What an import came to. */
export const importResultWire = z
  .strictObject({
    incidentId: z.string(),
    slug: z.string(),
    isNew: z.boolean(),
    statedCount: z.number(),
    correctedCount: z.number(),
    unchangedCount: z.number(),
    entryCount: z.number(),
  })
  .openapi('ImportResult');

const anyJson = { content: { 'application/json': { schema: z.looseObject({}) } } };
const anyText = { content: { 'text/csv': { schema: z.string() } } };

const statuspageRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/incidents/imports/statuspage',
  summary: 'Take over the incidents of another status page: its incidents.json or summary.json',
  request: { body: anyJson },
  responses: { 200: jsonResponse(z.array(importResultWire), 'Imported'), ...problemResponses },
});
const fileRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/incidents/{incidentId}/impacts/imports',
  summary: 'State the impacts of a CSV file; all of it, or findings with line and column',
  request: {
    params: incidentPathSchema,
    query: z.object({
      party: z.string(),
      source: z
        .string()
        .regex(/^\d{1,6}$/)
        .optional(),
    }),
    body: anyText,
  },
  responses: { 200: jsonResponse(importResultWire, 'Imported'), ...problemResponses },
});
const alertsRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/hooks/alertmanager',
  summary: 'Take in what Prometheus Alertmanager posts; signed, or with the secret as bearer',
  request: { body: anyJson },
  responses: {
    200: jsonResponse(z.union([importResultWire, z.null()]), 'Taken in'),
    ...problemResponses,
  },
});

/** Answers what a file has wrong, every place of it, or the outcome as any other. */
export function answerImport<V>(
  c: Parameters<typeof answer>[0],
  outcome: Outcome<V, ImportFileRefusal | { readonly code: string }>,
): ReturnType<typeof answer> {
  if (!outcome.ok && 'findings' in outcome.refusal) {
    const errors = outcome.refusal.findings.map(({ place, found, right }) => ({
      pointer: place,
      detail: `found: ${found}; right would be: ${right}`,
    }));
    return problem({ status: 422, code: outcome.refusal.code, errors });
  }
  return answer(c, outcome);
}

function parseBody(text: string): Outcome<unknown, ImportFileRefusal> {
  try {
    return accept(JSON.parse(text));
  } catch (error) {
    const finding = { place: '/', found: String(error), right: 'a JSON document' };
    return { ok: false, refusal: { code: 'import_unreadable', findings: [finding] } };
  }
}

/** Acts for a machine that proved who it is. */
function asMachine(ctx: Context, name: string): Context {
  return { ...ctx, actor: { kind: 'api', id: name, name, roles: ['investigator'] } };
}

function addHookRoutes(api: OpenAPIHono<AppEnv>, secret: string | undefined): void {
  api.use('/api/v1/hooks/*', limitBody(bodyMax));
  api.openAPIRegistry.registerPath(alertsRoute);
  api.post('/api/v1/hooks/alertmanager', async (c) => {
    const body = await c.req.text();
    const { ctx } = c.var;
    const header = (name: string): string | undefined => c.req.header(name);
    const verified = verifyHook(secret, { header, body, now: ctx.now });
    if (!verified.ok) {
      const { code, ...extra } = verified.refusal;
      return problem({ status: 401, code, extra: { params: extra } });
    }
    const parsed = parseBody(body);
    const group = parsed.ok ? readAlertGroup(parsed.value) : parsed;
    if (!group.ok) return answerImport(c, group);
    return answer(c, await takeAlerts(asMachine(ctx, 'alertmanager'), group.value));
  });
}

/**
 * Gives the ways in for what other tools know of an outage.
 *
 * @param options.secret what webhooks prove themselves with; without it none is let in
 */
export function importRoutes(
  options: { readonly secret?: string | undefined } = {},
): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.use('/api/v1/incidents/imports/*', limitBody(bodyMax));
  api.use('/api/v1/incidents/:incidentId/impacts/imports', limitBody(bodyMax));
  api.openAPIRegistry.registerPath(statuspageRoute);
  api.post('/api/v1/incidents/imports/statuspage', async (c) => {
    requirePermission(c.var.ctx, 'incident:write');
    const parsed = parseBody(await c.req.text());
    const read = parsed.ok ? readStatuspage(parsed.value) : parsed;
    if (!read.ok) return answerImport(c, read);
    const results: ImportResult[] = [];
    for (const incident of read.value) {
      const imported = await importIncident(c.var.ctx, incident);
      if (!imported.ok) return answer(c, imported);
      results.push(imported.value);
    }
    return answer(c, accept(results));
  });
  api.openAPIRegistry.registerPath(fileRoute);
  api.post('/api/v1/incidents/:incidentId/impacts/imports', async (c) => {
    const text = await c.req.text();
    const { party = '', source } = c.req.query();
    const sources = source === undefined || !/^\d{1,6}$/.test(source) ? [] : [Number(source)];
    const incidentId = c.req.param('incidentId');
    return answerImport(
      c,
      await importImpactFile(c.var.ctx, { incidentId, text, statedBy: party, sources }),
    );
  });
  addHookRoutes(api, options.secret);
  return api;
}
