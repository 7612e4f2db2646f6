import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, isUuid, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  hasPermission,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { claimPathSchema } from '../schemas.ts';
import { claimStateSchema, personSchema } from '../wire/claim-schemas.ts';
import { optional } from '../wire/optional.ts';
import { renderPerson } from '../wire/render-claim.ts';
import { closeCluster } from './cluster-commands.ts';
import { clusterReasons } from './cluster-keys.ts';
import { type Cluster, listClusters, listClustersOf } from './cluster-queries.ts';

const uuid = z.string().refine(isUuid, 'a UUID');
const instant = z.string().openapi({ format: 'date-time' });

/** A group of claims that are alike in one thing, on the wire. */
export const clusterSchema = z
  .strictObject({
    clusterId: z.string(),
    reason: z.enum(clusterReasons),
    foundAt: instant,
    memberCount: z.number().int(),
    /** the first fifty */
    members: z.array(
      z.strictObject({
        claimId: z.string(),
        claimNumber: z.string(),
        state: claimStateSchema,
        service: z.string(),
      }),
    ),
    /** what was found; absent for whoever may not read personal data */
    note: z.string().optional(),
    closedBy: personSchema.optional(),
    closedAt: instant.optional(),
  })
  .openapi('ClaimCluster');
export const clustersSchema = z
  .strictObject({ clusters: z.array(clusterSchema), next: z.string().optional() })
  .openapi('ClaimClusters');

const listQuery = z.object({
  incidentId: uuid,
  isClosed: z.stringbool().default(false),
  reason: optional(z.enum(clusterReasons)),
  after: optional(uuid),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
const tags = ['clusters'];

const listRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/clusters',
  summary:
    'List groups of claims that are alike, those nobody looked at yet unless asked otherwise',
  request: { query: listQuery },
  responses: { 200: jsonResponse(clustersSchema, 'A page of groups'), ...problemResponses },
});
const ofClaimRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/claims/{claimId}/clusters',
  summary: 'List the groups a claim belongs to, each with what is alike',
  request: { params: claimPathSchema },
  responses: { 200: jsonResponse(clustersSchema, 'The groups'), ...problemResponses },
});
const closeRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/clusters/{clusterId}/closing',
  summary: 'Mark a group as looked at, with what was found',
  request: {
    params: z.object({ clusterId: uuid }),
    body: jsonBody(z.strictObject({ note: z.string().trim().min(1, 'what was found').max(4000) })),
  },
  responses: {
    200: jsonResponse(z.strictObject({ clusterId: z.string() }).openapi('ClosedCluster'), 'Closed'),
    ...problemResponses,
  },
});

function noteOf(ctx: Context, { note, noteSalt }: Cluster): string | undefined {
  if (note === null || noteSalt === null) return undefined;
  if (!hasPermission(ctx.actor, 'claim:read_personal')) return undefined;
  const bytes = ctx.vault.decrypt({ salt: noteSalt, ciphertext: note });
  return Buffer.from(bytes).toString('utf8');
}

function renderCluster(
  ctx: Context,
  cluster: Cluster,
  names: ReadonlyMap<string, string>,
): z.input<typeof clusterSchema> {
  const { clusterId, reason, memberCount, foundAt, members, closedBy, closedAt } = cluster;
  const note = noteOf(ctx, cluster);
  return {
    clusterId,
    reason,
    memberCount,
    members: [...members],
    foundAt: renderInstant(foundAt),
    ...(note === undefined ? {} : { note }),
    ...(closedBy === null ? {} : { closedBy: renderPerson(closedBy, names) }),
    ...(closedAt === null ? {} : { closedAt: renderInstant(closedAt) }),
  };
}

async function renderAll(ctx: Context, clusters: readonly Cluster[]) {
  const people = clusters.flatMap(({ closedBy }) => closedBy ?? []);
  const names = await ctx.read((tx) => loadStaffNames(tx, people));
  return clusters.map((cluster) => renderCluster(ctx, cluster, names));
}

/** Serves groups of claims that are alike: a reason to look, never to deny. */
export function clusterRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const asked = c.req.valid('query');
    const clusters = await ctx.read((tx) => listClusters(tx, asked));
    const next = clusters.length === asked.limit ? clusters.at(-1)?.clusterId : undefined;
    return answer(c, accept({ clusters: await renderAll(ctx, clusters), next }));
  });
  api.openapi(ofClaimRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const { claimId } = c.req.valid('param');
    const clusters = await ctx.read((tx) => listClustersOf(tx, claimId));
    return answer(c, accept({ clusters: await renderAll(ctx, clusters) }));
  });
  api.openapi(closeRoute, async (c) => {
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return answer(c, await closeCluster(c.var.ctx, input));
  });
  return api;
}
