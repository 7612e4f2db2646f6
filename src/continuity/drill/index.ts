// biome-ignore-all format: the door is read as a table of names, several to a line

export { hashDrill, recordDrill } from './drill-commands.ts';
export { DRILL_KINDS, type DrillFile, drillFileSchema } from './drill-file.ts';
export { type DrillPlan, planDrills } from './plan-drills.ts';
