import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, refuse } from '../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  type Context,
  createApi,
  hasPermission,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  openServerPost,
  problem,
  problemResponses,
  requireConfirmed,
  requirePermission,
} from '../../platform/index.ts';
import { incidentQuerySchema } from '../schemas.ts';
import { addRailKey } from './app/app-key-commands.ts';
import { listKeys } from './app/app-key-store.ts';
import { bulkTemplateSchema } from './files/bulk-template.ts';
import { sayManualResult, settleManual } from './manual/manual-commands.ts';
import { listManualPayments } from './manual/manual-store.ts';
import { firstTemplate, previewTemplate } from './preview-template.ts';
import {
  addedKeySchema,
  keyListSchema,
  manualDoneSchema,
  manualEndingSchema,
  manualListSchema,
  newKeySchema,
  payoutIdSchema,
  railListSchema,
  railPathSchema,
  renderKey,
  renderManual,
  saidResultSchema,
  setupSchema,
  templatePreviewSchema,
  templateTrialSchema,
} from './rail-schemas.ts';
import { isRailFor, type RailSetup, railSetupSchema } from './setup.ts';
import { listRailSetups, loadRailSetup, setUpRail } from './setup-store.ts';

const base = '/api/v1/rails';
const common = { tags: ['settlement'] };

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List the ways to pay that are set up, and what each gives',
  responses: { 200: jsonResponse(railListSchema, 'The rails'), ...problemResponses },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{rail}/setup`,
  summary: 'Show how a rail is set up; a template to begin with when it is not',
  request: { params: railPathSchema },
  responses: { 200: jsonResponse(setupSchema, 'Its settings'), ...problemResponses },
});
const setRoute = createRoute({
  ...common,
  method: 'put',
  path: `${base}/{rail}/setup`,
  summary: 'Set a rail up, or change how it is',
  request: { params: railPathSchema, body: jsonBody(setupSchema.shape.setup) },
  responses: { 200: jsonResponse(setupSchema, 'Its settings'), ...problemResponses },
});
const trialRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/template-previews`,
  summary: 'Show what a bulk template would write, and what its encoding cannot carry',
  request: { body: jsonBody(templateTrialSchema) },
  responses: { 200: jsonResponse(templatePreviewSchema, 'What it writes'), ...problemResponses },
});
const keysRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{rail}/keys`,
  summary: "List the keys of an app's rail; no key is shown",
  request: { params: railPathSchema },
  responses: { 200: jsonResponse(keyListSchema, 'The keys'), ...problemResponses },
});
const addKeyRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{rail}/keys`,
  summary: 'Make or take a key; what the other side has to know is shown this once',
  request: { params: railPathSchema, body: jsonBody(newKeySchema) },
  responses: { 201: jsonResponse(addedKeySchema, 'The key'), ...problemResponses },
});
const manualRoute = createRoute({
  ...common,
  method: 'get',
  path: '/api/v1/manual-payments',
  summary: 'List payments made by hand whose outcome is not settled',
  request: { query: incidentQuerySchema },
  responses: { 200: jsonResponse(manualListSchema, 'The payments'), ...problemResponses },
});
const sayRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/payouts/{payoutId}/manual-result',
  summary: 'Record what became of a payment made by hand, for another person to confirm',
  request: { params: payoutIdSchema, body: jsonBody(saidResultSchema) },
  responses: { 201: jsonResponse(manualDoneSchema, 'It waits'), ...problemResponses },
});
const settleRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/payouts/{payoutId}/manual-result/ending',
  summary: 'Confirm, or decline, what another person recorded of a payment made by hand',
  request: { params: payoutIdSchema, body: jsonBody(manualEndingSchema) },
  responses: { 200: jsonResponse(manualDoneSchema, 'It is settled'), ...problemResponses },
});

const everything = ['cash', 'points', 'credit', 'voucher', 'extension', 'item'];

function remediesOf(kind: RailSetup['kind']): string[] {
  return everything.filter((remedy) => isRailFor(kind, remedy));
}

