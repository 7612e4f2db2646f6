// biome-ignore-all format: the door is read as a table of names, several to a line
export {
  type AssessedFacts, type ClaimCell, type ClaimDayCell, listAssessedFacts, listClaimCells, listClaimDayCells,
  listClaimDays, listFilingTimes,
} from './count-queries.ts';
