import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../platform/index.ts';
import { determinationRoutes } from './determination/determination-routes.ts';
import { fundRoutes } from './fund/fund-routes.ts';
import { ledgerRoutes } from './ledger/ledger-routes.ts';
import { limitRoutes } from './limits/limit-routes.ts';
import { payeeRoutes } from './payees/payee-routes.ts';
import { payoutRoutes } from './payouts/payout-routes.ts';
import { listIssues, listPayoutsByClass, listSettlementTotals } from './queries.ts';
import { railFileRoutes } from './rails/files/file-routes.ts';
import { installedRailOf, type RailOf } from './rails/rail-of.ts';
import { railRoutes } from './rails/rail-routes.ts';
import { reconcileRoutes } from './reconcile/reconcile-routes.ts';
import { incidentQuerySchema } from './schemas.ts';
import { standingRoutes } from './standing/standing-routes.ts';
import { claimantStatementRoutes } from './statement/statement-routes.ts';
import { renderTotals, totalsSchema } from './totals-schemas.ts';
import { unclaimedRoutes } from './unclaimed/unclaimed-routes.ts';

const totalsRoute = createRoute({
  tags: ['settlement'],
  method: 'get',
  path: '/api/v1/settlement/totals',
  summary: 'Show what an incident owes and has paid: in all, by class and clause, and in kind',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(totalsSchema, 'The totals'), ...problemResponses },
});

/**
 * Serves what was paid under /api/v1: totals, payouts, statements, determination runs, the ledger.
 *
 * @param options.railOf gives the rail of a name; a simulated rail of that name unless given
 */
export function settlementRoutes(
  options: { readonly railOf: RailOf } = { railOf: installedRailOf },
): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(totalsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const read = await ctx.read(async (tx) => ({
      totals: await listSettlementTotals(tx, incidentId),
      classes: await listPayoutsByClass(tx, incidentId),
      issues: await listIssues(tx, incidentId),
    }));
    return answer(c, accept(renderTotals(read)));
  });
  api.route('/', payoutRoutes(options.railOf));
  api.route('/', payeeRoutes());
  api.route('/', reconcileRoutes(options.railOf));
  api.route('/', determinationRoutes());
  api.route('/', ledgerRoutes());
  api.route('/', fundRoutes());
  api.route('/', railRoutes());
  api.route('/', railFileRoutes());
  api.route('/', unclaimedRoutes());
  api.route('/', limitRoutes());
  api.route('/', claimantStatementRoutes());
  api.route('/', standingRoutes());
  return api;
}
