import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { type AppEnv, answer, jsonResponse, problemResponses } from '../../platform/index.ts';
import {
  COMPARED_MAX,
  type CutSets,
  type EventRanking,
  findInventoryCutSets,
  rankEvents,
  type SmallestLosses,
  smallestLosses,
} from '../cut-sets/index.ts';
import { type AssessmentQueryRefusal, findAssessment } from '../find-assessment.ts';
import { assessmentPathSchema } from './request-schema.ts';

// Enough for inventories that people write; a request must not take a gigabyte.
const nodesMax = 500_000;
const operationsMax = 20_000_000;
const listedMax = 20;
const rankedMax = 50;

const countWire = z.union([z.number(), z.string()]).openapi({
  description: 'a whole number; text above 2^53, so that no reader rounds it',
});

/** The smallest losses of one node, and how much each domain matters to it. */
export const importanceWire = z
  .strictObject({
    node: z.string(),
    effect: z.enum(['down', 'stuck']),
    count: countWire,
    byOrder: z.array(countWire).openapi({ description: 'from order 1' }),
    /** larger sets were not looked for; null when none is missing */
    truncatedAt: z.number().nullable(),
    sets: z.array(z.array(z.string())),
    domains: z.array(
      z.strictObject({
        domain: z.string(),
        smallestOrder: z.number().nullable(),
        sets: countWire.nullable(),
        /** share of the states of all other domains in which this one decides */
        decides: z.number().nullable(),
      }),
    ),
  })
  .openapi('DomainImportance');

const importanceRoute = createRoute({
  tags: ['continuity'],
  method: 'get',
  path: '/api/v1/continuity/assessments/{assessmentId}/cut-sets',
  summary: 'Give the smallest losses that take a node down or leave it stuck, and rank the domains',
  request: {
    params: assessmentPathSchema,
    query: z.object({
      node: z.string().min(1).max(64),
      effect: z.enum(['down', 'stuck']).default('down'),
    }),
  },
  responses: { 200: jsonResponse(importanceWire, 'The cut sets'), ...problemResponses },
});

/** Adds the smallest losses of a node with the importance of domains. */
export function addImportanceRoute(api: OpenAPIHono<AppEnv>): void {
  api.openapi(importanceRoute, async (c) => {
    const { node, effect } = c.req.valid('query');
    const assessed = await findAssessment(c.var.ctx, c.req.valid('param').assessmentId);
    if (!assessed.ok) return answer(c, assessed);
    const { inventory } = assessed.value;
    if (!inventory.nodes.has(node)) {
      const unknown: Outcome<never, AssessmentQueryRefusal> = refuse({
        code: 'node_not_found',
        node,
      });
      return answer(c, unknown);
    }
    const options = { nodesMax, operationsMax, hasImportance: true };
    const found = findInventoryCutSets(inventory, { node, effect }, options);
    const smallest = smallestLosses(inventory, found, COMPARED_MAX);
    const isListed = !smallest.hasContainers && smallest.count <= BigInt(COMPARED_MAX);
    const ranking = rankEvents(found, isListed ? smallest.sets : undefined);
    const body = renderImportance({ node, effect, found, smallest, ranking });
    return answer(c, accept(body));
  });
}

function renderImportance(of: {
  readonly node: string;
  readonly effect: 'down' | 'stuck';
  readonly found: CutSets;
  readonly smallest: SmallestLosses;
  readonly ranking: EventRanking;
}): z.infer<typeof importanceWire> {
  const { node, effect, found, smallest, ranking } = of;
  return {
    node,
    effect,
    count: exact(smallest.count),
    byOrder: smallest.byOrder.slice(1).map(exact),
    truncatedAt: found.truncatedAt ?? null,
    sets: smallest.sets.slice(0, listedMax).map((set) => [...set]),
    domains: ranking.events.slice(0, rankedMax).map((each) => ({
      domain: each.event,
      smallestOrder: each.smallestOrder ?? null,
      sets: each.setCount === undefined ? null : exact(each.setCount),
      decides: each.birnbaum ?? null,
    })),
  };
}

function exact(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);
}
