import { accept, canonicalJson, type JsonValue, type Outcome } from '../../kernel/index.ts';
import {
  type FactsRefusal,
  type PolicyFinding,
  type PublishedPolicy,
  replayFinding,
  toAwardLine,
} from '../assess-claim.ts';
import { type AwardLine, outstandingAwards } from '../review/award-line.ts';
import type { Correction } from '../review/decide-claim.ts';
import type { DecisionOutcome } from '../review/reason-code.ts';

/** A claim with its latest approved decision, as far as alikeness looks at it. */
export interface DecidedClaim {
  readonly claimId: string;
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  /** Of the latest approved decision. */
  readonly awards: readonly AwardLine[];
  /** Everything granted so far, by all decisions in turn. */
  readonly granted: readonly AwardLine[];
  readonly findings: readonly PolicyFinding[];
}

/** An appeal that changed a decision: what was decided before and after, and which facts were not right. */
export interface UpheldAppeal {
  readonly claimId: string;
  readonly before: Pick<DecidedClaim, 'outcome' | 'reasonCode' | 'awards'>;
  readonly after: readonly AwardLine[];
  readonly findings: readonly PolicyFinding[];
  readonly correction?: Correction;
}

const plain = (value: JsonValue | undefined): string =>
  value === undefined ? '' : canonicalJson(value);

const factsOf = (finding: PolicyFinding): Readonly<Record<string, JsonValue>> =>
  finding.facts as Readonly<Record<string, JsonValue>>;

/** The clauses a finding rests on: of its awards, or of its reasons when it grants nothing. */
export function clausesOf(finding: PolicyFinding): ReadonlySet<string> {
  const { awards, reasons } = finding;
  return new Set((awards.length > 0 ? awards : reasons).map(({ clause }) => clause));
}

function sharesClause(left: PolicyFinding, right: PolicyFinding): boolean {
  const [ours, theirs] = [clausesOf(left), clausesOf(right)];
  if (ours.size === 0 && theirs.size === 0) return true;
  return [...ours].some((clause) => theirs.has(clause));
}

const sameSet = (left: readonly AwardLine[], right: readonly AwardLine[]): boolean => {
  const keys = (lines: readonly AwardLine[]): string =>
    lines
      .map(({ awardId: _id, exact: _exact, ...line }) => plain(line as unknown as JsonValue))
      .toSorted()
      .join('\n');
  return keys(left) === keys(right);
};

/** Tells whether a claim was decided by the same clause on the same facts that the appeal corrected. */
function isCorrectedAlike(
  upheld: UpheldAppeal,
  claim: DecidedClaim,
  correction: Correction,
): boolean {
  const ofPolicy = ({ policyHash }: PolicyFinding): boolean => policyHash === correction.policyHash;
  const ours = upheld.findings.find(ofPolicy);
  const theirs = claim.findings.find(ofPolicy);
  if (ours === undefined || theirs === undefined || !sharesClause(ours, theirs)) return false;
  return Object.keys(correction.facts).every(
    (name) => plain(factsOf(ours)[name]) === plain(factsOf(theirs)[name]),
  );
}

/** Tells whether a claim has the very facts, and had the very decision, of the claim appealed. */
function isTwin(upheld: UpheldAppeal, claim: DecidedClaim): boolean {
  const { before } = upheld;
  const sameDecision =
    before.outcome === claim.outcome &&
    before.reasonCode === claim.reasonCode &&
    sameSet(before.awards, claim.awards);
  if (!sameDecision || upheld.findings.length !== claim.findings.length) return false;
  return upheld.findings.every((finding) =>
    claim.findings.some(
      ({ policyHash, facts }) =>
        policyHash === finding.policyHash && plain(facts) === plain(finding.facts),
    ),
  );
}

/** Applies a policy again to a claim's facts with those corrected that an appeal set right. */
export function awardsCorrected(
  findings: readonly PolicyFinding[],
  correction: Correction,
  policy: PublishedPolicy,
): Outcome<readonly AwardLine[], FactsRefusal> {
  const others = findings.filter(({ policyHash }) => policyHash !== correction.policyHash);
  const finding = findings.find(({ policyHash }) => policyHash === correction.policyHash);
  const before = finding === undefined ? {} : factsOf(finding);
  const replayed = replayFinding(policy, { ...before, ...correction.facts });
  if (!replayed.ok) return replayed;
  const awards = replayed.value.determination.awards
    .filter(({ amountMinor }) => amountMinor !== 0n)
    .map((award) => toAwardLine(award, policy.hash));
  return accept([...others.flatMap((other) => other.awards), ...awards]);
}

/** A claim that an upheld appeal changes as well, with what it is to get. */
export interface AlikeClaim {
  readonly claimId: string;
  readonly before: readonly AwardLine[];
  readonly awards: readonly AwardLine[];
  /** What exceeds everything granted so far; never empty. */
  readonly difference: readonly AwardLine[];
}

/**
 * Finds out whether an upheld appeal changes another claim's decision, and to what.
 *
 * When the appeal corrected facts, alike is who was decided by the same clause of the same policy
 * on the same values of these facts; the policy is applied to their own other facts anew, so that
 * each gets their own amount. When it corrected none, alike is who has exactly the same facts and
 * had the same decision; they get what the appeal gave. Nobody is given less.
 *
 * @param policy the version that the correction names; absent without a correction
 * @returns undefined when the claim is not alike, or nothing more is due
 */
export function findAlike(
  upheld: UpheldAppeal,
  claim: DecidedClaim,
  policy: PublishedPolicy | undefined,
): AlikeClaim | undefined {
  if (claim.claimId === upheld.claimId) return undefined;
  const awards = awardsFor(upheld, claim, policy);
  if (awards === undefined) return undefined;
  const difference = outstandingAwards(awards, claim.granted);
  const isLowered = outstandingAwards(claim.granted, awards).length > 0;
  if (difference.length === 0 || isLowered) return undefined;
  return { claimId: claim.claimId, before: claim.awards, awards, difference };
}

function awardsFor(
  upheld: UpheldAppeal,
  claim: DecidedClaim,
  policy: PublishedPolicy | undefined,
): readonly AwardLine[] | undefined {
  const { correction } = upheld;
  if (correction === undefined) return isTwin(upheld, claim) ? upheld.after : undefined;
  if (policy === undefined || !isCorrectedAlike(upheld, claim, correction)) return undefined;
  const awards = awardsCorrected(claim.findings, correction, policy);
  return awards.ok ? awards.value : undefined;
}
