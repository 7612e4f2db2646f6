import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  problemResponses,
  requirePermission,
  type Tx,
} from '../../platform/index.ts';
import { serveAwardNames } from './award-name-routes.ts';
import { examineBeside, type PolicyTooCostly } from './beside/examine-beside.ts';
import { serveClassNames } from './class-name-routes.ts';
import { loadLegalDay } from './in-force-queries.ts';
import { draftPolicy, publishPolicy } from './policy-commands.ts';
import {
  countOpenClaims,
  listPolicies,
  listPublishedPolicies,
  loadPolicyVersion,
  type PolicyVersion,
} from './policy-queries.ts';
import {
  comparisonPathSchema,
  comparisonSchema,
  examinationSchema,
  formattedSchema,
  policyDocumentSchema,
  policyDraftSchema,
  policyListQuerySchema,
  policyListSchema,
  policyPathSchema,
  policyReferenceSchema,
  policyTextSchema,
  policyTrialSchema,
  renderVersion,
  trialSchema,
} from './policy-schemas.ts';
import { serveSimulations } from './simulation-routes.ts';
import { loadStages } from './stage-queries.ts';

const base = '/api/v1/policies';
const common = { tags: ['policies'] };
const reference = jsonResponse(policyReferenceSchema, 'What the version is known by');

const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List the policy versions of an incident, the one drafted last first',
  request: { query: policyListQuerySchema },
  responses: { 200: jsonResponse(policyListSchema, 'A page'), ...problemResponses },
});
const showRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{policyVersionId}`,
  summary: 'Show a policy version: its text, clauses, findings and cases',
  request: { params: policyPathSchema },
  responses: { 200: jsonResponse(policyDocumentSchema, 'The version'), ...problemResponses },
});
const compareRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/{policyVersionId}/comparison/{otherId}`,
  summary: 'Compare a version with an earlier one, clause by clause, in canonical text',
  request: { params: comparisonPathSchema },
  responses: { 200: jsonResponse(comparisonSchema, 'Every clause'), ...problemResponses },
});
const checkRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/check`,
  summary: 'Check a policy text and run its cases; nothing is stored',
  request: { body: jsonBody(policyTextSchema) },
  responses: { 200: jsonResponse(examinationSchema, 'What was found'), ...problemResponses },
});
const formatRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/format`,
  summary: 'Give the canonical text of a policy; nothing is stored',
  request: { body: jsonBody(policyTextSchema) },
  responses: { 200: jsonResponse(formattedSchema, 'The canonical text'), ...problemResponses },
});
const tryRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/trial`,
  summary: 'Determine and explain what one party would be owed; nothing is stored',
  request: { body: jsonBody(policyTrialSchema) },
  responses: { 200: jsonResponse(trialSchema, 'The determination'), ...problemResponses },
});
const draftRoute = createRoute({
  ...common,
  method: 'post',
  path: base,
  summary: 'Store a policy version as a draft of one’s own; a change is a new version',
  request: { body: jsonBody(policyDraftSchema) },
  responses: { 201: reference, ...problemResponses },
});
const publishRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{policyVersionId}/approval`,
  summary:
    'Publish a version somebody else drafted; once it is in force, open claims are assessed again',
  request: { params: policyPathSchema },
  responses: { 200: reference, ...problemResponses },
});

type NotFound = { readonly code: 'policy_not_found'; readonly policyVersionId: string };

function peopleOf(rows: readonly Pick<PolicyVersion, 'authorId' | 'approverId'>[]): string[] {
  return rows.flatMap(({ authorId, approverId }) =>
    approverId === null ? [authorId] : [authorId, approverId],
  );
}

async function stagesOf(
  tx: Tx,
  {
    ctx,
    rows,
  }: {
    readonly ctx: Context;
    readonly rows: readonly Pick<PolicyVersion, 'policyVersionId' | 'incidentId'>[];
  },
) {
  const ids = rows.map(({ policyVersionId }) => policyVersionId);
  if (rows[0] === undefined) return new Map<string, never>();
  const day = await loadLegalDay(tx, { incidentId: rows[0].incidentId, at: ctx.now });
  return loadStages(tx, { ids, ...day });
}

