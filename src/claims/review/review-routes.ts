import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { openAppeal } from '../claim-commands.ts';
import { openNote } from '../privacy/sealed-note.ts';
import { claimPathSchema, decisionPathSchema, decisionSchema, renderJson } from '../schemas.ts';
import { renderAwards } from '../wire/render-claim.ts';
import { answerAppeal, previewCorrection } from './appeal-commands.ts';
import { approveDecision, approveDecisions, sendBackDecision } from './approval-commands.ts';
import { askForMore, decideClaim } from './review-commands.ts';
import { listOpenAppeals, listWaitingDecisions } from './review-queries.ts';
import {
  answerAppealSchema,
  answerPreviewSchema,
  appealPageSchema,
  appealPathSchema,
  appealsQuerySchema,
  approvalsResultSchema,
  approvalsSchema,
  askReferenceSchema,
  askSchema,
  decisionReferenceSchema,
  openAppealSchema,
  openedAppealSchema,
  previewAnswerSchema,
  renderAppeal,
  renderApprovals,
  renderWaiting,
  sendBackSchema,
  waitingPageSchema,
  waitingQuerySchema,
} from './review-schemas.ts';

const reference = jsonResponse(decisionReferenceSchema, 'The decision and the state of its claim');

const decideRoute = createRoute({
  tags: ['claims'],
  method: 'post',
  path: '/api/v1/claims/{claimId}/decisions',
  summary: 'Decide a claim, pending the approval of another person',
  request: { params: claimPathSchema, body: jsonBody(decisionSchema) },
  responses: { 201: reference, ...problemResponses },
});
const askRoute = createRoute({
  tags: ['claims'],
  method: 'post',
  path: '/api/v1/claims/{claimId}/requests',
  summary: 'Ask the claimant for more, for a reason and by named documents',
  request: { params: claimPathSchema, body: jsonBody(askSchema) },
  responses: { 201: jsonResponse(askReferenceSchema, 'What was asked'), ...problemResponses },
});
const waitingRoute = createRoute({
  tags: ['decisions'],
  method: 'get',
  path: '/api/v1/decisions/pending',
  summary: 'List decisions that wait for a second person, the longest waiting first',
  request: { query: waitingQuerySchema },
  responses: { 200: jsonResponse(waitingPageSchema, 'A page of decisions'), ...problemResponses },
});
const approveManyRoute = createRoute({
  tags: ['decisions'],
  method: 'post',
  path: '/api/v1/decisions/approvals',
  summary: 'Approve many decisions; each is answered for itself, one’s own are refused',
  request: { body: jsonBody(approvalsSchema) },
  responses: {
    200: jsonResponse(approvalsResultSchema, 'Which were approved, and why the others were not'),
    ...problemResponses,
  },
});
const approveRoute = createRoute({
  tags: ['decisions'],
  method: 'post',
  path: '/api/v1/decisions/{decisionId}/approval',
  summary: 'Approve a decision somebody else made',
  request: { params: decisionPathSchema },
  responses: { 200: reference, ...problemResponses },
});
const sendBackRoute = createRoute({
  tags: ['decisions'],
  method: 'post',
  path: '/api/v1/decisions/{decisionId}/return',
  summary: 'Send a decision back to review with a note',
  request: { params: decisionPathSchema, body: jsonBody(sendBackSchema) },
  responses: { 200: reference, ...problemResponses },
});
const openAppealRoute = createRoute({
  tags: ['appeals'],
  method: 'post',
  path: '/api/v1/claims/{claimId}/appeals',
  summary: 'Open an appeal against an approved decision',
  request: { params: claimPathSchema, body: jsonBody(openAppealSchema) },
  responses: { 201: jsonResponse(openedAppealSchema, 'The appeal'), ...problemResponses },
});
const appealsRoute = createRoute({
  tags: ['appeals'],
  method: 'get',
  path: '/api/v1/appeals',
  summary: 'List appeals without an approved answer, the longest waiting first',
  request: { query: appealsQuerySchema },
  responses: { 200: jsonResponse(appealPageSchema, 'A page of appeals'), ...problemResponses },
});
const answerAppealRoute = createRoute({
  tags: ['appeals'],
  method: 'post',
  path: '/api/v1/appeals/{appealId}/decisions',
  summary: 'Answer an appeal: the decision stands, or another takes its place; never one’s own',
  request: { params: appealPathSchema, body: jsonBody(answerAppealSchema) },
  responses: { 201: reference, ...problemResponses },
});

const previewAnswerRoute = createRoute({
  tags: ['appeals'],
  method: 'post',
  path: '/api/v1/appeals/{appealId}/previews',
  summary: 'Show what the policies give with facts set right; records nothing',
  request: { params: appealPathSchema, body: jsonBody(previewAnswerSchema) },
  responses: { 200: jsonResponse(answerPreviewSchema, 'What they give'), ...problemResponses },
});

function decisionRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(decideRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await decideClaim(c.var.ctx, input), { status: 201 });
  });
  api.openapi(askRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    const asked = await askForMore(c.var.ctx, input);
    return answer(c, asked, { render: renderJson, status: 201 });
  });
  api.openapi(waitingRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const page = await ctx.read(async (tx) => {
      const { items, next } = await listWaitingDecisions(tx, c.req.valid('query'));
      const people = items.map(({ decidedBy }) => decidedBy);
      const rendering = { names: await loadStaffNames(tx, people), now: ctx.now };
      const decisions = items.map((item) => {
        const said = openNote(ctx.vault, { note: item.note, salt: item.keySalt });
        return renderWaiting(item, { ...rendering, said });
      });
      return { decisions, next };
    });
    return answer(c, accept(page));
  });
  api.openapi(approveManyRoute, async (c) => {
    const { decisionIds } = c.req.valid('json');
    const outcomes = await approveDecisions(c.var.ctx, decisionIds);
    return answer(c, accept(renderApprovals(decisionIds, outcomes)));
  });
  api.openapi(approveRoute, async (c) =>
    answer(c, await approveDecision(c.var.ctx, c.req.valid('param'))),
  );
  api.openapi(sendBackRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await sendBackDecision(c.var.ctx, input));
  });
}

function appealRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(openAppealRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await openAppeal(c.var.ctx, input), { status: 201 });
  });
  api.openapi(appealsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const page = await ctx.read(async (tx) => {
      const { items, next } = await listOpenAppeals(tx, c.req.valid('query'));
      const people = items.flatMap(({ decidedBy, lookedAtBy, approvedBy }) =>
        [decidedBy, lookedAtBy, approvedBy].filter((id) => id !== null),
      );
      const rendering = { names: await loadStaffNames(tx, people), now: ctx.now };
      return { appeals: items.map((item) => renderAppeal(item, rendering)), next };
    });
    return answer(c, accept(page));
  });
  api.openapi(previewAnswerRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await previewCorrection(c.var.ctx, input), {
      render: (awards) => ({ awards: renderAwards(awards) }),
    });
  });
  api.openapi(answerAppealRoute, async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.valid('param') };
    return answer(c, await answerAppeal(c.var.ctx, input), { status: 201 });
  });
}

/** Serves review: decisions, requests for more, approvals and appeals. */
export function reviewRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  decisionRoutes(api);
  appealRoutes(api);
  return api;
}
