import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { accept, renderInstant } from '../../kernel/index.ts';
import {
  type AppEnv,
  answer,
  type Context,
  jsonResponse,
  problem,
  problemResponses,
} from '../../platform/index.ts';
import { loadTile } from '../export/tile-queries.ts';
import { type LogHead, listHeads, loadLatestCheckpoint, type Shard } from '../queries.ts';
import { renderNoteKey } from '../signed-note.ts';
import { parseTilePath } from '../tile.ts';

/** One shard of the log: its name and key, how large it is, and how it went on. */
export const shardWire = z
  .strictObject({
    shard: z.number(),
    origin: z.string(),
    key: z.string(),
    size: z.number(),
    /** where its checkpoint and tiles are, below the address of the installation */
    path: z.string(),
    closedAt: z.string().nullable(),
    successor: z.string().nullable(),
  })
  .openapi('LogShard');

const listRoute = createRoute({
  tags: ['log'],
  method: 'get',
  path: '/api/v1/log/shards',
  summary: 'List the shards of the log, the first first; entries are added to the last',
  responses: { 200: jsonResponse(z.array(shardWire), 'The shards'), ...problemResponses },
});

/** Renders a shard with the key that signs it. */
export function renderShard(head: LogHead, signer: Context['signer']): z.infer<typeof shardWire> {
  const { shard, size, origin = signer.name, closed } = head;
  return {
    ...{ shard, origin, size },
    key: renderNoteKey({ name: origin, publicKey: signer.publicKey }),
    path: closed === undefined ? '/log' : `/log/shards/${shard}`,
    closedAt: closed === undefined ? null : renderInstant(closed.at),
    successor: closed?.successor ?? null,
  };
}

function shardOfPath(text: string | undefined): Shard {
  return /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : undefined;
}

/**
 * Adds the static layout that tlog clients read, of the shard that grows below `/log` and of each
 * below `/log/shards/N`.
 *
 * @source C2SP tlog-tiles
 */
export function addTileRoutes(api: OpenAPIHono<AppEnv>): void {
  const answerCheckpoint = async (ctx: Context, shard: Shard): Promise<Response | undefined> => {
    const checkpoint = await ctx.read((tx) => loadLatestCheckpoint(tx, shard));
    if (checkpoint === undefined) return undefined;
    const headers = { 'content-type': 'text/plain; charset=UTF-8', 'cache-control': 'no-cache' };
    return new Response(checkpoint.note, { headers });
  };
  const answerTile = async (ctx: Context, path: string, shard: Shard) => {
    const tile = parseTilePath(path);
    if (tile === undefined) return undefined;
    const bytes = await ctx.read(async (tx) => {
      const checkpoint = await loadLatestCheckpoint(tx, shard);
      return loadTile(tx, tile, { signedSize: checkpoint?.size ?? 0, shard });
    });
    if (bytes === undefined) return undefined;
    const headers = {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    };
    return new Response(new Uint8Array(bytes), { headers });
  };
  const noCheckpoint = () => problem({ status: 404, code: 'checkpoint_not_found' });
  const noTile = () => problem({ status: 404, code: 'tile_not_found' });
  api.get(
    '/log/checkpoint',
    async (c) => (await answerCheckpoint(c.var.ctx, undefined)) ?? noCheckpoint(),
  );
  api.get('/log/tile/*', async (c) => {
    const path = c.req.path.slice('/log/tile/'.length);
    return (await answerTile(c.var.ctx, path, undefined)) ?? noTile();
  });
  api.get('/log/shards/:shard/checkpoint', async (c) => {
    const shard = shardOfPath(c.req.param('shard'));
    if (shard === undefined) return noCheckpoint();
    return (await answerCheckpoint(c.var.ctx, shard)) ?? noCheckpoint();
  });
  api.get('/log/shards/:shard/tile/*', async (c) => {
    const shard = shardOfPath(c.req.param('shard'));
    const path = c.req.path.replace(/^\/log\/shards\/\d+\/tile\//, '');
    return (shard && (await answerTile(c.var.ctx, path, shard))) || noTile();
  });
}

/** Adds the list of shards. */
export function addShardRoutes(api: OpenAPIHono<AppEnv>): void {
  api.openapi(listRoute, async (c) => {
    const { ctx } = c.var;
    const heads = await ctx.read(listHeads);
    return answer(c, accept(heads.map((head) => renderShard(head, ctx.signer))));
  });
}
