// biome-ignore-all format: the door is read as a table of names, several to a line
export { type Adjustable, adjustText, listAdjustables, type Share } from './adjustable.ts';
export type { FactColumn, ListColumns, RunColumns } from './compilation.ts';
export {
  type CompiledPolicy, compilePolicy, type PlannedCondition, type PlannedOutcome,
  type PlannedStatement, planStatuses,
} from './compile-policy.ts';
export { type FactRange, listFactRanges } from './fact-range.ts';
export { type Dialect, duckdb, postgresql, quoteSqlName, quoteSqlText } from './sql/dialect.ts';
