import type { AwardTotal, StatusTotal } from './population.ts';

/**
 * What one class is due of one remedy, reckoned party by party. Money is in minor units; lengths of
 * time, periods and things are exact fractions in `unit`, of all parties of the class together.
 */
export interface DueLine
  extends Pick<AwardTotal, 'partyClass' | 'remedy' | 'name' | 'currency' | 'unit'> {
  /** the most that each party was granted before, summed; parties that left have the class '' */
  readonly granted: string;
  /** what the run gives */
  readonly now: string;
  /** what each party gets beyond what it was granted, summed; what is held back is not in it */
  readonly due: string;
  readonly grantedParties: number;
  readonly nowParties: number;
  readonly dueParties: number;
  /** parties that get less than they were granted: nothing is taken back */
  readonly lessParties: number;
  /** parties that get something that cannot be subtracted from what they were granted */
  readonly heldParties: number;
}

/** What a run gives each party beyond what earlier runs granted it; the parties are in its file. */
export interface PartyDue {
  /** SHA-256 of the awards files that it was reckoned from, in the order of their approval */
  readonly earlier: readonly string[];
  /** SHA-256 of the file that says what each party is due */
  readonly dueHash: string;
  readonly totals: readonly AwardTotal[];
  readonly lines: readonly DueLine[];
}

/** A determination as far as differences look at it. */
export interface Totalled {
  readonly totals: readonly AwardTotal[];
  readonly statuses: readonly Pick<StatusTotal, 'partyClass'>[];
  /** absent or null where the difference is reckoned by class */
  readonly due?: Pick<PartyDue, 'totals'> | null;
}
