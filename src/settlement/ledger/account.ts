import type { CurrencyCode } from '../../kernel/index.ts';
import { derivedId } from './derived-id.ts';

/** The kinds of account. */
export const accountKinds = ['asset', 'liability', 'expense', 'income'] as const;

/** On which side an account grows: assets and expenses by debit, the others by credit. */
export type AccountKind = (typeof accountKinds)[number];

/** The codes of the accounts of an incident's chart. */
export const accountCodes = [
  'redress_cost',
  'provision',
  'approved_awards',
  'in_flight',
  'paid',
  'returned',
  'unclaimed',
  'recourse',
  'recourse_income',
  'fees',
  'other_paid',
  'population_awards',
  'points',
  'credit',
  'voucher',
  'points_held',
  'credit_held',
  'voucher_held',
  'redeemed',
  'breakage',
  'given_away',
] as const;

/** What an account of an incident's chart is for. */
export type AccountCode = (typeof accountCodes)[number];

/** The sums of everything an account was debited and credited, each never falling once posted. */
export interface AccountSums {
  readonly debitsPendingMinor: bigint;
  readonly debitsPostedMinor: bigint;
  readonly creditsPendingMinor: bigint;
  readonly creditsPostedMinor: bigint;
}

/** An account with its sums. A limited account never pays out more than it received. */
export interface Account extends AccountSums {
  readonly id: string;
  readonly incidentId: string;
  readonly code: AccountCode;
  readonly currency: CurrencyCode;
  readonly kind: AccountKind;
  readonly isLimited: boolean;
}

interface ChartRow {
  readonly code: AccountCode;
  readonly kind: AccountKind;
  readonly isLimited: boolean;
}

/**
 * The chart of accounts every incident has, in each currency it pays in.
 *
 * `provision` is set aside before anything is owed; `approved_awards` is owed to claimants; `in_flight` was
 * taken by a rail; `paid` is the bank as far as awards go, `other_paid` for the rest (fees, payments to
 * be recovered); `returned` came back; the remedies in the provider's own
 * units (`points`, `credit`, `voucher`) are owed by issue; once given they are `…_held` by claimants until
 * they are used (`redeemed`) or expire (`breakage`). What nobody claimed and was given to the stated
 * place is `given_away`.
 *
 * @source ARCHITECTURE.md, "Settlement": double-entry ledger
 */
export const chart: readonly ChartRow[] = [
  { code: 'redress_cost', kind: 'expense', isLimited: false },
  { code: 'provision', kind: 'liability', isLimited: true },
  { code: 'approved_awards', kind: 'liability', isLimited: true },
  { code: 'in_flight', kind: 'liability', isLimited: true },
  { code: 'paid', kind: 'asset', isLimited: false },
  { code: 'returned', kind: 'liability', isLimited: true },
  { code: 'unclaimed', kind: 'liability', isLimited: true },
  { code: 'recourse', kind: 'asset', isLimited: false },
  { code: 'recourse_income', kind: 'income', isLimited: false },
  { code: 'fees', kind: 'expense', isLimited: false },
  { code: 'other_paid', kind: 'asset', isLimited: false },
  { code: 'population_awards', kind: 'liability', isLimited: true },
  { code: 'points', kind: 'liability', isLimited: true },
  { code: 'credit', kind: 'liability', isLimited: true },
  { code: 'voucher', kind: 'liability', isLimited: true },
  { code: 'points_held', kind: 'liability', isLimited: true },
  { code: 'credit_held', kind: 'liability', isLimited: true },
  { code: 'voucher_held', kind: 'liability', isLimited: true },
  { code: 'redeemed', kind: 'asset', isLimited: false },
  { code: 'breakage', kind: 'income', isLimited: false },
  { code: 'given_away', kind: 'asset', isLimited: false },
];

/** Names one account: an incident's, in a currency, by code. */
export interface AccountName {
  readonly incidentId: string;
  readonly currency: CurrencyCode;
  readonly code: AccountCode;
}

const knownIds = new Map<string, string>();
const knownIdsMax = 10_000;

/** Gives the id of an account from its name; the same name has the same id everywhere. */
export function accountId({ incidentId, currency, code }: AccountName): string {
  // Every payment names the same few accounts, so their ids are kept.
  const key = `${incidentId} ${currency} ${code}`;
  const known = knownIds.get(key);
  if (known !== undefined) return known;
  const id = derivedId(['account', incidentId, currency, code]);
  if (knownIds.size >= knownIdsMax) knownIds.clear();
  knownIds.set(key, id);
  return id;
}

/**
 * Gives the posted balance in minor units: debits minus credits. The sum over all accounts of a
 * currency is zero.
 */
export function balanceMinor(sums: AccountSums): bigint {
  return sums.debitsPostedMinor - sums.creditsPostedMinor;
}

/** Gives what a limited account may still pay out: received, less paid and reserved. */
export function availableMinor(sums: AccountSums): bigint {
  return sums.creditsPostedMinor - sums.debitsPostedMinor - sums.debitsPendingMinor;
}

/**
 * Gives the account a remedy worth money is owed on, or undefined for one that moves no money
 * (an extension, an item): those are issues only.
 */
export function accountOfRemedy(remedy: string): AccountCode | undefined {
  if (remedy === 'cash') return 'approved_awards';
  return remedy === 'points' || remedy === 'credit' || remedy === 'voucher' ? remedy : undefined;
}

/** The remedies that are worth money in the company's own units. */
export const unitRemedies = ['points', 'credit', 'voucher'] as const;

/** A remedy worth money in the company's own units. */
export type UnitRemedy = (typeof unitRemedies)[number];

/** Tells whether a remedy is worth money in the company's own units. */
export function isUnitRemedy(remedy: string): remedy is UnitRemedy {
  return remedy === 'points' || remedy === 'credit' || remedy === 'voucher';
}

/** Gives the account of what claimants hold of a remedy. */
export function heldAccountOf(remedy: UnitRemedy): AccountCode {
  return `${remedy}_held`;
}
