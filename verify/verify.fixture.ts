// Receipts and logs made by the project itself, for the tests of the verifier that shares nothing
// with it.
import { renderCheckpointText } from '../src/disclosure/checkpoint.ts';
import {
  hashLeaf,
  type Receipt,
  renderBase64,
  renderLeaf,
  renderNoteKey,
  renderPromise,
} from '../src/disclosure/index.ts';
import { appendLeaves, emptyRange, rootOf } from '../src/disclosure/merkle/compact-range.ts';
import { joinBytes } from '../src/disclosure/merkle/hash.ts';
import { renderSignedNote } from '../src/disclosure/signed-note.ts';
import { renderEntryBundle, renderTileIndex, tileWidth } from '../src/disclosure/tile.ts';
import { canonicalJson, claimNumber } from '../src/kernel/index.ts';
import { createSigner, sha256 } from '../src/platform/index.ts';

const signer = createSigner({ name: 'amends.test/log', seed: new Uint8Array(32).fill(3) });
const other = createSigner({ name: 'amends.test/log', seed: new Uint8Array(32).fill(4) });
const witness = createSigner({ name: 'witness.test/one', seed: new Uint8Array(32).fill(5) });
const key = { name: signer.name, publicKey: signer.publicKey };
const timestamp = Uint8Array.of(0, 0, 0, 0, 0x63, 0x4f, 0x10, 0x00);

function idOf(name: string, typed: Uint8Array): Uint8Array {
  return sha256(joinBytes([new TextEncoder().encode(`${name}\n`), typed])).slice(0, 4);
}

const witnessTyped = joinBytes([Uint8Array.of(4), witness.publicKey]);
const witnessId = idOf(witness.name, witnessTyped);

/** The key of a log of the same name that is not the one. */
export const otherKey = renderNoteKey({ name: other.name, publicKey: other.publicKey });
/** The key line of the witness that signs the checkpoints made here. */
export const witnessKey = `${witness.name}+${Buffer.from(witnessId).toString('hex')}+${renderBase64(witnessTyped)}`;
/** What the receipt's claim says. */
export const receiptContent = { service: 'melon', harm: 'none', loss: 12_000 };

/** A checkpoint signed by the log and cosigned by the witness. @source C2SP tlog-cosignature */
function makeCheckpoint(leafHashes: readonly Uint8Array[]): string {
  const { range } = appendLeaves(emptyRange, leafHashes);
  const text = renderCheckpointText({
    origin: signer.name,
    size: range.size,
    root: rootOf(range),
  });
  const note = renderSignedNote({ text, key, sign: (message) => signer.sign(message) });
  const seconds = Buffer.from(timestamp).readBigUInt64BE();
  const signature = witness.sign(
    new TextEncoder().encode(`cosignature/v1\ntime ${seconds}\n${text}`),
  );
  const line = renderBase64(joinBytes([witnessId, timestamp, signature]));
  return `${note}— ${witness.name} ${line}\n`;
}

/** A receipt with everything right, and the line of the key that signed it. */
export function makeReceipt(): {
  readonly receipt: Receipt & { readonly log: NonNullable<Receipt['log']> };
  readonly keyLine: string;
} {
  const salt = sha256('salt');
  const contentHash = sha256(canonicalJson(receiptContent));
  const commitment = renderBase64(sha256(joinBytes([salt, contentHash])));
  const facts = {
    format: 'amends-receipt/1' as const,
    claimNumber: claimNumber(sha256('number')),
    incident: 'pangyo-2022',
    submittedAt: '2022-10-19T01:02:03.004Z',
    contentHash: renderBase64(contentHash),
    salt: renderBase64(salt),
    commitment,
  };
  const promise = { origin: signer.name, includeBy: '2022-10-19T01:03:03.004Z' };
  const signature = signer.sign(renderPromise({ ...facts, promise }));
  const [first, second] = ['a', 'b'].map((text) => hashLeaf(new TextEncoder().encode(text)));
  const own = hashLeaf(renderLeaf('claim_submitted', { commitment }));
  if (first === undefined || second === undefined) throw new Error('there are two others');
  const receipt = {
    ...facts,
    promise: {
      ...promise,
      keyId: signer.name,
      publicKey: renderBase64(signer.publicKey),
      signature: renderBase64(signature),
    },
    log: {
      leafIndex: 1,
      treeSize: 3,
      inclusionProof: [first, second].map(renderBase64),
      checkpoint: makeCheckpoint([first, own, second]),
    },
  };
  return { receipt, keyLine: renderNoteKey(key) };
}

/**
 * The files of a log with that many entries, by path: its checkpoint and bundles of entries.
 *
 * @param options.changedIndex an entry that says something else, in a log that is sound by itself
 */
export function makeLog(
  size: number,
  options: { readonly changedIndex?: number } = {},
): ReadonlyMap<string, Uint8Array> {
  const entries = Array.from({ length: size }, (_, index) => {
    const text = index === options.changedIndex ? 'changed' : String(index);
    return renderLeaf('claim_submitted', { commitment: renderBase64(sha256(text)) });
  });
  const files = new Map<string, Uint8Array>();
  files.set('checkpoint', new TextEncoder().encode(makeCheckpoint(entries.map(hashLeaf))));
  for (let first = 0; first < size; first += tileWidth) {
    const part = entries.slice(first, first + tileWidth);
    const partial = part.length < tileWidth ? `.p/${part.length}` : '';
    const path = `tile/entries/${renderTileIndex(first / tileWidth)}${partial}`;
    files.set(path, renderEntryBundle(part));
  }
  return files;
}
