import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../../kernel/index.ts';
import type { PolicyDocument } from '../../../policy/index.ts';
import {
  approveDeterminationRun,
  type Determined,
  proposeDeterminationRun,
  runDetermination,
} from '../../../settlement/index.ts';
import { openProgress } from '../../shell/progress.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';

/**
 * Applies an automatic policy to every party of the population, file to file, and has the result
 * approved by another person; the ledger hears of it through the outbox.
 */
export async function determinePopulation(
  run: CaseRun,
  options: {
    readonly population: string;
    readonly document: PolicyDocument;
    readonly now: Instant;
  },
): Promise<Determined> {
  const { population, document, now } = options;
  const progress = openProgress(`Determining ${document.header.policy}`);
  const parts = { reading: 0, assessing: 0.1, writing: 0.2, comparing: 0.8, hashing: 0.9 } as const;
  const outcome = await runDetermination({
    population,
    awards: join(
      run.filesDir,
      `awards-${document.header.policy}-${document.hash.slice(0, 12)}.parquet`,
    ),
    document,
    onProgress: ({ part, share }) => progress.report(parts[part] + share * 0.1, part),
  });
  const determined = expectAccepted(`determination by ${document.header.policy}`, outcome);
  const rate = Math.round(determined.accountsPerSecond).toLocaleString('en');
  const peak = Math.round(determined.peakMemoryBytes / 2 ** 20);
  progress.done(`${rate} accounts/s, peak memory ${peak} MiB`);
  const step = `determine/${document.header.policy}`;
  const runId = derivedId(run.caseId, run.scale, 'determination', document.hash);
  const proposal = { runId, incidentId: run.incidentId, determined };
  const treasurer = contextFor(run, 'treasurer', { now, step });
  expectAccepted('the determination run', await proposeDeterminationRun(treasurer, proposal));
  const approver = contextFor(run, 'approver', { now, step });
  expectAccepted('its approval', await approveDeterminationRun(approver, runId));
  return determined;
}

/** Tells whether the population was written whole by an earlier run. */
export function hasPopulation(path: string): boolean {
  return existsSync(path);
}
