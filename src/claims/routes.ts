import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../platform/index.ts';
import { redecisionRoutes } from './appeals/redecision-routes.ts';
import { importRoutes } from './bulk/import-routes.ts';
import { clusterRoutes } from './clusters/cluster-routes.ts';
import { admitEvidence } from './evidence/admit-commands.ts';
import { showEvidence } from './evidence/show-commands.ts';
import type { ClaimGate } from './filing/filing-commands.ts';
import { answerFiling } from './filing/filing-routes.ts';
import { entryRoutes } from './identity/entry-routes.ts';
import { watchTokens } from './lookup/refused-token.ts';
import { getReceipt } from './lookup-commands.ts';
import { privacyRoutes } from './privacy/privacy-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { deskRoutes } from './review/desk/desk-routes.ts';
import { showClaim } from './review/desk/show-claim-commands.ts';
import { manyRoutes } from './review/many/many-routes.ts';
import { listQueue } from './review/queue/queue-queries.ts';
import { loadRules } from './review/queue/rules-store.ts';
import { reviewRoutes } from './review/review-routes.ts';
import { satisfactionRoutes } from './satisfaction/satisfaction-routes.ts';
import {
  claimPathSchema,
  evidencePathSchema,
  listClaimsSchema,
  numberPathSchema,
  purposeQuerySchema,
  submitClaimSchema,
  tokenQuerySchema,
} from './schemas.ts';
import {
  claimDetailSchema,
  claimPageSchema,
  receiptSchema,
  submissionSchema,
  ticketedSchema,
} from './wire/claim-schemas.ts';
import { renderClaimDetail, renderQueueItem } from './wire/render-claim.ts';

const base = '/api/v1/claims';
const tags = ['claims'];

const submitRoute = createRoute({
  tags,
  method: 'post',
  path: base,
  summary: 'File a claim; answered with its receipt once it is durable, otherwise with a ticket',
  request: { body: jsonBody(submitClaimSchema) },
  responses: {
    201: jsonResponse(submissionSchema, 'Recorded: the receipt is durable'),
    202: jsonResponse(
      ticketedSchema,
      'Not recorded yet: send the same claim again, with this ticket; its time is the filing time',
    ),
    ...problemResponses,
  },
});
const listRoute = createRoute({
  tags,
  method: 'get',
  path: base,
  summary:
    'List claims a page at a time: what waits for review by urgency and waiting, else as filed',
  request: { query: listClaimsSchema },
  responses: { 200: jsonResponse(claimPageSchema, 'A page of claims'), ...problemResponses },
});
const showRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{claimId}`,
  summary: 'Show a claim to staff; personal data only for a purpose, which is audited',
  request: { params: claimPathSchema, query: purposeQuerySchema },
  responses: {
    200: jsonResponse(claimDetailSchema, 'The claim; personal data only for whoever may read it'),
    ...problemResponses,
  },
});
const receiptRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{claimNumber}/receipt`,
  summary: 'Give a claim’s receipt again, to whoever holds its token',
  request: { params: numberPathSchema, query: tokenQuerySchema },
  responses: { 200: jsonResponse(receiptSchema, 'The receipt'), ...problemResponses },
});
const evidenceRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{claimId}/evidence/{evidenceId}`,
  summary: 'Download a document of a claim; every download is audited',
  request: { params: evidencePathSchema, query: purposeQuerySchema },
  responses: {
    200: {
      description: 'The document as it was sent, to be kept as a file',
      content: {
        'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...problemResponses,
  },
});

/** Names a download for browsers old and new (RFC 6266), whatever the claimant called it. */
function attachmentOf(filename: string): string {
  const plain = filename.replaceAll(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(filename).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Serves claims, decisions, appeals and receipts under /api/v1; filings go through the gate. */
export function claimRoutes(gate: ClaimGate): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.use(`${base}/*`, watchTokens());
  // Fixed paths such as /claims/counts are met before /claims/{claimId}.
  api.route('/', queueRoutes());
  api.route('/', manyRoutes());
  api.route('/', importRoutes());
  api.route('/', privacyRoutes());
  api.route('/', clusterRoutes());
  api.route('/', redecisionRoutes());
  api.route('/', deskRoutes());
  api.route('/', reviewRoutes());
  api.route('/', entryRoutes());
  api.route('/', satisfactionRoutes());
  api.openapi(submitRoute, async (c) => {
    const input = c.req.valid('json');
    const admitted = await admitEvidence(c.var.ctx, input);
    if (!admitted.ok) return answer(c, admitted);
    return answerFiling(c, await gate.file(c.var.ctx, { ...input, ...admitted.value }));
  });
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'claim:read');
    const filter = c.req.valid('query');
    const { ctx } = c.var;
    const page = await ctx.read(async (tx) => {
      const { claims, next } = await listQueue(tx, filter);
      const names = await loadStaffNames(
        tx,
        claims.flatMap(({ assignedTo }) => assignedTo ?? []),
      );
      const { targetHours } = await loadRules(tx, filter.incidentId);
      const reading = { names, targetHours, now: ctx.now };
      return { claims: claims.map((claim) => renderQueueItem(claim, reading)), next };
    });
    return answer(c, accept(page));
  });
  api.openapi(receiptRoute, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    return answer(c, await getReceipt(c.var.ctx, asked));
  });
  api.openapi(showRoute, async (c) =>
    answer(c, await showClaim(c.var.ctx, { ...c.req.valid('param'), ...c.req.valid('query') }), {
      render: renderClaimDetail,
    }),
  );
  api.openapi(evidenceRoute, async (c) => {
    const loaded = await showEvidence(c.var.ctx, {
      ...c.req.valid('param'),
      ...c.req.valid('query'),
    });
    if (!loaded.ok) return answer(c, loaded);
    const { bytes, filename, mediaType } = loaded.value;
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': mediaType,
      'content-disposition': attachmentOf(filename),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    });
  });
  return api;
}
