import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { PlatformError, renderTextCell } from '../../../platform/index.ts';
import type { BulkTemplate, ColumnField } from './bulk-template.ts';
import type { FileFormat, FilePayment } from './file-format.ts';
import { renderBankAmount } from './read-amount.ts';

type Column = BulkTemplate['columns'][number];

/** Thrown when a payment cannot stand in the file as its template asks; names no person. */
export function payeeUnwritable(reference: string, field: string): PlatformError {
  return new PlatformError('payee_unwritable', {
    message: `The ${field} of payment ${reference} cannot be written into this file: it has characters the bank's encoding lacks, or is too long. Ask the claimant for it as the bank writes it.`,
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
    if (!mayBeCut.has(field)) throw payeeUnwritable(payment.reference, field);
    return renderTextCell(characters.slice(0, lengthMax).join(''));
  });
}

/** Encodes rows, and checks that every one of them reads back as it was. */
function encodeRows(
  rows: readonly (readonly string[])[],
  page: { payments: readonly FilePayment[]; encoding: BulkTemplate['encoding'] },
): Uint8Array {
  const text = stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n' },
  );
  if (page.encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = iconv.encode(text, 'cp949');
  if (iconv.decode(bytes, 'cp949') === text) return bytes;
  const wrong = page.payments.find(
    ({ payee }) => iconv.decode(iconv.encode(payee.holder, 'cp949'), 'cp949') !== payee.holder,
  );
  throw payeeUnwritable(wrong?.reference ?? '', 'holder');
}

async function* renderCsv(
  template: BulkTemplate,
  payments: AsyncIterable<readonly FilePayment[]>,
): AsyncGenerator<Uint8Array, void> {
  const { encoding } = template;
  const titles = template.columns.map(({ title }) => title);
  // Excel takes a CSV without this mark for one in the encoding of the machine.
  if (encoding === 'utf-8') yield new TextEncoder().encode('\ufeff');
  if (template.hasHeader) yield encodeRows([titles], { payments: [], encoding });
  let number = 0;
  for await (const page of payments) {
    const rows = page.map((payment) => {
      number += 1;
      return cellsOf(payment, { template, number });
    });
    yield encodeRows(rows, { payments: page, encoding });
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
