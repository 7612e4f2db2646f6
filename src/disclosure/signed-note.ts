import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { accept, assert, type Outcome, refuse } from '../kernel/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import { joinBytes, sameBytes } from './merkle/hash.ts';

/** One line of signature: the key's name, its four-byte id, and the signature itself. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text and who signed it. `text` ends with a newline, which is signed too. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that signatures are checked against: a name, and 32 bytes of Ed25519 public key. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

export type NoteRefusal = { readonly code: 'note_malformed' } | { readonly code: 'note_too_long' };

export type SignatureRefusal =
  | { readonly code: 'signature_missing' }
  | { readonly code: 'signature_wrong' };

const noteCharactersMax = 1_000_000;
const signatureCountMax = 100;
/** What a key signs with, as its first byte says. @source C2SP signed-note, "Signature types" */
export const noteAlgorithm = { ed25519: 0x01, cosignature: 0x04 } as const;

/** The types of key that are known here. */
export type NoteAlgorithm = (typeof noteAlgorithm)[keyof typeof noteAlgorithm];

const keyIdBytes = 4;

function isKeyName(name: string): boolean {
  return name.length > 0 && !/[\s+\p{Surrogate}]/u.test(name);
}

/**
 * Gives the four-byte id of an Ed25519 key: the beginning of
 * SHA-256(name || 0x0A || algorithm || public key).
 *
 * @source C2SP signed-note, "Signatures"
 */
export function noteKeyId(
  key: NoteKey,
  algorithm: NoteAlgorithm = noteAlgorithm.ed25519,
): Uint8Array {
  const named = new TextEncoder().encode(`${key.name}\n`);
  return sha256(joinBytes([named, Uint8Array.of(algorithm), key.publicKey])).slice(0, keyIdBytes);
}

/** Gives a key as the one line people pass on: `name+id in hexadecimal+base64`. */
export function renderNoteKey(
  key: NoteKey,
  algorithm: NoteAlgorithm = noteAlgorithm.ed25519,
): string {
  const keyId = noteKeyId(key, algorithm);
  const id = Array.from(keyId, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const typed = joinBytes([Uint8Array.of(algorithm), key.publicKey]);
  return `${key.name}+${id}+${renderBase64(typed)}`;
}

/** Reads `name+id+base64`; undefined when the id does not belong to the key, or anything is off. */
export function parseNoteKey(
  line: string,
  algorithm: NoteAlgorithm = noteAlgorithm.ed25519,
): NoteKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(line);
  const [, name, , encoded] = match ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const typed = parseBase64(encoded, 33);
  if (typed?.[0] !== algorithm) return undefined;
  const key = { name, publicKey: typed.slice(1) };
  return renderNoteKey(key, algorithm) === line ? key : undefined;
}

/**
 * Signs a text.
 *
 * @param options.text one or more lines, ending with a newline
 * @source C2SP signed-note
 */
export function renderSignedNote(options: {
  readonly text: string;
  readonly key: NoteKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}): string {
  const { text, key, sign } = options;
  assert(isNoteText(text), 'note: the text is lines without control characters');
  assert(isKeyName(key.name), 'note: a key name has no space and no plus');
  const signature = sign(new TextEncoder().encode(text));
  const line = renderSignatureLine({ name: key.name, keyId: noteKeyId(key), signature });
  return `${text}\n${line}`;
}

/** Gives one line of signature, with its newline. */
export function renderSignatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${renderBase64(joinBytes([keyId, signature]))}\n`;
}

// C2SP signed-note: UTF-8 without ASCII control characters below U+0020 other than newline.
function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is refused
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u.test(text);
}

/** Reads one line of signature, without its newline. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) return undefined;
  const bytes = parseBase64(encoded);
  if (bytes === undefined || bytes.length <= keyIdBytes) return undefined;
  return { name, keyId: bytes.slice(0, keyIdBytes), signature: bytes.slice(keyIdBytes) };
}

/**
 * Reads a signed note from anyone; says nothing yet about whether the signatures hold.
 *
 * Refusals are checked in this order: note_too_long (over a million characters, or a hundred
 * signatures), note_malformed.
 *
 * @source C2SP signed-note, "Format"
 */
export function parseSignedNote(note: string): Outcome<SignedNote, NoteRefusal> {
  if (note.length > noteCharactersMax) return refuse({ code: 'note_too_long' });
  const split = note.lastIndexOf('\n\n');
  if (split <= 0 || !isNoteText(note)) return refuse({ code: 'note_malformed' });
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > signatureCountMax) return refuse({ code: 'note_too_long' });
  const signatures = lines.map(parseSignatureLine);
  if (!signatures.every((signature) => signature !== undefined)) {
    return refuse({ code: 'note_malformed' });
  }
  return accept({ text: note.slice(0, split + 1), signatures });
}

/**
 * Verifies that the holder of a key signed the note. Signatures of other keys are passed over; a
 * wrong one by this key refuses the note even beside a right one.
 */
export function verifyNote(note: SignedNote, key: NoteKey): Outcome<'signed', SignatureRefusal> {
  const keyId = noteKeyId(key);
  const own = note.signatures.filter(
    (signature) =>
      signature.name === key.name && sameBytes({ left: signature.keyId, right: keyId }),
  );
  if (own.length === 0) return refuse({ code: 'signature_missing' });
  const message = new TextEncoder().encode(note.text);
  const areRight = own.every(({ signature }) =>
    verifySignature({ message, signature, publicKey: key.publicKey }),
  );
  return areRight ? accept('signed') : refuse({ code: 'signature_wrong' });
}

/** Verifies one Ed25519 signature; false for anything that is not one. @source RFC 8032, 5.1.7 */
export function verifySignature(signed: {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: Uint8Array;
}): boolean {
  const { message, signature, publicKey } = signed;
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
