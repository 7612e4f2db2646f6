import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../kernel/index.ts';
import { type AppEnv, answer, createApi, requirePermission } from '../platform/index.ts';
import { getReceipt, showClaim } from './lookup-commands.ts';
import { listClaims } from './queries.ts';
import { approveDecision, decideClaim } from './review/review-commands.ts';
import {
  claimPathSchema,
  decisionPathSchema,
  decisionSchema,
  listClaimsSchema,
  numberPathSchema,
  renderJson,
  submitClaimSchema,
  tokenQuerySchema,
} from './schemas.ts';
import type { ClaimGate } from './submission-commands.ts';

const base = '/api/v1/claims';
const json = { content: { 'application/json': { schema: z.any() } } };
const responses = {
  200: { description: 'The record asked for, or recorded before with the same content', ...json },
  201: { description: 'Recorded: the receipt is durable', ...json },
  403: { description: 'Not permitted' },
  404: { description: 'No such claim', ...json },
  409: { description: 'Refused, with a code', ...json },
  422: { description: 'The input differs from this schema; every place is named', ...json },
  503: { description: 'Too many claims wait; send the same claim again' },
};
const common = { tags: ['claims'], responses };

function body<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } };
}

const submitRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'File a claim; answered with its receipt once it is durable',
  request: { body: body(submitClaimSchema) },
});
const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List claims, the longest waiting first, a page at a time',
  request: { query: listClaimsSchema },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{claimId}`,
  summary: 'Show a claim to staff; reading personal data is audited',
  request: { params: claimPathSchema },
});
const decideRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{claimId}/decisions`,
  summary: 'Decide a claim, pending the approval of another person',
  request: { params: claimPathSchema, body: body(decisionSchema) },
});
const approveRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/decisions/{decisionId}/approval',
  summary: 'Approve a decision somebody else made',
  request: { params: decisionPathSchema },
});
const receiptRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{claimNumber}/receipt`,
  summary: 'Give a claim’s receipt again, to whoever holds its token',
  request: { params: numberPathSchema, query: tokenQuerySchema },
});

/** Serves claims, decisions and receipts under /api/v1; filings go through the given gate. */
export function claimRoutes(gate: ClaimGate): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(submitRoute, async (c) =>
    answer(c, await gate.submit(c.var.ctx, c.req.valid('json')), {
      render: renderJson,
      status: 201,
    }),
  );
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'claim:read');
    const filter = c.req.valid('query');
    const page = await c.var.ctx.read((tx) => listClaims(tx, filter));
    return answer(c, accept(page), { render: renderJson });
  });
  api.openapi(receiptRoute, async (c) => {
    const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
    return answer(c, await getReceipt(c.var.ctx, asked), { render: renderJson });
  });
  api.openapi(showRoute, async (c) =>
    answer(c, await showClaim(c.var.ctx, c.req.valid('param')), { render: renderJson }),
  );
  api.openapi(decideRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await decideClaim(c.var.ctx, input), { render: renderJson, status: 201 });
  });
  api.openapi(approveRoute, async (c) =>
    answer(c, await approveDecision(c.var.ctx, c.req.valid('param')), { render: renderJson }),
  );
  return api;
}
