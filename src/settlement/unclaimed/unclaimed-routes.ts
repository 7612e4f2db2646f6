import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, renderInstant } from '../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  optionalField,
  problemResponses,
  requireConfirmed,
  requirePermission,
} from '../../platform/index.ts';
import { amountSchema, incidentQuerySchema, instantSchema, renderAmount } from '../schemas.ts';
import { countNotices } from './notice-store.ts';
import { changePayee } from './payee-commands.ts';
import { followUnclaimed, setTerms, showTerms } from './unclaimed-commands.ts';
import { countUnclaimed, listUnpayable } from './unclaimed-store.ts';

const common = { tags: ['settlement'] };
const base = '/api/v1/unclaimed-awards';

const termsSchema = z
  .strictObject({
    reminderDays: z.array(z.number().int().min(1).max(36_500)).min(1).max(12),
    setApartDays: z.number().int().min(1).max(36_500),
    giveDays: optionalField(z.number().int().min(1).max(36_500)),
    place: optionalField(z.string().min(2).max(200)),
  })
  .openapi('UnclaimedTerms');
const pageSchema = z
  .strictObject({
    terms: termsSchema,
    counts: z.array(
      z.strictObject({
        state: z.string(),
        reason: z.string(),
        awardCount: z.number().int(),
        amount: amountSchema,
        oldestSince: instantSchema,
      }),
    ),
    awards: z.array(
      z.strictObject({
        awardId: z.string(),
        claimId: z.string(),
        claimNumber: z.string(),
        reason: z.string(),
        state: z.string(),
        reminderCount: z.number().int(),
        amount: amountSchema,
        since: instantSchema,
      }),
    ),
    notices: z.array(
      z.strictObject({ kind: z.string(), state: z.string(), count: z.number().int() }),
    ),
  })
  .openapi('UnclaimedAwards');
const followedSchema = z
  .strictObject({
    isDryRun: z.boolean(),
    wait: z.number().int(),
    remind: z.number().int(),
    set_apart: z.number().int(),
    give: z.number().int(),
  })
  .openapi('UnclaimedFollowUp');
const payeeSchema = z.strictObject({
  bank: z.string().min(1).max(60),
  account: z
    .string()
    .regex(/^[0-9A-Za-z -]{3,40}$/, 'digits, with hyphens or spaces between them, are expected'),
  holder: z.string().min(1).max(100),
});
const changedSchema = z
  .strictObject({
    usableFrom: instantSchema,
    withdrawnCount: z.number().int(),
    sharedWithCount: z.number().int(),
  })
  .openapi('ChangedPayee');

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'Show what cannot be paid, how far its follow-up is, and the terms it follows',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(pageSchema, 'What cannot be paid'), ...problemResponses },
});
const followRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/follow-up`,
  summary: 'Remind of, set apart and give away what is due; a dry run unless told otherwise',
  request: {
    query: incidentQuerySchema,
    body: jsonBody(z.object({ isDryRun: z.boolean().default(true) })),
  },
  responses: { 200: jsonResponse(followedSchema, 'What was due'), ...problemResponses },
});
const termsRoute = createRoute({
  ...common,
  method: 'put',
  path: `${base}/terms`,
  summary: 'Set when what cannot be paid is reminded of, set apart and given away, and where to',
  request: { query: incidentQuerySchema, body: jsonBody(termsSchema) },
  responses: { 200: jsonResponse(termsSchema, 'The terms as set'), ...problemResponses },
});
const payeeRoute = createRoute({
  ...common,
  method: 'put',
  path: '/api/v1/claims/{claimId}/payee',
  summary: 'Change where a claimant is paid; the old contact is told, and three days pass first',
  request: { params: z.object({ claimId: z.uuid() }), body: jsonBody(payeeSchema) },
  responses: { 200: jsonResponse(changedSchema, 'The change'), ...problemResponses },
});

/** Serves what cannot be paid, and changes of payees, under /api/v1. */
export function unclaimedRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('query');
    const terms = await showTerms(ctx, incidentId);
    return ctx.read(async (tx) => {
      const counts = await countUnclaimed(tx, incidentId);
      const awards = await listUnpayable(tx, incidentId);
      const notices = await countNotices(tx, incidentId);
      const page = {
        terms,
        counts: counts.map(({ amountMinor, currency, awardCount, oldestSince, ...rest }) => ({
          ...rest,
          awardCount: Number(awardCount),
          amount: renderAmount(amountMinor, currency),
          oldestSince: renderInstant(oldestSince),
        })),
        awards: awards.map(({ amountMinor, currency, since, ...rest }) => ({
          ...rest,
          amount: renderAmount(amountMinor, currency),
          since: renderInstant(since),
        })),
        notices: notices.map(({ count, ...rest }) => ({ ...rest, count: Number(count) })),
      };
      return answer(c, accept(page));
    });
  });
  api.openapi(followRoute, async (c) => {
    const { isDryRun } = c.req.valid('json');
    const asked = { ...c.req.valid('query'), isDryRun };
    return answer(c, accept({ isDryRun, ...(await followUnclaimed(c.var.ctx, asked)) }));
  });
  api.openapi(termsRoute, async (c) => {
    const set = { ...c.req.valid('query'), terms: c.req.valid('json') };
    return answer(c, await setTerms(c.var.ctx, set));
  });
  api.openapi(payeeRoute, async (c): Promise<Answer> => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:enter');
    requireConfirmed(ctx);
    const { claimId } = c.req.valid('param');
    const changed = await changePayee(ctx, { claimId, payee: c.req.valid('json') });
    return answer(c, changed, {
      render: ({ usableFrom, withdrawnCount, sharedWithCount }) => ({
        usableFrom: renderInstant(usableFrom),
        withdrawnCount,
        sharedWithCount,
      }),
    });
  });
  return api;
}
