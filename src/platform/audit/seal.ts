import { createPublicKey, verify } from 'node:crypto';
import { type Signer, sha256 } from '../crypto.ts';

/** An audit entry as it is sealed: each column as PostgreSQL writes it. */
export interface SealedEntry {
  readonly id: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly requestId: string;
  readonly action: string;
  readonly subject: string;
  readonly details: string | null;
}

/** One seal: what the audit came to when it was made. */
export interface Seal {
  /** counts from 1 */
  readonly number: bigint;
  /** the id of the last entry that is sealed */
  readonly through: bigint;
  /** how many entries are sealed, from the first on */
  readonly entryCount: bigint;
  /** 32 bytes: the end of the chain over them */
  readonly digest: Uint8Array;
}

/** What the chain begins with, before the first entry. */
export const chainStart: Uint8Array = sha256('amends audit 1');

/**
 * Gives the end of the chain after one more entry: the SHA-256 of the end before, and the entry as
 * a JSON list in the order of its columns.
 */
export function chainEntry(before: Uint8Array, entry: SealedEntry): Uint8Array {
  const { id, at, actorKind, actorId, requestId, action, subject, details } = entry;
  const text = JSON.stringify([id, at, actorKind, actorId, requestId, action, subject, details]);
  return sha256(Buffer.concat([before, Buffer.from(text)]));
}

function sealText({ number, through, entryCount, digest }: Seal): Uint8Array {
  const hex = Buffer.from(digest).toString('hex');
  return Buffer.from(`amends audit seal 1\n${number}\n${through}\n${entryCount}\n${hex}\n`);
}

/** Signs a seal with the installation's present key: 64 bytes of Ed25519. */
export function signSeal(seal: Seal, signer: Pick<Signer, 'sign'>): Uint8Array {
  return signer.sign(sealText(seal));
}

// RFC 8410, section 4: what stands before the 32 bytes of a public key of Ed25519.
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Tells whether the installation's key signed a seal, the present one or an earlier one it keeps. */
export function isSealSigned(
  seal: Seal & { readonly signature: Uint8Array },
  signer: Pick<Signer, 'publicKey' | 'earlier'>,
): boolean {
  return [signer, ...(signer.earlier ?? [])].some(({ publicKey }) => {
    const key = Buffer.concat([spkiPrefix, publicKey]);
    const known = createPublicKey({ key, format: 'der', type: 'spki' });
    return verify(null, sealText(seal), known, seal.signature);
  });
}
