// biome-ignore-all format: the door is read as a table of names, several to a line
export type { LogFault } from './assess-log.ts';
export { parseBase64, renderBase64 } from './base64.ts';
export { type Checkpoint, type CheckpointRefusal, openCheckpoint, successorOf } from './checkpoint.ts';
export { completeReceipt, recordKeyChange, runCheckpointer, type SigningRefusal, signCheckpoint } from './commands.ts';
export { disclosureConsumers, transparencyLog } from './consumers.ts';
export { type LeafKind, leafKinds, renderLeaf } from './leaf.ts';
export { type KeyChange, keysOf, verifyKeyChange } from './log-keys.ts';
export { hashLeaf } from './merkle/hash.ts';
export { verifyConsistency } from './merkle/verify-consistency.ts';
export { type ProofRefusal, verifyInclusion } from './merkle/verify-inclusion.ts';
export { type FollowedLog, followLog, type MonitorRefusal } from './monitor/follow-log.ts';
export {
  countEntries, type LogEntry, type LogHead, listEntries, listLedgerHeads, loadHead, loadInclusionProof, loadLatestCheckpoint,
  loadReceiptProof, type StoredCheckpoint,
} from './queries.ts';
export type { Receipt, ReceiptPromise, ReceiptProof } from './receipt.ts';
export type { ReceiptCheck, ReceiptCheckCode, ReceiptVerdict, VerifierKnowledge } from './receipt-verdict.ts';
export { approveReport, prepareReport, type ReportRefusal } from './reports/report-commands.ts';
export { listReports, type PublishedReport } from './reports/report-queries.ts';
export { disclosureRoutes } from './routes.ts';
export { type NoteKey, parseNoteKey, renderNoteKey } from './signed-note.ts';
export { type LogReport, verifyLog } from './verify-log.ts';
export { renderPromise, verifyReceipt } from './verify-receipt.ts';
export { type CosigningRefusal, cosignLatest, readWitnesses, runCosigners, type Witness } from './witness/cosign-commands.ts';
export { parseWitnessKey, renderWitnessKey } from './witness/cosignature.ts';
export { witnessRoutes } from './witness/routes.ts';
export { openTreeStore } from './witness/tree-store.ts';
