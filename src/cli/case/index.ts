export type { ClaimCategory, ClaimKind } from './generate/claim-plan.ts';
export {
  countGeneratedClaims,
  type GeneratedClaim,
  generateClaims,
} from './generate/generate-claims.ts';
export { type GeneratedPopulation, generatePopulation } from './generate/generate-population.ts';
export { type PlannedCohort, planCohorts } from './generate/plan-cohorts.ts';
export { type PopulationPlan, planPopulation } from './generate/population-plan.ts';
export {
  parseScale,
  type Scale,
  type ScaledFigure,
  scaledCount,
  scaledPublished,
} from './generate/scale.ts';
export type { Case } from './read/case.ts';
export { type CaseRefusal, readCase } from './read/read-case.ts';
export { type CaseFinding, renderCaseFinding } from './read/read-yaml.ts';
