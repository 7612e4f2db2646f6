<<<<<<< HEAD
// biome-ignore-all format: the door is read as a table of names, several to a line
export { type ClaimCell, type ClaimDayCell, listClaimCells, listClaimDayCells, listClaimDays, listFilingTimes } from './count-queries.ts';
=======
export {
  type AssessedFacts,
  type ClaimCell,
  listAssessedFacts,
  listClaimCells,
  listClaimDays,
  listFilingTimes,
} from './count-queries.ts';
>>>>>>> main
