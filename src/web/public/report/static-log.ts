import { exportFiles, listTiles, loadTile, tilePath } from '../../../disclosure/export/index.ts';
import { loadLatestCheckpoint, renderNoteKey } from '../../../disclosure/index.ts';
import { listHeads, renderShard } from '../../../disclosure/shards/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';

/** A file of an export: its path below the folder, with `/`, and its bytes. */
export interface StaticFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

/**
 * Gives the log as files, shard by shard: every tile of the tree it signs, then its checkpoint, so that
 * who reads while it is written never sees a checkpoint without its tiles.
 *
 * @param isKept tells of a whole tile that is there already: it never changes
 */
export async function* listLog(
  ctx: Context,
  tx: Tx,
  isKept: (path: string) => boolean = () => false,
): AsyncGenerator<StaticFile> {
  const shards = (await listHeads(tx)).map((head) => renderShard(head, ctx.signer));
  for (const { shard, closedAt } of shards) {
    const checkpoint = await loadLatestCheckpoint(tx, shard);
    if (checkpoint === undefined) continue;
    const { size: signedSize, note } = checkpoint;
    const folder = closedAt === null ? exportFiles.log : `${exportFiles.log}/shards/${shard}`;
    for (const tile of listTiles(signedSize)) {
      const path = `${folder}/${tilePath(tile)}`;
      if (isKept(path)) continue;
      const bytes = await loadTile(tx, tile, { signedSize, shard });
      if (bytes !== undefined) yield { path, bytes };
    }
    yield { path: `${folder}/checkpoint`, bytes: note };
  }
  yield { path: exportFiles.shards, bytes: `${JSON.stringify(shards, null, 1)}\n` };
  yield { path: 'key.txt', bytes: `${renderNoteKey(ctx.signer)}\n` };
}
