import fc from 'fast-check';
import { XMLBuilder } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { instantFromEpochMs } from '../../../kernel/index.ts';
import type { FilePayment } from './file-format.ts';
import { pain001Format } from './pain-001.ts';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});

/** What a text may hold of a value: no characters that XML 1.0 forbids, cut, without its edges. */
function text(value: string, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters XML 1.0 forbids
  const allowed = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return [...allowed].slice(0, length).join('').trim();
}

/** The element of a payment as the library builds it, which is what files were once made with. */
function built({ reference, amountMinor, payee }: FilePayment): string {
  const isBic = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(payee.bank);
  const id = isBic ? { BICFI: payee.bank } : { ClrSysMmbId: { MmbId: text(payee.bank, 35) } };
  return builder.build({
    CdtTrfTxInf: {
      PmtId: { InstrId: reference, EndToEndId: reference },
      Amt: { InstdAmt: { '@Ccy': 'KRW', '#text': String(amountMinor) } },
      CdtrAgt: { FinInstnId: id },
      Cdtr: { Nm: text(payee.holder, 140) },
      CdtrAcct: { Id: { Othr: { Id: text(payee.account, 34) } } },
      RmtInf: { Ustrd: reference },
    },
  });
}

async function written(payments: readonly FilePayment[]): Promise<string> {
  const header = {
    ...{ fileReference: 'AMENDS-1', madeAt: instantFromEpochMs(Date.UTC(2022, 11, 1)) },
    ...{ paymentCount: payments.length, totalMinor: 1n, currency: 'KRW' as const },
  };
  const debtor = { name: '주식회사 예시', account: '100', bank: '004', companyId: 'C-1' };
  async function* pages() {
    yield payments;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of pain001Format(debtor).render(header, pages())) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const unit = fc.oneof(
  fc.constantFrom('&', '<', '>', '"', "'", ';', '&amp;', ' ', '\u0001', '\ufffe', '\n', '\t'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('홍', '길', '동', '똠', 'ABCDEF12', '088', '😀'),
);
const value = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(''));
const bank = fc.oneof(value, fc.constantFrom('SHBKKRSE', 'CZNBKRSEXXX', '088', ''));

it('writes every payment to the byte as files were made before', async () => {
  await fc.assert(
    fc.asyncProperty(bank, value, value, fc.bigInt(1n, 10n ** 15n), async (...drawn) => {
      const [bankOf, account, holder, amountMinor] = drawn;
      const payment: FilePayment = {
        ...{ reference: `A${'0'.repeat(32)}`, amountMinor, currency: 'KRW' },
        payee: { bank: bankOf, account, holder },
      };
      const lines = (await written([payment, payment])).split('<CdtTrfTxInf>').slice(1);
      const expected = Buffer.from(built(payment)).toString();
      expect(`<CdtTrfTxInf>${lines[0]}`).toBe(`${expected}\n`);
    }),
    { numRuns: 500 },
  );
});
