import type { JsonValue } from '../../kernel/index.ts';

/**
 * One thing a decision grants, as stored in the decision.
 *
 * Amounts are decimal strings of minor units; `quantity` and `exact` are exact fractions. `clause`
 * and `policyHash` say which sentence of which published version it rests on.
 */
export interface AwardLine {
  readonly awardId?: string;
  readonly remedy: string;
  readonly name?: string;
  readonly amountMinor?: string;
  readonly currency?: string;
  readonly quantity?: string;
  readonly unit?: string;
  readonly clause: string;
  readonly policyHash: string;
  readonly exact?: string;
}

const sameKind = (left: AwardLine, right: AwardLine): boolean =>
  left.remedy === right.remedy &&
  left.name === right.name &&
  left.currency === right.currency &&
  left.unit === right.unit;

/**
 * Gives what is still to be granted when a later decision stands in the place of earlier ones.
 *
 * Money is the later amount less what was granted in the same remedy and currency; a remedy
 * without an amount is granted once. Nothing is taken back here, and nothing is granted twice.
 *
 * @source ARCHITECTURE.md, Settlement ("pays the difference, never twice")
 */
export function outstandingAwards(
  awards: readonly AwardLine[],
  granted: readonly AwardLine[],
): readonly AwardLine[] {
  const left = [...granted];
  return awards.flatMap((award) =>
    award.amountMinor === undefined
      ? outstandingThing(award, left)
      : outstandingMoney(award, { amountMinor: BigInt(award.amountMinor), left }),
  );
}

/**
 * Gives what was granted by decisions one after the other, each in the place of those before: the
 * first in full, of every later one what it added.
 */
export function grantedInTurn(decisions: readonly (readonly AwardLine[])[]): readonly AwardLine[] {
  const granted: AwardLine[] = [];
  for (const awards of decisions) granted.push(...outstandingAwards(awards, granted));
  return granted;
}

function outstandingThing(award: AwardLine, left: AwardLine[]): readonly AwardLine[] {
  const index = left.findIndex((line) => sameKind(line, award));
  if (index < 0) return [award];
  left.splice(index, 1);
  return [];
}

function outstandingMoney(
  award: AwardLine,
  { amountMinor, left }: { amountMinor: bigint; left: AwardLine[] },
): readonly AwardLine[] {
  let dueMinor = amountMinor;
  for (const [index, line] of left.entries()) {
    if (!sameKind(line, award) || line.amountMinor === undefined) continue;
    const grantedMinor = BigInt(line.amountMinor);
    const taken = grantedMinor < dueMinor ? grantedMinor : dueMinor;
    dueMinor -= taken;
    left[index] = { ...line, amountMinor: String(grantedMinor - taken) };
  }
  return dueMinor > 0n ? [{ ...award, amountMinor: String(dueMinor) }] : [];
}

/** Gives an award as JSON, members in a fixed order and absent ones left out. */
export function renderAwardLine(award: AwardLine): JsonValue {
  const {
    awardId,
    remedy,
    name,
    amountMinor,
    currency,
    quantity,
    unit,
    clause,
    policyHash,
    exact,
  } = award;
  return JSON.parse(
    JSON.stringify({
      awardId,
      remedy,
      name,
      amountMinor,
      currency,
      quantity,
      unit,
      clause,
      policyHash,
      exact,
    }),
  );
}
