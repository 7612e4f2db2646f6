export { checkPolicy } from './check/check-policy.ts';
export type {
  Alternative,
  Award,
  AwardBurden,
  AwardSummary,
  Determination,
  DeterminationStatus,
  RuleTrace,
  Shown,
  Trace,
  TraceStep,
} from './determination.ts';
export type { Clause, PolicyDocument, PolicyHeader } from './document.ts';
export { factJsonOf } from './evaluate/cases/read-cell.ts';
export { compileDetermination } from './evaluate/direct/compile-policy.ts';
export { evaluatePolicy } from './evaluate/evaluate-policy.ts';
export { type CaseResult, runCases } from './evaluate/run-cases.ts';
export { renderDetermination } from './explain/render-determination.ts';
export { renderExplanation } from './explain/render-explanation.ts';
export { renderFinding } from './explain/render-finding.ts';
export { renderShortfall, type Shortfall } from './explain/render-shortfall.ts';
export { evidenceFact, type Facts, type FactValue } from './fact.ts';
export {
  type Finding,
  type FindingCode,
  type PolicyFindings,
  type Severity,
  stopsEvaluation,
} from './finding.ts';
export { formatPolicy } from './format/format-policy.ts';
export { parser as policyParser } from './grammar/parser.generated.ts';
export { type Measure, measureOf } from './measure.ts';
export { type FactIssue, type FactIssues, parseFacts } from './parse/parse-facts.ts';
export { parsePolicy } from './parse/parse-policy.ts';
export { policyHash } from './policy-hash.ts';
export type { FactDeclaration, Label, Remedy } from './statement.ts';
