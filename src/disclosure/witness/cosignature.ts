import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import { joinBytes, sameBytes } from '../merkle/hash.ts';
import {
  type NoteKey,
  type NoteSignature,
  noteAlgorithm,
  noteKeyId,
  parseNoteKey,
  renderNoteKey,
  renderSignatureLine,
  type SignatureRefusal,
  verifySignature,
} from '../signed-note.ts';

/** What a witness signed, and when by its own clock, in whole seconds since 1970. */
export interface Cosignature {
  readonly name: string;
  readonly seconds: bigint;
}

const timestampBytes = 8;
const signatureBytes = 64;

function renderTimestamp(seconds: bigint): Uint8Array {
  const bytes = new Uint8Array(timestampBytes);
  new DataView(bytes.buffer).setBigUint64(0, seconds);
  return bytes;
}

/** The bytes a witness signs. @source C2SP tlog-cosignature, "Format" */
function renderCosignedBytes(text: string, seconds: bigint): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** Gives a witness's key as one line, `name+id+base64`. */
export function renderWitnessKey(key: NoteKey): string {
  return renderNoteKey(key, noteAlgorithm.cosignature);
}

/** Reads a witness's key line; undefined for anything else, a log's key among it. */
export function parseWitnessKey(line: string): NoteKey | undefined {
  return parseNoteKey(line, noteAlgorithm.cosignature);
}

/**
 * Gives the line of signature by which a witness says that it saw this checkpoint, that it is
 * consistent with all the witness saw before, and when.
 *
 * @param options.text the checkpoint's text, ending with a newline
 * @source C2SP tlog-cosignature
 */
export function renderCosignature(options: {
  readonly text: string;
  readonly key: NoteKey;
  readonly seconds: bigint;
  readonly sign: (message: Uint8Array) => Uint8Array;
}): string {
  const { text, key, seconds, sign } = options;
  assert(seconds >= 0n && seconds < 2n ** 63n, 'cosignature: the time fits eight bytes');
  const signature = joinBytes([renderTimestamp(seconds), sign(renderCosignedBytes(text, seconds))]);
  const keyId = noteKeyId(key, noteAlgorithm.cosignature);
  return renderSignatureLine({ name: key.name, keyId, signature });
}

/**
 * Verifies that a witness cosigned a checkpoint's text; lines of others are passed over.
 *
 * @returns the latest of the witness's cosignatures, or signature_missing, signature_wrong
 */
export function verifyCosignature(
  note: { readonly text: string; readonly signatures: readonly NoteSignature[] },
  key: NoteKey,
): Outcome<Cosignature, SignatureRefusal> {
  const keyId = noteKeyId(key, noteAlgorithm.cosignature);
  const own = note.signatures.filter(
    (line) => line.name === key.name && sameBytes({ left: line.keyId, right: keyId }),
  );
  const read = own.map(({ signature: bytes }) => {
    if (bytes.length !== timestampBytes + signatureBytes) return undefined;
    const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
    const message = renderCosignedBytes(note.text, seconds);
    const signature = bytes.slice(timestampBytes);
    const isRight = verifySignature({ message, signature, publicKey: key.publicKey });
    return isRight ? { name: key.name, seconds } : undefined;
  });
  if (!read.every((cosignature) => cosignature !== undefined)) {
    return refuse({ code: 'signature_wrong' });
  }
  const [first, ...rest] = read;
  if (first === undefined) return refuse({ code: 'signature_missing' });
  return accept(rest.reduce((last, next) => (next.seconds > last.seconds ? next : last), first));
}
