import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../platform/index.ts';
import { admitEvidence } from './evidence/admit-commands.ts';
import { showEvidence } from './evidence/show-commands.ts';
import type { ClaimGate } from './filing/filing-commands.ts';
import { answerFiling } from './filing/filing-routes.ts';
import { entryRoutes } from './identity/entry-routes.ts';
import { getReceipt, showClaim } from './lookup-commands.ts';
import { listClaims } from './queries.ts';
import { queueRoutes } from './queue-routes.ts';
import { reviewRoutes } from './review/review-routes.ts';
import {
  claimPathSchema,
  evidencePathSchema,
  listClaimsSchema,
  numberPathSchema,
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
import { renderClaimDetail, renderListItem } from './wire/render-claim.ts';

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
  summary: 'List claims, the longest waiting first, a page at a time',
  request: { query: listClaimsSchema },
  responses: { 200: jsonResponse(claimPageSchema, 'A page of claims'), ...problemResponses },
});
const showRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/{claimId}`,
  summary: 'Show a claim to staff; reading personal data is audited',
  request: { params: claimPathSchema },
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
  request: { params: evidencePathSchema },
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
  // Fixed paths such as /claims/counts are met before /claims/{claimId}.
  api.route('/', queueRoutes());
  api.route('/', reviewRoutes());
  api.route('/', entryRoutes());
  api.openapi(submitRoute, async (c) => {
    const input = c.req.valid('json');
    const admitted = await admitEvidence(c.var.ctx, input);
    if (!admitted.ok) return answer(c, admitted);
    return answerFiling(c, await gate.file(c.var.ctx, { ...input, ...admitted.value }));
  });
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'claim:read');
    const filter = c.req.valid('query');
    const { claims, next } = await c.var.ctx.read((tx) => listClaims(tx, filter));
    return answer(c, accept({ claims: claims.map(renderListItem), next }));
  });
  api.openapi(receiptRoute, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    return answer(c, await getReceipt(c.var.ctx, asked));
  });
  api.openapi(showRoute, async (c) =>
    answer(c, await showClaim(c.var.ctx, c.req.valid('param')), { render: renderClaimDetail }),
  );
  api.openapi(evidenceRoute, async (c) => {
    const loaded = await showEvidence(c.var.ctx, c.req.valid('param'));
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
