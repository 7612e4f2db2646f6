export {
  type ClauseText,
  describeClauses,
  describeFacts,
  type FactDescription,
  listNeededEvidence,
} from './describe-policy.ts';
export { describeWord, type WordDescription } from './describe-word.ts';
