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
  | { readonly code: 'cause_unknown'; readonly findingId: string }
  | { readonly code: 'share_not_positive'; readonly position: number }
  | { readonly code: 'share_without_party'; readonly position: number }
  | { readonly code: 'shares_do_not_sum_to_one'; readonly sum: string };

/**
 * Decides whether a statement of responsibility may be recorded.
 *
 * Shares are above zero and sum to exactly one; a supplier's or shared part names a known party.
 * Refusals are checked in this order: those of any statement, responsibility_without_reason,
 * cause_unknown, share_not_positive, share_without_party, party_unknown (of a share or recourse),
 * shares_do_not_sum_to_one.
 *
 * @param known the incident, and the ids of the causes that are on its record
 * @source ARCHITECTURE.md, "Incident": responsibility as shares that sum to one, recourse as a figure
 */
export function decideResponsibility(
  statement: Responsibility,
  known: { readonly incident: Incident; readonly findingIds: readonly string[] },
): Outcome<Responsibility, ResponsibilityRefusal> {
  const { incident, findingIds } = known;
  const refusal = assessStatement(incident, statement);
  if (refusal !== undefined) return refuse(refusal);
  const unfounded = assessGrounds(statement, findingIds);
  if (unfounded !== undefined) return refuse(unfounded);
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

function assessGrounds(
  { reason, findingId }: Responsibility,
  findingIds: readonly string[],
): ResponsibilityRefusal | undefined {
  if (reason.ko.trim() === '' || reason.en.trim() === '') {
    return { code: 'responsibility_without_reason' };
  }
  if (findingId === undefined || findingIds.includes(findingId)) return undefined;
  return { code: 'cause_unknown', findingId };
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
