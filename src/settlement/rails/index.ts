// biome-ignore-all format: the door is read as a table of names, several to a line

export { type ImportedFile, importFile } from '../reconcile/inbound-commands.ts';
export { type Rehearsal, rehearsePayouts } from '../rehearsal/rehearsal-commands.ts';
export { type AddedKey, addRailKey } from './app/app-key-commands.ts';
export { faultSwitches, faultsOf } from './faults.ts';
export { koreanBulkTemplate } from './files/bulk-template.ts';
export { makeRailFile, settleRailFile } from './files/file-commands.ts';
export type { FileProblem, Payee } from './files/file-format.ts';
export { listRailFiles } from './files/file-store.ts';
export { installedPayees, type PayeesOf } from './files/payees.ts';
export { sayManualResult, settleManual } from './manual/manual-commands.ts';
export { listManualPayments } from './manual/manual-store.ts';
export { findRail, installedRailOf } from './rail-of.ts';
export { railSetupSchema } from './setup.ts';
export { setUpRail } from './setup-store.ts';
