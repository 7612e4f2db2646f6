import { accept, type Outcome, refuse } from '../kernel/index.ts';
import { parseBase64, renderBase64 } from './base64.ts';
import { hashBytes } from './merkle/hash.ts';
import {
  type NoteKey,
  type NoteRefusal,
  parseSignedNote,
  type SignatureRefusal,
  verifyNote,
} from './signed-note.ts';

/** What a log commits to: its name, how many leaves it has, and the root over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export type CheckpointRefusal =
  | NoteRefusal
  | SignatureRefusal
  | { readonly code: 'checkpoint_malformed' }
  | { readonly code: 'origin_differs'; readonly found: string };

/**
 * Gives the text that is signed: origin, size, base64 root; in the last checkpoint of a shard also
 * a line that names its successor, which is an extension line.
 *
 * @source C2SP tlog-checkpoint, "Note text"
 */
export function renderCheckpointText(checkpoint: Checkpoint, successor?: string): string {
  const line = successor === undefined ? '' : `successor ${successor}\n`;
  return `${checkpoint.origin}\n${checkpoint.size}\n${renderBase64(checkpoint.root)}\n${line}`;
}

/** Gives the name under which a log goes on after its last checkpoint; undefined while it grows. */
export function successorOf(note: string): string | undefined {
  const [, , , line = ''] = note.split('\n');
  return /^successor (\S+)$/.exec(line)?.[1];
}

/**
 * Reads the text of a checkpoint; extension lines are allowed and passed over, empty ones are not.
 *
 * @source C2SP tlog-checkpoint, "Note text"
 */
export function parseCheckpointText(
  text: string,
): Outcome<Checkpoint, { readonly code: 'checkpoint_malformed' }> {
  const lines = text.split('\n');
  const [origin = '', digits = '', encoded = '', ...rest] = lines;
  const extensions = rest.slice(0, -1);
  const size = /^(0|[1-9]\d{0,15})$/.test(digits) ? Number(digits) : Number.NaN;
  const root = parseBase64(encoded, hashBytes);
  const isWhole = rest.at(-1) === '' && origin !== '' && !extensions.includes('');
  if (!isWhole || !Number.isSafeInteger(size) || root === undefined) {
    return refuse({ code: 'checkpoint_malformed' });
  }
  return accept({ origin, size, root });
}

/**
 * Reads a checkpoint that the log of a name signed with a key.
 *
 * Refusals are checked in this order: those of any note, checkpoint_malformed, origin_differs,
 * signature_missing, signature_wrong.
 *
 * @param key its name is the origin the checkpoint must carry
 */
export function openCheckpoint(note: string, key: NoteKey): Outcome<Checkpoint, CheckpointRefusal> {
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpointText(parsed.value.text);
  if (!checkpoint.ok) return checkpoint;
  const { origin } = checkpoint.value;
  if (origin !== key.name) return refuse({ code: 'origin_differs', found: origin });
  const signed = verifyNote(parsed.value, key);
  return signed.ok ? checkpoint : signed;
}
