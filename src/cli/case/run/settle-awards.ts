import { addMs, type Instant } from '../../../kernel/index.ts';
import {
  approvePayoutRun,
  createSimulatedRail,
  followPayouts,
  preparePayoutRun,
  reconcileStatement,
  sendPayoutRun,
} from '../../../settlement/index.ts';
import { openProgress } from '../../shell/progress.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';

const dayMs = 86_400_000;

/**
 * Pays every approved cash award through the simulated rail: the treasurer prepares, another person
 * approves, the treasurer sends, follows and reconciles. A run that was begun is resumed.
 */
export async function settleAwards(run: CaseRun, now: Instant): Promise<void> {
  const step = 'settle';
  const treasurer = contextFor(run, 'treasurer', { now, step });
  const approver = contextFor(run, 'approver', { now, step });
  const runId = derivedId(run.caseId, 'payout-run', 'KRW');
  const { incidentId } = run;
  const request = { runId, incidentId, currency: 'KRW', rail: 'simulated' };
  const prepared = await preparePayoutRun(treasurer, request);
  if (!prepared.ok && prepared.refusal.code === 'payout_run_empty') return;
  expectAccepted('the payout run', prepared);
  expectAccepted('its approval', await approvePayoutRun(approver, runId));
  const rail = createSimulatedRail({ ctx: treasurer, seed: `${run.caseId}@${run.scale}` });
  const progress = openProgress('Paying');
  const sent = await sendPayoutRun(treasurer, {
    runId,
    rail,
    onProgress: ({ settledCount, payoutCount }) =>
      progress.report(settledCount / Math.max(1, payoutCount), `${settledCount} of ${payoutCount}`),
  });
  progress.done();
  expectAccepted('sending', sent);
  const nextDay = addMs(now, dayMs);
  const later = contextFor(run, 'treasurer', { now: nextDay, step: 'reconcile' });
  const laterRail = createSimulatedRail({ ctx: later, seed: `${run.caseId}@${run.scale}` });
  await followPayouts(later, { runId, rail: laterRail });
  await reconcileStatement(later, { rail: laterRail, from: now, until: addMs(nextDay, dayMs) });
}
