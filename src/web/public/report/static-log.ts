import { exportFiles, listTiles, loadTile, tilePath } from '../../../disclosure/export/index.ts';
import { loadLatestCheckpoint, renderNoteKey } from '../../../disclosure/index.ts';
import type { Context, Tx } from '../../../platform/index.ts';

/** A file of an export: its path below the folder, with `/`, and its bytes. */
export interface StaticFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

/**
 * Gives the log as files: every tile of the tree it signs, then its checkpoint and its key, so that
 * who reads while it is written never sees a checkpoint without its tiles.
 *
 * @param isKept tells of a whole tile that is there already: it never changes
 */
export async function* listLog(
  ctx: Context,
  tx: Tx,
  isKept: (path: string) => boolean = () => false,
): AsyncGenerator<StaticFile> {
  const checkpoint = await loadLatestCheckpoint(tx);
  if (checkpoint === undefined) return;
  for (const tile of listTiles(checkpoint.size)) {
    const path = `${exportFiles.log}/${tilePath(tile)}`;
    if (isKept(path)) continue;
    const bytes = await loadTile(tx, tile, checkpoint.size);
    if (bytes !== undefined) yield { path, bytes };
  }
  yield { path: `${exportFiles.log}/checkpoint`, bytes: checkpoint.note };
  yield { path: 'key.txt', bytes: `${renderNoteKey(ctx.signer)}\n` };
}
