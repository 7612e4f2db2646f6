import type { CurrencyCode, JsonValue } from '../../kernel/index.ts';

/** What parties got together who are in no group, by remedy; at least five parties in each row. */
export interface RemainderTotal {
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly unit: string | null;
  readonly parties: number;
  /** In minor units; null for a remedy in kind. */
  readonly amountMinor: string | null;
}

/** What a policy gives each party of a group. */
export interface GroupAward {
  readonly clause: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly unit: string | null;
  /** In minor units; null for a remedy in kind. */
  readonly amountMinor: string | null;
}

/**
 * The facts a determination run read, made anonymous: how many parties have the same facts, in
 * groups of at least five, and what all others came to together.
 */
export interface PopulationInputs {
  readonly format: 'amends-population/1';
  readonly policyHash: string;
  readonly groups: readonly {
    /** absent where the population had no classes, and in what was kept before they were */
    readonly partyClass?: string;
    readonly facts: { readonly [name: string]: JsonValue };
    readonly parties: number;
    /** what the policy gives each of them; added where the inputs are published */
    readonly awards?: readonly GroupAward[];
  }[];
  readonly remainder: {
    readonly parties: number;
    readonly totals: readonly RemainderTotal[];
  };
}

/** From this many parties on, those with the same facts may be published as a group. */
export const partiesMin = 5;

/** At most so many groups are published; the parties of further ones are in the remainder. */
export const groupsMax = 20_000;
