export { expireDue, runExpiry } from './expiry-commands.ts';
export { changePayee, followUnclaimed } from './unclaimed-commands.ts';
export { countUnclaimed, type UnclaimedCount } from './unclaimed-store.ts';
