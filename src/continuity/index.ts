// biome-ignore-all format: the door is read as a table of names, several to a line
export { findGateways } from './analyse/dominators/gateways.ts';
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
export { listNodeStates, type NodeState, renderLossDiagram } from './draw/picture/index.ts';
export { renderLoopSvg, renderLoopText } from './draw/render-loop.ts';
export {
  DRILL_KINDS, type DrillFile, type DrillPlan, drillFileSchema, hashDrill, planDrills, recordDrill,
} from './drill/index.ts';
export { type Formula, parseFormula, renderFormula } from './formula.ts';
export {acceptBaseline, 
  type Baseline, baselineSchema, type GateReport, partReliedOn, type RankedFix, rankFixes, renderGateHtml, renderGateJson, renderGateText, renderJunit, renderSarif, runGate,type WhatIf, 
} from './gate/index.ts';
export {
  IMPORTERS, type ImportChange, type Importer, type ImportFile, readSource, updateImport,
} from './import/index.ts';
export type { Domain, Inventory, InventoryNode } from './inventory.ts';
export { type AssessmentSummary, listAssessments, loadAssessment, type RecordedAssessment } from './queries.ts';
export type { InventoryDocument } from './read/document.ts';
export { type InventoryFinding, type InventoryRefusal, renderFinding, tellFinding, WHOLE } from './read/finding.ts';
export { listTwins } from './read/list-twins.ts';
export { listInventoryFolders, loadDocument, loadInventory } from './read/load-inventory.ts';
export { nearestName } from './read/nearest-name.ts';
export { parseInventory } from './read/parse-inventory.ts';
export type { TextFile } from './read/read-yaml.ts';
export {
  type ContactKind, DECLARED_NET, type DeclaredNeed, type Endpoint, judgeRehearsal, type NameAsked, type NeedRefusal, needsOfOption, parseNeed, type RehearsalFacts, type RehearsalReport, readSet, renderRuleset, standIn, UNDECLARED_NET, type Undoing,
} from './rehearse/index.ts';
export { renderInventory } from './render-inventory.ts';
export { continuityRoutes } from './routes.ts';
export { createNaming, drawLoop, explainLoss, explainNode, type Naming } from './tell/index.ts';
