import { currencyExponent, type JsonValue, type Outcome } from '../../kernel/index.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { assessLoss } from './assess-loss.ts';
import { parseSales, type SalesFile, type SalesRefusal } from './parse-sales.ts';
import { readSales } from './read-sales.ts';

interface SentFile {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

const findingsMax = 50;

function salesFileOf(evidence: readonly SentFile[], { lossTest }: Questionnaire) {
  // A file sent later takes the place of an earlier one: that is how a claimant corrects it.
  return evidence.findLast(({ kind }) => kind === lossTest?.evidenceKind);
}

function toLossTest(
  sales: Outcome<SalesFile, SalesRefusal>,
  questionnaire: Questionnaire,
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
  return toLossTest(parseSales(file.bytes, unitsOf(questionnaire)), questionnaire);
}

/** Runs the loss test as {@link testLoss} does, also on a workbook. */
export async function testLossOf(
  evidence: readonly SentFile[],
  questionnaire: Questionnaire,
): Promise<JsonValue | undefined> {
  const file = salesFileOf(evidence, questionnaire);
  if (file === undefined) return undefined;
  return toLossTest(await readSales(file.bytes, unitsOf(questionnaire)), questionnaire);
}
