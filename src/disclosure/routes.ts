import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import { stream } from 'hono/streaming';
import { accept, type Outcome, refuse } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  jsonResponse,
  problemResponses,
  recordAudit,
  requirePermission,
  type Tx,
} from '../platform/index.ts';
import { renderBase64 } from './base64.ts';
import {
  countEntries,
  listEntries,
  loadConsistencyProof,
  loadHead,
  loadInclusionProof,
  loadLatestCheckpoint,
  loadReceiptProof,
  type StoredCheckpoint,
} from './queries.ts';
import type { ReportSources } from './reports/compose-commands.ts';
import { addReportRoutes } from './reports/report-routes.ts';
import {
  commitmentQuerySchema,
  consistencyQuerySchema,
  entriesQuerySchema,
  inclusionQuerySchema,
} from './schemas.ts';
import { addShardRoutes, addTileRoutes } from './shards/shard-routes.ts';
import { verifyLog } from './verify-log.ts';
import {
  checkpointWire,
  consistencyWire,
  entriesWire,
  headWire,
  inclusionWire,
  receiptProofWire,
  renderCheckpoint,
  renderEntry,
  renderHead,
  renderVerification,
  verificationLineWire,
} from './wire/log-wire.ts';

/** Why the log has no answer. */
export type LogQueryRefusal =
  | { readonly code: 'checkpoint_not_found' }
  | { readonly code: 'receipt_proof_not_found' }
  | { readonly code: 'tree_not_covered'; readonly signedSize: number };

const base = '/api/v1/log';

function read<S extends z.ZodType>(path: string, route: { summary: string; answer: S }) {
  const responses = { 200: jsonResponse(route.answer, 'The answer'), ...problemResponses };
  return createRoute({ method: 'get', path, summary: route.summary, tags: ['log'], responses });
}

function readWith<Q extends z.ZodObject, S extends z.ZodType>(
  query: Q,
  route: { path: string; summary: string; answer: S },
) {
  const { answer: schema, ...place } = route;
  const responses = { 200: jsonResponse(schema, 'The answer'), ...problemResponses };
  return createRoute({ method: 'get', ...place, tags: ['log'], request: { query }, responses });
}

const verifyRoute = createRoute({
  method: 'post',
  path: `${base}/verification`,
  summary: 'Recompute the whole log from its entries; one line of JSON after another',
  tags: ['log'],
  responses: {
    200: {
      description: 'How far it is, line by line, then the result',
      content: { 'application/x-ndjson': { schema: verificationLineWire } },
    },
    ...problemResponses,
  },
});

function keyOf(ctx: Context) {
  return { name: ctx.signer.name, publicKey: ctx.signer.publicKey };
}

async function withCheckpoint<V>(
  ctx: Context,
  work: (tx: Tx, checkpoint: StoredCheckpoint) => Promise<Outcome<V, LogQueryRefusal>>,
): Promise<Outcome<V, LogQueryRefusal>> {
  return ctx.read(async (tx) => {
    const checkpoint = await loadLatestCheckpoint(tx);
    return checkpoint === undefined
      ? refuse({ code: 'checkpoint_not_found' })
      : work(tx, checkpoint);
  });
}

function renderProof(proof: readonly Uint8Array[]): readonly string[] {
  return proof.map(renderBase64);
}

function addProofRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(
    readWith(inclusionQuerySchema, {
      path: `${base}/proofs/inclusion`,
      summary: 'The proof that an entry is in a tree',
      answer: inclusionWire,
    }),
    async (c) => {
      const { index, size } = c.req.valid('query');
      const outcome = await withCheckpoint(c.var.ctx, async (tx, checkpoint) => {
        const place = { index, size: size ?? checkpoint.size };
        if (place.size > checkpoint.size || index >= place.size) {
          return refuse({ code: 'tree_not_covered', signedSize: checkpoint.size });
        }
        const proof = await loadInclusionProof(tx, place);
        return accept({ ...place, proof: renderProof(proof), checkpoint: checkpoint.note });
      });
      return answer(c, outcome);
    },
  );
  api.openapi(
    readWith(consistencyQuerySchema, {
      path: `${base}/proofs/consistency`,
      summary: 'The proof that one tree is the beginning of another',
      answer: consistencyWire,
    }),
    async (c) => {
      const sizes = c.req.valid('query');
      const outcome = await withCheckpoint(c.var.ctx, async (tx, checkpoint) => {
        if (sizes.second > checkpoint.size || sizes.first > sizes.second) {
          return refuse({ code: 'tree_not_covered', signedSize: checkpoint.size });
        }
        const proof = await loadConsistencyProof(tx, sizes);
        return accept({ ...sizes, proof: renderProof(proof), checkpoint: checkpoint.note });
      });
      return answer(c, outcome);
    },
  );
}

