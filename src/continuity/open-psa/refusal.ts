/** Why a fault-tree file was not read: where, what was found, and what would be right. */
export interface OpenPsaRefusal {
  readonly code: 'open_psa_not_understood';
  readonly file: string;
  /** Counted from 1; 0 when it is about the whole file. */
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
}

/** A place in a file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Ends the reading of a file; caught where reading began. */
export class OpenPsaStop extends Error {
  readonly place: Place;
  readonly found: string;
  readonly expected: string;

  constructor(place: Place, about: { readonly found: string; readonly expected: string }) {
    super(about.found);
    this.place = { line: place.line, column: place.column };
    this.found = about.found;
    this.expected = about.expected;
  }
}

/** Stops at a place of the file. */
export function stop(place: Place, found: string, expected: string): never {
  throw new OpenPsaStop(place, { found, expected });
}

/** Gives a refusal as the one line an operator reads. */
export function renderOpenPsaRefusal(refusal: OpenPsaRefusal): string {
  const { file, line, column, found, expected } = refusal;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  return `${place}: found ${found}; expected ${expected}`;
}
