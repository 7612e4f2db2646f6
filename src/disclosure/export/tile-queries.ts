import type { Tx } from '../../platform/index.ts';
import { joinBytes } from '../merkle/hash.ts';
import { listEntries, loadNodes, type Shard } from '../queries.ts';
import { renderEntryBundle, renderTileIndex, type TileRef, tileNodes, tileWidth } from '../tile.ts';

/** Loads a tile of the tree of a signed size, or undefined when that tree does not have it. */
export async function loadTile(
  tx: Tx,
  tile: TileRef,
  { signedSize, shard }: { readonly signedSize: number; readonly shard?: Shard },
): Promise<Uint8Array | undefined> {
  if (tile.level === 'entries') {
    const from = tile.index * tileWidth;
    const until = from + tile.width;
    if (until > signedSize) return undefined;
    const entries = await listEntries(tx, { from, until, shard });
    return renderEntryBundle(entries.map(({ data }) => data));
  }
  const refs = tileNodes({ ...tile, level: tile.level }, signedSize);
  if (refs === undefined) return undefined;
  const source = await loadNodes(tx, refs, shard);
  return joinBytes(refs.map((ref) => source.hashAt(ref)));
}

/** Writes the path of a tile below the log. @source C2SP tlog-tiles */
export function tilePath({ level, index, width }: TileRef): string {
  const partial = width < tileWidth ? `.p/${width}` : '';
  return `tile/${level}/${renderTileIndex(index)}${partial}`;
}

/** Lists every tile of the tree of a size: the entries, then the hashes from the leaves up. */
export function listTiles(size: number): readonly TileRef[] {
  const tiles: TileRef[] = [];
  const addLevel = (level: TileRef['level'], count: number): void => {
    for (let index = 0; index * tileWidth < count; index += 1) {
      tiles.push({ level, index, width: Math.min(tileWidth, count - index * tileWidth) });
    }
  };
  addLevel('entries', size);
  for (let level = 0, count = size; count > 0; level += 1) {
    addLevel(level, count);
    count = Math.floor(count / tileWidth);
  }
  return tiles;
}
