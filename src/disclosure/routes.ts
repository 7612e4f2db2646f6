import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import { loadIncidentBySlug } from '../incident/index.ts';
import { accept, type Outcome, refuse } from '../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  createApi,
  problem,
  type Tx,
} from '../platform/index.ts';
import { renderBase64 } from './base64.ts';
import { joinBytes } from './merkle/hash.ts';
import {
  listEntries,
  listReports,
  loadConsistencyProof,
  loadInclusionProof,
  loadLatestCheckpoint,
  loadNodes,
  loadReceiptProof,
  type StoredCheckpoint,
} from './queries.ts';
import {
  commitmentQuerySchema,
  consistencyQuerySchema,
  entriesQuerySchema,
  inclusionQuerySchema,
  renderCheckpoint,
  renderEntry,
  renderReportVersion,
} from './schemas.ts';
import { parseTilePath, renderEntryBundle, type TileRef, tileNodes, tileWidth } from './tile.ts';

/** Why the log has no answer. */
export type LogQueryRefusal =
  | { readonly code: 'checkpoint_not_found' }
  | { readonly code: 'receipt_proof_not_found' }
  | { readonly code: 'tree_not_covered'; readonly signedSize: number };

const base = '/api/v1/log';
const anyJson = { content: { 'application/json': { schema: {} } } };
const responses = {
  200: { description: 'The answer', ...anyJson },
  404: { description: 'Not in the log, or not signed yet' },
  409: { description: 'Refused, with a code' },
};

function read(path: string, summary: string) {
  return createRoute({ method: 'get', path, summary, tags: ['log'], responses });
}

function readWith<S extends z.ZodObject>(query: S, route: { path: string; summary: string }) {
  return createRoute({ method: 'get', ...route, tags: ['log'], request: { query }, responses });
}

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

async function loadTile(
  tx: Tx,
  tile: TileRef,
  signedSize: number,
): Promise<Uint8Array | undefined> {
  if (tile.level === 'entries') {
    const from = tile.index * tileWidth;
    const until = from + tile.width;
    if (until > signedSize) return undefined;
    const entries = await listEntries(tx, { from, until });
    return renderEntryBundle(entries.map(({ data }) => data));
  }
  const refs = tileNodes({ ...tile, level: tile.level }, signedSize);
  if (refs === undefined) return undefined;
  const source = await loadNodes(tx, refs);
  return joinBytes(refs.map((ref) => source.hashAt(ref)));
}

/** Adds the static layout that tlog clients read. @source C2SP tlog-tiles */
function addTileRoutes(api: OpenAPIHono<AppEnv>): void {
  api.get('/log/checkpoint', async (c) => {
    const checkpoint = await c.var.ctx.read(loadLatestCheckpoint);
    if (checkpoint === undefined) return problem({ status: 404, code: 'checkpoint_not_found' });
    return c.text(checkpoint.note, 200, { 'cache-control': 'no-cache' });
  });
  api.get('/log/tile/*', async (c) => {
    const tile = parseTilePath(c.req.path.slice('/log/tile/'.length));
    if (tile === undefined) return problem({ status: 404, code: 'tile_not_found' });
    const bytes = await c.var.ctx.read(async (tx) => {
      const checkpoint = await loadLatestCheckpoint(tx);
      return loadTile(tx, tile, checkpoint?.size ?? 0);
    });
    if (bytes === undefined) return problem({ status: 404, code: 'tile_not_found' });
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
}

function addProofRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(
    readWith(inclusionQuerySchema, {
      path: `${base}/proofs/inclusion`,
      summary: 'The proof that an entry is in a tree',
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

/** Adds the published reports, as the exact bytes that were hashed. */
function addReportRoutes(api: OpenAPIHono<AppEnv>): void {
  api.get('/api/v1/reports/:slug', async (c) => {
    const reports = await c.var.ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, c.req.param('slug'));
      return incident === undefined ? undefined : listReports(tx, incident.id);
    });
    if (reports === undefined) return problem({ status: 404, code: 'incident_not_found' });
    return c.json(reports.map(renderReportVersion));
  });
  api.get('/api/v1/reports/:slug/:version{[0-9]{1,6}}', async (c) => {
    const report = await c.var.ctx.read(async (tx) => {
      const incident = await loadIncidentBySlug(tx, c.req.param('slug'));
      const reports = incident === undefined ? [] : await listReports(tx, incident.id);
      return reports.find(({ version }) => version === Number(c.req.param('version')));
    });
    if (report === undefined) return problem({ status: 404, code: 'report_not_found' });
    return c.body(report.document, 200, { 'content-type': 'application/json' });
  });
}

/** Gives the log over HTTP: the tiles clients of the standard read, and the same as JSON. */
export function disclosureRoutes(): OpenAPIHono<AppEnv> {
  const api = createApi();
  addTileRoutes(api);
  api.openapi(read(`${base}/checkpoint`, 'The latest signed checkpoint'), async (c) => {
    const outcome = await withCheckpoint(c.var.ctx, async (_tx, latest) => accept(latest));
    return answer(c, outcome, {
      render: (latest) => renderCheckpoint(latest, keyOf(c.var.ctx)),
    });
  });
  api.openapi(
    readWith(entriesQuerySchema, {
      path: `${base}/entries`,
      summary: 'Entries that a checkpoint covers, in order',
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
  addReportRoutes(api);
  api.openapi(
    readWith(commitmentQuerySchema, {
      path: `${base}/receipt-proof`,
      summary: 'The log part of a receipt',
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
