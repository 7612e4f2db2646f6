import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { PlatformError, renderTextCell } from '../../../platform/index.ts';
import type { BulkTemplate, ColumnField } from './bulk-template.ts';
import type { FileFormat, FilePayment } from './file-format.ts';
import { renderBankAmount } from './read-amount.ts';

type Column = BulkTemplate['columns'][number];

/** What is asked of whom, by what cannot be written. */
const mendsOf: Readonly<Record<string, string>> = {
  bank: 'Ask the claimant for the name of the bank as the bank writes it.',
  account: 'Ask the claimant for the account number as the bank writes it.',
  holder: 'Ask the claimant for the name of the holder as the bank writes it.',
  payee: 'The claim is erased, or nobody said where to pay: ask the claimant.',
  payee_memo: 'It is the memo of the template: set the rail up with another one (amends rail set).',
  title: 'It is a title of the template: set the rail up with another one (amends rail set).',
};

/**
 * Thrown when a payment cannot stand in the file as its template asks; names no person.
 *
 * @param found.field the column that does not fit, `title` of a heading, `payee` when there is none
 */
export function payeeUnwritable(found: {
  readonly reference: string;
  readonly field: string;
  readonly why: 'encoding' | 'length' | 'absent';
}): PlatformError {
  const { reference, field, why } = found;
  const name = field.replaceAll('_', ' ');
  const whose = reference === '' ? `A ${name} of the file` : `The ${name} of payment ${reference}`;
  const reason = {
    encoding: 'it has characters that the encoding of the file (CP949) lacks',
    length: 'it is longer than its column takes',
    absent: 'it is not known',
  }[why];
  const mend = mendsOf[field] ?? 'Set the rail up with a template that takes it (amends rail set).';
  return new PlatformError('payee_unwritable', {
    message: `${whose} cannot be written into this file: ${reason}. ${mend}`,
    details: { reference, field },
  });
}

function valuesOf(payment: FilePayment, at: { template: BulkTemplate; number: number }) {
  const { reference, payee, amountMinor, currency } = payment;
  const values: Readonly<Record<ColumnField, string>> = {
    bank: payee.bank,
    account: payee.account.replace(/[^0-9]/g, ''),
    amount: renderBankAmount(amountMinor, currency),
    holder: payee.holder,
    payee_memo: at.template.payeeMemo,
    payer_memo: reference.slice(-10),
    reference,
    number: String(at.number),
    blank: '',
  };
  return values;
}

const mayBeCut: ReadonlySet<ColumnField> = new Set(['holder', 'payee_memo', 'payer_memo']);

/** Gives the cells of a payment, in the order of the template. */
export function cellsOf(
  payment: FilePayment,
  at: { template: BulkTemplate; number: number },
): string[] {
  const values = valuesOf(payment, at);
  return at.template.columns.map(({ field, lengthMax }: Column) => {
    const value = values[field];
    const characters = [...value];
    if (lengthMax === undefined || characters.length <= lengthMax) return renderTextCell(value);
    if (!mayBeCut.has(field)) {
      throw payeeUnwritable({ reference: payment.reference, field, why: 'length' });
    }
    return renderTextCell(characters.slice(0, lengthMax).join(''));
  });
}

/** Encodes rows, and checks that every one of them reads back as it was. */
function encodeRows(
  rows: readonly (readonly string[])[],
  page: {
    /** the payment of each row; none over the payments, where the rows are headings */
    payments: readonly FilePayment[];
    template: BulkTemplate;
  },
): Uint8Array {
  const text = stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n' },
  );
  const { payments, template } = page;
  if (template.encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = iconv.encode(text, 'cp949');
  if (iconv.decode(bytes, 'cp949') === text) return bytes;
  const at = Math.max(
    0,
    rows.findIndex((row) => !row.every(fitsKorean)),
  );
  const column = rows[at]?.findIndex((cell) => !fitsKorean(cell)) ?? 0;
  const field = payments.length === 0 ? 'title' : (template.columns[column]?.field ?? 'title');
  throw payeeUnwritable({ reference: payments[at]?.reference ?? '', field, why: 'encoding' });
}

const fitsKorean = (cell: string): boolean =>
  iconv.decode(iconv.encode(cell, 'cp949'), 'cp949') === cell;

async function* renderCsv(
  template: BulkTemplate,
  payments: AsyncIterable<readonly FilePayment[]>,
): AsyncGenerator<Uint8Array, void> {
  const { encoding } = template;
  const titles = template.columns.map(({ title }) => title);
  // Excel takes a CSV without this mark for one in the encoding of the machine.
  if (encoding === 'utf-8') yield new TextEncoder().encode('\ufeff');
  if (template.hasHeader) yield encodeRows([titles], { payments: [], template });
  let number = 0;
  for await (const page of payments) {
    const rows = page.map((payment) => {
      number += 1;
      return cellsOf(payment, { template, number });
    });
    yield encodeRows(rows, { payments: page, template });
  }
}

async function* renderXlsx(
  template: BulkTemplate,
  payments: AsyncIterable<readonly FilePayment[]>,
): AsyncGenerator<Uint8Array, void> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const cell = (value: string) => ({ value, type: String });
  const rows: { value: string; type: StringConstructor }[][] = [];
  if (template.hasHeader) rows.push(template.columns.map(({ title }) => cell(title)));
  let number = 0;
  for await (const page of payments) {
    for (const payment of page) {
      number += 1;
      rows.push(cellsOf(payment, { template, number }).map(cell));
    }
  }
  // Every cell is text, so that no account loses its leading zeros.
  const buffer = await writeXlsxFile(rows).toBuffer();
  yield new Uint8Array(buffer);
}

/** Writes a bank's bulk transfer file as an operator's template describes it. */
export function bulkFormat(template: BulkTemplate): FileFormat {
  const isCsv = template.form === 'csv';
  return {
    mediaType: isCsv
      ? 'text/csv'
      : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: template.form,
    paymentCountMax: template.paymentCountMax,
    render: (_header, payments) =>
      isCsv ? renderCsv(template, payments) : renderXlsx(template, payments),
  };
}
