import { expect, test } from 'vitest';
import { instantFromEpochMs } from '../../../kernel/index.ts';
import { bulkFormat } from './bulk-file.ts';
import { koreanBulkTemplate } from './bulk-template.ts';
import type { FileFormat, FilePayment } from './file-format.ts';

const payment: FilePayment = {
  reference: 'A01900000000080008000000000000001',
  amountMinor: 30_000n,
  currency: 'KRW',
  payee: { bank: '088', account: '001-02-0345', holder: '똠방 각하' },
};
const header = {
  fileReference: 'AMENDS-1',
  madeAt: instantFromEpochMs(Date.UTC(2022, 11, 1, 3)),
  paymentCount: 2,
  totalMinor: 60_000n,
  currency: 'KRW' as const,
};

async function bytesOf(format: FileFormat, payments: readonly FilePayment[]): Promise<Buffer> {
  const pages = (async function* () {
    yield payments;
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of format.render(header, pages)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const misfits: readonly (readonly [string, object, object, string, RegExp])[] = [
  ['a holder', { holder: '𠮷野' }, {}, 'holder', /holder of payment .*Ask the claimant/],
  ['a bank', { bank: 'Crédit Agricole' }, {}, 'bank', /bank of payment .*Ask the claimant/],
  ['a memo', {}, { payeeMemo: 'remboursé' }, 'payee_memo', /memo of the template/],
  ['a bank beside a holder', { bank: 'é', holder: '𠮷' }, {}, 'bank', /bank of payment/],
];
test.each(misfits)('names what the encoding lacks: %s', async (_name, payee, over, field, said) => {
  const template = bulkFormat({ ...koreanBulkTemplate, ...over });
  const second = { ...payment, reference: 'second', payee: { ...payment.payee, ...payee } };
  const reference = field === 'payee_memo' ? payment.reference : 'second';
  const fault = { code: 'payee_unwritable', details: { field, reference } };
  const written = bytesOf(template, [payment, second]);
  await expect(written).rejects.toMatchObject({ ...fault, message: expect.stringMatching(said) });
});

test('names a heading that the encoding lacks', async () => {
  const [first, ...columns] = koreanBulkTemplate.columns;
  const titled = { ...koreanBulkTemplate, columns: [{ ...first, title: '🏦' }, ...columns] };
  const written = bytesOf(bulkFormat(titled as typeof koreanBulkTemplate), [payment]);
  const fault = { code: 'payee_unwritable', details: { field: 'title', reference: '' } };
  await expect(written).rejects.toMatchObject(fault);
});
