import { z } from 'zod';

/** What a column of a bulk file may hold. */
export const columnFields = [
  'bank',
  'account',
  'amount',
  'holder',
  'payee_memo',
  'payer_memo',
  'reference',
  'number',
  'blank',
] as const;

/** What a column of a bulk file holds. */
export type ColumnField = (typeof columnFields)[number];

/**
 * How a bank's bulk transfer file looks, as an operator writes it down: the columns in order, the
 * encoding, the most rows a file may have, and how its answers are read.
 */
export const bulkTemplateSchema = z.strictObject({
  kind: z.literal('bulk'),
  form: z.enum(['csv', 'xlsx']),
  /** Of a CSV; an XLSX has none. */
  encoding: z.enum(['utf-8', 'cp949']).default('utf-8'),
  hasHeader: z.boolean().default(true),
  paymentCountMax: z.number().int().min(1).max(100_000).default(5_000),
  columns: z
    .array(
      z.strictObject({
        title: z.string().max(60),
        field: z.enum(columnFields),
        /** The most characters the bank takes; longer text is cut, an account never is. */
        lengthMax: z.number().int().min(1).max(140).optional(),
      }),
    )
    .min(3)
    .max(30),
  payeeMemo: z.string().max(20).default(''),
  /** How the file the bank gives back is read: the titles of its columns, and its words. */
  result: z
    .strictObject({
      reference: z.string(),
      amount: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      paid: z.array(z.string()).min(1),
      failed: z.array(z.string()).min(1),
    })
    .optional(),
  /** How the answer to a holder-name inquiry is read. */
  names: z
    .strictObject({
      reference: z.string(),
      status: z.string(),
      same: z.array(z.string()).min(1),
      other: z.array(z.string()).min(1),
      noAccount: z.array(z.string()).default([]),
    })
    .optional(),
});

/** A bank's bulk transfer file, as an operator wrote it down. */
export type BulkTemplate = z.output<typeof bulkTemplateSchema>;

/** A template to begin with: the columns most Korean banks ask for, to be changed to one's own. */
export const koreanBulkTemplate: BulkTemplate = {
  kind: 'bulk',
  form: 'csv',
  encoding: 'cp949',
  hasHeader: true,
  paymentCountMax: 5_000,
  columns: [
    { title: '입금은행', field: 'bank', lengthMax: 20 },
    { title: '입금계좌번호', field: 'account', lengthMax: 16 },
    { title: '이체금액', field: 'amount' },
    { title: '예금주', field: 'holder', lengthMax: 20 },
    { title: '입금통장표시내용', field: 'payee_memo', lengthMax: 10 },
    { title: '출금통장표시내용', field: 'payer_memo', lengthMax: 10 },
    { title: '관리번호', field: 'reference', lengthMax: 35 },
  ],
  payeeMemo: '장애보상',
  result: {
    reference: '관리번호',
    amount: '이체금액',
    status: '처리결과',
    reason: '사유',
    paid: ['정상', '이체완료'],
    failed: ['오류', '불능', '이체불능'],
  },
  names: {
    reference: '관리번호',
    status: '조회결과',
    same: ['일치', '정상'],
    other: ['불일치'],
    noAccount: ['계좌없음', '오류'],
  },
};
