import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  requirePermission,
} from '../../platform/index.ts';
import { readRoute } from '../read-route.ts';
import { paymentStandings } from './payment-standing.ts';
import { listPaymentStandings } from './standing-queries.ts';

const claimsMax = 100;

/** Query of the standings: claim ids, parted by commas. */
export const standingsQuerySchema = z.object({
  claimIds: z
    .string()
    .openapi({ example: '018f0000-0000-7000-8000-00000000abcd' })
    .transform((text) => text.split(','))
    .pipe(z.array(z.uuid()).min(1).max(claimsMax)),
});

/** How far claims are paid; those that were awarded nothing are left out. */
export const standingsSchema = z
  .array(z.strictObject({ claimId: z.string(), standing: z.enum(paymentStandings) }))
  .openapi('PaymentStandings');

const standingsRoute = readRoute({
  tags: ['settlement'],
  path: '/api/v1/settlement/claim-payments',
  summary: 'Tell how far what claims were awarded is paid; neither amounts nor payees',
  request: { query: standingsQuerySchema },
  gives: jsonResponse(standingsSchema, 'The claims that were awarded something'),
});

/** Serves how far claims are paid, to those who read claims. */
export function standingRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(standingsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'claim:read');
    const { claimIds } = c.req.valid('query');
    return answer(c, accept(await ctx.read((tx) => listPaymentStandings(tx, claimIds))));
  });
  return api;
}
