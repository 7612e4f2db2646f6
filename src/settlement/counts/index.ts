export { listInputs } from '../determination/inputs-store.ts';
export type { PopulationInputs } from '../determination/population-inputs.ts';
export {
  type IssueCell,
  listConfirmedPayments,
  listIssueCells,
  listPaymentCells,
  type PaymentCell,
} from './count-queries.ts';
export {
  type ReckonedPopulation,
  type ReckonedTotal,
  type ReckoningFault,
  reckonPopulation,
  stateAwards,
} from './reckon-population.ts';
