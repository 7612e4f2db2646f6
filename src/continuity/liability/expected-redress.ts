import {
  accept,
  addRational,
  type JsonValue,
  multiplyRational,
  type Outcome,
  type Rational,
  rational,
  refuse,
} from '../../kernel/index.ts';
import {
  type Award,
  evaluatePolicy,
  type FactIssues,
  type PolicyDocument,
  parseFacts,
} from '../../policy/index.ts';

/** So many parties with the same facts. */
export interface Segment {
  readonly partyCount: bigint;
  /** In the JSON form that facts are read from. */
  readonly facts: { readonly [fact: string]: JsonValue };
}

/** What a loss would cost under some policies: exact. */
export interface Redress {
  /** Whole minor units by currency. */
  readonly money: ReadonlyMap<string, bigint>;
  /** Other remedies by what they are, as `extension day`. */
  readonly quantities: ReadonlyMap<string, Rational>;
  readonly paidParties: bigint;
  /** Parties of whom a policy cannot say without a person or a document; not in the sums. */
  readonly openParties: bigint;
}

/**
 * Gives what policies award to a population whose facts include an outage.
 *
 * Every award of every policy is summed; a party is paid, or open, once however many policies say so.
 * Refused when facts do not fit a policy's declarations.
 */
export function expectRedress(
  policies: readonly PolicyDocument[],
  segments: readonly Segment[],
  outage: { readonly [fact: string]: JsonValue },
): Outcome<Redress, FactIssues> {
  const sums: Sums = { money: new Map(), quantities: new Map() };
  let [paidParties, openParties] = [0n, 0n];
  for (const segment of segments) {
    const found = assessSegment(policies, { ...segment.facts, ...outage });
    if (!found.ok) return found;
    if (found.value.awards.length > 0) paidParties += segment.partyCount;
    if (found.value.isOpen) openParties += segment.partyCount;
    for (const award of found.value.awards) addAward(sums, award, segment.partyCount);
  }
  return accept({ ...sums, paidParties, openParties });
}

interface Sums {
  readonly money: Map<string, bigint>;
  readonly quantities: Map<string, Rational>;
}

function addAward(sums: Sums, award: Award, partyCount: bigint): void {
  const { amountMinor, currency, quantity } = award;
  if (amountMinor !== undefined && currency !== undefined) {
    sums.money.set(currency, (sums.money.get(currency) ?? 0n) + amountMinor * partyCount);
  } else if (quantity !== undefined) {
    const name = `${award.remedy} ${award.unit ?? ''}`.trim();
    const given = multiplyRational(quantity, rational(partyCount));
    sums.quantities.set(name, addRational(sums.quantities.get(name) ?? rational(0n), given));
  }
}

function assessSegment(
  policies: readonly PolicyDocument[],
  json: { readonly [fact: string]: JsonValue },
) {
  const determinations = [];
  for (const policy of policies) {
    const facts = parseFacts(policy, json, { extra: 'ignore' });
    if (!facts.ok) return refuse(facts.refusal);
    determinations.push(evaluatePolicy(policy, facts.value, { alternatives: false }));
  }
  const awards = determinations.flatMap((determination) => determination.awards);
  const isOpen = determinations.some(({ status }) => status !== 'award' && status !== 'none');
  return accept({ awards, isOpen });
}
