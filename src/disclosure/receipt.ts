import { accept, type Instant, type Outcome, parseInstant, refuse } from '../kernel/index.ts';
import { parseBase64 } from './base64.ts';
import { hashBytes } from './merkle/hash.ts';

/** The claimant's proof of having filed, as it crosses the wire; binary fields are base64. */
export interface Receipt {
  readonly format: 'amends-receipt/1';
  readonly claimNumber: string;
  readonly incident: string;
  readonly submittedAt: string;
  readonly contentHash: string;
  readonly salt: string;
  readonly commitment: string;
  readonly promise: ReceiptPromise;
  readonly log?: ReceiptProof;
}

/** The operator's signed word to include the claim in its log by an instant. */
export interface ReceiptPromise {
  readonly origin: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly includeBy: string;
  readonly signature: string;
}

/** Where the claim stands in the log, and the proof of it. */
export interface ReceiptProof {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly inclusionProof: readonly string[];
  readonly checkpoint: string;
}

/** A receipt with its binary fields and instants read. */
export interface ReadReceipt {
  readonly receipt: Receipt;
  readonly submittedAt: Instant;
  readonly includeBy: Instant;
  readonly contentHash: Uint8Array;
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly inclusionProof: readonly Uint8Array[];
}

/** Names the field, as a JSON Pointer, where a receipt stops being one. */
export interface ReceiptRefusal {
  readonly code: 'receipt_malformed';
  readonly pointer: string;
}

type Json = Readonly<Record<string, unknown>>;

const textCharactersMax = 200;
// A tree has at most 2^53 leaves here, so a proof has at most 53 hashes.
const proofHashesMax = 64;
const checkpointCharactersMax = 100_000;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, charactersMax = textCharactersMax): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charactersMax;
}

function bytesOf(value: unknown, length: number): Uint8Array | undefined {
  return typeof value === 'string' && value.length < 1000 ? parseBase64(value, length) : undefined;
}

function instantOf(value: unknown): Instant | undefined {
  return isText(value) ? parseInstant(value) : undefined;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Finds the first field of the log part that is not what it must be. */
function findLogFault(log: unknown): string | undefined {
  if (log === undefined) return undefined;
  if (!isObject(log)) return '/log';
  if (!isIndex(log.leafIndex)) return '/log/leafIndex';
  if (!isIndex(log.treeSize)) return '/log/treeSize';
  if (!isText(log.checkpoint, checkpointCharactersMax)) return '/log/checkpoint';
  const proof = log.inclusionProof;
  if (!Array.isArray(proof) || proof.length > proofHashesMax) return '/log/inclusionProof';
  const wrong = proof.findIndex((hash) => bytesOf(hash, hashBytes) === undefined);
  return wrong === -1 ? undefined : `/log/inclusionProof/${wrong}`;
}

function readHead(value: Json): Omit<ReadReceipt, 'receipt' | 'inclusionProof'> | string {
  const promise = value.promise;
  if (value.format !== 'amends-receipt/1') return '/format';
  if (!isText(value.claimNumber)) return '/claimNumber';
  if (!isText(value.incident)) return '/incident';
  if (!isObject(promise)) return '/promise';
  if (!isText(promise.origin)) return '/promise/origin';
  if (!isText(promise.keyId)) return '/promise/keyId';
  const parts = {
    '/submittedAt': instantOf(value.submittedAt),
    '/contentHash': bytesOf(value.contentHash, hashBytes),
    '/salt': bytesOf(value.salt, 32),
    '/commitment': bytesOf(value.commitment, hashBytes),
    '/promise/publicKey': bytesOf(promise.publicKey, 32),
    '/promise/includeBy': instantOf(promise.includeBy),
    '/promise/signature': bytesOf(promise.signature, 64),
  };
  const missing = Object.entries(parts).find(([, part]) => part === undefined);
  if (missing !== undefined) return missing[0];
  return {
    submittedAt: parts['/submittedAt'] as Instant,
    contentHash: parts['/contentHash'] as Uint8Array,
    salt: parts['/salt'] as Uint8Array,
    commitment: parts['/commitment'] as Uint8Array,
    publicKey: parts['/promise/publicKey'] as Uint8Array,
    includeBy: parts['/promise/includeBy'] as Instant,
    signature: parts['/promise/signature'] as Uint8Array,
  };
}

/**
 * Reads a receipt from anyone: shape, lengths and encodings only, no proof yet.
 *
 * Fields that are not part of the format are passed over; sizes are bounded, so that a hostile
 * file costs nothing.
 */
export function parseReceipt(value: unknown): Outcome<ReadReceipt, ReceiptRefusal> {
  if (!isObject(value)) return refuse({ code: 'receipt_malformed', pointer: '' });
  const head = readHead(value);
  if (typeof head === 'string') return refuse({ code: 'receipt_malformed', pointer: head });
  const fault = findLogFault(value.log);
  if (fault !== undefined) return refuse({ code: 'receipt_malformed', pointer: fault });
  const receipt = value as unknown as Receipt;
  const inclusionProof = (receipt.log?.inclusionProof ?? []).map(
    (hash) => bytesOf(hash, hashBytes) as Uint8Array,
  );
  return accept({ ...head, receipt, inclusionProof });
}
