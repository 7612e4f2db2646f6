import {
  parseRational,
  type Rational,
  rational,
  renderDecimal,
  renderRational,
} from '../../kernel/index.ts';
import { payableWords } from '../check/check-award.ts';
import { findUnit, minorUnit } from '../check/unit.ts';
import type { Award, AwardSummary, Determination, DeterminationStatus } from '../determination.ts';
import { remedies } from '../statement.ts';

/** One award that a case expects; what is left out may be anything. */
export interface ExpectedAward {
  readonly remedy?: string;
  readonly quantity: Rational;
  readonly unit?: string;
  readonly clause?: string;
  /** How it is come by, as `payable` writes it. */
  readonly applies?: string;
  /** What may be had instead, in the order of the document. */
  readonly choices?: readonly ExpectedAward[];
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
  const [main, ...others] = text.split(' or ').map((part) => parseOneAward(part.trim()));
  if (!main || others.length === 0) return main;
  const choices = others.filter((other) => other !== undefined);
  return choices.length === others.length ? { ...main, choices } : undefined;
}

function parseOneAward(written: string): ExpectedAward | undefined {
  const way = payableWords.find((word) => written.endsWith(` ${word}`));
  if (!way) return parsePlainAward(written);
  const award = parsePlainAward(written.slice(0, -way.length).trim());
  return award && { ...award, applies: way.replace('-', '_') };
}

function parsePlainAward(text: string): ExpectedAward | undefined {
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

function isSameAward(award: AwardSummary & Partial<Award>, wanted: ExpectedAward): boolean {
  if (wanted.applies !== undefined && wanted.applies !== award.applies) return false;
  if (!areSameChoices(award.choices ?? [], wanted.choices)) return false;
  if (wanted.remedy !== undefined && wanted.remedy !== award.remedy) return false;
  if (wanted.clause !== undefined && wanted.clause !== award.clause) return false;
  if (!isSameUnit(award, wanted.unit)) return false;
  return renderRational(quantityOf(award)) === renderRational(wanted.quantity);
}

function isSameUnit({ currency, unit = '' }: AwardSummary, wanted: string | undefined): boolean {
  const own = currency ?? unit;
  return wanted === own || (wanted === undefined && (own === 'point' || own === 'item'));
}

function areSameChoices(
  offered: readonly AwardSummary[],
  wanted: readonly ExpectedAward[] | undefined,
): boolean {
  if (!wanted) return true;
  if (wanted.length !== offered.length) return false;
  return offered.every((award, index) => {
    const choice = wanted[index];
    return choice !== undefined && isSameAward(award, choice);
  });
}

function quantityOf(award: AwardSummary): Rational {
  if (award.quantity) return award.quantity;
  const { numerator, denominator } = minorUnit(award.currency ?? 'KRW');
  return rational((award.amountMinor ?? 0n) * numerator, denominator);
}

/** Writes a determination the way a case would, for messages. */
export function renderAsExpected(determination: Determination): string {
  const awards = determination.awards.map((award) => {
    const ways = award.applies ? ` ${award.applies.replace('_', '-')}` : '';
    const choices = award.choices?.map((choice) => ` or ${writeAward(choice)}`).join('') ?? '';
    return `${writeAward(award)}${ways}${choices}`;
  });
  const isAward = determination.status === 'award';
  const open = [...determination.missing, ...determination.evidence].join(', ');
  const status = open === '' ? determination.status : `${determination.status} (${open})`;
  return (isAward ? awards : [status, ...awards]).join(' + ');
}

function writeAward(award: AwardSummary): string {
  const unit = award.currency ?? award.unit ?? '';
  const decimal = renderDecimal(quantityOf(award), { maxDigits: 6 });
  const amount = decimal.includes('…') ? renderRational(quantityOf(award)) : decimal;
  return `${award.remedy} ${amount} ${unit} ${award.clause}`;
}
