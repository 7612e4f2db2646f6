export { showLoss } from './beside/read-beside.ts';
export type { ShownLoss, ShownWeek } from './show-loss.ts';
