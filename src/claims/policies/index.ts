export {
  draftPolicy,
  type PolicyReference,
  publishPolicy,
} from './policy-commands.ts';
export { recordSimulation } from './simulation-store.ts';
