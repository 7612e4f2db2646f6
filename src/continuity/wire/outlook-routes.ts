import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, localDateOf } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import { loadDrills, withDrills } from '../drill/index.ts';
import { findScorable } from '../find-assessment.ts';
import { findWorstLoss, listOpenFindings } from '../gate/index.ts';
import { loadWaivers } from '../queries.ts';
import { GATE_RULES } from '../schemas.ts';
import { assessmentPathSchema, diagramQuerySchema } from './request-schema.ts';

const ids = z.array(z.string());

/** What would hurt most, and what the gate finds open. */
export const outlookWire = z
  .strictObject({
    checkedOn: z.string().openapi({ format: 'date' }),
    /** null when no recorded loss takes anything down */
    worst: z.strictObject({ domains: ids, down: ids, stuck: ids }).nullable(),
    findings: z.array(
      z.strictObject({
        rule: z.enum(GATE_RULES),
        about: z.string(),
        loss: z.string().openapi({ description: 'domains joined by +; empty where none is meant' }),
        message: z.string(),
        waiver: z
          .strictObject({
            owner: z.string(),
            until: z.string().openapi({ format: 'date', description: 'the last day it holds' }),
            why: z.string(),
          })
          .nullable()
          .openapi({ description: 'who accepts it for now; null where it is open' }),
      }),
    ),
    /** rules that only the inventory's files can answer: baseline, imports, and waivers where none came here */
    notAsked: z.array(z.enum(GATE_RULES)),
  })
  .openapi('ContinuityOutlook');

const outlookRoute = createRoute({
  tags: ['continuity'],
  method: 'get',
  path: '/api/v1/continuity/assessments/{assessmentId}/outlook',
  summary: 'Tell the worst of the losses, and what the rules of the gate find open today',
  request: { params: assessmentPathSchema, query: diagramQuerySchema },
  responses: { 200: jsonResponse(outlookWire, 'The outlook'), ...problemResponses },
});

/** Serves what a first look at an inventory should tell. */
export function addOutlookRoute(api: OpenAPIHono<AppEnv>): void {
  api.openapi(outlookRoute, async (c) => {
    const { ctx } = c.var;
    const found = await findScorable(ctx, c.req.valid('param').assessmentId);
    if (!found.ok) return answer(c, found);
    const { inventory, recorded } = found.value;
    const worst = findWorstLoss(inventory, recorded.verdict.losses);
    // Drills recorded here speak for the inventory as those in its files do.
    const { drills, waivers } = await ctx.read(async (tx) => ({
      drills: await loadDrills(tx, inventory.name),
      waivers: await loadWaivers(tx, recorded.id),
    }));
    const today = localDateOf(ctx.now, 'UTC');
    const { locale } = c.req.valid('query');
    const open = listOpenFindings(withDrills(inventory, drills), { today, locale, waivers });
    return answer(
      c,
      accept({
        checkedOn: today,
        worst:
          worst === undefined
            ? null
            : { domains: [...worst.domains], down: [...worst.down], stuck: [...worst.stuck] },
        findings: open.findings.map(({ waiver, ...finding }) => ({
          ...finding,
          waiver:
            waiver === undefined
              ? null
              : { owner: waiver.owner ?? '', until: waiver.until, why: waiver.why },
        })),
        notAsked: [...open.notAsked],
      }),
    );
  });
}
