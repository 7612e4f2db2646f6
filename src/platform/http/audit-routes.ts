import { pipeline, Readable } from 'node:stream';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify';
import { accept, parseInstant, renderInstant } from '../../kernel/index.ts';
import {
  type AuditEntry,
  type AuditFilter,
  listAudit,
  listAuditActions,
  listAuditActors,
} from '../audit-queries.ts';
import type { Context } from '../context.ts';
import { recordAudit } from '../context.ts';
import { requirePermission } from '../permissions.ts';
import { type AppEnv, answer, createApi, toJson } from './http.ts';
import type { Answer } from './problem.ts';
import { jsonResponse, problemResponses } from './problem-schema.ts';
import { spreadsheetCells } from './spreadsheet-cell.ts';

const base = '/api/v1/audit';
const exportPage = 1000;

const instant = z.string().transform((text, ctx) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  const message = 'an instant with offset, such as 2022-10-19T11:00:00+09:00';
  ctx.addIssue({ code: 'custom', message });
  return z.NEVER;
});
const filterSchema = z.object({
  actorId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: instant.optional(),
  until: instant.optional(),
});
const pageSchema = filterSchema.extend({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'the id of an entry')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const exportSchema = filterSchema.extend({ format: z.enum(['csv', 'json']) });

/** One audit entry on the wire; `details` differ by action and hold nothing personal. */
export const auditEntrySchema = z
  .strictObject({
    entryId: z.string(),
    at: z.iso.datetime(),
    actorKind: z.enum(['staff', 'claimant', 'system', 'api']),
    actorId: z.string(),
    actorName: z.string().optional(),
    requestId: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z
      .unknown()
      .optional()
      .openapi({ description: 'Any JSON; members depend on the action' }),
  })
  .openapi('AuditEntry');

/** A page of audit entries, the newest first; `next` is absent on the last page. */
export const auditPageSchema = z
  .strictObject({ entries: z.array(auditEntrySchema), next: z.string().optional() })
  .openapi('AuditPage');

/** What the audit trail can be narrowed to. */
export const auditChoicesSchema = z
  .strictObject({
    actions: z.array(z.string()),
    actors: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  })
  .openapi('AuditChoices');

const common = { tags: ['audit'] };
const listRoute = createRoute({
  ...common,
  method: 'get',
  path: base,
  summary: 'List who did what to which record, the newest first, a page at a time',
  request: { query: pageSchema },
  responses: { ...problemResponses, 200: jsonResponse(auditPageSchema, 'A page') },
});
const choicesRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/choices`,
  summary: 'List the actions and members of staff that occur in the audit trail',
  responses: { ...problemResponses, 200: jsonResponse(auditChoicesSchema, 'The choices') },
});
const exportRoute = createRoute({
  ...common,
  method: 'get',
  path: `${base}/export`,
  summary: 'Export the audit trail, the newest first, as CSV or as JSON Lines; itself audited',
  request: { query: exportSchema },
  responses: {
    ...problemResponses,
    200: {
      description: 'The entries; the headings of the CSV are the members of AuditEntry',
      content: {
        'text/csv': { schema: z.string() },
        'application/jsonl': { schema: z.string() },
      },
    },
  },
});

type ExportFilter = Omit<AuditFilter, 'after' | 'limit'>;

function renderEntry(entry: AuditEntry) {
  return { ...entry, at: renderInstant(entry.at) };
}

/** Gives every entry of a filter; the first page was read already, before anything was answered. */
async function* readAll(
  ctx: Context,
  { filter, first }: { filter: ExportFilter; first: readonly AuditEntry[] },
): AsyncGenerator<AuditEntry> {
  for (let entries = first; ; ) {
    yield* entries;
    if (entries.length < exportPage) return;
    const page = { ...filter, limit: exportPage, after: entries.at(-1)?.entryId };
    entries = await ctx.read((tx) => listAudit(tx, page));
  }
}

const headings = [
  'entryId',
  'at',
  'actorKind',
  'actorId',
  'actorName',
  'requestId',
  'action',
  'subject',
  'details',
] as const;

async function* toRows(entries: AsyncIterable<AuditEntry>): AsyncGenerator<readonly string[]> {
  yield headings;
  for await (const entry of entries) {
    const { details, ...row } = { actorName: '', ...renderEntry(entry) };
    const written = { ...row, details: details === undefined ? '' : JSON.stringify(details) };
    yield headings.map((heading) => written[heading]);
  }
}

async function* toLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<Buffer> {
  for await (const entry of entries) {
    yield Buffer.from(`${JSON.stringify(toJson(renderEntry(entry)))}\n`);
  }
}

function exportBody(entries: AsyncIterable<AuditEntry>, format: 'csv' | 'json'): Readable {
  if (format === 'json') return Readable.from(toLines(entries));
  // A spreadsheet must not take what somebody typed for a formula, and must see that it is UTF-8.
  const csv = stringify({ bom: true, ...spreadsheetCells });
  // An error, or a reader who leaves, destroys both ends; the answer breaks off.
  return pipeline(Readable.from(toRows(entries)), csv, () => undefined);
}

/** Serves the audit trail under /api/v1/audit, to auditors and administrators. */
export function auditRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(choicesRoute, async (c) => {
    requirePermission(c.var.ctx, 'audit:read');
    const [actions, actors] = await c.var.ctx.read(async (tx) => [
      await listAuditActions(tx),
      await listAuditActors(tx),
    ]);
    return c.json({ actions: [...actions], actors: [...actors] }, 200);
  });
  api.openapi(exportRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'audit:read');
    const { format, ...filter } = c.req.valid('query');
    const details = { format };
    // What cannot be read is answered as such: an export that is under way can only break off.
    const first = await ctx.transact(async (tx) => {
      await recordAudit(tx, { ctx, action: 'audit_exported', subject: 'audit', details });
      return listAudit(tx, { ...filter, limit: exportPage });
    });
    const entries = readAll(ctx, { filter, first });
    const body = Readable.toWeb(exportBody(entries, format)) as ReadableStream;
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
    const name = format === 'csv' ? 'audit.csv' : 'audit.jsonl';
    const headers = {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
    };
    return new Response(body, { headers }) as Answer;
  });
  api.openapi(listRoute, async (c) => {
    requirePermission(c.var.ctx, 'audit:read');
    const filter = c.req.valid('query');
    const entries = await c.var.ctx.read((tx) => listAudit(tx, filter));
    const next = entries.length === filter.limit ? entries.at(-1)?.entryId : undefined;
    const page = { entries: entries.map(renderEntry), ...(next === undefined ? {} : { next }) };
    return answer(c, accept(page));
  });
  return api;
}
