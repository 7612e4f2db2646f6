export { defaultTerms, type UnclaimedTerms } from './decide-unclaimed.ts';
export { expireDue, runExpiry } from './expiry-commands.ts';
export {
  changePayee,
  giveOwnPayee,
  type OwnPayeeRefusal,
  payeeCoolDownMs,
} from './payee-commands.ts';
export { loadPayeeNeed, type PayeeNeed } from './payee-store.ts';
export { loadTerms } from './term-store.ts';
export { followUnclaimed } from './unclaimed-commands.ts';
export { countUnclaimed, type UnclaimedCount } from './unclaimed-store.ts';
export { countUnpaid, type UnpaidCount, type UnpaidKind } from './unpaid-queries.ts';
