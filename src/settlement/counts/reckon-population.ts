import type { CurrencyCode } from '../../kernel/index.ts';
import {
  evaluatePolicy,
  type PolicyDocument,
  parseFacts,
  parsePolicy,
} from '../../policy/index.ts';
import type { GroupAward, PopulationInputs } from '../determination/population-inputs.ts';

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
  readonly fault: 'policy_differs' | 'policy_unreadable' | 'facts_unreadable' | 'awards_differ';
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

/** Gives an award with its fields in one order, however they were written. */
function inOrder({ clause, remedy, name, currency, unit, amountMinor }: GroupAward): GroupAward {
  return { clause, remedy, name, currency, unit, amountMinor };
}

/** Gives what a policy gives each party with these facts; undefined when they cannot be read. */
function listAwards(
  document: PolicyDocument,
  facts: PopulationInputs['groups'][number]['facts'],
): readonly GroupAward[] | undefined {
  const read = parseFacts(document, facts);
  if (!read.ok) return undefined;
  const { awards } = evaluatePolicy(document, read.value, { alternatives: false });
  return awards.map(({ clause, remedy, name, currency, unit, amountMinor }) => ({
    ...{ clause, remedy, name: name ?? null, currency: currency ?? null, unit: unit ?? null },
    amountMinor: amountMinor === undefined ? null : String(amountMinor),
  }));
}

/**
 * Adds to each group what the policy gives each of its parties, so that totals can be summed by who
 * cannot evaluate a policy. A policy or facts that cannot be read leave the inputs as they are:
 * reckoning refuses them.
 */
export function stateAwards(policyText: string, inputs: PopulationInputs): PopulationInputs {
  const parsed = parsePolicy(policyText, { file: 'policy' });
  if (!parsed.ok) return inputs;
  const groups = inputs.groups.map((group) => {
    const awards = listAwards(parsed.value, group.facts);
    return awards === undefined ? group : { ...group, awards };
  });
  return { ...inputs, groups };
}

function addGroups(
  totals: Map<string, ReckonedTotal>,
  { document, inputs }: { readonly document: PolicyDocument; readonly inputs: PopulationInputs },
): ReckoningFault | undefined {
  for (const { facts, parties, awards: stated } of inputs.groups) {
    const awards = listAwards(document, facts);
    if (awards === undefined) return { fault: 'facts_unreadable', found: JSON.stringify(facts) };
    if (stated !== undefined && JSON.stringify(stated.map(inOrder)) !== JSON.stringify(awards)) {
      return { fault: 'awards_differ', found: JSON.stringify({ facts, awards: stated }) };
    }
    for (const { amountMinor, ...award } of awards) {
      const money = amountMinor === null ? null : BigInt(amountMinor) * BigInt(parties);
      addTotal(totals, { ...award, parties, amountMinor: money });
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
