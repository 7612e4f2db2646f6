// biome-ignore-all format: the door is read as a table of names, several to a line
export { type AwardsLayout, writeAwards } from './awards-store.ts';
export type { BadRow, BadRows } from './bad-row.ts';
export { decideDocuments } from './decide-store.ts';
export type { DecidedDocument } from './decided-document.ts';
export { type OpenRefusal, type OpenRequest, openPopulation, type Population } from './population-store.ts';
export { type SimulationRefusal, type SimulationRequest, simulatePolicies } from './simulate/simulate.ts';
export type { Invariant, Simulation } from './simulate/simulation.ts';
export { copyTable, isTableAddress, showTableAddress } from './table-store.ts';
