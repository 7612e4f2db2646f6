/** A count or amount that is known to lie between two bounds; exact where they are the same. */
export interface Bounds {
  readonly least: string;
  readonly most: string;
}

/** Claims of one class by outcome; the class `*` is that of people shown in no class. */
export interface ClassClaims {
  readonly partyClass: string;
  readonly claims: string;
  readonly award: string;
  readonly deny: string;
  readonly close: string;
  readonly open: string;
}

/** Cash of one currency: what was awarded, what arrived, what came back. Money in minor units. */
export interface CashFigures {
  readonly currency: string;
  readonly awardCount: string;
  readonly awardedMinor: string;
  readonly paidCount: Bounds;
  readonly paidMinor: Bounds;
  readonly returnedCount: Bounds;
  readonly byClass: readonly {
    readonly partyClass: string;
    readonly count: string;
    readonly totalMinor: string;
  }[];
}

/** What one automatic policy gave, by clause; an empty clause is of parties in no group. */
export interface PolicyFigures {
  readonly file: string;
  readonly policyHash: string;
  readonly parties: string;
  readonly remainderParties: string;
  readonly totals: readonly {
    readonly clause: string;
    readonly remedy: string;
    readonly name: string | null;
    readonly unit: string | null;
    readonly currency: string | null;
    readonly parties: string;
    readonly amountMinor: string | null;
  }[];
}

/** Every figure of a report. Whole numbers as text, money in minor units; all of it is public. */
export interface Figures {
  readonly claims: {
    readonly total: string;
    readonly decided: Bounds;
    readonly awarded: Bounds;
    readonly byClass: readonly ClassClaims[];
  };
  readonly days: readonly {
    readonly from: string;
    readonly until: string;
    readonly claims: string;
  }[];
  readonly cash: readonly CashFigures[];
  readonly delays: readonly {
    readonly fromDays: string;
    /** Empty where the stretch is open. */
    readonly untilDays: string;
    readonly payments: string;
  }[];
  readonly issues: readonly {
    readonly clause: string;
    readonly name: string;
    readonly remedy: string;
    readonly unit: string;
    readonly currency: string;
    readonly parties: string;
    readonly totalMinor: string;
  }[];
  readonly automatic: readonly PolicyFigures[];
}
