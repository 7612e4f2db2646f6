import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { incidentPathSchema } from '../schemas.ts';
import {
  gradeWire,
  orNull,
  recordedWire,
  renderRecorded,
  titlesWire,
} from '../wire/incident-wire.ts';
import { gradeIncident } from './grade-commands.ts';
import { gradeKinds, type Playbook } from './playbook.ts';

const tags = ['incident'];
const playbookWire = z
  .strictObject({
    severities: z.array(gradeWire),
    phases: z.array(gradeWire),
    openings: z.array(
      z.strictObject({
        id: z.string(),
        titles: titlesWire,
        severity: z.string().nullable(),
        phase: z.string().nullable(),
        incidentTitles: orNull(titlesWire),
        zone: z.string().nullable(),
        parties: z.array(z.strictObject({ code: z.string(), titles: titlesWire })),
        functions: z.array(
          z.strictObject({ service: z.string(), function: z.string(), titles: titlesWire }),
        ),
        sources: z.array(z.string()),
        firstWords: orNull(titlesWire),
      }),
    ),
  })
  .openapi('Playbook');

const playbookRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/playbook',
  summary: 'Give the severities, phases and templates for opening of this installation',
  responses: { 200: jsonResponse(playbookWire, 'The playbook'), ...problemResponses },
});
const gradeRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/incidents/{incidentId}/grades',
  summary: 'Give an incident a severity or a phase of the playbook; the last of a kind stands',
  request: {
    params: incidentPathSchema,
    body: jsonBody(
      z.strictObject({ id: z.uuid(), kind: z.enum(gradeKinds), grade: z.string().max(100) }),
    ),
  },
  responses: { 201: jsonResponse(recordedWire, 'Recorded'), ...problemResponses },
});

/** Renders a playbook for the API. */
function renderPlaybook(playbook: Playbook): z.infer<typeof playbookWire> {
  return {
    severities: [...playbook.severities],
    phases: [...playbook.phases],
    openings: playbook.openings.map((template) => ({
      id: template.id,
      titles: template.titles,
      severity: template.severity ?? null,
      phase: template.phase ?? null,
      incidentTitles: template.incidentTitles ?? null,
      zone: template.zone ?? null,
      parties: [...template.parties],
      functions: [...template.functions],
      sources: [...template.sources],
      firstWords: template.firstWords ?? null,
    })),
  };
}

/**
 * Gives the playbook to whoever writes about incidents, and takes the grades they give.
 *
 * @param playbook as the operator's file says it
 */
export function playbookRoutes(playbook: Playbook): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(playbookRoute, async (c) => {
    requirePermission(c.var.ctx, 'incident:write');
    return answer(c, accept(playbook), { render: renderPlaybook });
  });
  api.openapi(gradeRoute, async (c) => {
    const request = { ...c.req.valid('json'), ...c.req.valid('param') };
    const outcome = await gradeIncident(c.var.ctx, request, playbook);
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
  return api;
}
