import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalJson, type JsonValue, parseClaimNumber } from '../kernel/index.ts';
import { openCheckpoint } from './checkpoint.ts';
import { renderLeaf } from './leaf.ts';
import { hashLeaf, joinBytes, sameBytes } from './merkle/hash.ts';
import { verifyInclusion } from './merkle/verify-inclusion.ts';
import { parseReceipt, type ReadReceipt, type Receipt } from './receipt.ts';
import type {
  ReceiptCheck,
  ReceiptCheckCode,
  ReceiptVerdict,
  VerifierKnowledge,
} from './receipt-verdict.ts';
import { type NoteKey, verifySignature } from './signed-note.ts';
import { isTicket, verifyTicket } from './verify-ticket.ts';

function check(code: ReceiptCheckCode, isPassed: boolean, detail?: string): ReceiptCheck {
  const status = isPassed ? 'passed' : 'failed';
  return isPassed || detail === undefined ? { code, status } : { code, status, detail };
}

/** Gives the bytes the promise signs, from the receipt's own fields. */
export function renderPromise(
  receipt: Omit<Receipt, 'promise' | 'log'> & {
    readonly promise: Pick<Receipt['promise'], 'origin' | 'includeBy'>;
  },
): Uint8Array {
  const { format, claimNumber, incident, submittedAt, commitment, promise } = receipt;
  const { origin, includeBy } = promise;
  return new TextEncoder().encode(
    canonicalJson({ format, claimNumber, incident, submittedAt, commitment, origin, includeBy }),
  );
}

function checkContent(read: ReadReceipt, content: JsonValue | undefined): ReceiptCheck {
  if (content === undefined) return { code: 'content_matches', status: 'not_made' };
  const hash = sha256(new TextEncoder().encode(canonicalJson(content)));
  return check('content_matches', sameBytes({ left: hash, right: read.contentHash }));
}

function checkKey(read: ReadReceipt, { key, earlierKeys = [] }: VerifierKnowledge): ReceiptCheck {
  if (key === undefined) return { code: 'key_expected', status: 'not_made' };
  const { origin } = read.receipt.promise;
  const own = [key, ...earlierKeys].filter(({ name }) => name === origin);
  if (own.length === 0) return check('key_expected', false, 'origin_differs');
  const isOf = ({ publicKey }: NoteKey): boolean =>
    sameBytes({ left: read.publicKey, right: publicKey });
  return check('key_expected', own.some(isOf));
}

function checkPromise(read: ReadReceipt): readonly ReceiptCheck[] {
  const { publicKey, signature } = read;
  const message = renderPromise(read.receipt);
  return [
    check('promise_signed', verifySignature({ message, signature, publicKey })),
    check('promise_dated', read.includeBy > read.submittedAt),
  ];
}

function checkLog(read: ReadReceipt): readonly ReceiptCheck[] {
  const { log, commitment, promise } = read.receipt;
  if (log === undefined) {
    const codes = ['checkpoint_signed', 'checkpoint_covers', 'included_in_log'] as const;
    return codes.map((code) => ({ code, status: 'not_made' }));
  }
  const opened = openCheckpoint(log.checkpoint, {
    name: promise.origin,
    publicKey: read.publicKey,
  });
  if (!opened.ok) {
    return [
      check('checkpoint_signed', false, opened.refusal.code),
      { code: 'checkpoint_covers', status: 'not_made' },
      { code: 'included_in_log', status: 'not_made' },
    ];
  }
  const covers = opened.value.size === log.treeSize && log.leafIndex < log.treeSize;
  const included = verifyInclusion({
    leafHash: hashLeaf(renderLeaf('claim_submitted', { commitment })),
    leafIndex: log.leafIndex,
    treeSize: opened.value.size,
    root: opened.value.root,
    proof: read.inclusionProof,
  });
  return [
    check('checkpoint_signed', true),
    check('checkpoint_covers', covers),
    check('included_in_log', included.ok, included.ok ? undefined : included.refusal.code),
  ];
}

function conclude(checks: readonly ReceiptCheck[]): ReceiptVerdict {
  if (checks.some(({ status }) => status === 'failed')) return { verdict: 'refused', checks };
  const isIncluded = checks.some(
    ({ code, status }) => code === 'included_in_log' && status === 'passed',
  );
  return { verdict: isIncluded ? 'proved' : 'promised', checks };
}

/**
 * Verifies a receipt offline: the same code in the command line, on the server and in the browser.
 *
 * Every check is made even when an earlier one fails, so that a person sees all that is wrong;
 * only an unreadable receipt ends it at once.
 *
 * @param value the parsed JSON of the receipt, or of a ticket, from anyone
 * @source docs/records/entry.md; RFC 9162, 2.1.3.2; C2SP tlog-checkpoint; RFC 8032
 */
export function verifyReceipt(value: unknown, known: VerifierKnowledge = {}): ReceiptVerdict {
  if (isTicket(value)) return verifyTicket(value, known);
  const parsed = parseReceipt(value);
  if (!parsed.ok) {
    return conclude([check('receipt_readable', false, parsed.refusal.pointer || '/')]);
  }
  const read = parsed.value;
  const committed = sha256(joinBytes([read.salt, read.contentHash]));
  const { claimNumber } = read.receipt;
  return conclude([
    check('receipt_readable', true),
    check('claim_number_right', parseClaimNumber(claimNumber) === claimNumber),
    checkContent(read, known.content),
    check('commitment_matches', sameBytes({ left: committed, right: read.commitment })),
    checkKey(read, known),
    ...checkPromise(read),
    ...checkLog(read),
  ]);
}
