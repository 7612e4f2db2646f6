import { z } from '@hono/zod-openapi';
import { renderInstant } from '../../kernel/index.ts';
import type { LogFault } from '../assess-log.ts';
import { renderBase64 } from '../base64.ts';
import { leafKinds } from '../leaf.ts';
import type { LogEntry, LogHead, StoredCheckpoint } from '../queries.ts';
import { type NoteKey, renderNoteKey } from '../signed-note.ts';
import type { LogReport } from '../verify-log.ts';

const instantWire = z.string().openapi({ format: 'date-time' });
const base64Wire = z.string().openapi({ format: 'byte' });
const treeSize = z.number().openapi({ type: 'integer' });
const kindWire = z.enum(leafKinds);
const proofWire = z.array(base64Wire);
const noteWire = z.string().openapi({ description: 'a C2SP signed note' });

export const checkpointWire = z
  .strictObject({
    origin: z.string(),
    size: treeSize,
    root: base64Wire,
    note: noteWire,
    signedAt: instantWire,
    key: z.string(),
    publicKey: base64Wire,
  })
  .openapi('LogCheckpoint');

export const headWire = z
  .strictObject({
    size: treeSize,
    frozenCode: z.string().nullable(),
    kinds: z.array(z.strictObject({ kind: kindWire, count: z.number() })),
    // `nullable` would make null part of the named schema itself.
    checkpoint: z.union([checkpointWire, z.null()]),
  })
  .openapi('LogHead');

export const entryWire = z
  .strictObject({
    index: treeSize,
    kind: kindWire,
    leaf: z.record(z.string(), z.unknown()),
    data: base64Wire,
    leafHash: base64Wire,
    recordedAt: instantWire,
  })
  .openapi('LogEntry');

export const entriesWire = z
  .strictObject({ size: treeSize, entries: z.array(entryWire) })
  .openapi('LogEntries');

export const inclusionWire = z
  .strictObject({ index: treeSize, size: treeSize, proof: proofWire, checkpoint: noteWire })
  .openapi('InclusionProof');

export const consistencyWire = z
  .strictObject({ first: treeSize, second: treeSize, proof: proofWire, checkpoint: noteWire })
  .openapi('ConsistencyProof');

export const receiptProofWire = z
  .strictObject({
    leafIndex: treeSize,
    treeSize,
    inclusionProof: proofWire,
    checkpoint: noteWire,
  })
  .openapi('ReceiptProof');

export const verificationWire = z
  .strictObject({
    isVerified: z.boolean(),
    size: treeSize,
    signedSize: treeSize.nullable(),
    root: base64Wire,
    checkpointCount: z.number(),
    frozenCode: z.string().nullable(),
    faults: z.array(
      z.strictObject({
        code: z.string(),
        index: z.number().nullable(),
        level: z.number().nullable(),
        size: z.number().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .openapi('LogVerification');

/** One line of a verification as it runs: how far it is, then the result or why there is none. */
export const verificationLineWire = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('progress'), done: treeSize, total: treeSize }),
    z.strictObject({ kind: z.literal('result'), result: verificationWire }),
    z.strictObject({ kind: z.literal('failed') }),
  ])
  .openapi('LogVerificationLine');

const jsonOf = new TextDecoder('utf-8', { fatal: true });

/** Gives an entry with its leaf as JSON; `data` is the exact bytes that were hashed. */
export function renderEntry(entry: LogEntry): z.infer<typeof entryWire> {
  return {
    index: entry.index,
    kind: entry.kind,
    leaf: JSON.parse(jsonOf.decode(entry.data)) as Record<string, unknown>,
    data: renderBase64(entry.data),
    leafHash: renderBase64(entry.leafHash),
    recordedAt: renderInstant(entry.recordedAt),
  };
}

/** Gives a checkpoint with its parts spelled out beside the signed note. */
export function renderCheckpoint(
  checkpoint: StoredCheckpoint,
  key: NoteKey,
): z.infer<typeof checkpointWire> {
  return {
    origin: key.name,
    size: checkpoint.size,
    root: renderBase64(checkpoint.root),
    note: checkpoint.note,
    signedAt: renderInstant(checkpoint.at),
    key: renderNoteKey(key),
    publicKey: renderBase64(key.publicKey),
  };
}

/** Gives where the log stands: how much is recorded, how much is signed, whether it is frozen. */
export function renderHead(read: {
  readonly head: LogHead;
  readonly kinds: readonly { readonly kind: LogEntry['kind']; readonly count: number }[];
  readonly checkpoint: StoredCheckpoint | undefined;
  readonly key: NoteKey;
}): z.infer<typeof headWire> {
  const { head, checkpoint, key } = read;
  return {
    size: head.size,
    frozenCode: head.frozenCode ?? null,
    kinds: read.kinds.map((row) => ({ ...row })),
    checkpoint: checkpoint === undefined ? null : renderCheckpoint(checkpoint, key),
  };
}

function renderFault(fault: LogFault): z.infer<typeof verificationWire>['faults'][number] {
  return {
    code: fault.code,
    index: 'index' in fault ? fault.index : null,
    level: 'level' in fault ? fault.level : null,
    size: 'size' in fault ? fault.size : null,
    reason: 'reason' in fault ? fault.reason : null,
  };
}

/** Gives what recomputing the whole log found. */
export function renderVerification(report: LogReport): z.infer<typeof verificationWire> {
  return {
    isVerified: report.faults.length === 0,
    size: report.size,
    signedSize: report.signedSize ?? null,
    root: renderBase64(report.root),
    checkpointCount: report.checkpointCount,
    frozenCode: report.frozenCode ?? null,
    faults: report.faults.map(renderFault),
  };
}
