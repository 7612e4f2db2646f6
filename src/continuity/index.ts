// biome-ignore-all format: the door is read as a table of names, several to a line
export { type NodeLevel, scoreLevels } from './analyse/levels.ts';
export { type LossEffect, type MinimalLosses, minimalLosses } from './analyse/minimal-losses.ts';
export type { StuckCause, StuckReason } from './analyse/stuck-reasons.ts';
export {
  type Assessment, assessInventory, hashInventory, type Loss, type LossAssessment, pairLosses, type RecoveryStep,
  renderAssessment, siteLosses,
} from './assess-inventory.ts';
export { type AssessmentRefusal, recordAssessment } from './commands.ts';
export { listNodeStates, type NodeState, renderLossDiagram } from './draw/render-loss-diagram.ts';
export { type Formula, parseFormula, renderFormula } from './formula.ts';
export type { Domain, Inventory, InventoryNode } from './inventory.ts';
export { type AssessmentSummary, listAssessments, loadAssessment, type RecordedAssessment } from './queries.ts';
export { type InventoryFinding, type InventoryRefusal, renderFinding } from './read/finding.ts';
export { loadInventory } from './read/load-inventory.ts';
export { parseInventory } from './read/parse-inventory.ts';
export type { TextFile } from './read/read-yaml.ts';
export { renderInventory } from './render-inventory.ts';
export { continuityRoutes } from './routes.ts';
export { drawLoop, explainLoss } from './tell/explain-loss.ts';
