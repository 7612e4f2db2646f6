import {
  compareRational,
  divideRational,
  type JsonValue,
  multiplyRational,
  parseRational,
  type Rational,
  rational,
  renderRational,
  subtractRational,
} from '../../kernel/index.ts';
import { measureOf } from '../../policy/index.ts';

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
 * Money is the later amount less what was granted in the same remedy and currency; a quantity is the
 * later one less what was granted of the same thing, in whatever unit of the same measure (5 days
 * after 3 days are 2 days, 1 week after 3 days is 4 days); a remedy with neither is granted once.
 * By which clause it was granted does not matter. Nothing is taken back here, and nothing is granted
 * twice. Months after days cannot be subtracted: {@link findUnitClash} finds them before.
 *
 * @source ARCHITECTURE.md, Settlement ("pays the difference, never twice")
 */
export function outstandingAwards(
  awards: readonly AwardLine[],
  granted: readonly AwardLine[],
): readonly AwardLine[] {
  const left = [...granted];
  return awards.flatMap((award) => {
    if (award.amountMinor !== undefined) {
      return outstandingMoney(award, { amountMinor: BigInt(award.amountMinor), left });
    }
    const counted = countOf(award);
    return counted === undefined
      ? outstandingThing(award, left)
      : outstandingQuantity(award, { counted, left });
  });
}

/** Quantities of one thing that cannot be subtracted from one another, as `3 day` and `1 month`. */
export interface UnitClash {
  readonly granted: string;
  readonly found: string;
}

/**
 * Finds a thing that awards grant more of in one measure while they grant less of it in another than
 * was granted: whether the new takes the place of the old, no subtraction tells.
 */
export function findUnitClash(
  awards: readonly AwardLine[],
  granted: readonly AwardLine[],
): UnitClash | undefined {
  const lost = outstandingAwards(granted, awards).filter((line) => countOf(line) !== undefined);
  for (const more of outstandingAwards(awards, granted)) {
    if (countOf(more) === undefined) continue;
    const less = lost.find(
      (line) =>
        line.remedy === more.remedy &&
        line.name === more.name &&
        measureOf(line.unit).of !== measureOf(more.unit).of,
    );
    if (less !== undefined) return { granted: quantityText(less), found: quantityText(more) };
  }
  return undefined;
}

const quantityText = ({ quantity, unit }: AwardLine): string =>
  [quantity, unit].filter((part) => part !== undefined).join(' ');

/** A quantity in the unit that all of its measure share. */
interface Counted {
  readonly of: string;
  readonly each: Rational;
  readonly count: Rational;
}

function countOf({ amountMinor, quantity, unit }: AwardLine): Counted | undefined {
  const value = quantity === undefined ? undefined : parseRational(quantity);
  if (amountMinor !== undefined || value === undefined) return undefined;
  const measure = measureOf(unit);
  return { ...measure, count: multiplyRational(value, measure.each) };
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

function outstandingQuantity(
  award: AwardLine,
  { counted, left }: { counted: Counted; left: AwardLine[] },
): readonly AwardLine[] {
  let due = counted.count;
  for (const [index, line] of left.entries()) {
    const found = countOf(line);
    const isSameThing = line.remedy === award.remedy && line.name === award.name;
    if (!isSameThing || found?.of !== counted.of) continue;
    const taken = compareRational(found.count, due) < 0 ? found.count : due;
    due = subtractRational(due, taken);
    const rest = divideRational(subtractRational(found.count, taken), found.each);
    left[index] = { ...line, quantity: renderRational(rest) };
  }
  if (compareRational(due, rational(0n)) <= 0) return [];
  if (compareRational(due, counted.count) === 0) return [award];
  return [{ ...award, quantity: renderRational(divideRational(due, counted.each)) }];
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
