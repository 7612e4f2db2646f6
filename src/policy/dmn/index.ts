export type { DecisionTable, TableRefusal } from './decision-table.ts';
export { exportTables } from './export-table.ts';
export { importDocument } from './import-document.ts';
