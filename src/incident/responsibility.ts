import {
  addRational,
  allocateMinor,
  assert,
  compareRational,
  type Rational,
  rational,
} from '../kernel/index.ts';
import type { Titles } from './incident.ts';

/** Whose doing a share of the harm can be. */
export const responsibilityKinds = ['own', 'supplier', 'shared', 'force_majeure'] as const;

/** Whose doing a share of the harm is. */
export type ResponsibilityKind = (typeof responsibilityKinds)[number];

/** One exact share; `party` names the supplier or whom it is shared with. */
export interface ResponsibilityShare {
  readonly kind: ResponsibilityKind;
  readonly party?: string;
  readonly share: Rational;
}

/** Where recourse against another party can stand. */
export const recourseStates = [
  'not_sought',
  'reserved',
  'claimed',
  'agreed',
  'refused',
  'unknown',
] as const;

/** Where recourse against another party stands, as far as it is known. */
export type RecourseState = (typeof recourseStates)[number];

/** Recourse against a party that bears a share. */
export interface Recourse {
  readonly party: string;
  readonly state: RecourseState;
  readonly note?: Titles;
  readonly sources: readonly number[];
}

/**
 * One party's statement of who bears what, with its reason. Another statement does not erase it.
 *
 * With `findingId` it is about that cause alone; without, about the incident as a whole.
 * `isAssumed` marks shares that no source gives.
 */
export interface Responsibility {
  readonly id: string;
  readonly incidentId: string;
  readonly statedBy: string;
  readonly reason: Titles;
  readonly isAssumed: boolean;
  readonly findingId?: string;
  readonly sources: readonly number[];
  readonly shares: readonly ResponsibilityShare[];
  readonly recourse: readonly Recourse[];
}

/**
 * Gives the statements that stand: the last one of each party about each cause, and about the whole.
 *
 * @param statements the latest last
 * @returns those that stand, in the order given
 */
export function standingResponsibilities(
  statements: readonly Responsibility[],
): readonly Responsibility[] {
  const keyOf = ({ statedBy, findingId }: Responsibility): string =>
    JSON.stringify([statedBy, findingId ?? null]);
  const last = new Map(statements.map((statement) => [keyOf(statement), statement.id]));
  return statements.filter((statement) => last.get(keyOf(statement)) === statement.id);
}

/** Adds up shares exactly. */
export function sumShares(shares: readonly ResponsibilityShare[]): Rational {
  return shares.reduce((sum, { share }) => addRational(sum, share), rational(0n));
}

/**
 * Splits what was paid by the shares, to the minor unit and without a remainder.
 *
 * @returns one amount per share, in the order given; they sum to the total
 */
export function apportionByShare(
  totalMinor: bigint,
  shares: readonly ResponsibilityShare[],
): bigint[] {
  assert(
    compareRational(sumShares(shares), rational(1n)) === 0,
    'incident: responsibility shares sum to one',
  );
  const common = shares.reduce((lcm, { share }) => leastCommon(lcm, share.denominator), 1n);
  const weights = shares.map(({ share }) => share.numerator * (common / share.denominator));
  return allocateMinor(totalMinor, weights);
}

/** Gives the part of a total that could be asked back from one party. */
export function recourseMinor(
  totalMinor: bigint,
  responsibility: Pick<Responsibility, 'shares'> & { readonly party: string },
): bigint {
  const amounts = apportionByShare(totalMinor, responsibility.shares);
  return responsibility.shares.reduce(
    (sum, { kind, party }, position) =>
      kind !== 'own' && party === responsibility.party ? sum + (amounts[position] ?? 0n) : sum,
    0n,
  );
}

function leastCommon(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return (left / a) * right;
}
