// biome-ignore-all format: the door is read as a table of names, several to a line
export { readIncidentClock } from '../close-incident.ts';
export { recordMilestone } from './duty-commands.ts';
export { dutyRoutes } from './duty-routes.ts';
export { type KnownClock, knownClocks, type Regime } from './legal-clocks.ts';
export { decideMilestone, type Milestone, type MilestoneKind } from './milestone.ts';
