import { exportFiles, listTiles, loadTile, tilePath } from '../../../disclosure/export/index.ts';
import { loadLatestCheckpoint, renderNoteKey } from '../../../disclosure/index.ts';
import { listHeads, renderShard } from '../../../disclosure/shards/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';

/** A file of an export: its path below the folder, with `/`, and its bytes. */
export interface StaticFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

interface Place {
  readonly shard: number;
  readonly folder: string;
}

type IsKept = (path: string) => boolean;

/** Gives one shard as files: its tiles, then its checkpoint. */
async function* listShard(tx: Tx, { shard, folder }: Place, isKept: IsKept): Files {
  const checkpoint = await loadLatestCheckpoint(tx, shard);
  if (checkpoint === undefined) return;
  const { size: signedSize, note } = checkpoint;
  const places = listTiles(signedSize).map((tile) => ({
    tile,
    path: `${folder}/${tilePath(tile)}`,
  }));
  for (const { tile, path } of places.filter((one) => !isKept(one.path))) {
    const bytes = await loadTile(tx, tile, { signedSize, shard });
    if (bytes !== undefined) yield { path, bytes };
  }
  yield { path: `${folder}/checkpoint`, bytes: note };
}

type Files = AsyncGenerator<StaticFile>;

/**
 * Gives the log as files, shard by shard: every tile of the tree it signs, then its checkpoint, so
 * that who reads while it is written never sees a checkpoint without its tiles; at the end the list
 * of shards and the key.
 *
 * @param isKept tells of a whole tile that is there already: it never changes
 */
export async function* listLog(ctx: Context, tx: Tx, isKept: IsKept = () => false): Files {
  const shards = (await listHeads(tx)).map((head) => renderShard(head, ctx.signer));
  for (const { shard, closedAt } of shards) {
    const folder = closedAt === null ? exportFiles.log : `${exportFiles.log}/shards/${shard}`;
    yield* listShard(tx, { shard, folder }, isKept);
  }
  yield { path: exportFiles.shards, bytes: `${JSON.stringify(shards, null, 1)}\n` };
  yield { path: 'key.txt', bytes: `${renderNoteKey(ctx.signer)}\n` };
}
