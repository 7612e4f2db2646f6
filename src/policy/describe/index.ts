export {
  type ClauseText,
  describeClauses,
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from './describe-policy.ts';
export { describeWord, listWords, type WordDescription } from './describe-word.ts';
