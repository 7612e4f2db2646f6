// biome-ignore-all format: the door is read as a table of names, several to a line
export type { OrderCounts } from './count-sets.ts';
export { eventOf, type FaultTree, gateOf, type TreeFormula } from './fault-tree.ts';
export { type CutSets, findCutSets } from './find-cut-sets.ts';
export { type EventImportance, type EventRanking, rankEvents } from './importance.ts';
export type { CutEffect } from './inventory/failure-needs.ts';
export { findInventoryCutSets } from './inventory/inventory-cut-sets.ts';
export { inventoryTree, LOOP_MAX } from './inventory/inventory-tree.ts';
export { COMPARED_MAX, type SmallestLosses, smallestLosses } from './inventory/smallest-losses.ts';
export { listCutSets } from './list-sets.ts';
export { type CutSetOptions, NODES_DEFAULT, OPERATIONS_DEFAULT } from './solve-modules.ts';
