/**
 * The second door of this room: only what checks a receipt, without a database or a server, so that
 * the browser's bundle holds nothing else.
 */
export type { ReceiptVerdict } from '../receipt-verdict.ts';
export { type NoteKey, parseNoteKey } from '../signed-note.ts';
export { verifyReceipt } from '../verify-receipt.ts';
