// biome-ignore-all format: the door is read as a table of names, several to a line
export { assessClaims, policySetName } from './assess-commands.ts';
export { type Claim, type ClaimEvent, type ClaimState, claimStates, type Suggestion, suggestions } from './claim.ts';
export { addEvidence, eraseClaim, openAppeal, publishQuestionnaire } from './claim-commands.ts';
export { clusterClaims } from './clusters/cluster-commands.ts';
export { claimConsumers } from './consumers.ts';
export { type ClaimGate, openClaimGate } from './filing/filing-commands.ts';
export { type ClaimStatus, findClaimByNumber, getReceipt, loadPayees } from './lookup-commands.ts';
export { draftPolicy, type PolicyReference, publishPolicy } from './policies/policy-commands.ts';
export { listPolicyVersions, loadPolicyByHash, loadPolicyVersion, type PolicyVersion } from './policies/policy-queries.ts';
export { policyRoutes } from './policies/policy-routes.ts';
export type { EvidenceInput, SubmitClaimInput } from './prepare-submission.ts';
export { runRetention } from './privacy/retention-commands.ts';
export {
  type ClaimFilter, type ClaimListItem, countClaims, listClaims, listPendingDecisions,
  loadQuestionnaire, type PendingDecision, type PublishedQuestionnaire,
} from './queries.ts';
export {
  type Choice, type Gift, type HelpContact, type ItemQuestion, isAsked, type LossTest, meetsCondition, type Promises, type Question, type Questionnaire, type Service,
  type Sorting,
} from './questionnaire.ts';
export { claimToken, commitTo, hashContent, type Receipt, renderReceipt, verifyPromise } from './receipt.ts';
export { type AppealInput, answerAppeal } from './review/appeal-commands.ts';
export { approveDecision, approveDecisions, sendBackDecision } from './review/approval-commands.ts';
export { type AwardLine, outstandingAwards } from './review/award-line.ts';
export type { DecideRefusal, DecisionInput } from './review/decide-claim.ts';
export { type ClaimDetail, showClaim } from './review/desk/show-claim-commands.ts';
export { runEscalation } from './review/queue/escalation-commands.ts';
export { listQueue, type QueueFilter } from './review/queue/queue-queries.ts';
export { type DecisionOutcome, findReason, type ReasonCode, reasonCodes } from './review/reason-code.ts';
export { askForMore, type DecisionReference, decideClaim, decideClaims } from './review/review-commands.ts';
export { claimRoutes } from './routes.ts';
export { assessLoss, type LossRefusal, type LossResult, type SalesWeek } from './sales/assess-loss.ts';
export { parseSales, type SalesDay, type SalesFile, type SalesFinding, type SalesRefusal } from './sales/parse-sales.ts';
export { answerSatisfaction, countSatisfaction, isSatisfactionOpen, type SatisfactionCount } from './satisfaction/satisfaction-commands.ts';
export { type Submission, submitClaim, submitClaims } from './submission-commands.ts';
export { type Channel, channels, type PersonalPart, type SubmitRefusal } from './submit-claim.ts';
export { type ClaimSummary, listClaimKinds, summariseClaims } from './summary-queries.ts';
export { parseQuestionnaire, questionnaireDocument } from './wire/parse-questionnaire.ts';
