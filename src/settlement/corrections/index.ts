export { loadCorrectionCost } from './correction-queries.ts';
export {
  type AppliedPolicy,
  type CorrectionCost,
  type CorrectionLine,
  reckonCorrection,
} from './reckon-correction.ts';
export type { RecordChange } from './record-change.ts';