async function loadDocument(ctx: Context, { policyVersionId }: { policyVersionId: string }) {
  return ctx.read(async (tx) => {
    const row = await loadPolicyVersion(tx, { policyVersionId });
    if (row === undefined) return undefined;
    const current = await listPublishedPolicies(tx, row.incidentId);
    const isCurrent = current.some((one) => one.policyVersionId === policyVersionId);
    const names = await loadStaffNames(tx, peopleOf([row]));
    const stage = (await stagesOf(tx, { ctx, rows: [row] })).get(policyVersionId) ?? 'checked';
    const isApplied = row.applies === 'on_claim';
    const openClaimCount = isApplied ? await countOpenClaims(tx, row.incidentId) : 0;
    return { row, version: renderVersion(row, { names, isCurrent, stage }), openClaimCount };
  });
}

function notFound(policyVersionId: string): Outcome<never, NotFound | PolicyTooCostly> {
  return refuse({ code: 'policy_not_found', policyVersionId });
}

async function showPolicy(ctx: Context, asked: { policyVersionId: string }) {
  const found = await loadDocument(ctx, asked);
  if (found === undefined) return notFound(asked.policyVersionId);
  const { row, version, openClaimCount } = found;
  const { text } = row;
  const examined = await examineBeside('show', { text });
  if (!examined.ok) return examined;
  return accept({ version, text, openClaimCount, ...examined.value });
}

async function showComparison(ctx: Context, asked: { policyVersionId: string; otherId: string }) {
  const { policyVersionId, otherId } = asked;
  const after = await loadDocument(ctx, { policyVersionId });
  if (after === undefined) return notFound(policyVersionId);
  const before = await loadDocument(ctx, { policyVersionId: otherId });
  if (before === undefined) return notFound(otherId);
  const texts = { before: before.row.text, after: after.row.text };
  const compared = await examineBeside('compare', texts);
  if (!compared.ok) return compared;
  return accept({ before: before.version, after: after.version, clauses: compared.value });
}

function serveTexts(api: OpenAPIHono<AppEnv>): void {
  api.openapi(checkRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    return answer(c, await examineBeside('check', c.req.valid('json')));
  });
  api.openapi(formatRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    return answer(c, await examineBeside('format', c.req.valid('json')));
  });
  api.openapi(tryRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    return answer(c, await examineBeside('try', c.req.valid('json')));
  });
}

/** Serves policy documents under /api/v1/policies. */
export function policyRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  serveTexts(api);
  serveSimulations(api);
  serveAwardNames(api);
  serveClassNames(api);
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    const { ctx } = c.var;
    const { policies, next, names, stages } = await ctx.read(async (tx) => {
      const page = await listPolicies(tx, c.req.valid('query'));
      const people = await loadStaffNames(tx, peopleOf(page.policies));
      return { ...page, names: people, stages: await stagesOf(tx, { ctx, rows: page.policies }) };
    });
    const rendered = policies.map((row) => {
      const stage = stages.get(row.policyVersionId) ?? 'checked';
      return renderVersion(row, { names, isCurrent: row.isCurrent, stage });
    });
    return answer(c, accept({ policies: rendered, ...(next === undefined ? {} : { next }) }));
  });
  api.openapi(showRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    return answer(c, await showPolicy(c.var.ctx, c.req.valid('param')));
  });
  api.openapi(compareRoute, async (c) => {
    requirePermission(c.var.ctx, 'policy:read');
    return answer(c, await showComparison(c.var.ctx, c.req.valid('param')));
  });
  api.openapi(draftRoute, async (c) =>
    answer(c, await draftPolicy(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
  api.openapi(publishRoute, async (c) =>
    answer(c, await publishPolicy(c.var.ctx, c.req.valid('param'))),
  );
  return api;
}
