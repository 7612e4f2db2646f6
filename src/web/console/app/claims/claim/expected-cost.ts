import type { components } from '../../api/schema.generated.ts';
import type { ClaimAward, Money } from '../claim-data.ts';

type Term = components['schemas']['RemedyTerm'];

/** What an award is expected to cost, apart from its nominal worth, and who says so. */
export interface ExpectedCost extends Money {
  readonly source: string;
}

/** Divides whole numbers, half a unit rounded up. */
const divide = (above: bigint, below: bigint): bigint => (2n * above + below) / (2n * below);

/**
 * Gives what an award that is not cash is expected to cost by the estimate on record: that of the
 * thing by name, or that of its remedy. Undefined when there is none or it does not apply.
 */
export function expectedCostOf(
  award: ClaimAward,
  terms: readonly Term[],
): ExpectedCost | undefined {
  const ofRemedy = terms.filter(({ remedy }) => remedy === award.remedy);
  const term =
    ofRemedy.find(({ name }) => name !== '' && name === award.name) ??
    ofRemedy.find(({ name }) => name === '');
  if (term === undefined) return undefined;
  const { source, costMillionths, unitCostMinor } = term;
  if (costMillionths !== null) {
    const { amountMinor, currency } = award;
    if (amountMinor === undefined || currency === undefined) return undefined;
    const cost = divide(BigInt(amountMinor) * BigInt(costMillionths), 1_000_000n);
    return { amountMinor: cost.toString(), currency, source };
  }
  const parts = /^(\d+)(?:\/(\d+))?$/.exec(award.quantity ?? '1');
  if (unitCostMinor === null || term.currency === null || parts === null) return undefined;
  const [, above = '1', below = '1'] = parts;
  const cost = divide(BigInt(above) * BigInt(unitCostMinor), BigInt(below));
  return { amountMinor: cost.toString(), currency: term.currency, source };
}
