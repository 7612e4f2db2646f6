export {
  type AssessedFacts,
  type ClaimCell,
  listAssessedFacts,
  listClaimCells,
  listClaimDays,
  listFilingTimes,
} from './count-queries.ts';
