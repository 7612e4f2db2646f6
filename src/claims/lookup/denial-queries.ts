import type { Instant } from '../../kernel/index.ts';
import type { Tx } from '../../platform/index.ts';
import { loadClaim } from '../queries.ts';
import { loadDecisionsOf } from '../review/decision-store.ts';
import { type Explained, explainShortfalls } from './explain-findings.ts';

/** A denial that stands: when it was approved, and what stood in the way under each policy. */
export interface Denial {
  readonly approvedAt: Instant;
  readonly shortfalls: readonly Explained[];
}

/** Loads the denial a claim ended with; undefined while it has none that is approved. */
export async function loadDenial(tx: Tx, claimId: string): Promise<Denial | undefined> {
  const row = await loadClaim(tx, claimId);
  const decisions = row === undefined ? [] : await loadDecisionsOf(tx, [claimId]);
  const final = decisions.findLast((decision) => decision.approved_by !== null);
  if (row === undefined || final?.outcome !== 'deny') return undefined;
  return {
    approvedAt: final.approved_at ?? final.decided_at,
    shortfalls: await explainShortfalls(tx, row.assessment),
  };
}
