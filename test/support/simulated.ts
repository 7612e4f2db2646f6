import { recordSimulation } from '../../src/claims/policies/index.ts';
import { assert } from '../../src/kernel/index.ts';
import { newUuid, type Platform } from '../../src/platform/index.ts';
import { parsePolicy } from '../../src/policy/index.ts';
import { staffContext } from './platform.ts';

/** Gives the least a simulation of a policy over one party finds. */
export function simulationOf(hash: string) {
  return {
    population: {
      ...{ file: 'people.csv', rowCount: 1, distinctCount: 1 },
      badRows: { count: 0, byField: [], first: [] },
    },
    policies: [{ policy: 'p', version: '1', hash, road: 'compiled', unknownFacts: [] }],
    ...{ statuses: [], totals: [], reasons: [], cost: [], distribution: [], invariants: [] },
    missed: { parties: 0, byClass: [], conditions: [] },
  };
}

/** Keeps a simulation with a drafted version, as its publication asks for. */
export async function keepSimulated(
  platform: Platform,
  draft: { readonly policyVersionId: string; readonly text: string },
): Promise<void> {
  const parsed = parsePolicy(draft.text);
  assert(parsed.ok, 'test: the policy is readable');
  const kept = await recordSimulation(staffContext(platform, 'policy_author', { id: 'author' }), {
    ...{ simulationId: newUuid(), policyVersionId: draft.policyVersionId },
    ...{ populationHash: 'a'.repeat(64), result: simulationOf(parsed.value.hash) },
  });
  assert(kept.ok, 'test: the simulation is kept', kept);
}
