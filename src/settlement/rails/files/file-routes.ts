import { Readable } from 'node:stream';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept } from '../../../kernel/index.ts';
import {
  type Answer,
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonBody,
  jsonResponse,
  loadStaffNames,
  PlatformError,
  problem,
  problemResponses,
  requireConfirmed,
  requirePermission,
} from '../../../platform/index.ts';
import { readRoute } from '../../read-route.ts';
import { importFile } from '../../reconcile/inbound-commands.ts';
import { listInbound } from '../../reconcile/inbound-store.ts';
import { takeAppMessage } from '../app/app-message-commands.ts';
import {
  endedSchema,
  endingSchema,
  filePathSchema,
  importedSchema,
  inboundListSchema,
  inboundQuerySchema,
  railFilesSchema,
  railPathSchema,
  renderImported,
  renderInbound,
  renderRailFile,
} from '../rail-schemas.ts';
import { makeRailFile, settleRailFile } from './file-commands.ts';
import { listRailFiles } from './file-store.ts';
import { installedPayees } from './payees.ts';

const base = '/api/v1/rails';
const common = { tags: ['settlement'] };
const fileBytesMax = 256 * 1024 * 1024;
const unsigned: ReadonlySet<string> = new Set([
  'message_unsigned',
  'message_too_old',
  'message_signature_differs',
]);
const messageBytesMax = 64 * 1024;

const listRoute = readRoute({
  ...common,
  path: `${base}/{rail}/files`,
  summary: "List a rail's files for the bank, the latest first",
  request: { params: railPathSchema },
  gives: jsonResponse(railFilesSchema, 'The files'),
});
const contentRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/rail-files/{fileId}/content',
  summary: 'Write a file for the bank, the same each time; what is read of payees is in the audit',
  request: { params: filePathSchema },
  responses: {
    200: {
      description: 'The file',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problemResponses,
  },
});
const endingRoute = createRoute({
  ...common,
  method: 'post',
  path: '/api/v1/rail-files/{fileId}/ending',
  summary: 'Record that a file was given to the bank, or never will be',
  request: { params: filePathSchema, body: jsonBody(endingSchema) },
  responses: { 200: jsonResponse(endedSchema, 'It is recorded'), ...problemResponses },
});
const inboundRoute = readRoute({
  ...common,
  path: `${base}/{rail}/inbound-files`,
  summary: 'List the files a bank gave, the latest first: applied, or put aside and why',
  request: { params: railPathSchema },
  gives: jsonResponse(inboundListSchema, 'The files'),
});
const importRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{rail}/inbound-files`,
  summary: 'Read a file the bank gave: applied whole, or put aside with the reason',
  request: {
    params: railPathSchema,
    query: inboundQuerySchema,
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: { 200: jsonResponse(importedSchema, 'What became of it'), ...problemResponses },
});
const takenSchema = z.strictObject({ outcome: z.string() }).openapi('TakenMessage');
const messageRoute = createRoute({
  ...common,
  method: 'post',
  path: `${base}/{rail}/messages`,
  summary: "Take a signed message of the company's own app",
  request: { params: railPathSchema },
  responses: { 200: jsonResponse(takenSchema, 'What it came to'), ...problemResponses },
});

/** Reads a request's bytes; undefined when there are more than may be. */
async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let byteCount = 0;
  for await (const piece of request.body ?? []) {
    byteCount += piece.length;
    if (byteCount > bytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLong(bytesMax: number): Answer {
  const detail = `at most ${Math.floor(bytesMax / 1024)} KiB are expected`;
  return problem({ status: 422, code: 'input_invalid', errors: [{ pointer: '', detail }] });
}

async function giveFile(ctx: Context, fileId: string): Promise<Answer | Response> {
  requirePermission(ctx, 'payout:send');
  requireConfirmed(ctx);
  const made = await makeRailFile(ctx, { fileId, payeesOf: installedPayees });
  if (!made.ok) {
    const { code, ...params } = made.refusal;
    const status = code.endsWith('_not_found') ? 404 : 409;
    return problem({ status, code, extra: { params } });
  }
  const { name, mediaType, bytes } = made.value;
  const headers = {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  };
  let first: IteratorResult<Uint8Array, void>;
  try {
    first = await bytes.next();
  } catch (error) {
    const isOfPayee = error instanceof PlatformError && error.code === 'payee_unwritable';
    if (!isOfPayee) throw error;
    // Which payment and which part of it: both are the treasurer's to see, and name nobody.
    const { reference, field } = error.details;
    const params = { reference: String(reference), field: String(field) };
    return problem({ status: 409, code: error.code, extra: { params } });
  }
  const whole = (async function* () {
    if (first.done !== true) yield first.value;
    yield* bytes;
  })();
  return new Response(Readable.toWeb(Readable.from(whole)) as ReadableStream, { headers });
}

function outRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const files = await ctx.read((tx) => listRailFiles(tx, c.req.valid('param').rail));
    return answer(c, accept(files.map(renderRailFile)));
  });
  api.openapi(
    contentRoute,
    async (c) => (await giveFile(c.var.ctx, c.req.valid('param').fileId)) as Answer,
  );
  api.openapi(endingRoute, async (c) => {
    requireConfirmed(c.var.ctx);
    const asked = { ...c.req.valid('param'), ...c.req.valid('json') };
    return answer(c, await settleRailFile(c.var.ctx, asked));
  });
}

/** Serves files for the bank, files of the bank, and messages of the company's app under /api/v1. */
export function railFileRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  outRoutes(api);
  api.openapi(inboundRoute, async (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'settlement:read');
    const files = await ctx.read((tx) => listInbound(tx, c.req.valid('param').rail));
    const people = files.map(({ receivedBy }) => receivedBy);
    const names = await ctx.read((tx) => loadStaffNames(tx, people));
    return answer(c, accept(files.map((file) => renderInbound(file, names))));
  });
  api.openapi(importRoute, async (c): Promise<Answer> => {
    const { ctx } = c.var;
    requirePermission(ctx, 'payout:send');
    const bytes = await readBytes(c.req.raw, fileBytesMax);
    if (bytes === undefined) return tooLong(fileBytesMax);
    const given = { ...c.req.valid('param'), ...c.req.valid('query'), bytes };
    const imported = await importFile(ctx, given);
    return answer(c, imported, { render: renderImported });
  });
  api.openapi(messageRoute, async (c): Promise<Answer> => {
    // The guard of JSON bodies has read it: these are the bytes it read.
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length > messageBytesMax) return tooLong(messageBytesMax);
    const header = (name: string) => {
      const value = c.req.header(name);
      return value === undefined ? {} : { [name]: value };
    };
    const headers = {
      ...header('webhook-id'),
      ...header('webhook-timestamp'),
      ...header('webhook-signature'),
    };
    const taken = await takeAppMessage(c.var.ctx, {
      ...c.req.valid('param'),
      headers,
      body: bytes,
    });
    if (taken.ok || !unsigned.has(taken.refusal.code)) return answer(c, taken);
    return problem({ status: 401, code: taken.refusal.code });
  });
  return api;
}
