// biome-ignore-all format: the door is read as a table of names, several to a line
export { acceptBaseline, type Baseline, baselineSchema } from './baseline.ts';
export { listOpenFindings } from './open-findings.ts';
export { partReliedOn } from './relied-on.ts';
export { renderGateHtml } from './render/render-html.ts';
export { renderGateJson } from './render/render-json.ts';
export { renderJunit } from './render/render-junit.ts';
export { renderSarif } from './render/render-sarif.ts';
export { renderGateText } from './render/render-text.ts';
export { type GateReport, runGate } from './run-gate.ts';
export { type RankedFix, rankFixes, type WhatIf } from './what-if.ts';
export { findWorstLoss } from './worst-loss.ts';
