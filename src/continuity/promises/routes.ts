import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, type LocalDate, parseLocalDate } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  jsonBody,
  jsonResponse,
  problemResponses,
} from '../../platform/index.ts';
import { keepPromise, listPromises, makePromise, promiseToday } from './commands.ts';
import { type Promised, promiseState } from './promise.ts';

const base = '/api/v1/continuity/promises';
const tags = ['continuity'];
const text = z.string().trim().min(1).max(2_000);
const day = z
  .string()
  .refine((value) => parseLocalDate(value) !== undefined, 'a date, as 2023-06-30')
  .transform((value) => value as LocalDate)
  .openapi({ type: 'string', format: 'date' });
const dayWire = z.string().openapi({ format: 'date' });

const promiseWire = z
  .strictObject({
    id: z.string(),
    incidentId: z.string().nullable(),
    title: z.strictObject({ ko: z.string(), en: z.string() }),
    owner: z.string(),
    dueOn: dayWire,
    state: z.enum(['open', 'overdue', 'kept', 'kept_late']),
    proof: z
      .strictObject({ keptOn: dayWire, proof: z.string(), proofUrl: z.string().nullable() })
      .nullable(),
  })
  .openapi('PreventionPromise');

/** One page of promises: all there are, and the day that decides what is overdue. */
export const promisesWire = z
  .strictObject({ today: dayWire, promises: z.array(promiseWire) })
  .openapi('PreventionPromises');

const recordedWire = z.strictObject({ id: z.string() }).openapi('RecordedPromise');

const makeSchema = z.object({
  id: z.uuid(),
  incidentId: z.uuid().nullable().default(null),
  title: z.object({ ko: text, en: text }),
  owner: z.string().trim().min(1).max(200),
  dueOn: day,
});
const proofSchema = z.object({
  keptOn: day,
  proof: text,
  proofUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
});
const pathSchema = z.object({
  promiseId: z.uuid().openapi({ param: { name: 'promiseId', in: 'path' } }),
});

const listRoute = createRoute({
  tags,
  method: 'get',
  path: base,
  summary: 'List promises of prevention, the earliest due first',
  responses: { 200: jsonResponse(promisesWire, 'The promises'), ...problemResponses },
});
const makeRoute = createRoute({
  tags,
  method: 'post',
  path: base,
  summary: 'Make a promise: what, who answers for it, until when',
  request: { body: jsonBody(makeSchema) },
  responses: { 201: jsonResponse(recordedWire, 'Recorded'), ...problemResponses },
});
const proofRoute = createRoute({
  tags,
  method: 'post',
  path: `${base}/{promiseId}/proof`,
  summary: 'Record that a promise was kept, with what shows it',
  request: { params: pathSchema, body: jsonBody(proofSchema) },
  responses: { 201: jsonResponse(recordedWire, 'Recorded'), ...problemResponses },
});

function renderPromises(found: {
  readonly today: LocalDate;
  readonly promises: readonly Promised[];
}): z.infer<typeof promisesWire> {
  return {
    today: found.today,
    promises: found.promises.map((promised) => ({
      ...promised,
      title: { ...promised.title },
      state: promiseState(promised, found.today),
      proof: promised.proof === null ? null : { ...promised.proof },
    })),
  };
}

/** Adds the promises made after an outage under /api/v1/continuity/promises. */
export function addPromiseRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const promises = await listPromises(c.var.ctx);
    const today = promiseToday(c.var.ctx);
    return answer(c, accept({ today, promises }), { render: renderPromises });
  });
  api.openapi(makeRoute, async (c) =>
    answer(c, await makePromise(c.var.ctx, c.req.valid('json')), { status: 201 }),
  );
  api.openapi(proofRoute, async (c) => {
    const { promiseId } = c.req.valid('param');
    const kept = { promiseId, ...c.req.valid('json') };
    return answer(c, await keepPromise(c.var.ctx, kept), { status: 201 });
  });
}
