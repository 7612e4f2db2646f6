import {
  accept,
  compareRational,
  type Outcome,
  rational,
  refuse,
  renderRational,
} from '../kernel/index.ts';
import { assessStatement, type Incident, type StatementRefusal } from './incident.ts';
import { type Responsibility, type ResponsibilityShare, sumShares } from './responsibility.ts';

export type ResponsibilityRefusal =
  | StatementRefusal
  | { readonly code: 'responsibility_without_reason' }
  | { readonly code: 'share_not_positive'; readonly position: number }
  | { readonly code: 'share_without_party'; readonly position: number }
  | { readonly code: 'shares_do_not_sum_to_one'; readonly sum: string };

/**
 * Decides whether a statement of responsibility may be recorded.
 *
 * Shares are above zero and sum to exactly one; a supplier's or shared part names a known party.
 * Refusals are checked in this order: those of any statement, responsibility_without_reason,
 * share_not_positive, share_without_party, party_unknown (of a share or recourse),
 * shares_do_not_sum_to_one.
 *
 * @source ARCHITECTURE.md, "Incident": responsibility as shares that sum to one, recourse as a figure
 */
export function decideResponsibility(
  statement: Responsibility,
  incident: Incident,
): Outcome<Responsibility, ResponsibilityRefusal> {
  const refusal = assessStatement(incident, statement);
  if (refusal !== undefined) return refuse(refusal);
  if (statement.reason.ko.trim() === '' || statement.reason.en.trim() === '') {
    return refuse({ code: 'responsibility_without_reason' });
  }
  for (const [position, share] of statement.shares.entries()) {
    const wrong = assessShare(share, position);
    if (wrong !== undefined) return refuse(wrong);
  }
  const named = [...statement.shares, ...statement.recourse].map(({ party }) => party);
  for (const party of named) {
    if (party !== undefined && !incident.parties.some(({ code }) => code === party)) {
      return refuse({ code: 'party_unknown', party });
    }
  }
  const sum = sumShares(statement.shares);
  if (compareRational(sum, rational(1n)) !== 0) {
    return refuse({ code: 'shares_do_not_sum_to_one', sum: renderRational(sum) });
  }
  return accept(statement);
}

function assessShare(
  share: ResponsibilityShare,
  position: number,
): ResponsibilityRefusal | undefined {
  if (compareRational(share.share, rational(0n)) <= 0) {
    return { code: 'share_not_positive', position };
  }
  const needsParty = share.kind === 'supplier' || share.kind === 'shared';
  if (needsParty && share.party === undefined) return { code: 'share_without_party', position };
  return undefined;
}