function badSetup(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
) {
  const errors = issues.map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part)}`).join(''),
    detail: message,
  }));
  return problem({ status: 422, code: 'input_invalid', errors });
}

/** Whoever may see payments, and whoever sets the ways to pay up, may read how they are set up. */
function requireRailReader(ctx: Context): void {
  if (!hasPermission(ctx.actor, 'staff:administer')) requirePermission(ctx, 'settlement:read');
}

function setupRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requireRailReader(ctx);
    const setups = await ctx.read((tx) => listRailSetups(tx));
    const known = setups.map(({ rail, setup }) => ({ rail, kind: setup.kind }));
    const isNamed = known.some(({ rail }) => rail === 'simulated');
    const all = isNamed ? known : [...known, { rail: 'simulated', kind: 'simulated' as const }];
    return answer(c, accept(all.map((one) => ({ ...one, remedies: remediesOf(one.kind) }))));
  });
  api.openapi(showRoute, async (c) => {
    const { ctx } = c.var;
    requireRailReader(ctx);
    const { rail } = c.req.valid('param');
    const setup = (await ctx.read((tx) => loadRailSetup(tx, rail))) ?? firstTemplate;
    return answer(c, accept({ rail, setup }));
  });
  api.openapi(setRoute, async (c): Promise<Answer> => {
    const { ctx } = c.var;
    requirePermission(ctx, 'staff:administer');
    requireConfirmed(ctx);
    const parsed = railSetupSchema.safeParse(c.req.valid('json'));
    if (!parsed.success) return badSetup(parsed.error.issues);
    const setup = parsed.data;
    const outbound = ctx.outside.serverPost ?? openServerPost();
    const why = setup.kind === 'app' ? outbound.whyNot(setup.url) : undefined;
    if (why !== undefined) return badSetup([{ path: ['url'], message: why }]);
    const { rail } = c.req.valid('param');
    await setUpRail(ctx, { name: rail, setup });
    return answer(c, accept({ rail, setup }));
  });
  api.openapi(trialRoute, async (c): Promise<Answer> => {
    requireRailReader(c.var.ctx);
    const { setup, names } = c.req.valid('json');
    const parsed = bulkTemplateSchema.safeParse(setup);
    if (!parsed.success) {
      return badSetup(
        parsed.error.issues.map(({ path, message }) => ({ path: ['setup', ...path], message })),
      );
    }
    return answer(c, accept(await previewTemplate(parsed.data, names)));
  });
}

function keyRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(keysRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'staff:administer');
    const keys = await ctx.read((tx) => listKeys(tx, c.req.valid('param').rail));
    const people = keys.map(({ addedBy }) => addedBy);
    const names = await ctx.read((tx) => loadStaffNames(tx, people));
    return answer(c, accept(keys.map((key) => renderKey(key, names))));
  });
  api.openapi(addKeyRoute, async (c): Promise<Answer> => {
    const { ctx } = c.var;
    requirePermission(ctx, 'staff:administer');
    requireConfirmed(ctx);
    const { rail } = c.req.valid('param');
    const setup = await ctx.read((tx) => loadRailSetup(tx, rail));
    if (setup?.kind !== 'app') return answer(c, refuse({ code: 'rail_not_set_up', rail }));
    const { key, ...asked } = c.req.valid('json');
    const added = await addRailKey(ctx, { rail, ...asked, ...(key === undefined ? {} : { key }) });
    return answer(c, added, { status: 201 });
  });
}

/** Serves how the ways to pay are set up, their keys, and payments made by hand under /api/v1. */
export function railRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  setupRoutes(api);
  keyRoutes(api);
  api.openapi(manualRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const { incidentId } = c.req.valid('query');
    const payments = await ctx.read((tx) => listManualPayments(tx, incidentId));
    const people = payments.flatMap(({ result }) => result?.recordedBy ?? []);
    const names = await ctx.read((tx) => loadStaffNames(tx, people));
    return answer(c, accept(payments.map((payment) => renderManual(payment, names))));
  });
  api.openapi(sayRoute, async (c) => {
    const said = { ...c.req.valid('param'), ...c.req.valid('json') };
    return answer(c, await sayManualResult(c.var.ctx, said), { status: 201 });
  });
  api.openapi(settleRoute, async (c): Promise<Answer> => {
    requireConfirmed(c.var.ctx);
    const { payoutId } = c.req.valid('param');
    const settled = await settleManual(c.var.ctx, { payoutId, ...c.req.valid('json') });
    return answer(c, settled.ok ? accept({ payoutId }) : settled);
  });
  return api;
}
