export { checkPayees, type PayeeCheck } from './check-commands.ts';
export type { PayeeFault } from './judge-payees.ts';
