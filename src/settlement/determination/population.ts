import type { CurrencyCode } from '../../kernel/index.ts';
import type { PartyDue } from './party-due.ts';
import type { PopulationInputs } from './population-inputs.ts';

/** How many parties of a class got what under one clause. `quantity` is what each of them got. */
export interface AwardTotal {
  readonly partyClass: string;
  readonly clause: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly partyCount: number;
  /** What all of them got together, in minor units; null for a remedy in kind. */
  readonly amountMinor: bigint | null;
}

/** How many parties of a class ended with a status: award, none, review and so on. */
export interface StatusTotal {
  readonly partyClass: string;
  readonly status: string;
  readonly partyCount: number;
}

/** What a determination run gave: hashes of both files, totals, and how fast it went. */
export interface Determined {
  readonly policyHash: string;
  readonly populationHash: string;
  readonly awardsHash: string;
  readonly partyCount: number;
  readonly awardCount: number;
  readonly distinctCount: number;
  readonly totals: readonly AwardTotal[];
  readonly statuses: readonly StatusTotal[];
  /** What was read, made anonymous; absent in what was determined before it was kept. */
  readonly inputs?: PopulationInputs;
  /** What each party gets beyond earlier runs, where the awards files of these were given. */
  readonly due?: PartyDue;
  /** Declared facts that the population has no column for: unknown for every party. */
  readonly unknownFacts: readonly string[];
  readonly elapsedMs: number;
  readonly accountsPerSecond: number;
  readonly peakMemoryBytes: number;
}

/** Why a population cannot be determined; nothing is written then. */
export type PopulationRefusal =
  | { readonly code: 'population_unreadable'; readonly file: string; readonly found: string }
  | {
      readonly code: 'population_column_missing';
      readonly file: string;
      readonly column: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'population_party_repeated'; readonly file: string; readonly partyId: string };
