import type { JsonValue } from '../../kernel/index.ts';
import { findFor, type PublishedPolicy } from '../assess-claim.ts';
import type { AwardLine } from '../review/award-line.ts';
import { findReason } from '../review/reason-code.ts';
import type { DecidedClaim, UpheldAppeal } from './alike.ts';

/** A claim denied for the lack of the same document as one whose appeal was upheld. */
export interface LackingClaim {
  readonly claimId: string;
  /** What its policies give with the document; none where that is not known before it is read. */
  readonly awards: readonly AwardLine[];
}

/**
 * Gives the documents for the lack of which a decision was made: those of a reason that can also ask
 * for them. None of any other reason.
 */
export function lackedDocuments(
  decision: Pick<DecidedClaim, 'outcome' | 'reasonCode'>,
): readonly string[] {
  const reason = findReason(decision.reasonCode);
  if (decision.outcome !== 'deny' || reason?.outcomes.includes('ask') !== true) return [];
  return reason.curedBy;
}

/**
 * Finds out whether a claim was denied for the lack of the very documents for the lack of which the
 * claim appealed was denied, and what its policies would give with them.
 *
 * It is not decided again by itself: whoever lacks a document has still not shown it.
 *
 * @param policies the published versions that the claim’s findings name, as far as they are stored
 */
export function findLacking(
  upheld: Pick<UpheldAppeal, 'claimId' | 'before'>,
  claim: DecidedClaim,
  policies: readonly PublishedPolicy[],
): LackingClaim | undefined {
  const lacked = lackedDocuments(upheld.before);
  if (claim.claimId === upheld.claimId || lacked.length === 0) return undefined;
  if (claim.outcome !== 'deny' || claim.reasonCode !== upheld.before.reasonCode) return undefined;
  const awards = claim.findings.flatMap((finding) => {
    const policy = policies.find(({ hash }) => hash === finding.policyHash);
    if (policy === undefined) return [];
    const facts = finding.facts as Readonly<Record<string, JsonValue>>;
    const shown = Array.isArray(facts.evidence) ? facts.evidence : [];
    const evidence = [...new Set([...shown, ...lacked])].toSorted();
    return findFor(policy, { ...facts, evidence }).awards;
  });
  return { claimId: claim.claimId, awards };
}
