export { changePayee, followUnclaimed } from './unclaimed-commands.ts';
export { countUnclaimed, type UnclaimedCount } from './unclaimed-store.ts';
