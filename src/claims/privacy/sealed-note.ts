import type { Vault } from '../../platform/index.ts';

// A note is text that staff wrote about a claimant: it is stored under the claim's key, so that it
// is erased with the claim although decisions and events never change.

const mark = 'sealed:';

/** Seals a note under a claim's key salt, as text. */
export function sealNote(vault: Vault, { note, salt }: { note: string; salt: Uint8Array }): string {
  const bytes = vault.encrypt({ salt, plaintext: Buffer.from(note) });
  return `${mark}${Buffer.from(bytes).toString('base64')}`;
}

/**
 * Opens a note; undefined when the claim is erased. A note of before notes were sealed is given as
 * it is.
 */
export function openNote(
  vault: Vault,
  { note, salt }: { note: string | null | undefined; salt: Uint8Array | null },
): string | undefined {
  if (note === null || note === undefined) return undefined;
  if (!note.startsWith(mark)) return note;
  if (salt === null) return undefined;
  const ciphertext = Buffer.from(note.slice(mark.length), 'base64');
  return Buffer.from(vault.decrypt({ salt, ciphertext })).toString('utf8');
}
