import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import type { Child } from 'hono/jsx';
import { loadAwardNames } from '../../../claims/policies/index.ts';
import { renderNoteKey } from '../../../disclosure/index.ts';
import {
  listReports,
  loadReportDraft,
  loadReportProof,
  type PublishedReport,
  parseReportDocument,
} from '../../../disclosure/reports/index.ts';
import { loadIncidentBySlug } from '../../../incident/index.ts';
import { type AppEnv, createApi, requirePermission } from '../../../platform/index.ts';
import { NotFoundPage } from '../incident.page.tsx';
import { type Locale, localized } from '../public-layout.tsx';
import { publicContentSecurityPolicy } from '../style.ts';
import { ChangesPage } from './changes.page.tsx';
import { ReportPage } from './report.page.tsx';
import { reportContentSecurityPolicy } from './report-style.ts';
import { policyHashes, type ReportLinks, type ReportView } from './report-view.ts';

function localeOf(c: HonoContext<AppEnv>): Locale {
  const asked = c.req.query('lang');
  if (asked === 'ko' || asked === 'en') return asked;
  return /^\s*en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'ko';
}

async function page(c: HonoContext<AppEnv>, body: Child): Promise<Response> {
  c.header('content-security-policy', reportContentSecurityPolicy);
  c.header('vary', 'accept-language');
  return c.html(`<!doctype html>${String(await body)}`);
}

async function notFound(c: HonoContext<AppEnv>): Promise<Response> {
  c.header('content-security-policy', publicContentSecurityPolicy);
  return c.html(`<!doctype html>${String(await (<NotFoundPage locale={localeOf(c)} />))}`, 404);
}

/** Links of a report on this server. */
export function serverLinks(at: {
  readonly slug: string;
  readonly locale: Locale;
  readonly version: number | undefined;
  readonly path: string;
}): ReportLinks {
  const { slug, locale, version, path } = at;
  const api = `/api/v1/reports/${slug}/${version ?? 0}`;
  return {
    home: localized(`/public/${slug}`, locale),
    otherLanguage: localized(path, locale === 'ko' ? 'en' : 'ko'),
    document: api,
    proof: `${api}/proof`,
    checkpoint: '/log/checkpoint',
    receipt: localized('/public/check-receipt', locale),
    status: localized('/status', locale),
    tryPolicies: localized(`/public/${slug}/try`, locale),
    input: (name) => `${api}/inputs/${name}`,
    attachment: ({ sha256 }) => `/public/${slug}/attachments/${sha256}`,
    version: (number) => localized(`/public/${slug}/report/${number}`, locale),
    changes: (number) => localized(`/public/${slug}/report/${number}/changes`, locale),
  };
}

async function loadVersions(
  c: HonoContext<AppEnv>,
  slug: string,
): Promise<readonly PublishedReport[]> {
  return c.var.ctx.read(async (tx) => {
    const incident = await loadIncidentBySlug(tx, slug);
    return incident === undefined ? [] : listReports(tx, incident.id);
  });
}

async function showVersion(
  c: HonoContext<AppEnv>,
  asked: { readonly slug: string; readonly version: number | undefined },
): Promise<Response> {
  const { slug } = asked;
  const versions = await loadVersions(c, slug);
  const report = versions.find(({ version }) => version === (asked.version ?? version));
  const document = report && parseReportDocument(report.document);
  if (report === undefined || document === undefined) return notFound(c);
  const locale = localeOf(c);
  const { version } = report;
  const view: ReportView = {
    document,
    hash: report.hash,
    published: report,
    proof: await c.var.ctx.read((tx) => loadReportProof(tx, report)),
    versions,
    logKey: renderNoteKey(c.var.ctx.signer),
    locale,
    links: serverLinks({ slug, locale, version, path: c.req.path }),
    awardNames: await c.var.ctx.read((tx) => loadAwardNames(tx, policyHashes(document))),
  };
  return page(c, <ReportPage view={view} />);
}

async function showChanges(
  c: HonoContext<AppEnv>,
  asked: { readonly slug: string; readonly version: number },
): Promise<Response> {
  const { slug, version } = asked;
  const versions = await loadVersions(c, slug);
  const documentOf = (number: number) => {
    const found = versions.find((report) => report.version === number);
    return found && parseReportDocument(found.document);
  };
  const [was, now] = [documentOf(version - 1), documentOf(version)];
  if (was === undefined || now === undefined) return notFound(c);
  const locale = localeOf(c);
  const links = serverLinks({ slug, locale, version, path: c.req.path });
  const view = {
    was: { document: was, version: version - 1 },
    now: { document: now, version },
    locale,
    awardNames: await c.var.ctx.read((tx) => loadAwardNames(tx, [now, was].flatMap(policyHashes))),
    links: { ...links, report: links.version(version) },
  };
  return page(c, <ChangesPage view={view} />);
}

/** Shows a draft as it would be published, to staff who may read claims. */
async function showDraft(c: HonoContext<AppEnv>, draftId: string): Promise<Response> {
  requirePermission(c.var.ctx, 'claim:read');
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(draftId);
  const draft = isId ? await c.var.ctx.read((tx) => loadReportDraft(tx, draftId)) : undefined;
  const document = draft && parseReportDocument(draft.document);
  if (draft === undefined || document === undefined) return notFound(c);
  const locale = localeOf(c);
  const { slug } = document.incident;
  const view: ReportView = {
    document,
    hash: draft.hash,
    versions: [],
    logKey: renderNoteKey(c.var.ctx.signer),
    locale,
    links: {
      ...serverLinks({ slug, locale, version: undefined, path: c.req.path }),
      document: `/api/v1/report-drafts/${draftId}/document`,
      input: (name) => `/api/v1/report-drafts/${draftId}/inputs/${name}`,
    },
    awardNames: await c.var.ctx.read((tx) => loadAwardNames(tx, policyHashes(document))),
  };
  return page(c, <ReportPage view={view} />);
}

/** Gives the public report as a page: the latest version, each version, what changed, and drafts. */
export function reportRoutes(): OpenAPIHono<AppEnv> {
  const app = createApi();
  const number = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : -1);
  app.get('/public/:slug/report', (c) =>
    showVersion(c, { slug: c.req.param('slug'), version: undefined }),
  );
  app.get('/public/:slug/report/:version', (c) => {
    const { slug, version } = c.req.param();
    return showVersion(c, { slug, version: number(version) });
  });
  app.get('/public/:slug/report/:version/changes', (c) => {
    const { slug, version } = c.req.param();
    return showChanges(c, { slug, version: number(version) });
  });
  app.get('/console-preview/report/:draftId', (c) => showDraft(c, c.req.param('draftId')));
  return app;
}
