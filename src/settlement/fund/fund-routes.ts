import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import { accept } from '../../kernel/index.ts';
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
import { expireGrants, setRemedyTerm } from '../grants/grant-commands.ts';
import { listGrantTotals } from '../grants/grant-queries.ts';
import { listRemedyTerms } from '../grants/term-store.ts';
import { readRoute } from '../read-route.ts';
import { currencySchema, incidentQuerySchema } from '../schemas.ts';
import { listDayTotals, listFunds } from './fund-queries.ts';
import {
  daysSchema,
  fundQuerySchema,
  fundSchema,
  grantTotalsSchema,
  renderDays,
  renderFunds,
  renderGrantTotals,
} from './fund-schemas.ts';

const common = { tags: ['settlement'] };
const base = '/api/v1/settlement';

const fundRoute = readRoute({
  ...common,
  path: `${base}/fund`,
  summary: 'Show where the money of an incident stands, now or at a past instant',
  request: { query: fundQuerySchema },
  gives: jsonResponse(fundSchema, 'The fund, per currency'),
});
const daysRoute = readRoute({
  ...common,
  path: `${base}/days`,
  summary: 'Compare decisions, ledger and statements day by day',
  request: { query: incidentQuerySchema },
  gives: jsonResponse(daysSchema, 'The days'),
});
const statementRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/statement.csv`,
  summary: "Give the company's statement: every day's decisions, ledger and statements, as CSV",
  request: { query: incidentQuerySchema },
  responses: {
    200: { description: 'The statement', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponses,
  },
});
const grantsRoute = readRoute({
  ...common,
  path: `${base}/grants`,
  summary: 'Show what was granted other than in cash: nominal worth and expected cost apart',
  request: { query: incidentQuerySchema },
  gives: jsonResponse(grantTotalsSchema, 'By remedy and name'),
});
const remedies = z.enum(['points', 'credit', 'voucher', 'extension', 'item']);
const termSchema = z
  .strictObject({
    remedy: remedies,
    name: z.string().max(200).default(''),
    validDays: z.number().int().min(1).max(36_500).nullable().default(null),
    costMillionths: z.number().int().min(0).max(10_000_000).nullable().default(null),
    unitCostMinor: z
      .string()
      .regex(/^\d{1,15}$/)
      .nullable()
      .default(null),
    currency: currencySchema.nullable().default(null),
    source: z.string().min(3).max(500),
  })
  .refine(({ unitCostMinor, currency }) => (unitCostMinor === null) === (currency === null), {
    path: ['currency'],
    message: 'a cost of one unit and its currency, or neither, are expected',
  })
  .refine(
    ({ unitCostMinor, costMillionths }) => unitCostMinor === null || costMillionths === null,
    {
      path: ['costMillionths'],
      message: 'a share of the nominal worth or a cost of one unit is expected, not both',
    },
  )
  .openapi('RemedyTerm');
const termsRoute = readRoute({
  ...common,
  path: `${base}/remedy-terms`,
  summary: 'List how long remedies are good and what they are estimated to cost',
  request: { query: incidentQuerySchema },
  gives: jsonResponse(z.array(termSchema), 'The terms'),
});
const setTermRoute = createRoute({
  ...common,
  method: 'put',
  path: `${base}/remedy-terms`,
  summary: 'Set how long a remedy is good and what it is estimated to cost, with where it is from',
  request: { query: incidentQuerySchema, body: jsonBody(termSchema) },
  responses: { 200: jsonResponse(termSchema, 'The term as set'), ...problemResponses },
});
const expiredSchema = z.strictObject({ expiredCount: z.number().int() }).openapi('ExpiredGrants');
const expireRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/grants/expiry`,
  summary: 'Book what has expired of points, credit and vouchers; again changes nothing',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(expiredSchema, 'How many expired'), ...problemResponses },
});

const csvTitles = [
  ...['day', 'currency', 'decided', 'ledger_awarded', 'ledger_paid', 'statement'],
  ...['decided_so_far', 'ledger_awarded_so_far', 'ledger_paid_so_far', 'statement_so_far'],
  ...['decided_in_ledger', 'ledger_in_statement'],
];

function fundReads(api: OpenAPIHono<AppEnv>): void {
  api.openapi(fundRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId, at } = c.req.valid('query');
    const asked = { incidentId, ...(at === undefined ? {} : { at }) };
    return answer(c, accept(renderFunds(await ctx.read((tx) => listFunds(tx, asked)))));
  });
  api.openapi(daysRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    return answer(c, accept(renderDays(await ctx.read((tx) => listDayTotals(tx, incidentId)))));
  });
  api.openapi(statementRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const days = await ctx.read((tx) => listDayTotals(tx, incidentId));
    const rows = days.map((day) => Object.values(day).map(String));
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="statement.csv"',
    };
    return c.body(stringify([csvTitles, ...rows]), 200, headers) as unknown as Answer;
  });
  api.openapi(grantsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const totals = await ctx.read((tx) => listGrantTotals(tx, incidentId));
    return answer(c, accept(renderGrantTotals(totals)));
  });
}

/** Serves the fund, the days, and what is granted other than in cash under /api/v1/settlement. */
export function fundRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  fundReads(api);
  api.openapi(termsRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const terms = await ctx.read((tx) => listRemedyTerms(tx, incidentId));
    const rendered = terms.map(({ setBy: _by, setAt: _at, unitCostMinor, ...term }) => ({
      ...term,
      unitCostMinor: unitCostMinor?.toString() ?? null,
    }));
    return answer(c, accept(rendered));
  });
  api.openapi(setTermRoute, async (c): Promise<Answer> => {
    const term = c.req.valid('json');
    const unitCostMinor = term.unitCostMinor === null ? null : BigInt(term.unitCostMinor);
    const { incidentId } = c.req.valid('query');
    const set = await setRemedyTerm(c.var.ctx, { ...term, unitCostMinor, incidentId });
    return answer(c, set.ok ? accept(term) : set);
  });
  api.openapi(expireRoute, async (c) => {
    const { incidentId } = c.req.valid('query');
    return answer(c, accept({ expiredCount: await expireGrants(c.var.ctx, incidentId) }));
  });
  return api;
}
