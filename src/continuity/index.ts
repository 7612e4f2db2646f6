// biome-ignore-all format: the door is read as a table of names, several to a line
export { type NodeLevel, scoreLevels } from './analyse/levels.ts';
export { addShares, type LossTable, pairIndex, tabulateLosses } from './analyse/loss-table.ts';
export { type LossEffect, type MinimalLosses, minimalLosses } from './analyse/minimal-losses.ts';
export type { StuckCause, StuckReason } from './analyse/stuck-reasons.ts';
export { tryAllLosses } from './analyse/try-all-losses.ts';
export {
  type Assessment, assessInventory, hashInventory, type Loss, type LossAssessment, pairLosses, type RecoveryStep,
  renderAssessment, siteLosses,
} from './assess-inventory.ts';
export { type AssessmentRefusal, recordAssessment } from './commands.ts';
export { listNodeStates, type NodeState, renderLossDiagram } from './draw/render-loss-diagram.ts';
export { type Formula, parseFormula, renderFormula } from './formula.ts';
export { acceptBaseline, type Baseline, baselineSchema } from './gate/baseline.ts';
export { renderGateHtml } from './gate/render/render-html.ts';
export { renderGateJson } from './gate/render/render-json.ts';
export { renderJunit } from './gate/render/render-junit.ts';
export { renderSarif } from './gate/render/render-sarif.ts';
export { renderGateText } from './gate/render/render-text.ts';
export { type GateReport, runGate } from './gate/run-gate.ts';
export { IMPORTERS, type Importer, type ImportFile } from './import/import-file.ts';
export { readSource } from './import/read-source.ts';
export { type ImportChange, updateImport } from './import/update-import.ts';
export type { Domain, Inventory, InventoryNode } from './inventory.ts';
export { type AssessmentSummary, listAssessments, loadAssessment, type RecordedAssessment } from './queries.ts';
export type { InventoryDocument } from './read/document.ts';
export { type InventoryFinding, type InventoryRefusal, renderFinding } from './read/finding.ts';
export { listInventoryFolders, loadDocument, loadInventory } from './read/load-inventory.ts';
export { parseInventory } from './read/parse-inventory.ts';
export type { TextFile } from './read/read-yaml.ts';
export { type DeclaredNeed, type NeedRefusal, needsOfOption, parseNeed } from './rehearse/declared-need.ts';
export { type ContactKind, judgeRehearsal, type NameAsked, type RehearsalFacts, type RehearsalReport } from './rehearse/rehearsal-report.ts';
export { DECLARED_NET, type Endpoint, readSet, renderRuleset, standIn, UNDECLARED_NET } from './rehearse/ruleset.ts';
export { renderInventory } from './render-inventory.ts';
export { continuityRoutes } from './routes.ts';
export { drawLoop, explainLoss } from './tell/explain-loss.ts';
