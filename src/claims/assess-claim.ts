import {
  accept,
  currencyExponent,
  type JsonValue,
  moneyToMajor,
  type Outcome,
  refuse,
  renderRational,
} from '../kernel/index.ts';
import {
  type Award,
  type Determination,
  evaluatePolicy,
  type FactIssues,
  type Facts,
  type Label,
  type PolicyDocument,
  parseFacts,
} from '../policy/index.ts';
import { type Suggestion, suggestions } from './claim.ts';
import type { FactSource, Questionnaire } from './questionnaire.ts';
import type { AwardLine } from './review/award-line.ts';

/** What of a claim the policies may look at; nothing personal. */
export interface AssessedClaim {
  readonly partyClass: string;
  readonly partyId?: string;
  readonly category: string;
  readonly kind: string;
  readonly service: string;
  readonly functionName: string;
  readonly statedLossMinor?: bigint;
  /** From the loss test of an uploaded sales file. */
  readonly assessedLossMinor?: bigint;
  /** Sales of the two weeks the loss test compared. */
  readonly bestWeekMinor?: bigint;
  readonly outageWeekMinor?: bigint;
  readonly currency: string;
  readonly answers: Readonly<Record<string, JsonValue>>;
  /** Kinds of the evidence shown. */
  readonly evidenceKinds: readonly string[];
}

/** A published policy version, parsed. */
export interface PublishedPolicy {
  readonly policyId: string;
  readonly version: string;
  readonly hash: string;
  readonly document: PolicyDocument;
}

/** What one policy version gives for a claim; the facts are kept so that it can be replayed. */
export interface PolicyFinding {
  readonly policyId: string;
  readonly version: string;
  readonly policyHash: string;
  readonly status: Suggestion;
  readonly facts: JsonValue;
  readonly awards: readonly AwardLine[];
  readonly missing: readonly string[];
  readonly evidence: readonly string[];
  readonly reasons: readonly { readonly code: string; readonly clause: string }[];
}

/** What all published policies together give for a claim: a suggestion, never yet a decision. */
export interface Assessment {
  readonly suggestion: Suggestion;
  readonly findings: readonly PolicyFinding[];
}

/** A fact that a policy could not take: what was found, what would be right, what people call it. */
export type RefusedFact = FactIssues['issues'][number] & { readonly label?: Label };

export type FactsRefusal = {
  readonly code: 'facts_refused';
  readonly findings: { readonly code: string; readonly issues: readonly RefusedFact[] };
};

