import { currencyExponent, type JsonValue } from '../../../kernel/index.ts';
import type { Questionnaire } from '../../questionnaire.ts';
import { readSales } from '../read-sales.ts';
import { type ShownLoss, showSales } from '../show-loss.ts';
import { testSales } from '../test-loss.ts';

/** A sales file to read, and what of its questionnaire that takes. */
export interface SalesTask {
  readonly kind: 'test' | 'show';
  readonly bytes: Uint8Array;
  readonly questionnaire: Pick<Questionnaire, 'lossTest' | 'currency'>;
}

/** What is given by the kind of task: the test as a claim stores it, or as its page shows it. */
export interface SalesResult {
  readonly test?: JsonValue | undefined;
  readonly shown?: ShownLoss | undefined;
}

/** Reads a sales file, text or workbook, and runs the loss test on it. */
export async function workOnSales({ kind, bytes, questionnaire }: SalesTask): Promise<SalesResult> {
  const sales = await readSales(bytes, { exponent: currencyExponent(questionnaire.currency) });
  return kind === 'test'
    ? { test: testSales(sales, questionnaire) }
    : { shown: showSales(sales, questionnaire) };
}
