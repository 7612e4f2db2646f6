import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../../platform/index.ts';
import {
  baseVersionQuerySchema,
  claimPathSchema,
  decisionPathSchema,
  incidentPathSchema,
} from '../../schemas.ts';
import { assignClaims, setPriority, takeNext } from '../queue/desk-commands.ts';
import { loadVersionedRules } from '../queue/rules-store.ts';
import { answerSecondReview, publishRules } from '../queue/second-review-commands.ts';
import { liftMask, maskPart, writeNote } from './desk-note-commands.ts';
import {
  assignedSchema,
  assignSchema,
  maskedSchema,
  maskPathSchema,
  maskSchema,
  noteWrittenSchema,
  prioritySetSchema,
  publishedRulesSchema,
  rulesSchema,
  rulesVersionSchema,
  secondReviewAnsweredSchema,
  secondReviewAnswerSchema,
  setPrioritySchema,
  takeNextSchema,
  writeNoteSchema,
} from './desk-schemas.ts';

const tags = ['review'];

const assignRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/assignments',
  summary: 'Give claims to a member of staff, or back to everybody',
  request: { body: jsonBody(assignSchema) },
  responses: { 200: jsonResponse(assignedSchema, 'The claims given'), ...problemResponses },
});
const takeNextRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/assignments/next',
  summary: 'Take the next claims that are nobody’s, the most urgent first',
  request: { body: jsonBody(takeNextSchema) },
  responses: { 200: jsonResponse(assignedSchema, 'The claims taken'), ...problemResponses },
});
const priorityRoute = createRoute({
  tags,
  method: 'put',
  path: '/api/v1/claims/{claimId}/priority',
  summary: 'Set how urgent a claim is',
  request: { params: claimPathSchema, body: jsonBody(setPrioritySchema) },
  responses: { 200: jsonResponse(prioritySetSchema, 'As it is now'), ...problemResponses },
});
const noteRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/{claimId}/notes',
  summary: 'Write a note for colleagues; kept encrypted, and not shown to the claimant',
  request: { params: claimPathSchema, body: jsonBody(writeNoteSchema) },
  responses: { 201: jsonResponse(noteWrittenSchema, 'Written'), ...problemResponses },
});
const maskRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/claims/{claimId}/masks',
  summary: 'Mask a stretch of text or a document; the original stays sealed',
  request: { params: claimPathSchema, body: jsonBody(maskSchema) },
  responses: { 201: jsonResponse(maskedSchema, 'Masked'), ...problemResponses },
});
const liftRoute = createRoute({
  tags,
  method: 'delete',
  path: '/api/v1/claims/{claimId}/masks/{maskId}',
  summary: 'Lift a mask, so that the part is shown again',
  request: { params: maskPathSchema },
  responses: { 200: jsonResponse(maskedSchema, 'Lifted'), ...problemResponses },
});
const secondReviewRoute = createRoute({
  tags,
  method: 'post',
  path: '/api/v1/decisions/{decisionId}/second-review',
  summary: 'Agree with a decision that was drawn for a second look, or differ and say why',
  request: { params: decisionPathSchema, body: jsonBody(secondReviewAnswerSchema) },
  responses: {
    200: jsonResponse(secondReviewAnsweredSchema, 'What the look came to'),
    ...problemResponses,
  },
});
const showRulesRoute = createRoute({
  tags,
  method: 'get',
  path: '/api/v1/incidents/{incidentId}/review-rules',
  summary: 'The targets, sampling and deadlines that hold now; version 0 are the usual ones',
  request: { params: incidentPathSchema },
  responses: { 200: jsonResponse(publishedRulesSchema, 'The rules'), ...problemResponses },
});
const publishRulesRoute = createRoute({
  tags,
  method: 'put',
  path: '/api/v1/incidents/{incidentId}/review-rules',
  summary: 'Publish the next version of the review rules; 409 if baseVersion is not the newest',
  request: {
    params: incidentPathSchema,
    query: baseVersionQuerySchema,
    body: jsonBody(rulesSchema),
  },
  responses: { 200: jsonResponse(rulesVersionSchema, 'The version'), ...problemResponses },
});

function claimDesk(api: OpenAPIHono<AppEnv>): void {
  api.openapi(assignRoute, async (c) =>
    answer(c, await assignClaims(c.var.ctx, c.req.valid('json'))),
  );
  api.openapi(takeNextRoute, async (c) =>
    answer(c, await takeNext(c.var.ctx, c.req.valid('json'))),
  );
  api.openapi(priorityRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await setPriority(c.var.ctx, input));
  });
  api.openapi(noteRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await writeNote(c.var.ctx, input), { status: 201 });
  });
  api.openapi(maskRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await maskPart(c.var.ctx, input), { status: 201 });
  });
  api.openapi(liftRoute, async (c) => answer(c, await liftMask(c.var.ctx, c.req.valid('param'))));
}

/** Serves the desk of a reviewer: whose claims are, how urgent, notes, masks, second looks, rules. */
export function deskRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  claimDesk(api);
  api.openapi(secondReviewRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await answerSecondReview(c.var.ctx, input));
  });
  api.openapi(showRulesRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const { incidentId } = c.req.valid('param');
    const published = await ctx.read((tx) => loadVersionedRules(tx, incidentId));
    return answer(c, accept(published));
  });
  api.openapi(publishRulesRoute, async (c) => {
    const rules = c.req.valid('json');
    const input = { ...c.req.valid('param'), ...c.req.valid('query'), rules };
    return answer(c, await publishRules(c.var.ctx, input));
  });
  return api;
}