function refuseFacts({ document }: PublishedPolicy, { code, issues }: FactIssues) {
  const named = issues.map((issue): RefusedFact => {
    const label = document.facts.get(issue.path.split(/[.[]/)[0] ?? '')?.label;
    return label === undefined ? issue : { ...issue, label };
  });
  const refusal: FactsRefusal = { code: 'facts_refused', findings: { code, issues: named } };
  return refuse(refusal);
}

function renderMajor(amountMinor: bigint, currency: string): string {
  return renderRational(moneyToMajor({ amountMinor, currency }));
}

function sourceValue(
  claim: AssessedClaim,
  { from, questionnaire }: { from: string; questionnaire: Questionnaire },
): JsonValue | undefined {
  const answer = /^answers\.(.+)$/.exec(from)?.[1];
  if (answer !== undefined) {
    const asked = questionnaire.questions.find(({ code }) => code === answer);
    const value = claim.answers[answer];
    // A day alone says no time: for a policy that asks for an instant the fact is not known.
    const isDayAlone = typeof value === 'string' && !value.includes('T');
    return asked?.kind === 'instant' && isDayAlone ? undefined : value;
  }
  return Object.hasOwn(moneyPlaces, from)
    ? moneyValue(claim, from as keyof typeof moneyPlaces)
    : codeValue(claim, from);
}

const moneyPlaces = {
  stated_loss: 'statedLossMinor',
  assessed_loss: 'assessedLossMinor',
  best_week_sales: 'bestWeekMinor',
  outage_week_sales: 'outageWeekMinor',
} as const;

function moneyValue(claim: AssessedClaim, from: keyof typeof moneyPlaces): string | undefined {
  const amountMinor = claim[moneyPlaces[from]];
  return amountMinor === undefined ? undefined : renderMajor(amountMinor, claim.currency);
}

function codeValue(claim: AssessedClaim, from: string): string | undefined {
  const { partyClass, partyId, category, kind, service, functionName } = claim;
  const values: Readonly<Record<string, string | undefined>> = {
    party_class: partyClass,
    party_id: partyId,
    category,
    kind,
    service,
    function: functionName,
  };
  return Object.hasOwn(values, from) ? values[from] : undefined;
}

function renamed(value: JsonValue | undefined, source: FactSource): JsonValue | undefined {
  if (typeof value !== 'string' || source.values === undefined) return value;
  return source.values[value] ?? value;
}

/** Tells whether the text names a place of a claim that a fact can come from. */
export function isFactPlace(
  from: string,
  questions: readonly { readonly code: string }[],
): boolean {
  const answer = /^answers\.(.+)$/.exec(from)?.[1];
  if (answer !== undefined) return questions.some(({ code }) => code === answer);
  return (
    Object.hasOwn(moneyPlaces, from) ||
    ['party_class', 'party_id', 'category', 'kind', 'service', 'function'].includes(from)
  );
}

/**
 * Gives the facts of a claim in the names a policy declares, as the questionnaire maps them.
 *
 * Facts the policy does not declare are left out; facts the claim does not know are absent, which
 * the policy answers by its own rules for the unknown. Money is in major units, exact.
 */
export function claimFacts(
  claim: AssessedClaim,
  options: { questionnaire: Questionnaire; declared: ReadonlySet<string> },
): Readonly<Record<string, JsonValue>> {
  const facts: Record<string, JsonValue> = { evidence: [...claim.evidenceKinds].toSorted() };
  const { questionnaire, declared } = options;
  for (const [name, source] of Object.entries(questionnaire.facts)) {
    if (!declared.has(name)) continue;
    const value = renamed(sourceValue(claim, { from: source.from, questionnaire }), source);
    if (value !== undefined) facts[name] = value;
  }
  return facts;
}

/** Turns an award of a determination into the line a decision stores. */
export function toAwardLine(award: Award, policyHash: string): AwardLine {
  return {
    remedy: award.remedy,
    ...(award.name === undefined ? {} : { name: award.name }),
    ...(award.amountMinor === undefined ? {} : { amountMinor: String(award.amountMinor) }),
    ...(award.currency === undefined ? {} : { currency: award.currency }),
    ...(award.quantity === undefined ? {} : { quantity: renderRational(award.quantity) }),
    ...(award.unit === undefined ? {} : { unit: award.unit }),
    clause: award.clause,
    policyHash,
    exact: renderRational(award.exact),
  };
}

function assessOne(
  policy: PublishedPolicy,
  facts: Readonly<Record<string, JsonValue>>,
): Outcome<PolicyFinding, FactsRefusal> {
  const parsed = parseFacts(policy.document, facts);
  if (!parsed.ok) return refuseFacts(policy, parsed.refusal);
  const determination = evaluatePolicy(policy.document, parsed.value, { alternatives: false });
  return accept(toFinding(policy, { facts, determination }));
}

function toFinding(
  policy: PublishedPolicy,
  { facts, determination }: { facts: JsonValue; determination: Determination },
): PolicyFinding {
  const { policyId, version, hash } = policy;
  return {
    policyId,
    version,
    policyHash: hash,
    status: determination.status,
    facts,
    // An amount of nothing is no award: there is nothing to approve or to pay.
    awards: determination.awards
      .filter(({ amountMinor }) => amountMinor !== 0n)
      .map((award) => toAwardLine(award, hash)),
    missing: determination.missing,
    evidence: determination.evidence,
    reasons: determination.reasons.map(({ code, clause }) => ({ code, clause })),
  };
}

// The most open result names the whole, in the order the policy room uses inside one document.
const precedence: readonly Suggestion[] = [
  'undecidable',
  'evidence_required',
  'review',
  'award',
  'none',
];

/**
 * Gives what one policy version says of some facts. The same version and facts give the same
 * finding, to the byte of its canonical JSON, however much later.
 */
export function findFor(
  policy: PublishedPolicy,
  facts: Readonly<Record<string, JsonValue>>,
): PolicyFinding {
  const outcome = assessOne(policy, facts);
  if (outcome.ok) return outcome.value;
  const { policyId, version, hash: policyHash } = policy;
  const rest = { awards: [], missing: [], evidence: [] };
  const reasons = [
    { code: outcome.refusal.code, clause: JSON.stringify(outcome.refusal.findings) },
  ];
  return { policyId, version, policyHash, status: 'undecidable', facts, ...rest, reasons };
}

/**
 * Assesses a claim under every published policy that answers claims.
 *
 * Facts a policy refuses (a figure out of its declared range) make that policy undecidable for
 * this claim, with the refusal kept, so that a person looks at it; they never stop the others.
 */
export function assessClaim(
  claim: AssessedClaim,
  options: { questionnaire: Questionnaire; policies: readonly PublishedPolicy[] },
): Assessment {
  const { questionnaire, policies } = options;
  const findings = policies.map((policy): PolicyFinding => {
    const declared = new Set(policy.document.facts.keys());
    return findFor(policy, claimFacts(claim, { questionnaire, declared }));
  });
  const suggestion =
    precedence.find((status) => findings.some((finding) => finding.status === status)) ?? 'none';
  return { suggestion, findings };
}

/** Gives the awards all findings together suggest. */
export function suggestedAwards(assessment: Assessment | undefined): readonly AwardLine[] {
  return assessment?.findings.flatMap(({ awards }) => awards) ?? [];
}

/** Replays a finding with the very policy text and facts it was made with, trace and all. */
export function replayFinding(
  policy: PublishedPolicy,
  facts: JsonValue,
): Outcome<{ determination: Determination; facts: Facts }, FactsRefusal> {
  const parsed = parseFacts(policy.document, facts as Readonly<Record<string, JsonValue>>);
  if (!parsed.ok) return refuseFacts(policy, parsed.refusal);
  return accept({
    facts: parsed.value,
    determination: evaluatePolicy(policy.document, parsed.value),
  });
}

/** Gives the decimals of a currency: how a sales file of this questionnaire is read. */
export function salesExponent(questionnaire: Questionnaire): number {
  return currencyExponent(questionnaire.currency);
}

/** Tells whether a text is one of the suggestions. */
export function isSuggestion(text: string): text is Suggestion {
  return (suggestions as readonly string[]).includes(text);
}
