import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { listComingPolicies, listPoliciesInForce } from '../../claims/policies/index.ts';
import {
  keysOf,
  type NoteKey,
  type ReceiptVerdict,
  renderNoteKey,
  verifyReceipt,
} from '../../disclosure/index.ts';
import { keysOfShards, listHeads } from '../../disclosure/shards/index.ts';
import { loadPublicAttachment, sendDocument } from '../../incident/attachments/index.ts';
import { listIncidents, loadIncidentBySlug } from '../../incident/index.ts';
import { type AppEnv, createApi, findProjectDir, limitBody } from '../../platform/index.ts';
import { localeOf, answerPage as page, readFields } from './answer-page.ts';
import { type CheckError, CheckReceiptPage, verifierPagePath } from './check-receipt.page.tsx';
import { claimMapRoutes } from './claim-map/claim-map-routes.tsx';
import { feedRoutes, type StatusSite } from './feeds/feed-routes.ts';
import { IncidentPage, IndexPage, NotFoundPage } from './incident.page.tsx';
import { loadIncidentView } from './incident-view.ts';
import { reportRoutes } from './report/report-routes.tsx';
import { statusRoutes } from './status/status-routes.tsx';
import { subscriptionRoutes } from './subscription/subscription-routes.tsx';
import { TryPolicyPage } from './try-policy/try-policy.page.tsx';

/** Where the composition root serves the bundle of `verify/browser.ts`. */
export const verifyScriptPath = '/assets/verify-receipt.js';

const receiptBytesMax = 200_000;

/** The keys a receipt may be of: the present one, those before it, and those of closed shards. */
async function listLogKeys(c: HonoContext<AppEnv>): Promise<readonly [NoteKey, ...NoteKey[]]> {
  const { ctx } = c.var;
  const [key, ...earlier] = keysOf(ctx.signer);
  const all = keysOfShards(ctx.signer, await ctx.read(listHeads));
  return [key, ...earlier, ...all.filter(({ name }) => name !== key.name)];
}

async function checkPage(
  c: HonoContext<AppEnv>,
  shown: { verdict?: ReceiptVerdict; error?: CheckError } = {},
): Promise<Child> {
  const [key, ...earlier] = await listLogKeys(c);
  const keys = {
    logKey: renderNoteKey(key),
    earlierKeys: earlier.map((one) => renderNoteKey(one)),
  };
  return (
    <CheckReceiptPage locale={localeOf(c)} {...keys} scriptPath={verifyScriptPath} {...shown} />
  );
}

async function readPostedReceipt(c: HonoContext<AppEnv>): Promise<string> {
  const { file, text } = (await readFields(c)) ?? {};
  if (file instanceof File && file.size > 0) return file.text();
  return typeof text === 'string' ? text.trim() : '';
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function addCheckRoutes(app: OpenAPIHono<AppEnv>): void {
  app.get(verifierPagePath, async (c) => {
    const bytes = await readFile(join(findProjectDir(), 'verify', 'index.html'));
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': 'attachment; filename="verify.html"',
    });
  });
  app.get('/public/check-receipt', async (c) => page(c, await checkPage(c)));
  const limit = limitBody(receiptBytesMax, async (c) =>
    page(c, await checkPage(c, { error: 'tooLarge' }), 413),
  );
  app.post('/public/check-receipt', limit, async (c) => {
    const text = await readPostedReceipt(c);
    if (text === '') return page(c, await checkPage(c, { error: 'emptyError' }), 422);
    const parsed = parseJson(text);
    if (parsed === undefined) return page(c, await checkPage(c, { error: 'jsonError' }), 422);
    const [key, ...earlierKeys] = await listLogKeys(c);
    const verdict = verifyReceipt(parsed.value, { key, earlierKeys });
    return page(c, await checkPage(c, { verdict }));
  });
}

/** The policies of an incident, in force and to come, each to be tried in the reader's own browser. */
function addTryRoute(app: OpenAPIHono<AppEnv>): void {
  app.get('/public/:slug/try', async (c) => {
    const locale = localeOf(c);
    const slug = c.req.param('slug');
    const { ctx } = c.var;
    const policies = await ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, slug);
      if (incident === undefined) return undefined;
      const asked = { incidentId: incident.id, at: ctx.now };
      const coming = await listComingPolicies(tx, asked);
      return { inForce: await listPoliciesInForce(tx, asked), coming };
    });
    if (policies === undefined) return page(c, <NotFoundPage locale={locale} />, 404);
    const asked = c.req.query('policy');
    const version = c.req.query('version');
    const all = [...policies.inForce, ...policies.coming];
    const chosen =
      all.find((one) => one.policyId === asked && (!version || one.version === version)) ?? all[0];
    return page(c, <TryPolicyPage locale={locale} slug={slug} {...policies} chosen={chosen} />);
  });
}

/**
 * Gives the public pages: the incidents, the account of each, and the check of a receipt. Nobody
 * signs in, nothing needs a script.
 */
export function publicRoutes(
  site: { readonly publicUrl: string } & StatusSite = { publicUrl: 'http://localhost' },
): OpenAPIHono<AppEnv> {
  const app = createApi();
  app.get('/public', async (c) => {
    const incidents = await c.var.ctx.read(listIncidents);
    return page(c, <IndexPage incidents={incidents} locale={localeOf(c)} />);
  });
  addCheckRoutes(app);
  addTryRoute(app);
  app.route('/', feedRoutes(site));
  app.route('/', statusRoutes(site));
  app.route('/', claimMapRoutes());
  app.route('/', reportRoutes());
  app.route('/', subscriptionRoutes(site));
  app.get('/public/:slug/attachments/:sha256', async (c) => {
    const { slug, sha256 } = c.req.param();
    const document = await c.var.ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, slug);
      return incident && loadPublicAttachment(tx, { incidentId: incident.id, sha256 });
    });
    if (document === undefined) return page(c, <NotFoundPage locale={localeOf(c)} />, 404);
    return sendDocument(c, document);
  });
  app.get('/public/:slug', async (c) => {
    const locale = localeOf(c);
    const view = await loadIncidentView(c.var.ctx, c.req.param('slug'));
    if (view === undefined) return page(c, <NotFoundPage locale={locale} />, 404);
    return page(c, <IncidentPage view={view} locale={locale} />);
  });
  return app;
}
