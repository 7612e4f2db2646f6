import { hash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  addMs,
  canonicalJson,
  canonicalRecord,
  type Instant,
  renderInstant,
} from '../kernel/index.ts';
import type { ClaimContent } from './submit-claim.ts';

/** The proof a claimant takes home; its log part is added by the disclosure room. */
export interface Receipt {
  readonly format: 'amends-receipt/1';
  readonly claimNumber: string;
  readonly incident: string;
  readonly submittedAt: string;
  readonly contentHash: string;
  readonly salt: string;
  readonly commitment: string;
  readonly promise: {
    readonly origin: string;
    readonly keyId: string;
    readonly publicKey: string;
    readonly includeBy: string;
    readonly signature: string;
  };
}

/** What a receipt is made of; `signer.name` is the log's origin. */
export interface ReceiptFacts {
  readonly claimNumber: string;
  readonly incident: string;
  readonly submittedAt: Instant;
  readonly recordedAt: Instant;
  readonly contentHash: Uint8Array;
  readonly salt: Uint8Array;
  /** What {@link commitTo} gives of the two, where it is known already. */
  readonly commitment?: Uint8Array;
}

interface PromiseSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** The log holds the commitment at most this long after the claim was recorded. */
export const inclusionDelayMs = 60_000;

const sha256 = (content: Uint8Array | string): Uint8Array => hash('sha256', content, 'buffer');
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const toBytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** Gives the SHA-256 of a claim's canonical content (RFC 8785); anyone with the content can. */
export function hashContent(content: ClaimContent): Uint8Array {
  const { statedLossMinor, evidence, ...rest } = content;
  const record = {
    ...rest,
    statedLossMinor: statedLossMinor === undefined ? undefined : String(statedLossMinor),
    evidence: evidence.map(({ kind, filename, sha256: digest }) => ({ kind, filename, digest })),
  };
  return sha256(canonicalRecord(record));
}

/** Gives the commitment that goes into the log: SHA-256 of the 32-byte salt and the hash. */
export function commitTo(options: { salt: Uint8Array; contentHash: Uint8Array }): Uint8Array {
  return sha256(Buffer.concat([options.salt, options.contentHash]));
}

function promisedText(
  receipt: Omit<Receipt, 'promise'>,
  to: { origin: string; includeBy: string },
) {
  const { format, claimNumber, incident, submittedAt, commitment } = receipt;
  return canonicalJson({ format, claimNumber, incident, submittedAt, commitment, ...to });
}

/** A receipt whose promise waits for its signature, which is over `message`. */
export interface ReceiptDraft {
  readonly message: Uint8Array;
  seal(signature: Uint8Array): Receipt;
}

/** Makes the receipt of a claim with the promise that the log will hold its commitment. */
export function draftReceipt(
  facts: ReceiptFacts,
  signer: Omit<PromiseSigner, 'sign'>,
): ReceiptDraft {
  const base = {
    format: 'amends-receipt/1' as const,
    claimNumber: facts.claimNumber,
    incident: facts.incident,
    submittedAt: renderInstant(facts.submittedAt),
    contentHash: toBase64(facts.contentHash),
    salt: toBase64(facts.salt),
    commitment: toBase64(facts.commitment ?? commitTo(facts)),
  };
  const origin = signer.name;
  const includeBy = renderInstant(addMs(facts.recordedAt, inclusionDelayMs));
  const publicKey = toBase64(signer.publicKey);
  return {
    message: toBytes(promisedText(base, { origin, includeBy })),
    seal: (signature) => ({
      ...base,
      promise: { origin, keyId: origin, publicKey, includeBy, signature: toBase64(signature) },
    }),
  };
}

/** Makes and signs the receipt of a claim. */
export function renderReceipt(facts: ReceiptFacts, signer: PromiseSigner): Receipt {
  const draft = draftReceipt(facts, signer);
  return draft.seal(signer.sign(draft.message));
}

/** Tells whether a receipt's commitment fits its parts and its promise is signed by its key. */
export function verifyPromise(receipt: Receipt): boolean {
  const { promise, ...base } = receipt;
  const commitment = commitTo({
    salt: fromBase64(receipt.salt),
    contentHash: fromBase64(receipt.contentHash),
  });
  if (toBase64(commitment) !== receipt.commitment) return false;
  const { origin, includeBy } = promise;
  try {
    return ed25519.verify(
      fromBase64(promise.signature),
      toBytes(promisedText(base, { origin, includeBy })),
      fromBase64(promise.publicKey),
    );
  } catch {
    return false;
  }
}

/** Gives the claimant's look-up token; it is worthless once the claim's key salt is destroyed. */
export function claimToken(keySalt: Uint8Array): string {
  const digest = sha256(Buffer.concat([Buffer.from('amends claim token 1'), keySalt]));
  return Buffer.from(digest.subarray(0, 18)).toString('base64url');
}
