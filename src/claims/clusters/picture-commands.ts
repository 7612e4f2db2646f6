import type { Context, Tx } from '../../platform/index.ts';
import { partBand, wholeBand } from './cluster-keys.ts';
import type { ClaimPair } from './cluster-store.ts';
import { likenessOf, markPicture, nearSamePictureFrom, type PictureMarks } from './near-picture.ts';
import {
  findPicturePairs,
  listUnmarked,
  loadPicture,
  loadThumbnails,
  recordMarked,
  type SealedThumbnail,
} from './picture-store.ts';

/** Marks of pictures by the claim that shows them. */
type MarksOf = ReadonlyMap<string, readonly PictureMarks[]>;

/**
 * Looks at the pictures of the claims that were not looked at yet, one after another, and keeps a
 * small grey copy of each under the claim's key. Gives what each is found by.
 */
export async function markPictures(
  tx: Tx,
  { ctx, claimIds }: { ctx: Context; claimIds: readonly string[] },
): Promise<MarksOf> {
  const found = new Map<string, PictureMarks[]>();
  for (const { evidenceId, claimId } of await listUnmarked(tx, claimIds)) {
    const sealed = await loadPicture(tx, evidenceId);
    if (sealed === undefined) continue;
    const { salt } = sealed;
    const marks = await markPicture(ctx.vault.decrypt({ salt, ciphertext: sealed.content }));
    const thumbnail =
      marks === undefined ? null : ctx.vault.encrypt({ salt, plaintext: marks.thumbnail });
    await recordMarked(tx, { evidenceId, claimId, thumbnail });
    if (marks !== undefined) found.set(claimId, [...(found.get(claimId) ?? []), marks]);
  }
  return found;
}

function openThumbnails(
  ctx: Context,
  sealed: readonly SealedThumbnail[],
): ReadonlyMap<string, readonly Uint8Array[]> {
  const opened = new Map<string, Uint8Array[]>();
  for (const { claimId, salt, thumbnail } of sealed) {
    const bytes = ctx.vault.decrypt({ salt, ciphertext: thumbnail });
    opened.set(claimId, [...(opened.get(claimId) ?? []), bytes]);
  }
  return opened;
}

/** Finds claims that show near-same pictures: those that share a band, compared exactly. */
export async function findNearSamePictures(
  tx: Tx,
  options: {
    ctx: Context;
    incidentId: string;
    pictures: MarksOf;
    digest: (text: string) => Uint8Array;
  },
): Promise<readonly ClaimPair[]> {
  const { ctx, incidentId, pictures, digest } = options;
  // A whole is looked for among the parts of others, and a part among their wholes.
  const probes = [...pictures].flatMap(([claimId, marks]) => {
    const texts = marks.flatMap(({ whole, parts }) => [
      ...whole.map(partBand),
      ...parts.map(wholeBand),
    ]);
    return [...new Set(texts)].map((text) => ({ claimId, key: digest(text) }));
  });
  if (probes.length === 0) return [];
  const pairs = await findPicturePairs(tx, { incidentId, probes });
  const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))];
  const thumbnails = openThumbnails(ctx, await loadThumbnails(tx, ids));
  return pairs.filter(({ one, other }) => {
    const others = thumbnails.get(other) ?? [];
    return (thumbnails.get(one) ?? []).some((left) =>
      others.some((right) => likenessOf(left, right) >= nearSamePictureFrom),
    );
  });
}
