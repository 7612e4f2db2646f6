import { expect, it } from 'vitest';
import { staffContext } from '../../../test/support/platform.ts';
import { openReviewBench } from '../../../test/support/review-bench.ts';
import { keepSimulated } from '../../../test/support/simulated.ts';
import { draftPolicy, publishPolicy } from '../../claims/index.ts';
import { policyText } from '../../claims/sales/sales-loss.fixture.ts';
import { parseInstant } from '../../kernel/index.ts';
import { proposeDeterminationRun } from './commands.ts';
import type { Determined } from './population.ts';

it('a run by a version that begins on a later day is refused until that day', async () => {
  const { platform, incidentId, newId } = await openReviewBench();
  const text = policyText.replace('version: "1"', 'version: "2"\neffective: { from: 2022-12-29 }');
  const draft = { policyVersionId: newId(), incidentId, text };
  await draftPolicy(staffContext(platform, 'policy_author', { id: 'author' }), draft);
  await keepSimulated(platform, draft);
  const published = await publishPolicy(staffContext(platform, 'approver', { id: 'two' }), draft);
  const policyHash = published.ok ? published.value.hash : '';
  const determined: Determined = {
    ...{ policyHash, populationHash: 'b'.repeat(64), awardsHash: 'c'.repeat(64) },
    ...{ partyCount: 1, awardCount: 0, distinctCount: 1, totals: [], statuses: [] },
    ...{ unknownFacts: [], elapsedMs: 1, accountsPerSecond: 1, peakMemoryBytes: 1 },
  };
  const proposal = { runId: newId(), incidentId, determined };
  const proposeAt = (now: string) => {
    const at = parseInstant(now);
    const options = at === undefined ? {} : { now: at };
    return proposeDeterminationRun(staffContext(platform, 'treasurer', options), proposal);
  };
  expect(await proposeAt('2022-12-28T14:59:59Z')).toEqual({
    ok: false,
    refusal: {
      ...{ code: 'policy_not_begun', policyId: 'sales-loss' },
      ...{ version: '2', from: '2022-12-29' },
    },
  });
  expect(await proposeAt('2022-12-28T15:00:00Z')).toMatchObject({
    ok: true,
    value: { policyHash, state: 'proposed' },
  });
});
