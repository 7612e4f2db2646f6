// biome-ignore-all format: the door is read as a table of names, several to a line
export { type ImportResult, importImpactFile, importIncident, takeAlerts } from './import-commands.ts';
export { importRoutes } from './import-routes.ts';
export type { ImportedIncident, ImportFileRefusal, ImportFinding } from './imported.ts';
export { readAlertGroup } from './read-alerts.ts';
export { readImpactFile } from './read-impact-file.ts';
export { readStatuspage } from './read-statuspage.ts';
export { type HookRefusal, verifyHook } from './verify-hook.ts';
