// The analysis as a page runs it, in the reader's browser: nothing here reads a file or a database.
export { assessInventory, type LossAssessment, type RecoveryStep } from '../assess-inventory.ts';
export {
  groupTitle,
  listNodeStates,
  type NodeGroup,
  type NodeState,
  type Picture,
  pictureDrawer,
} from '../draw/picture/index.ts';
export { allOf, type Formula, holds, namesIn, renderFormula } from '../formula.ts';
export type { Domain, Inventory, InventoryNode } from '../inventory.ts';
export { optionId, SITE_CLASSES } from '../inventory.ts';
export { findingWords } from '../read/finding-words.ts';
export { restoreInventory } from '../read/restore-inventory.ts';
export { explainLoss } from '../tell/explain-loss.ts';
