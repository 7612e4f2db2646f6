// biome-ignore-all format: the door is read as a table of names, several to a line

export { type DatedDrill, dateDrills } from './date-drills.ts';
export { hashDrill, recordDrill } from './drill-commands.ts';
export { type KeptDrill, withDrills } from './drill-evidence.ts';
export { DRILL_INSTANTS, DRILL_KINDS, type DrillFile, drillFileSchema, findAhead, findMisorder } from './drill-file.ts';
export { loadDrills } from './drill-store.ts';
export { type DrillPlan, planDrills } from './plan-drills.ts';
export { scheduleDrills } from './schedule/schedule-commands.ts';
export { keepSitesReport } from './sites/sites-commands.ts';
export { type SitesReport, sitesReportSchema } from './sites/sites-report.ts';
