import type { CurrencyCode, Instant } from '../../../kernel/index.ts';

/** Where a claimant is paid: bank (its code), account and holder, as given. */
export interface Payee {
  readonly bank: string;
  readonly account: string;
  readonly holder: string;
}

/** One payment as it is written into a file. */
export interface FilePayment {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: CurrencyCode;
  readonly payee: Payee;
}

/** What stands over the payments of a file; the same file always has the same. */
export interface FileHeader {
  /** At most 35 characters: by it a bank knows a file it was given before. */
  readonly fileReference: string;
  readonly madeAt: Instant;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly currency: CurrencyCode;
}

/** Why a payment cannot be written into a file. */
export interface UnwritableRefusal {
  readonly code: 'payee_unwritable';
  readonly reference: string;
  /** Which part: a column of the template, `title` of a heading, `payee` when there is none. */
  readonly field: string;
}

/** A way to write payments into a file that a bank takes. */
export interface FileFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** How many payments a bank takes in one file at most. */
  readonly paymentCountMax: number;
  /** Gives the bytes of a file, a piece at a time; the same input gives the same bytes. */
  render(
    header: FileHeader,
    payments: AsyncIterable<readonly FilePayment[]>,
  ): AsyncGenerator<Uint8Array, void>;
}

/** Every reason for which a file is put aside. */
export const fileProblemCodes = [
  'file_encoding_unknown',
  'file_with_dtd',
  'file_not_xml',
  'file_of_another_kind',
  'file_column_missing',
  'file_field_missing',
  'file_amount_malformed',
  'file_date_malformed',
  'file_currency_differs',
  'file_account_differs',
  'file_totals_differ',
  'file_line_repeated',
  'file_seen_before',
  'file_status_unknown',
] as const;

/** Why a file is put aside: what was found, what would be right, and where. */
export interface FileProblem {
  readonly code: (typeof fileProblemCodes)[number];
  /** The line of the file or the place in the message; absent when it is the whole. */
  readonly place?: string;
  readonly found?: string;
  readonly expected?: string;
}

/** What a statement that was read from a file says of itself; its lines are given on apart. */
export interface StatementHead {
  /** The bank's own number of the statement; absent when the file has none. */
  readonly statementId?: string;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly lineCount: number;
}

/** What a bank answered of one payment of a file it was given. */
export interface ResultLine {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly state: 'confirmed' | 'rejected';
  readonly reasonCode?: string;
}
