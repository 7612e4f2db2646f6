export { type ClaimCell, listClaimCells, listClaimDays, listFilingTimes } from './count-queries.ts';
