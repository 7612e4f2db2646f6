import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  type Answer,
  type AppEnv,
  answer,
  createApi,
  problemResponses,
} from '../../platform/index.ts';
import { renderStatementHtml } from './render-statement.ts';
import { composeStatement } from './statement.ts';
import { loadStatement, renderStatementPdf } from './statement-queries.ts';

const statementRoute = createRoute({
  tags: ['settlement'],
  method: 'get',
  path: '/api/v1/claims/{claimId}/payment-statement',
  summary: "Give a claimant's statement: what was decided, sent and paid, and its proof",
  request: {
    params: z.object({ claimId: z.uuid() }),
    query: z.object({
      language: z.enum(['ko', 'en']).default('ko'),
      form: z.enum(['html', 'pdf']).default('pdf'),
    }),
  },
  responses: {
    200: {
      description: 'The statement',
      content: {
        'application/pdf': { schema: z.string().openapi({ format: 'binary' }) },
        'text/html': { schema: z.string() },
      },
    },
    ...problemResponses,
  },
});

/** Serves claimants' statements under /api/v1. */
export function claimantStatementRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  api.openapi(statementRoute, async (c): Promise<Answer> => {
    const { claimId } = c.req.valid('param');
    const { language, form } = c.req.valid('query');
    const statement = await loadStatement(c.var.ctx, claimId);
    if (!statement.ok) return answer(c, statement);
    const text = composeStatement(statement.value, language);
    const name = `statement-${statement.value.claimNumber}.${form}`;
    const headers = {
      'content-type': form === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8',
      'content-disposition': `${form === 'pdf' ? 'attachment' : 'inline'}; filename="${name}"`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
    };
    const body = form === 'pdf' ? await renderStatementPdf(text) : await renderStatementHtml(text);
    return new Response(body as string, { headers }) as unknown as Answer;
  });
  return api;
}
