import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import {
  listAdoptedImpacts,
  listClocks,
  listCohorts,
  listFindings,
  listImpacts,
  listResponsibilities,
  listTimeline,
  loadIncidentBySlug,
  standingImpacts,
  standingResponsibilities,
} from '../../incident/index.ts';
import {
  type AppEnv,
  type Context,
  createApi,
  PlatformError,
  problem,
  requirePermission,
} from '../../platform/index.ts';
import { listSettlementTotals } from '../../settlement/index.ts';
import { localeOf } from '../public/answer-page.ts';
import { FormListPage, FormPage, formContentSecurityPolicy } from './form.page.tsx';
import { type FormRecord, findForm } from './form.ts';

async function loadRecord(ctx: Context, slug: string): Promise<FormRecord | undefined> {
  requirePermission(ctx, 'incident:read');
  if (ctx.actor.kind !== 'staff') {
    throw new PlatformError('forbidden', { message: 'Sign in as a member of staff to read this.' });
  }
  return ctx.read(async (tx) => {
    const incident = await loadIncidentBySlug(tx, slug);
    if (incident === undefined) return undefined;
    const { id: incidentId, restoredAt } = incident;
    const adopted = await listAdoptedImpacts(tx, incidentId);
    const stated = await listImpacts(tx, incidentId);
    return {
      incident,
      now: ctx.now,
      impacts: standingImpacts({ stated, adopted }, restoredAt),
      cohorts: await listCohorts(tx, incidentId),
      findings: await listFindings(tx, incidentId),
      responsibilities: standingResponsibilities(await listResponsibilities(tx, incidentId)),
      clocks: await listClocks(tx, incidentId),
      timeline: await listTimeline(tx, { incidentId, visibility: 'public' }),
      totals: await listSettlementTotals(tx, incidentId),
    };
  });
}

async function answerForm(c: HonoContext<AppEnv>, body: Child): Promise<Response> {
  c.header('content-security-policy', formContentSecurityPolicy);
  c.header('cache-control', 'private, no-store');
  return c.html(`<!doctype html>${String(await body)}`);
}

/** Gives the forms of authorities, filled from the record of an incident; for staff only. */
export function regulatorRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.get('/regulator/:slug', async (c) => {
    const record = await loadRecord(c.var.ctx, c.req.param('slug'));
    if (record === undefined) return problem({ status: 404, code: 'not_found' });
    return answerForm(c, <FormListPage record={record} locale={localeOf(c)} />);
  });
  app.get('/regulator/:slug/:form', async (c) => {
    const form = findForm(c.req.param('form'));
    const record = await loadRecord(c.var.ctx, c.req.param('slug'));
    if (record === undefined || form === undefined) {
      return problem({ status: 404, code: 'not_found' });
    }
    return answerForm(c, <FormPage form={form} record={record} locale={localeOf(c)} />);
  });
  return app;
}
