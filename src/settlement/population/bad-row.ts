/** A row that cannot be taken: where it is, which field, what was found, what would be right. */
export interface BadRow {
  readonly row: number;
  readonly partyId: string;
  readonly field: string;
  readonly found: string;
  readonly expected: string;
}

/** How many rows cannot be taken, how many for each field, and the first of them. */
export interface BadRows {
  readonly count: number;
  readonly byField: readonly { readonly field: string; readonly count: number }[];
  readonly first: readonly BadRow[];
}
