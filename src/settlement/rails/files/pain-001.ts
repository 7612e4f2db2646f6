import { XMLBuilder } from 'fast-xml-parser';
import { renderInstant } from '../../../kernel/index.ts';
import type { FileFormat, FileHeader, FilePayment } from './file-format.ts';
import { renderBankAmount } from './read-amount.ts';

/** Who pays, as the bank knows them. */
export interface Debtor {
  readonly name: string;
  readonly account: string;
  /** The clearing system's member id of the bank, or its BIC. */
  readonly bank: string;
  /** What the company is known by at its bank. */
  readonly companyId: string;
}

const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
});

// What is short and has no other characters than these is itself.
const isPlain = /^[!-~가-힣]*$/;

/** Max140Text; characters XML 1.0 does not have are left out. */
function text(value: string, length: number): string {
  if (value.length <= length && isPlain.test(value)) return value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters XML 1.0 forbids
  return [...value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')]
    .slice(0, length)
    .join('')
    .trim();
}

function bankOf(bank: string) {
  const isBic = /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bank);
  const id = isBic ? { BICFI: bank } : { ClrSysMmbId: { MmbId: text(bank, 35) } };
  return { FinInstnId: id };
}

function accountOf(account: string) {
  // Korea has no IBAN: an account is identified by `Othr`, at most 34 characters.
  return { Id: { Othr: { Id: text(account, 34) } } };
}

function transferOf(payment: FilePayment) {
  const { reference, amountMinor, currency, payee } = payment;
  return {
    PmtId: { InstrId: reference, EndToEndId: reference },
    Amt: { InstdAmt: { '@Ccy': currency, '#text': renderBankAmount(amountMinor, currency) } },
    CdtrAgt: bankOf(payee.bank),
    Cdtr: { Nm: text(payee.holder, 140) },
    CdtrAcct: accountOf(payee.account),
    RmtInf: { Ustrd: reference },
  };
}

function headOf(header: FileHeader, debtor: Debtor): string {
  const { fileReference, madeAt, paymentCount, totalMinor, currency } = header;
  const sum = renderBankAmount(totalMinor, currency);
  const at = renderInstant(madeAt).replace(/\.\d+Z$/, 'Z');
  const company = {
    Nm: text(debtor.name, 140),
    Id: { OrgId: { Othr: { Id: text(debtor.companyId, 35) } } },
  };
  const group = builder.build({
    GrpHdr: {
      MsgId: fileReference,
      CreDtTm: at,
      NbOfTxs: paymentCount,
      CtrlSum: sum,
      InitgPty: company,
    },
  });
  const payment = builder.build({
    PmtInfId: fileReference,
    PmtMtd: 'TRF',
    BtchBookg: 'false',
    NbOfTxs: paymentCount,
    CtrlSum: sum,
    ReqdExctnDt: { Dt: at.slice(0, 10) },
    Dbtr: company,
    DbtrAcct: { ...accountOf(debtor.account), Ccy: currency },
    DbtrAgt: bankOf(debtor.bank),
    ChrgBr: 'DEBT',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}"><CstmrCdtTrfInitn>${group}<PmtInf>${payment}\n`;
}

/**
 * Writes pain.001.001.09, a customer credit transfer initiation: one payment block, an amount in
 * the currency's own decimals (won has none), accounts as `Othr`, references of at most 35
 * characters. The elements stand in the order of the message definition.
 *
 * @source ISO 20022 message definition pain.001.001.09, CustomerCreditTransferInitiationV09
 */
export function pain001Format(debtor: Debtor): FileFormat {
  return {
    mediaType: 'application/xml',
    extension: 'xml',
    paymentCountMax: 10_000,
    async *render(header, payments) {
      const encoder = new TextEncoder();
      yield encoder.encode(headOf(header, debtor));
      for await (const page of payments) {
        const transfers = page.map((payment) => ({ CdtTrfTxInf: transferOf(payment) }));
        yield encoder.encode(`${transfers.map((one) => builder.build(one)).join('\n')}\n`);
      }
      yield encoder.encode('</PmtInf></CstmrCdtTrfInitn></Document>\n');
    },
  };
}
