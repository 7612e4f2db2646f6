export { listAwardNames, loadAwardNames } from './award-name-queries.ts';
export { beginPolicies, runBeginnings } from './begin-commands.ts';
export { listComingPolicies, listPoliciesInForce, loadUnbegunPolicy } from './in-force-queries.ts';
export {
  draftPolicy,
  type PolicyReference,
  publishPolicy,
} from './policy-commands.ts';
export { type Replay, replayFindings } from './replay-queries.ts';
export { recordSimulation } from './simulation-store.ts';
