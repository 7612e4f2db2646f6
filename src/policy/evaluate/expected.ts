import { parseRational, type Rational, rational, renderRational } from '../../kernel/index.ts';
import { findUnit, minorUnit } from '../check/unit.ts';
import type { Award, Determination, DeterminationStatus } from '../determination.ts';
import { remedies } from '../statement.ts';

/** One award that a case expects; what is left out may be anything. */
export interface ExpectedAward {
  readonly remedy?: string;
  readonly quantity: Rational;
  readonly unit?: string;
  readonly clause?: string;
}

/** What a case expects: a status, or awards, or both joined by `+`. */
export interface Expected {
  readonly status?: DeterminationStatus;
  readonly awards?: readonly ExpectedAward[];
}

const statuses: readonly string[] = ['none', 'review', 'evidence_required', 'undecidable'];

/**
 * Reads the right side of a case: `30_000 KRW`, `extension 3 days §1`, `points 7_550`, several
 * joined by `+`, or a status. A status beside awards (`review + credit 50_000 KRW`) names both.
 */
export function parseExpected(text: string): Expected | undefined {
  const parts = text.split('+').map((part) => part.trim());
  const status = parts.find((part) => statuses.includes(part)) as DeterminationStatus | undefined;
  const awards = parts.filter((part) => part !== status).map(parseExpectedAward);
  if (!awards.every((award) => award !== undefined)) return undefined;
  if (status && awards.length === 0) return { status };
  return { status: status ?? 'award', awards };
}

function parseExpectedAward(text: string): ExpectedAward | undefined {
  const match = /^(?:([a-z]+)\s+)?(-?[\d_]+(?:\.\d+)?)(?:\s*([^\s§\d]+))?(?:\s+(§\S+))?$/u.exec(
    text,
  );
  const quantity = match ? parseRational(match[2] ?? '') : undefined;
  if (!match || !quantity) return undefined;
  const [, remedy, , unit, clause] = match;
  if (remedy !== undefined && !(remedies as readonly string[]).includes(remedy)) return undefined;
  if (unit !== undefined && !unitOf(unit)) return undefined;
  return {
    ...(remedy ? { remedy } : {}),
    quantity,
    ...(unit ? { unit: unitOf(unit) ?? unit } : {}),
    ...(clause ? { clause } : {}),
  };
}

function unitOf(word: string): string | undefined {
  const unit = findUnit(word);
  if (unit?.kind === 'money') return unit.currency;
  if (unit?.kind === 'duration' || unit?.kind === 'period') return unit.name;
  return ['point', 'points', 'item', 'items'].includes(word) ? word.replace(/s$/, '') : undefined;
}

/** Says whether a determination is what a case expects: the same awards, in the same order. */
export function isAsExpected(determination: Determination, expected: Expected): boolean {
  if (expected.status && expected.status !== determination.status) return false;
  if (!expected.awards) return true;
  if (expected.awards.length !== determination.awards.length) return false;
  return determination.awards.every((award, index) => {
    const wanted = expected.awards?.[index];
    return wanted !== undefined && isSameAward(award, wanted);
  });
}

function isSameAward(award: Award, wanted: ExpectedAward): boolean {
  if (wanted.remedy !== undefined && wanted.remedy !== award.remedy) return false;
  if (wanted.clause !== undefined && wanted.clause !== award.clause) return false;
  const unit = award.currency ?? award.unit ?? '';
  const isUnitFree = wanted.unit === undefined && (unit === 'point' || unit === 'item');
  if (!isUnitFree && wanted.unit !== unit) return false;
  return renderRational(quantityOf(award)) === renderRational(wanted.quantity);
}

function quantityOf(award: Award): Rational {
  if (award.quantity) return award.quantity;
  const { numerator, denominator } = minorUnit(award.currency ?? 'KRW');
  return rational((award.amountMinor ?? 0n) * numerator, denominator);
}

/** Writes a determination the way a case would, for messages. */
export function renderAsExpected(determination: Determination): string {
  const awards = determination.awards.map((award) => {
    const unit = award.currency ?? award.unit ?? '';
    return `${award.remedy} ${renderRational(quantityOf(award))} ${unit} ${award.clause}`;
  });
  const isAward = determination.status === 'award';
  const open = [...determination.missing, ...determination.evidence].join(', ');
  const status = open === '' ? determination.status : `${determination.status} (${open})`;
  return (isAward ? awards : [status, ...awards]).join(' + ');
}
