import { type JsonValue, renderRational } from '../../kernel/index.ts';
import type { Alternative, Award, AwardSummary, Determination } from '../determination.ts';
import type { Label } from '../statement.ts';

/**
 * Gives a determination as JSON: money as text of minor units, exact figures as fractions.
 *
 * Each award has `remedy`, `amountMinor` and `currency` or `quantity` and `unit`, `clause`,
 * `exact` and `trace`; the whole has `status`, `missing`, `evidence`, `reasons`, the trace of
 * every rule, and `alternatives`.
 */
export function renderDetermination(determination: Determination): JsonValue {
  const { status, clauses, missing, evidence, reasons } = determination;
  return {
    status,
    awards: determination.awards.map(renderAward),
    clauses,
    missing,
    evidence,
    reasons: reasons.map(({ code, clause }) => {
      const label = labelOf(code, determination);
      return { code, clause, ...(label ? { label: { ko: label.ko, en: label.en } } : {}) };
    }),
    trace: toJson(determination.trace),
    alternatives: determination.alternatives.map(renderAlternative),
    ...(determination.unsearched ? { unsearched: toJson(determination.unsearched) } : {}),
  };
}

/** Gives the text for people of a reason, where the document has one. */
export function labelOf(code: string, { trace }: Determination): Label | undefined {
  return trace.rules.find(({ reason }) => reason === code)?.reasonLabel;
}

function renderAward(award: Award): JsonValue {
  return {
    ...renderSummary(award),
    rule: award.rule,
    exact: renderRational(award.exact),
    burdens: toJson(award.burdens),
    ...(award.choices ? { choices: award.choices.map(renderSummary) } : {}),
    ...(award.applies ? { applies: award.applies } : {}),
    ...(award.spread
      ? { spread: { count: renderRational(award.spread.count), unit: award.spread.unit } }
      : {}),
    trace: toJson(award.trace),
  };
}

function renderSummary(award: AwardSummary): { readonly [key: string]: JsonValue } {
  const { remedy, label, amountMinor, currency, quantity, unit, clause } = award;
  return {
    remedy,
    ...(label ? { name: label.ko, label: { ko: label.ko, en: label.en } } : {}),
    ...(amountMinor === undefined ? {} : { amountMinor: amountMinor.toString() }),
    ...(currency === undefined ? {} : { currency }),
    ...(quantity ? { quantity: renderRational(quantity) } : {}),
    ...(unit === undefined ? {} : { unit }),
    clause,
  };
}

function renderAlternative(alternative: Alternative): JsonValue {
  const { name, item, direction, status, beyond } = alternative;
  return {
    name,
    ...(item ? { item: toJson(item) } : {}),
    direction,
    current: toJson(alternative.current),
    value: toJson(alternative.value),
    ...(beyond ? { beyond: toJson(beyond) } : {}),
    status,
    awards: alternative.awards.map(renderSummary),
  };
}

// Traces hold texts, booleans and lists of them only; their types say so.
function toJson(plain: unknown): JsonValue {
  return plain as JsonValue;
}
