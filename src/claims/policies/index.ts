export {
  draftPolicy,
  type PolicyReference,
  publishPolicy,
} from './policy-commands.ts';
export { type Replay, replayFindings } from './replay-queries.ts';
export { recordSimulation } from './simulation-store.ts';
