import type { BadRows } from '../bad-row.ts';

/** What a simulation tells. Amounts are whole minor units as text, so that JSON keeps them. */
export interface Simulation {
  readonly population: {
    readonly file: string;
    readonly rowCount: number;
    readonly badRows: BadRows;
    /** how many different sets of facts there are */
    readonly distinctCount: number;
  };
  readonly policies: readonly SimulatedPolicy[];
  readonly statuses: readonly StatusCount[];
  readonly totals: readonly ClauseTotal[];
  readonly reasons: readonly ReasonCount[];
  readonly cost: readonly ClassCost[];
  readonly distribution: readonly Distribution[];
  readonly missed: Missed;
  readonly invariants: readonly Invariant[];
  readonly comparison?: readonly Comparison[];
  readonly changes?: readonly OutcomeChange[];
  readonly sensitivity?: readonly Sensitivity[];
  readonly budget?: BudgetResult;
}

/** A policy of the simulation, and by which road it was decided. */
export interface SimulatedPolicy {
  readonly policy: string;
  readonly version: string;
  readonly hash: string;
  readonly road: 'compiled' | 'per_tuple';
  readonly reason?: string;
  readonly unknownFacts: readonly string[];
}

export interface StatusCount {
  readonly policy: string;
  readonly partyClass: string;
  readonly status: string;
  readonly parties: number;
}

/** What all parties of a class get under one award statement. */
export interface ClauseTotal {
  readonly policy: string;
  readonly clause: string;
  readonly rule: string;
  readonly partyClass: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: string | null;
  readonly unit: string | null;
  readonly parties: number;
  /** minor units of the currency, or so many of the unit */
  readonly amount: string;
}

/** Parties that an award statement gives nothing, and why; `missing` names the facts. */
export interface ReasonCount {
  readonly policy: string;
  readonly clause: string;
  readonly rule: string;
  readonly partyClass: string;
  readonly status: string;
  readonly reason: string | null;
  readonly missing: readonly string[];
  readonly parties: number;
}

export interface ClassCost {
  readonly partyClass: string;
  readonly currency: string;
  readonly parties: number;
  readonly amountMinor: string;
}

/** How money is spread over the parties that get some. Histogram ranges are inclusive at both ends. */
export interface Distribution {
  readonly currency: string;
  readonly parties: number;
  readonly quantiles: readonly { readonly share: string; readonly amountMinor: string }[];
  readonly histogram: readonly {
    readonly fromMinor: string;
    readonly untilMinor: string;
    readonly parties: number;
  }[];
}

/** Who gets nothing at all, and which conditions stand in the way. */
export interface Missed {
  readonly parties: number;
  readonly byClass: readonly { readonly partyClass: string; readonly parties: number }[];
  readonly conditions: readonly {
    readonly policy: string;
    readonly clause: string;
    readonly rule: string;
    readonly condition: string;
    /** parties for which it does not hold */
    readonly parties: number;
    /** of these, parties for which every other condition of the rule holds */
    readonly onlyThis: number;
  }[];
}

export interface Comparison {
  readonly partyClass: string;
  readonly currency: string;
  readonly winners: number;
  readonly losers: number;
  readonly unchanged: number;
  readonly gainMinor: string;
  readonly lossMinor: string;
  readonly beforeMinor: string;
  readonly afterMinor: string;
}

/** Parties of one rule that end differently than before. */
export interface OutcomeChange {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
  readonly parties: number;
  readonly example: string;
}

/** What the whole costs when one figure of a policy is another. */
export interface Sensitivity {
  readonly policy: string;
  readonly name: string;
  readonly written: string;
  readonly points: readonly {
    readonly text: string;
    /** of the figure as written, in per cent */
    readonly percent: number;
    readonly cost: readonly { readonly currency: string; readonly amountMinor: string }[];
    readonly inKind: readonly { readonly unit: string; readonly amount: string }[];
    readonly parties: number;
    /** why the document is refused with this figure, instead of a cost */
    readonly refused?: string;
  }[];
}

export interface BudgetResult {
  readonly currency: string;
  readonly budgetMinor: string;
  readonly demandMinor: string;
  readonly paidMinor: string;
  /** true when everything fits and nothing was cut */
  readonly isEnough: boolean;
  /** awards that were given one minor unit more, for the largest remainders */
  readonly roundedUp: number;
}

export interface Invariant {
  readonly name:
    | 'never_negative'
    | 'longer_never_pays_less'
    | 'caps_hold'
    | 'equals_treated_equally';
  readonly policy: string;
  readonly about: string;
  readonly holds: boolean;
  readonly counterExample?: {
    readonly partyId: string;
    readonly found: string;
    readonly expected: string;
  };
}
