import { basename } from 'node:path';
import { recordSimulation } from '../../../claims/policies/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import { hashFile } from '../../../settlement/index.ts';
import { simulatePolicies } from '../../../settlement/population/index.ts';
import { openProgress } from '../../shell/progress.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';
import type { CasePolicy } from './publish-policies.ts';

/** Simulates each policy of the case over its population, and keeps what was found with it. */
export async function recordSimulations(
  run: CaseRun,
  options: {
    readonly population: string;
    readonly policies: readonly CasePolicy[];
    readonly now: Instant;
  },
): Promise<void> {
  const { population, policies, now } = options;
  const progress = openProgress('Simulating the policies');
  const populationHash = await hashFile(population);
  for (const [index, { document }] of policies.entries()) {
    const { policy, version } = document.header;
    progress.report(index / policies.length, policy);
    const request = {
      population,
      documents: [document],
      badRows: 'stop',
      sensitivity: 'all',
    } as const;
    const outcome = await simulatePolicies(request);
    const simulated = expectAccepted(`the simulation of ${policy}`, outcome);
    const author = contextFor(run, 'policy_author', { now, step: `simulation/${policy}` });
    const recorded = await recordSimulation(author, {
      simulationId: derivedId(run.caseId, run.scale, 'simulation', document.hash),
      policyVersionId: derivedId(run.caseId, 'policy', policy, version),
      populationHash,
      result: { ...simulated, population: { ...simulated.population, file: basename(population) } },
    });
    expectAccepted(`the record of the simulation of ${policy}`, recorded);
  }
  progress.done();
}
