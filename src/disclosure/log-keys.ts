import type { Signer } from '../platform/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import {
  type NoteKey,
  noteKeyId,
  parseNoteKey,
  renderNoteKey,
  renderSignatureLine,
  renderSignedNote,
  verifySignature,
} from './signed-note.ts';

/** Gives the keys that sign for the log: the present one, then those before it. */
export function keysOf(signer: Signer): readonly [NoteKey, ...NoteKey[]] {
  const { name, publicKey } = signer;
  const earlier = (signer.earlier ?? []).map((one) => ({ name, publicKey: one.publicKey }));
  return [{ name, publicKey }, ...earlier];
}

/**
 * Signs a text with the present key, and with every earlier one that is kept, so that whoever knows
 * only an earlier key goes on verifying.
 *
 * @source C2SP signed-note: a note may carry several signatures under one name
 */
export function signNote(signer: Signer, text: string): string {
  const { name, publicKey } = signer;
  const note = renderSignedNote({
    text,
    key: { name, publicKey },
    sign: (message) => signer.sign(message),
  });
  const message = new TextEncoder().encode(text);
  const lines = (signer.earlier ?? []).map((one) => {
    const keyId = noteKeyId({ name, publicKey: one.publicKey });
    return renderSignatureLine({ name, keyId, signature: one.sign(message) });
  });
  return [note, ...lines].join('');
}

/** That the log's key was changed, as it stands in the log: both key lines, signed by the first. */
export interface KeyChange {
  readonly fromKey: string;
  readonly toKey: string;
  /** base64 */
  readonly signature: string;
}

function changeText(change: Pick<KeyChange, 'fromKey' | 'toKey'>): Uint8Array {
  return new TextEncoder().encode(
    `amends log key change\nfrom ${change.fromKey}\nto ${change.toKey}\n`,
  );
}

/** States the last change of the log's key, or gives undefined when it never was changed. */
export function stateKeyChange(signer: Signer): KeyChange | undefined {
  const [before] = signer.earlier ?? [];
  if (before === undefined) return undefined;
  const { name, publicKey } = signer;
  const fromKey = renderNoteKey({ name, publicKey: before.publicKey });
  const toKey = renderNoteKey({ name, publicKey });
  const signature = renderBase64(before.sign(changeText({ fromKey, toKey })));
  return { fromKey, toKey, signature };
}

/**
 * Verifies that the holder of a key named its successor.
 *
 * @returns the successor, or undefined when the key did not sign this change
 */
export function verifyKeyChange(change: KeyChange, known: NoteKey): NoteKey | undefined {
  const [from, to] = [parseNoteKey(change.fromKey), parseNoteKey(change.toKey)];
  const signature = parseBase64(change.signature, 64);
  if (from === undefined || to === undefined || signature === undefined) return undefined;
  const isOfKnown =
    from.name === known.name && to.name === known.name && change.fromKey === renderNoteKey(known);
  const { publicKey } = known;
  const isSigned = verifySignature({ message: changeText(change), signature, publicKey });
  return isOfKnown && isSigned ? to : undefined;
}