/** Adds the recomputation of the log, which says how far it is while it runs. */
function addVerificationRoute(api: OpenAPIHono<AppEnv>): void {
  api.openapi(verifyRoute, (c) => {
    const { ctx } = c.var;
    requirePermission(ctx, 'audit:read');
    c.header('content-type', 'application/x-ndjson');
    c.header('cache-control', 'no-store');
    return stream(c, async (out) => {
      const write = async (line: z.infer<typeof verificationLineWire>): Promise<void> => {
        await out.write(`${JSON.stringify(line)}\n`);
      };
      try {
        const report = await verifyLog(ctx, ({ done, total }) =>
          write({ kind: 'progress', done, total }),
        );
        const result = renderVerification(report);
        const details = { isVerified: result.isVerified, size: result.size, root: result.root };
        await ctx.transact((tx) =>
          recordAudit(tx, { ctx, action: 'log_verified', subject: 'log', details }),
        );
        await write({ kind: 'result', result });
      } catch (error) {
        ctx.log.error({ error: String(error) }, 'the log could not be verified');
        await write({ kind: 'failed' });
      }
    }) as never;
  });
}

/** Gives the log over HTTP: the tiles clients of the standard read, and the same as JSON. */
export function disclosureRoutes(sources: ReportSources = {}): OpenAPIHono<AppEnv> {
  const api = createApi();
  addTileRoutes(api);
  addShardRoutes(api);
  const head = { summary: 'Where the log stands: recorded, signed, frozen or not' };
  api.openapi(read(`${base}/head`, { ...head, answer: headWire }), async (c) => {
    const { ctx } = c.var;
    const found = await ctx.read(async (tx) => ({
      head: await loadHead(tx),
      kinds: await countEntries(tx),
      checkpoint: await loadLatestCheckpoint(tx),
    }));
    return answer(c, accept({ ...found, key: keyOf(ctx) }), { render: renderHead });
  });
  api.openapi(
    read(`${base}/checkpoint`, {
      summary: 'The latest signed checkpoint',
      answer: checkpointWire,
    }),
    async (c) => {
      const outcome = await withCheckpoint(c.var.ctx, async (_tx, latest) => accept(latest));
      return answer(c, outcome, {
        render: (latest) => renderCheckpoint(latest, keyOf(c.var.ctx)),
      });
    },
  );
  api.openapi(
    readWith(entriesQuerySchema, {
      path: `${base}/entries`,
      summary: 'Entries that a checkpoint covers, in order',
      answer: entriesWire,
    }),
    async (c) => {
      const { from, limit } = c.req.valid('query');
      const outcome = await withCheckpoint(c.var.ctx, async (tx, { size }) => {
        const until = Math.min(size, from + limit);
        const entries = await listEntries(tx, { from, until });
        return accept({ size, entries: entries.map(renderEntry) });
      });
      return answer(c, outcome);
    },
  );
  addProofRoutes(api);
  addVerificationRoute(api);
  addReportRoutes(api, sources);
  api.openapi(
    readWith(commitmentQuerySchema, {
      path: `${base}/receipt-proof`,
      summary: 'The log part of a receipt',
      answer: receiptProofWire,
    }),
    async (c) => {
      const { commitment } = c.req.valid('query');
      const proof = await c.var.ctx.read((tx) => loadReceiptProof(tx, commitment));
      const refused = refuse({ code: 'receipt_proof_not_found' } as const);
      return answer(c, proof === undefined ? refused : accept(proof));
    },
  );
  return api;
}
