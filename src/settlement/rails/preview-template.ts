import iconv from 'iconv-lite';
import { bulkFormat, cellsOf } from './files/bulk-file.ts';
import { type BulkTemplate, koreanBulkTemplate } from './files/bulk-template.ts';
import type { FilePayment } from './files/file-format.ts';

/** What a template would write, and what of it its encoding cannot carry. */
export interface TemplatePreview {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly byteCount: number;
  /** Texts that do not come back as they were from the encoding, each with its characters that are lost. */
  readonly lost: readonly { readonly text: string; readonly characters: string }[];
}

const samplePayees = [
  { bank: '004', account: '001-23-456789', holder: '김가나' },
  { bank: '088', account: '110 987 654321', holder: '똠방각하 주식회사' },
  { bank: '020', account: '1002-345-678901', holder: 'Müller & 李' },
];

function samplePayments(): FilePayment[] {
  return samplePayees.map((payee, at) => ({
    reference: `A0190000100007000800000000000000${at}`,
    amountMinor: BigInt(30_000 + at * 1_250),
    currency: 'KRW',
    payee,
  }));
}

/** Gives the characters of a text that CP949 cannot carry, each once. */
export function lostInCp949(text: string): string {
  const lost = [...text].filter(
    (character) => iconv.decode(iconv.encode(character, 'cp949'), 'cp949') !== character,
  );
  return [...new Set(lost)].join('');
}

/**
 * Shows what a template would write of three made-up payees, one of whose names CP949 cannot carry,
 * and which texts (its titles, its words and the names given) would not come back as they were.
 *
 * @param names holder names to try besides
 */
export async function previewTemplate(
  template: BulkTemplate,
  names: readonly string[],
): Promise<TemplatePreview> {
  const payments = samplePayments();
  const { columns, hasHeader, encoding, form } = template;
  const titles = columns.map(({ title }) => title);
  const rows = payments.map((payment, at) => cellsOf(payment, { template, number: at + 1 }));
  const isNarrow = encoding === 'cp949' && form === 'csv';
  const texts = [
    ...titles,
    template.payeeMemo,
    ...samplePayees.map(({ holder }) => holder),
    ...names,
  ];
  const lost = isNarrow
    ? texts.flatMap((text) => {
        const characters = lostInCp949(text);
        return characters === '' ? [] : [{ text, characters }];
      })
    : [];
  const writable = payments.filter(({ payee }) => !isNarrow || lostInCp949(payee.holder) === '');
  let byteCount = 0;
  const isWritable =
    !isNarrow || [...titles, template.payeeMemo].every((text) => lostInCp949(text) === '');
  if (isWritable) {
    const pages = (async function* () {
      yield writable;
    })();
    const header = {
      ...{ fileReference: 'AMENDS-PREVIEW', madeAt: 0 as never, currency: 'KRW' as const },
      ...{ paymentCount: writable.length, totalMinor: 0n },
    };
    for await (const piece of bulkFormat(template).render(header, pages)) byteCount += piece.length;
  }
  return { titles: hasHeader ? titles : [], rows, byteCount, lost };
}

/** A template to begin with. */
export const firstTemplate = koreanBulkTemplate;
