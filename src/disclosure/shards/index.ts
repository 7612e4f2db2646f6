export { listHeads } from '../queries.ts';
export { type LogReport, verifyShards } from '../verify-log.ts';
export {
  type ClosedShard,
  type ClosingRefusal,
  closeShard,
  keysOfShards,
  requireLogOrigin,
} from './close-shard.ts';
export { addLogMetrics } from './log-metrics.ts';
export { renderShard } from './shard-routes.ts';
