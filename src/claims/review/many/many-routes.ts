import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
} from '../../../platform/index.ts';
import { incidentQuerySchema } from '../../schemas.ts';
import { decideAsPreviewed, previewMany } from './answer-many-commands.ts';
import {
  decideManySchema,
  manyDecidedSchema,
  previewManySchema,
  previewReplySchema,
  previewSchema,
  renderPreview,
  renderReply,
  repliedSchema,
  repliesSchema,
  replyPreviewSchema,
  replySchema,
} from './many-schemas.ts';
import { previewReply, replyToGroup } from './reply-commands.ts';
import { listReplies } from './reply-store.ts';

const previewRoute = createRoute({
  tags: ['decisions'],
  method: 'post',
  path: '/api/v1/decisions/previews',
  summary: 'Show what one answer would do to many claims; records nothing',
  request: { body: jsonBody(previewManySchema) },
  responses: { 200: jsonResponse(previewSchema, 'The preview'), ...problemResponses },
});
const decideRoute = createRoute({
  tags: ['decisions'],
  method: 'post',
  path: '/api/v1/decisions',
  summary: 'Record one answer to many claims exactly as its preview showed it',
  request: { body: jsonBody(decideManySchema) },
  responses: { 200: jsonResponse(manyDecidedSchema, 'What was decided'), ...problemResponses },
});
const previewReplyRoute = createRoute({
  tags: ['replies'],
  method: 'post',
  path: '/api/v1/replies/previews',
  summary: 'Count the claims a reply to a group would be told to, and those it would not reach',
  request: { body: jsonBody(previewReplySchema) },
  responses: { 200: jsonResponse(replyPreviewSchema, 'How many'), ...problemResponses },
});
const replyRoute = createRoute({
  tags: ['replies'],
  method: 'post',
  path: '/api/v1/replies',
  summary: 'Reply once to every claim of a group; each is told once',
  request: { body: jsonBody(replySchema) },
  responses: { 201: jsonResponse(repliedSchema, 'How many belong to it'), ...problemResponses },
});
const repliesRoute = createRoute({
  tags: ['replies'],
  method: 'get',
  path: '/api/v1/replies',
  summary: 'List the replies to groups of an incident, the newest first',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(repliesSchema, 'The replies'), ...problemResponses },
});

/** Serves what is done to many claims at once: one answer, one reply. */
export function manyRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(previewRoute, async (c) =>
    answer(c, await previewMany(c.var.ctx, c.req.valid('json')), { render: renderPreview }),
  );
  api.openapi(decideRoute, async (c) =>
    answer(c, await decideAsPreviewed(c.var.ctx, c.req.valid('json'))),
  );
  api.openapi(previewReplyRoute, async (c) =>
    answer(c, await previewReply(c.var.ctx, c.req.valid('json'))),
  );
  api.openapi(replyRoute, async (c) =>
    answer(c, await replyToGroup(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
  api.openapi(repliesRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const replies = await ctx.read(async (tx) => {
      const rows = await listReplies(tx, c.req.valid('query').incidentId);
      const names = await loadStaffNames(
        tx,
        rows.map(({ writtenBy }) => writtenBy),
      );
      return rows.map((reply) => renderReply(reply, names));
    });
    return answer(c, accept({ replies }));
  });
  return api;
}
