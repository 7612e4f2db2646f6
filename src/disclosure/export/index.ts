export {
  exportFiles,
  policyFile,
  type Recomputed,
  type RecomputeFault,
  recomputeExport,
} from './recompute-export.ts';
export { listTiles, loadTile, tilePath } from './tile-queries.ts';
