// The analysis as a page runs it, in the reader's browser: nothing here reads a file or a database.
export { assessInventory, type LossAssessment } from '../assess-inventory.ts';
export { listNodeStates, type NodeState } from '../draw/render-loss-diagram.ts';
export { allOf, namesIn } from '../formula.ts';
export type { Inventory, InventoryNode } from '../inventory.ts';
export { optionId } from '../inventory.ts';
export { restoreInventory } from '../read/restore-inventory.ts';
export { explainLoss } from '../tell/explain-loss.ts';
