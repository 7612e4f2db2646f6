// biome-ignore-all format: the door is read as a table of names, several to a line

export type { ApprovedAward } from './award.ts';
export { recordApprovedAwards } from './award-commands.ts';
export { settlementConsumers } from './consumers.ts';
export {
  approveDeterminationRun, type DeterminationRefusal, proposeDeterminationRun,
} from './determination/commands.ts';
export { type Given, listGivenRuns } from './determination/earlier-runs.ts';
export type { PartyDue } from './determination/party-due.ts';
export type { AwardTotal, Determined, PopulationRefusal, StatusTotal } from './determination/population.ts';
export { type DeterminationRun, listDeterminationRuns } from './determination/run-queries.ts';
export { type DeterminationProgress, type DeterminationRequest, hashFile, runDetermination } from './determination/store.ts';
export { type Account, type AccountCode, accountId, balanceMinor } from './ledger/account.ts';
export { postTransfers, recordProvision } from './ledger/commands.ts';
export { ledgerHeads, publishLedgerHead } from './ledger/head-consumer.ts';
export { renderJournalEntry } from './ledger/render-journal.ts';
export { listAccounts, listTransfers, openChart } from './ledger/store.ts';
export { type LedgerVerification, verifyLedger } from './ledger/verify-commands.ts';
export { setApprovalLimit } from './payouts/approval-commands.ts';
export {
  approvePayoutRun, type PayoutRunRefusal, type PreparedRun, pausePayoutRun, preparePayoutRun, previewPayoutRun, stopPayoutRun,
} from './payouts/commands.ts';
export { followPayouts } from './payouts/follow-commands.ts';
export { isEffective, type Payout, type PayoutState, payoutStates } from './payouts/payout.ts';
export { listPayoutFindings } from './payouts/payout-check.ts';
export { listPayoutHistory } from './payouts/payout-queries.ts';
export { listRuns, loadRun, type PayoutRun } from './payouts/run-store.ts';
export { requestSending, type SendProgress, sendPayoutRun } from './payouts/send-commands.ts';
export { listPayouts } from './payouts/store.ts';
export {
  type AccountBalance, type ClaimPayment, type ClassTotal, countPayouts, type IssueTotal, listBalances, listClaimPayments, listIssues,
  listPayoutsByClaim, listPayoutsByClass, listSettlementTotals, listTrialBalances, type SettlementTotals,
} from './queries.ts';
export type { Rail, RailAnswer, RailPayment, StatementLine } from './rails/rail.ts';
export { createSimulatedRail } from './rails/simulated.ts';
export { listExceptions } from './reconcile/exception-queries.ts';
export { type Reconciliation, reconcileLines, reconcileStatement } from './reconcile/reconcile-commands.ts';
export { settlementRoutes } from './routes.ts';
