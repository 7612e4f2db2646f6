import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonBody,
  jsonResponse,
  PlatformError,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { noticeStates } from './notice.ts';
import {
  countSubscribers,
  listAnnouncements,
  listNotices,
  listWebhooks,
} from './notice-queries.ts';
import { enableWebhook, settleNotice } from './settle-commands.ts';
import { channels, topics } from './subscriber.ts';

const tags = ['notices'];
const base = '/api/v1/notices';
const instant = z.string().openapi({ format: 'date-time' });
const both = z.strictObject({ ko: z.string(), en: z.string() });
const states = z.enum(noticeStates);

/** What was told, and how many notices of it stand where. */
export const announcementWire = z
  .strictObject({
    id: z.string(),
    incidentId: z.string(),
    topic: z.enum(topics),
    title: both,
    text: both,
    occurredAt: instant,
    madeAt: instant,
    counts: z.partialRecord(states, z.number()),
  })
  .openapi('Announcement');

/** One recipient, with a masked contact. */
export const noticeWire = z
  .strictObject({
    id: z.string(),
    channel: z.enum(channels),
    contact: z.string().nullable(),
    state: states,
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    attemptCount: z.number(),
    dueAt: instant,
    changedAt: instant,
  })
  .openapi('Notice');

const subscriberWire = z
  .strictObject({
    counts: z.array(
      z.strictObject({
        channel: z.enum(channels),
        state: z.enum(['asked', 'confirmed', 'disabled', 'left']),
        count: z.number(),
      }),
    ),
    webhooks: z.array(
      z.strictObject({
        id: z.string(),
        host: z.string(),
        state: z.enum(['asked', 'confirmed', 'disabled', 'left']),
        failureCount: z.number(),
        sentCount: z.number(),
        lastDetail: z.string().nullable(),
        lastAt: instant.nullable(),
      }),
    ),
  })
  .openapi('NoticeSubscribers');

const announcementsRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/announcements`,
  summary: 'List what was told and how far the telling is, the latest first, fifty at a time',
  request: { query: z.object({ incidentId: z.uuid().optional(), before: z.uuid().optional() }) },
  responses: { 200: jsonResponse(z.array(announcementWire), 'Announcements'), ...problemResponses },
});
const noticesRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/announcements/{announcementId}/recipients`,
  summary: 'List what became of a notice to each recipient, a hundred at a time',
  request: {
    params: z.object({
      announcementId: z.uuid().openapi({ param: { name: 'announcementId', in: 'path' } }),
    }),
    query: z.object({ state: states.optional(), after: z.uuid().optional() }),
  },
  responses: { 200: jsonResponse(z.array(noticeWire), 'Recipients'), ...problemResponses },
});
const subscribersRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/subscribers`,
  summary: 'Count subscribers by way and state, and list webhooks with how they fare',
  responses: { 200: jsonResponse(subscriberWire, 'Subscribers'), ...problemResponses },
});
const settleRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/{noticeId}/settlement`,
  summary: 'Settle a notice of which it is not known whether it came, or send a failed one again',
  request: {
    params: z.object({ noticeId: z.uuid().openapi({ param: { name: 'noticeId', in: 'path' } }) }),
    body: jsonBody(z.strictObject({ as: z.enum(['came', 'send_again', 'give_up']) })),
  },
  responses: { 204: { description: 'Settled' }, ...problemResponses },
});
const enableRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/webhooks/{subscriberId}/enabling`,
  summary: 'Ask a webhook again that was given up on',
  request: {
    params: z.object({
      subscriberId: z.uuid().openapi({ param: { name: 'subscriberId', in: 'path' } }),
    }),
  },
  responses: { 204: { description: 'Enabled' }, ...problemResponses },
});

function requireStaffReader(ctx: Context): void {
  requirePermission(ctx, 'incident:read');
  if (ctx.actor.kind === 'staff') return;
  throw new PlatformError('forbidden', { message: 'Sign in as a member of staff to read this.' });
}

/** Gives what staff see and settle of notices. */
export function noticeRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  addReadingRoutes(api);
  addSettlingRoutes(api);
  return api;
}

function addReadingRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(announcementsRoute, async (c) => {
    requireStaffReader(c.var.ctx);
    const { incidentId, before } = c.req.valid('query');
    const filter = {
      ...(incidentId === undefined ? {} : { incidentId }),
      ...(before === undefined ? {} : { before }),
    };
    const told = await c.var.ctx.read((tx) => listAnnouncements(tx, filter));
    const shown = told.map(({ occurredAt, madeAt, ...rest }) => ({
      ...rest,
      occurredAt: renderInstant(occurredAt),
      madeAt: renderInstant(madeAt),
    }));
    return c.json(shown, 200);
  });
  api.openapi(noticesRoute, async (c) => {
    requireStaffReader(c.var.ctx);
    const { announcementId } = c.req.valid('param');
    const { state, after } = c.req.valid('query');
    const filter = {
      announcementId,
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { after }),
    };
    const { ctx } = c.var;
    const notices = await ctx.read((tx) => listNotices(ctx, tx, filter));
    const shown = notices.map(({ dueAt, changedAt, ...rest }) => ({
      ...rest,
      dueAt: renderInstant(dueAt),
      changedAt: renderInstant(changedAt),
    }));
    return c.json(shown, 200);
  });
  api.openapi(subscribersRoute, async (c) => {
    requireStaffReader(c.var.ctx);
    const { ctx } = c.var;
    const shown = await ctx.read(async (tx) => ({
      counts: [...(await countSubscribers(tx))],
      webhooks: (await listWebhooks(ctx, tx)).map(({ lastAt, ...rest }) => ({
        ...rest,
        lastAt: lastAt === null ? null : renderInstant(lastAt),
      })),
    }));
    return c.json(shown, 200);
  });
}

function addSettlingRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(settleRoute, async (c) => {
    const { noticeId } = c.req.valid('param');
    const outcome = await settleNotice(c.var.ctx, { noticeId, ...c.req.valid('json') });
    return outcome.ok ? c.body(null, 204) : answer(c, outcome);
  });
  api.openapi(enableRoute, async (c) => {
    const { subscriberId } = c.req.valid('param');
    const outcome = await enableWebhook(c.var.ctx, subscriberId);
    return outcome.ok ? c.body(null, 204) : answer(c, outcome);
  });
}
