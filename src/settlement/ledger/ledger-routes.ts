import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, refuse } from '../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
  requirePermission,
} from '../../platform/index.ts';
import { listBalances, listTrialBalances } from '../queries.ts';
import { readRoute } from '../read-route.ts';
import { incidentQuerySchema } from '../schemas.ts';
import { recordProvision } from './commands.ts';
import { streamJournal } from './journal-queries.ts';
import { listLatestTransfers } from './ledger-queries.ts';
import {
  balancesQuerySchema,
  balancesSchema,
  provisionSchema,
  recordedProvisionSchema,
  renderBalances,
  renderTransfers,
  renderVerification,
  transferPageSchema,
  transfersQuerySchema,
  verificationSchema,
} from './ledger-schemas.ts';
import { verifyLedger } from './verify-commands.ts';

const base = '/api/v1/ledger';
const common = { tags: ['ledger'] };

const balancesRoute = readRoute({
  ...common,
  path: `${base}/balances`,
  summary: "List an incident's balances, now or at a past instant, and their sum per currency",
  request: { query: balancesQuerySchema },
  gives: jsonResponse(balancesSchema, 'The balances'),
});
const transfersRoute = readRoute({
  ...common,
  path: `${base}/transfers`,
  summary: "List an incident's transfers, the latest first, all of them or one account's",
  request: { query: transfersQuerySchema },
  gives: jsonResponse(transferPageSchema, 'A page of transfers'),
});
const verificationRoute = readRoute({
  ...common,
  path: `${base}/verification`,
  summary: "Re-derive an incident's ledger from its transfers and say whether it is right",
  request: { query: incidentQuerySchema },
  gives: jsonResponse(verificationSchema, 'What was found'),
});
const journalRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/journal`,
  summary: 'Export the books as a plain-text journal that ledger and hledger read',
  request: { query: incidentQuerySchema },
  responses: {
    200: {
      description: 'The journal',
      content: { 'text/plain': { schema: z.string() } },
    },
    ...problemResponses,
  },
});
const provisionRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/provisions`,
  summary: 'Set money aside for an incident before anything is owed',
  request: { body: jsonBody(provisionSchema) },
  responses: {
    201: jsonResponse(recordedProvisionSchema, 'The provision is on the ledger'),
    ...problemResponses,
  },
});

/** Turns pieces of text into a body that is made as fast as it is taken. */
function bodyOf(pieces: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done === true) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return();
    },
  });
}

/** Serves the ledger under /api/v1. */
export function ledgerRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(balancesRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'ledger:read');
    const { incidentId, at } = c.req.valid('query');
    const read = await ctx.read(async (tx) => ({
      balances: await listBalances(tx, { incidentId, ...(at === undefined ? {} : { at }) }),
      trial: await listTrialBalances(tx, incidentId),
    }));
    return answer(c, accept(renderBalances(read.balances, read.trial)));
  });
  api.openapi(transfersRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'ledger:read');
    const { account: code, currency, ...asked } = c.req.valid('query');
    const account = code === undefined || currency === undefined ? undefined : { code, currency };
    const page = await ctx.read((tx) => listLatestTransfers(tx, { ...asked, account }));
    return answer(c, accept(renderTransfers(page)));
  });
  api.openapi(verificationRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('query');
    const verification = await verifyLedger(ctx, incidentId);
    const outcome =
      verification === undefined
        ? refuse({ code: 'ledger_not_found' as const, incidentId })
        : accept(renderVerification(verification, ctx.now));
    return answer(c, outcome);
  });
  api.openapi(journalRoute, (c): Answer => {
    const { ctx } = c.var;
    requirePermission(ctx, 'ledger:read');
    const { incidentId } = c.req.valid('query');
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${incidentId}.journal"`,
    };
    return new Response(bodyOf(streamJournal(ctx, incidentId)), { headers }) as Answer;
  });
  api.openapi(provisionRoute, async (c) => {
    const { provisionId: id, ...provision } = c.req.valid('json');
    const recorded = await recordProvision(c.var.ctx, { id, ...provision });
    return answer(c, recorded, {
      status: 201,
      render: ({ newCount, headHash }) => ({ isNew: newCount > 0, headHash }),
    });
  });
  return api;
}
