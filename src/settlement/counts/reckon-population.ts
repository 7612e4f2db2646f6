import type { CurrencyCode } from '../../kernel/index.ts';
import {
  evaluatePolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../../policy/index.ts';
import type { PopulationInputs } from '../determination/population-inputs.ts';

/** What an automatic policy gives a population, by clause; an empty clause is the remainder's. */
export interface ReckonedTotal {
  readonly clause: string;
  readonly remedy: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly unit: string | null;
  readonly parties: number;
  readonly amountMinor: bigint | null;
}

/** What a policy gives all parties whose facts were published, and those whose facts were not. */
export interface ReckonedPopulation {
  readonly policyHash: string;
  readonly partyCount: number;
  /** How many parties are in no group; what they got is stated, not reckoned. */
  readonly remainderCount: number;
  readonly totals: readonly ReckonedTotal[];
}

/** Why the totals of a policy cannot be reckoned from anonymous facts. */
export interface ReckoningFault {
  readonly fault: 'policy_differs' | 'policy_unreadable' | 'facts_unreadable';
  readonly found: string;
}

function addTotal(totals: Map<string, ReckonedTotal>, more: ReckonedTotal): void {
  const { clause, remedy, name, currency, unit } = more;
  const key = JSON.stringify([clause, remedy, name, currency, unit]);
  const before = totals.get(key);
  const amountMinor =
    before === undefined || before.amountMinor === null || more.amountMinor === null
      ? more.amountMinor
      : before.amountMinor + more.amountMinor;
  totals.set(key, { ...more, parties: (before?.parties ?? 0) + more.parties, amountMinor });
}

function addGroups(
  totals: Map<string, ReckonedTotal>,
  { document, inputs }: { readonly document: PolicyDocument; readonly inputs: PopulationInputs },
): ReckoningFault | undefined {
  for (const { facts, parties } of inputs.groups) {
    const read = parseFacts(document, facts);
    if (!read.ok) return { fault: 'facts_unreadable', found: JSON.stringify(facts) };
    const { awards } = evaluatePolicy(document, read.value, { alternatives: false });
    for (const { clause, remedy, name, currency, unit, amountMinor } of awards) {
      const of = { clause, remedy, name: name ?? null };
      const money = amountMinor === undefined ? null : amountMinor * BigInt(parties);
      const kind = { currency: currency ?? null, unit: unit ?? null };
      addTotal(totals, { ...of, ...kind, parties, amountMinor: money });
    }
  }
  return undefined;
}

/**
 * Reckons what a policy gives a population from its text and the published facts alone, by the
 * exact evaluator.
 *
 * @returns the totals by clause in a fixed order, or the first fault
 */
export function reckonPopulation(
  policyText: string,
  inputs: PopulationInputs,
): ReckonedPopulation | ReckoningFault {
  const parsed = parsePolicy(policyText, { file: 'policy' });
  if (!parsed.ok) return { fault: 'policy_unreadable', found: JSON.stringify(parsed.refusal) };
  const { hash } = parsed.value;
  if (hash !== inputs.policyHash) return { fault: 'policy_differs', found: hash };
  const totals = new Map<string, ReckonedTotal>();
  const fault = addGroups(totals, { document: parsed.value, inputs });
  if (fault !== undefined) return fault;
  const partyCount = inputs.groups.reduce(
    (sum, { parties }) => sum + parties,
    inputs.remainder.parties,
  );
  for (const { amountMinor, ...total } of inputs.remainder.totals) {
    const money = amountMinor === null ? null : BigInt(amountMinor);
    addTotal(totals, { ...total, clause: '', amountMinor: money });
  }
  const inOrder = [...totals].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    policyHash: hash,
    partyCount,
    remainderCount: inputs.remainder.parties,
    totals: inOrder.map(([, total]) => total),
  };
}
