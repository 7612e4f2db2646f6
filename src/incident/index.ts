// biome-ignore-all format: the door is read as a table of names, several to a line

export { type ClockReading, type ClockRule, type LegalClock, readClock } from './clock.ts';
export type { Cohort } from './cohort.ts';
export {
  addTimelineEntry,
  adoptImpact,
  openIncident,
  type Recorded,
  recordClock,
  recordCohort,
  recordFinding,
  recordRestoration,
  setResponsibility,
  stateImpact,
} from './commands.ts';
export type { CauseLayer, Finding } from './finding.ts';
export {
  type AdoptedImpact, adoptedIntervals, type Impact, type ImpactSelection, type Precision, type Scope,
  statedIntervals,
} from './impact.ts';
export { listAdoptedImpacts, listAdoptions, listImpacts } from './impact-queries.ts';
export type { Incident, IncidentState, Source, StatingParty, Titles } from './incident.ts';
export type { IncidentOpening } from './open-incident.ts';
export {
  listClocks,
  listCohorts,
  listFindings,
  listIncidents,
  listResponsibilities,
  listTimeline,
  loadIncident,
  loadIncidentBySlug,
} from './queries.ts';
export { apportionByShare, type Responsibility, recourseMinor, standingResponsibilities } from './responsibility.ts';
export { incidentRoutes } from './routes.ts';
export { standingImpacts } from './standing-impacts.ts';
export type { ImpactStatement } from './state-impact.ts';
export type { TimelineEntry, Visibility } from './timeline.ts';
