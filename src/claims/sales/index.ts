export { type ShownLoss, type ShownWeek, showLoss } from './show-loss.ts';
