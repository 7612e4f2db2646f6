export { MISSION_HOURS_DEFAULT, type OpenPsaModel, readOpenPsa } from './read-open-psa.ts';
export { type OpenPsaRefusal, renderOpenPsaRefusal } from './refusal.ts';
export { type Inexpressible, type TreeInventory, treeInventory } from './tree-inventory.ts';
export { writeOpenPsa } from './write-open-psa.ts';
