import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import { parseBase64, renderBase64 } from '../base64.ts';
import { type Checkpoint, openCheckpoint, parseCheckpointText } from '../checkpoint.ts';
import { hashBytes, sameBytes } from '../merkle/hash.ts';
import { verifyConsistency } from '../merkle/verify-consistency.ts';
import { type NoteKey, parseSignedNote } from '../signed-note.ts';

/** The latest tree of a log that a witness cosigned. */
export interface WitnessedTree {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What a log asks of a witness: the size it last cosigned, the proof from there, the note. */
export interface AddCheckpointRequest {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
}

/** Why a witness does not cosign. Checked in this order. */
export type WitnessRefusal =
  | { readonly code: 'request_malformed' }
  | { readonly code: 'origin_unknown' }
  | { readonly code: 'log_signature_wrong' }
  | { readonly code: 'old_size_beyond_checkpoint' }
  | { readonly code: 'old_size_differs'; readonly size: number }
  | { readonly code: 'root_differs'; readonly size: number }
  | { readonly code: 'consistency_wrong' };

// A tree has at most 2^53 leaves here; the protocol allows 63 hashes.
const proofHashesMax = 63;

/** Gives the body of a request. @source C2SP tlog-witness, "add-checkpoint" */
export function renderAddCheckpoint({ oldSize, proof, note }: AddCheckpointRequest): string {
  return [`old ${oldSize}`, ...proof.map(renderBase64), '', note].join('\n');
}

/** Reads the body of a request from anyone. @source C2SP tlog-witness, "add-checkpoint" */
export function parseAddCheckpoint(
  body: string,
): Outcome<AddCheckpointRequest, { readonly code: 'request_malformed' }> {
  const split = body.indexOf('\n\n');
  const [head = '', ...lines] = body.slice(0, Math.max(0, split)).split('\n');
  const [, digits = ''] = /^old (0|[1-9]\d{0,15})$/.exec(head) ?? [];
  const proof = lines.map((line) => parseBase64(line, hashBytes));
  const isWhole = proof.every((hash) => hash !== undefined) && proof.length <= proofHashesMax;
  const oldSize = Number(digits);
  if (split === -1 || digits === '' || !isWhole || !Number.isSafeInteger(oldSize)) {
    return refuse({ code: 'request_malformed' });
  }
  return accept({ oldSize, proof, note: body.slice(split + 2) });
}

function openNote(
  note: string,
  keyOf: (origin: string) => NoteKey | undefined,
): Outcome<Checkpoint & { readonly text: string }, WitnessRefusal> {
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return refuse({ code: 'request_malformed' });
  const { text } = parsed.value;
  const read = parseCheckpointText(text);
  if (!read.ok) return refuse({ code: 'request_malformed' });
  const key = keyOf(read.value.origin);
  if (key === undefined) return refuse({ code: 'origin_unknown' });
  const opened = openCheckpoint(note, key);
  return opened.ok ? accept({ ...opened.value, text }) : refuse({ code: 'log_signature_wrong' });
}

/**
 * Decides whether a witness cosigns a checkpoint: only one that its log signed and that continues
 * what the witness cosigned last.
 *
 * @param known.keyOf the key of a log this witness follows, by origin
 * @param known.treeOf the tree last cosigned for an origin; of size 0 before the first
 * @returns the tree to remember and the text to cosign
 * @source C2SP tlog-witness, "add-checkpoint"
 */
export function decideCosignature(
  request: AddCheckpointRequest,
  known: {
    readonly keyOf: (origin: string) => NoteKey | undefined;
    readonly treeOf: (origin: string) => WitnessedTree | undefined;
  },
): Outcome<Checkpoint & { readonly text: string }, WitnessRefusal> {
  const opened = openNote(request.note, known.keyOf);
  if (!opened.ok) return opened;
  const checkpoint = opened.value;
  const { oldSize, proof } = request;
  if (oldSize > checkpoint.size) return refuse({ code: 'old_size_beyond_checkpoint' });
  const last = known.treeOf(checkpoint.origin);
  const lastSize = last?.size ?? 0;
  if (oldSize !== lastSize) return refuse({ code: 'old_size_differs', size: lastSize });
  if (last === undefined || oldSize === 0) {
    return proof.length === 0 ? opened : refuse({ code: 'consistency_wrong' });
  }
  const isSameRoot = sameBytes({ left: last.root, right: checkpoint.root });
  if (oldSize === checkpoint.size && !isSameRoot) {
    return refuse({ code: 'root_differs', size: lastSize });
  }
  const growth = verifyConsistency({
    firstSize: oldSize,
    secondSize: checkpoint.size,
    firstRoot: last.root,
    secondRoot: checkpoint.root,
    proof,
  });
  return growth.ok ? opened : refuse({ code: 'consistency_wrong' });
}
