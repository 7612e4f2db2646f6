import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { accept, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  recordAudit,
  requirePermission,
  spreadsheetCells,
} from '../../platform/index.ts';
import type { SubmitClaimInput } from '../prepare-submission.ts';
import { loadQuestionnaire, type PublishedQuestionnaire } from '../queries.ts';
import { derivedId } from '../review/many/derived-id.ts';
import { submitClaims } from '../submission-commands.ts';
import { type ClaimsFileRefusal, type ReadRow, readClaimsFile } from './read-claims-file.ts';

/** What became of one row. */
export interface RowResult {
  readonly row: number;
  readonly reference: string;
  readonly result: 'filed' | 'filed_before' | 'not_filed';
  readonly claimNumber?: string;
  /** Why it was not filed: a code of the catalogue, or `row_unreadable` with what would be right. */
  readonly reasonCode?: string;
  readonly column?: string;
  readonly found?: string;
  readonly right?: string;
}

/** What became of a file, row by row, and the same as a file in the encoding it came in. */
export interface ImportResult {
  readonly filedCount: number;
  readonly repeatedCount: number;
  readonly refusedCount: number;
  /** Headings of columns that were not read. */
  readonly unreadColumns: readonly string[];
  readonly rows: readonly RowResult[];
  readonly resultFile: Uint8Array;
}

export type ImportRefusal =
  | ClaimsFileRefusal
  | { readonly code: 'questionnaire_not_found'; readonly incidentId: string };

interface ImportInput {
  readonly incidentId: string;
  /** The association that sends the file, as a short name of its own. */
  readonly sender: string;
  readonly bytes: Uint8Array;
}

type Filed = Extract<ReadRow, { readonly claim: unknown }>;
const isRead = (row: ReadRow): row is Filed => 'claim' in row;

/** The same row of the same association is the same claim, however often it is sent. */
function toInput(
  { reference, claim }: Filed,
  { incidentId, sender, form }: Omit<ImportInput, 'bytes'> & { form: PublishedQuestionnaire },
): SubmitClaimInput {
  return {
    claimId: derivedId('import', incidentId, sender, reference),
    incidentId,
    questionnaireVersion: form.questionnaire.version,
    channel: 'csv',
    currency: form.questionnaire.currency,
    ...claim,
    evidence: [],
  };
}

const batchSize = 200;

type SubmitOutcome = Awaited<ReturnType<typeof submitClaims>>[number];

function toResult({ row, reference }: Filed, outcome: SubmitOutcome): RowResult {
  const base = { row, reference };
  if (!outcome.ok) return { ...base, result: 'not_filed', reasonCode: outcome.refusal.code };
  const { isRepeat, claimNumber } = outcome.value;
  return { ...base, result: isRepeat ? 'filed_before' : 'filed', claimNumber };
}

async function fileRows(
  ctx: Context,
  rows: readonly Filed[],
  about: Omit<ImportInput, 'bytes'> & { form: PublishedQuestionnaire },
): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  for (let from = 0; from < rows.length; from += batchSize) {
    const batch = rows.slice(from, from + batchSize);
    const inputs = batch.map((row) => toInput(row, about));
    const outcomes = await submitClaims(ctx, inputs);
    results.push(
      ...batch.flatMap((row, index) => {
        const outcome = outcomes[index];
        return outcome === undefined ? [] : [toResult(row, outcome)];
      }),
    );
  }
  return results;
}

function toFault(row: Exclude<ReadRow, Filed>): RowResult {
  const { column, found, right } = row.fault;
  const base = { row: row.row, reference: row.reference, result: 'not_filed' } as const;
  return { ...base, reasonCode: 'row_unreadable', column, found, right };
}

/** Writes the results as CSV for a spreadsheet: no cell can begin a formula. */
function renderResults(rows: readonly RowResult[], encoding: 'utf-8' | 'cp949'): Uint8Array {
  const columns = [
    ...['row', 'reference', 'result', 'claimNumber', 'reasonCode', 'column', 'found', 'right'],
  ];
  const text = stringify([...rows], {
    header: true,
    columns,
    ...spreadsheetCells,
    bom: encoding === 'utf-8',
  });
  return new Uint8Array(encoding === 'cp949' ? iconv.encode(text, 'cp949') : Buffer.from(text));
}

/**
 * Files an association's claims from a CSV file, and tells what became of each row.
 *
 * Each row is filed for itself; the same file again files nothing twice. A row whose content changed
 * under the same reference is not filed: what is filed does not change.
 */
export async function importClaims(
  ctx: Context,
  input: ImportInput,
): Promise<Outcome<ImportResult, ImportRefusal>> {
  requirePermission(ctx, 'claim:enter');
  const { incidentId, sender } = input;
  const form = await ctx.read((tx) => loadQuestionnaire(tx, { incidentId }));
  if (form === undefined) return refuse({ code: 'questionnaire_not_found', incidentId });
  const file = readClaimsFile(input.bytes, form.questionnaire);
  if (!file.ok) return file;
  const filed = await fileRows(ctx, file.value.rows.filter(isRead), { incidentId, sender, form });
  const faults = file.value.rows.flatMap((row) => (isRead(row) ? [] : [toFault(row)]));
  const rows = [...filed, ...faults].toSorted((left, right) => left.row - right.row);
  const countOf = (result: RowResult['result']): number =>
    rows.filter((row) => row.result === result).length;
  const counts = {
    filedCount: countOf('filed'),
    repeatedCount: countOf('filed_before'),
    refusedCount: countOf('not_filed'),
  };
  const details = { sender, ...counts };
  await ctx.transact((tx) =>
    recordAudit(tx, { ctx, action: 'claims_imported', subject: incidentId, details }),
  );
  const { encoding, unreadColumns } = file.value;
  return accept({ ...counts, unreadColumns, rows, resultFile: renderResults(rows, encoding) });
}
