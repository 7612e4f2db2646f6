export { changePayee, followUnclaimed } from './unclaimed-commands.ts';
export { countUnclaimed } from './unclaimed-store.ts';
