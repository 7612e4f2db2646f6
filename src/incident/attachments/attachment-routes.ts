import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { recordedWire, renderRecorded } from '../wire/incident-wire.ts';
import { readIncident, requireStaff } from '../wire/read-incident.ts';
import type { DocumentExaminer } from './attachment.ts';
import { attachDocument, showAttachment } from './attachment-commands.ts';
import { listPrivateAttachments, listPublicAttachments } from './attachment-store.ts';
import { attachmentWire, renderAttachment } from './attachment-wire.ts';
import { sendDocument } from './send-document.ts';

const base = '/api/v1/incidents/{incidentId}';
const tags = ['incident'];
const id = (name: string) => z.uuid().openapi({ param: { name, in: 'path' } });
const params = z.object({ incidentId: id('incidentId') });

const listRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/attachments`,
  summary: 'List the documents attached to the timeline; only staff are shown private ones',
  request: { params },
  responses: { 200: jsonResponse(z.array(attachmentWire), 'Documents'), ...problemResponses },
});
const addRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/timeline/{entryId}/attachments`,
  summary: 'Attach a document to an entry: PDF, JPEG, PNG, WebP, CSV or XLSX, at most 20 MB',
  request: {
    params: params.extend({ entryId: id('entryId') }),
    body: jsonBody(
      z.object({ id: z.uuid(), filename: z.string().min(1).max(400), content: z.base64() }),
    ),
  },
  responses: {
    201: jsonResponse(recordedWire, 'Attached, or attached before'),
    ...problemResponses,
  },
});
const showRoute = createRoute({
  tags,
  method: 'get',
  path: `${base}/attachments/{attachmentId}/content`,
  summary: 'Give a document that is attached to the timeline; staff only',
  request: { params: params.extend({ attachmentId: id('attachmentId') }) },
  responses: {
    200: {
      description: 'The document',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problemResponses,
  },
});

/** Adds the documents of the timeline. */
export function addAttachmentRoutes(api: OpenAPIHono<AppEnv>, examiner: DocumentExaminer): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    const { incidentId } = c.req.valid('param');
    const outcome = await readIncident(ctx, incidentId, async (tx) => [
      ...(await listPublicAttachments(tx, incidentId)),
      ...(ctx.actor.kind === 'staff' ? await listPrivateAttachments(tx, { ctx, incidentId }) : []),
    ]);
    return answer(c, outcome, { render: (rows) => rows.map(renderAttachment) });
  });
  api.openapi(addRoute, async (c) => {
    const { content, ...sent } = c.req.valid('json');
    const bytes = new Uint8Array(Buffer.from(content, 'base64'));
    const given = { ...sent, ...c.req.valid('param'), bytes };
    const outcome = await attachDocument(c.var.ctx, given, examiner);
    return answer(c, outcome, { render: renderRecorded, status: 201 });
  });
  api.openapi(showRoute, async (c) => {
    requireStaff(c.var.ctx);
    const shown = await showAttachment(c.var.ctx, c.req.valid('param'), examiner);
    if (!shown.ok) return answer(c, shown) as never;
    return sendDocument(c, shown.value) as never;
  });
}
