import {
  approveDecisions,
  askForMore,
  type ClaimListItem,
  type DecisionInput,
  decideClaims,
  listClaims,
  listPendingDecisions,
} from '../../../claims/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import type { Context } from '../../../platform/index.ts';
import { openProgress } from '../../shell/progress.ts';
import { type CaseRun, contextFor } from './case-run.ts';
import { derivedId } from './derived-id.ts';
import { expectAccepted } from './load-incident.ts';

const pageSize = 500;

interface Reviewing {
  /** how many claims there are, for the progress */
  readonly claimCount: number;
  readonly now: Instant;
}

/**
 * How the reviewer of the replay answers what the policies suggest. A claim above the bands stays
 * in the queue for individual review: the rule for it was never published.
 */
function decisionFor(run: CaseRun, claim: ClaimListItem): DecisionInput | undefined {
  const decisionId = derivedId(run.caseId, 'decision', claim.claimId);
  const { claimId } = claim;
  if (claim.suggestion === 'award') {
    return { decisionId, claimId, outcome: 'award', reasonCode: 'policy_met' };
  }
  // What a paid service owes, and what everybody gets, is awarded without a claim.
  if (claim.kind !== 'free_with_loss') {
    return { decisionId, claimId, outcome: 'close', reasonCode: 'paid_automatically' };
  }
  if (claim.suggestion !== 'none') return undefined;
  return { decisionId, claimId, outcome: 'deny', reasonCode: 'no_rule_applies' };
}

async function askForEvidence(ctx: Context, claims: readonly ClaimListItem[]): Promise<void> {
  for (const { claimId, kind, suggestion } of claims) {
    if (kind !== 'free_with_loss') continue;
    if (suggestion !== 'evidence_required' && suggestion !== 'undecidable') continue;
    const asked = await askForMore(ctx, { claimId, reasonCode: 'loss_not_shown' });
    expectAccepted('asking for evidence', asked);
  }
}

/**
 * Goes through all claims a page at a time, whatever their state, so that a page has the same
 * claims, and its decisions the same salts, when a replay that was cut off comes to it again.
 */
async function decideAll(run: CaseRun, options: Reviewing): Promise<number> {
  const { claimCount, now } = options;
  const progress = openProgress('Reviewing the claims');
  let after: string | undefined;
  let seen = 0;
  let decided = 0;
  do {
    const step = `review/${after ?? 'first'}`;
    const reviewer = contextFor(run, 'reviewer', { now, step });
    const filter = { incidentId: run.incidentId, limit: pageSize };
    const page = await reviewer.read((tx) =>
      listClaims(tx, { ...filter, ...(after === undefined ? {} : { after }) }),
    );
    const waiting = page.claims.filter(({ state }) => state === 'assessed');
    const decisions = page.claims.flatMap((claim) => decisionFor(run, claim) ?? []);
    // One transaction: either the whole page was decided before, or none of it.
    for (const outcome of waiting.length > 0 ? await decideClaims(reviewer, decisions) : []) {
      expectAccepted('a decision', outcome);
    }
    await askForEvidence(reviewer, waiting);
    seen += page.claims.length;
    decided += decisions.length;
    progress.report(seen / Math.max(1, claimCount), `${seen} of ${claimCount}`);
    after = page.next;
  } while (after !== undefined);
  progress.done(`${seen} of ${claimCount}`);
  return decided;
}

async function approveAll(
  run: CaseRun,
  { decisionCount, now }: { readonly decisionCount: number; readonly now: Instant },
): Promise<void> {
  const progress = openProgress('Approving the decisions');
  let approved = 0;
  for (;;) {
    const approver = contextFor(run, 'approver', { now, step: `approve/${approved}` });
    const waiting = await approver.read((tx) =>
      listPendingDecisions(tx, { incidentId: run.incidentId, limit: pageSize }),
    );
    if (waiting.length === 0) break;
    const ids = waiting.map(({ decisionId }) => decisionId);
    for (const outcome of await approveDecisions(approver, ids)) {
      expectAccepted('an approval', outcome);
    }
    approved += waiting.length;
    progress.report(approved / Math.max(1, decisionCount), `${approved} of ${decisionCount}`);
  }
  progress.done(`${approved} now, ${decisionCount} in all`);
}

/** Has one person decide every assessed claim as suggested and another approve each decision. */
export async function reviewClaims(run: CaseRun, options: Reviewing): Promise<void> {
  const decisionCount = await decideAll(run, options);
  await approveAll(run, { decisionCount, now: options.now });
}
