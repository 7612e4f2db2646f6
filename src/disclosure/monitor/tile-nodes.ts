import { assert } from '../../kernel/index.ts';
import { hashBytes, hashChildren } from '../merkle/hash.ts';
import {
  buildProof,
  type NodeRef,
  type NodeSource,
  type ProofPlan,
  planConsistency,
  planInclusion,
} from '../merkle/tree.ts';
import { renderTileIndex, tileWidth } from '../tile.ts';

/** Gives the bytes of a file of a log by its path below it. */
export type ReadTile = (path: string) => Promise<Uint8Array>;

/** Says that a tile has not as many hashes as the size of the tree asks for. */
export class TileTooShort extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} has fewer hashes than the size of the tree says`);
    this.name = 'TileTooShort';
    this.path = path;
  }
}

function fold(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  const half = hashes.length / 2;
  return hashChildren({ left: fold(hashes.slice(0, half)), right: fold(hashes.slice(half)) });
}

/** Reads one node of the tree of a size out of the tile that holds it or the nodes below it. */
async function readNode(ref: NodeRef, size: number, read: ReadTile): Promise<Uint8Array> {
  const level = Math.floor(ref.level / 8);
  const count = 2 ** (ref.level % 8);
  const first = ref.index * count;
  const tile = Math.floor(first / tileWidth);
  const width = Math.min(tileWidth, Math.floor(size / 2 ** (level * 8)) - tile * tileWidth);
  const partial = width < tileWidth ? `.p/${width}` : '';
  const path = `tile/${level}/${renderTileIndex(tile)}${partial}`;
  const bytes = await read(path);
  if (bytes.length < width * hashBytes) throw new TileTooShort(path);
  const at = first - tile * tileWidth;
  const hashes = Array.from({ length: count }, (_, offset) =>
    bytes.slice((at + offset) * hashBytes, (at + offset + 1) * hashBytes),
  );
  return fold(hashes);
}

async function readProof(
  plan: ProofPlan,
  size: number,
  read: ReadTile,
): Promise<readonly Uint8Array[]> {
  const hashes = new Map<string, Uint8Array>();
  for (const ref of plan.flat()) {
    hashes.set(`${ref.level}/${ref.index}`, await readNode(ref, size, read));
  }
  const source: NodeSource = {
    hashAt({ level, index }) {
      const hash = hashes.get(`${level}/${index}`);
      assert(hash !== undefined, 'log: a node of the plan was read', { level, index });
      return hash;
    },
  };
  return buildProof(plan, source);
}

/** Makes an inclusion proof from the tiles alone, as clients of the layout do. @source C2SP tlog-tiles */
export function readInclusionProof(
  place: { readonly index: number; readonly size: number },
  read: ReadTile,
): Promise<readonly Uint8Array[]> {
  return readProof(planInclusion(place), place.size, read);
}

/** Makes a consistency proof from the tiles alone. @source C2SP tlog-tiles */
export function readConsistencyProof(
  sizes: { readonly first: number; readonly second: number },
  read: ReadTile,
): Promise<readonly Uint8Array[]> {
  return readProof(planConsistency(sizes), sizes.second, read);
}
