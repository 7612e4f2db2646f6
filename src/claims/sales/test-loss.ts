import { currencyExponent, type JsonValue, type Outcome } from '../../kernel/index.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { assessLoss } from './assess-loss.ts';
import { parseSales, type SalesFile, type SalesRefusal } from './parse-sales.ts';

/** A document of a claim. */
export interface SentFile {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

const findingsMax = 50;

/** Gives the sales file among the evidence, if the questionnaire asks for one. */
export function salesFileOf(
  evidence: readonly SentFile[],
  { lossTest }: Pick<Questionnaire, 'lossTest'>,
): SentFile | undefined {
  // A file sent later takes the place of an earlier one: that is how a claimant corrects it.
  return evidence.findLast(({ kind }) => kind === lossTest?.evidenceKind);
}

/**
 * Runs the loss test on a sales file that was read.
 *
 * @returns the result with the weeks used, or why there is none, as the claim stores it; undefined
 *   when the questionnaire has no loss test
 */
export function testSales(
  sales: Outcome<SalesFile, SalesRefusal>,
  questionnaire: Pick<Questionnaire, 'lossTest'>,
): JsonValue | undefined {
  const { lossTest } = questionnaire;
  if (lossTest === undefined) return undefined;
  if (!sales.ok) return { ok: false, refusal: JSON.parse(JSON.stringify(sales.refusal)) };
  const { findings, rowCount, encoding, days } = sales.value;
  const read = {
    rowCount,
    encoding,
    findings: findings.slice(0, findingsMax).map((finding) => ({ ...finding })),
  };
  const loss = assessLoss(days, lossTest);
  if (!loss.ok) return { ok: false, refusal: { ...loss.refusal }, ...read };
  const week = (value: typeof loss.value.bestWeek) => ({
    ...value,
    amountMinor: String(value.amountMinor),
  });
  return {
    ok: true,
    lossMinor: String(loss.value.lossMinor),
    bestWeek: week(loss.value.bestWeek),
    outageWeek: week(loss.value.outageWeek),
    ...read,
  };
}

const unitsOf = ({ currency }: Questionnaire) => ({ exponent: currencyExponent(currency) });

/**
 * Runs the loss test on the sales file of text among the evidence, if the questionnaire has one.
 *
 * @returns the result with the weeks used, or why there is none; undefined without a sales file
 */
export function testLoss(
  evidence: readonly SentFile[],
  questionnaire: Questionnaire,
): JsonValue | undefined {
  const file = salesFileOf(evidence, questionnaire);
  if (file === undefined) return undefined;
  return testSales(parseSales(file.bytes, unitsOf(questionnaire)), questionnaire);
}
