import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isUuid } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  createApi,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { type ImportResult, importClaims } from './import-commands.ts';

const fileBytesMax = 8 * 1024 * 1024;

const importSchema = z.strictObject({
  incidentId: z.string().refine(isUuid, 'a UUID'),
  sender: z.string().trim().min(1, 'who sends the file').max(100),
  fileBase64: z
    .base64()
    .max(Math.ceil((fileBytesMax * 4) / 3))
    .transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
});

export const importedSchema = z
  .strictObject({
    filedCount: z.number().int(),
    repeatedCount: z.number().int(),
    refusedCount: z.number().int(),
    /** headings of columns that were not read */
    unreadColumns: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        row: z.number().int(),
        reference: z.string(),
        result: z.enum(['filed', 'filed_before', 'not_filed']),
        claimNumber: z.string().optional(),
        reasonCode: z.string().optional(),
        column: z.string().optional(),
        found: z.string().optional(),
        right: z.string().optional(),
      }),
    ),
    /** the same, row by row, as a CSV file in the encoding the file came in */
    resultFileBase64: z.string(),
  })
  .openapi('ImportedClaims');

const route = createRoute({
  tags: ['claims'],
  method: 'post',
  path: '/api/v1/claims/imports',
  summary: 'File an association’s claims from a CSV file; answered row by row',
  request: { body: jsonBody(importSchema) },
  responses: {
    200: jsonResponse(importedSchema, 'What became of each row'),
    ...problemResponses,
  },
});

function renderImport({ resultFile, rows, unreadColumns, ...counts }: ImportResult) {
  const resultFileBase64 = Buffer.from(resultFile).toString('base64');
  return { ...counts, unreadColumns: [...unreadColumns], rows: [...rows], resultFileBase64 };
}

/** Serves the filing of many claims from one file. */
export function importRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(route, async (c) => {
    const { fileBase64: bytes, ...rest } = c.req.valid('json');
    const imported = await importClaims(c.var.ctx, { ...rest, bytes });
    return answer(c, imported, { render: renderImport });
  });
  return api;
}
