import {
  accept,
  assert,
  canonicalJson,
  type Instant,
  type Outcome,
  refuse,
} from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
} from '../../platform/index.ts';
import { suggestedAwards } from '../assess-claim.ts';
import { type Claim, type ClaimEvent, evolve } from '../claim.ts';
import { listClustered } from '../clusters/cluster-queries.ts';
import { listPolicyClauses } from '../policies/policy-queries.ts';
import { sealNote } from '../privacy/sealed-note.ts';
import { loadQuestionnaire } from '../queries.ts';
import { commitTo } from '../receipt.ts';
import {
  type ClaimChange,
  type ClaimRow,
  lockClaims,
  recordClaimEvents,
  toClaim,
} from '../store.ts';
import { type AwardLine, renderAwardLine } from './award-line.ts';
import {
  type AppealedDecision,
  type AskRefusal,
  type DecideRefusal,
  type DecisionInput,
  decideAsk,
  decideOutcome,
} from './decide-claim.ts';
import {
  type DecisionRow,
  loadDecisions,
  loadDecisionsOf,
  type NewDecision,
  recordDecisions,
} from './decision-store.ts';
import { listEnteredBy } from './entered-queries.ts';
import {
  findSecondReview,
  type ReviewRules,
  type SecondReviewCause,
} from './queue/review-rules.ts';
import { loadRules, recordSecondReviews } from './queue/rules-store.ts';

/** Gives the claim after events, in order. */
export const evolveAll = (claim: Claim, events: readonly ClaimEvent[]): Claim =>
  events.reduce<Claim>((state, event) => evolve(state, event), claim);

/** What a reviewer's answer came to. */
export interface DecisionReference {
  readonly decisionId: string;
  readonly claimId: string;
  readonly state: string;
  readonly isRepeat: boolean;
}

/** Why an answer to a claim was not recorded. */
export type DecideAnswerRefusal =
  | DecideRefusal
  | { readonly code: 'decision_id_reused'; readonly decisionId: string };

type DecideOutcome = Outcome<DecisionReference, DecideAnswerRefusal>;

function sealedNote(ctx: Context, note: string | undefined, row: ClaimRow): string | undefined {
  if (note === undefined || row.key_salt === null) return undefined;
  return sealNote(ctx.vault, { note, salt: row.key_salt });
}

/** Makes the decision to be recorded: its commitment, and an id for each award. */
export function toNewDecision(
  ctx: Context,
  parts: { input: DecisionInput; row: ClaimRow; awards: readonly AwardLine[] },
): NewDecision {
  const { input, row } = parts;
  const awards = parts.awards.map((award) => ({ ...award, awardId: ctx.newId() }));
  const salt = ctx.randomBytes(32);
  const contentHash = sha256(
    canonicalJson({
      claimNumber: row.number,
      outcome: input.outcome,
      reasonCode: input.reasonCode,
      awards: awards.map(renderAwardLine),
    }),
  );
  return {
    id: input.decisionId,
    claimId: row.id,
    version: row.decision_count + 1,
    outcome: input.outcome,
    reasonCode: input.reasonCode,
    awards,
    note: sealedNote(ctx, input.note, row),
    isAppeal: row.is_appealed,
    salt,
    commitment: commitTo({ salt, contentHash }),
    decidedBy: ctx.actor.id,
    decidedAt: ctx.now,
    correction: input.correction,
  };
}

function answerRepeat(
  existing: DecisionRow,
  { input, row }: { input: DecisionInput; row: ClaimRow | undefined },
): DecideOutcome {
  const isSame =
    existing.claim_id === input.claimId &&
    existing.outcome === input.outcome &&
    existing.reason_code === input.reasonCode;
  const { decisionId, claimId } = input;
  if (!isSame) return refuse({ code: 'decision_id_reused', decisionId });
  return accept({ decisionId, claimId, state: row?.state ?? '', isRepeat: true });
}

interface DecideFacts {
  readonly rows: ReadonlyMap<string, ClaimRow>;
  readonly existing: ReadonlyMap<string, DecisionRow>;
  readonly earlier: readonly DecisionRow[];
  readonly clauses: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly rules: ReadonlyMap<string, ReviewRules>;
  /** Who of the staff entered a claim for somebody else. */
  readonly enteredBy: ReadonlyMap<string, string>;
  /** Claims alike another one that nobody has looked at yet. */
  readonly clustered: ReadonlySet<string>;
}

async function loadDecideFacts(tx: Tx, inputs: readonly DecisionInput[]): Promise<DecideFacts> {
  const claimIds = inputs.map(({ claimId }) => claimId);
  const rows = await lockClaims(tx, claimIds);
  const clauses = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const rules = new Map<string, ReviewRules>();
  for (const incidentId of new Set([...rows.values()].map((row) => row.incident_id))) {
    clauses.set(incidentId, await listPolicyClauses(tx, incidentId));
    rules.set(incidentId, await loadRules(tx, incidentId));
  }
  const existing = await loadDecisions(
    tx,
    inputs.map(({ decisionId }) => decisionId),
  );
  const earlier = await loadDecisionsOf(tx, claimIds);
  const clustered = await listClustered(tx, claimIds);
  const enteredBy = await listEnteredBy(tx, claimIds);
  return { enteredBy, rows, existing, clauses, rules, earlier, clustered };
}

/** Cuts the decisions of a claim, in order, after the last approved one: the one an appeal is about. */
export function upToAppealed(decisions: readonly DecisionRow[]): readonly DecisionRow[] {
  const appealed = decisions.findLastIndex((decision) => decision.approved_by !== null);
  return decisions.slice(0, appealed + 1);
}

/**
 * Tells who had a part in the decisions of a claim, in order, up to the one an appeal is about: who
 * decided, who looked a second time, who approved.
 */
export function earlierPeople(decisions: readonly DecisionRow[]): string[] {
  return upToAppealed(decisions).flatMap((decision) =>
    [decision.decided_by, decision.looked_by, decision.approved_by].filter((id) => id !== null),
  );
}

/** Finds, among decisions in order, the approved one that an open appeal of the claim is about. */
export function findAppealed(
  decisions: readonly DecisionRow[],
  claimId: string,
): AppealedDecision | undefined {
  const found = decisions.findLast(
    (decision) => decision.claim_id === claimId && decision.approved_by !== null,
  );
  if (found === undefined) return undefined;
  const { outcome, reason_code: reasonCode, awards } = found;
  return { outcome, reasonCode, awards };
}

/** What one answer comes to; nothing is recorded yet. */
interface Decided {
  readonly outcome: DecideOutcome;
  readonly decision?: NewDecision;
  readonly cause?: SecondReviewCause;
  readonly change?: ClaimChange;
}

function decideOne(
  ctx: Context,
  { input, facts }: { input: DecisionInput; facts: DecideFacts },
): Decided {
  const { claimId, decisionId } = input;
  const row = facts.rows.get(claimId);
  const existing = facts.existing.get(decisionId);
  if (existing !== undefined) return { outcome: answerRepeat(existing, { input, row }) };
  if (row === undefined) return { outcome: refuse({ code: 'claim_not_found', claimId }) };
  const claim = toClaim(row);
  const appealed = claim.isAppealed ? findAppealed(facts.earlier, claimId) : undefined;
  const decided = decideOutcome(claim, input, {
    ...(appealed === undefined ? {} : { appealed }),
    decidedBy: ctx.actor.id,
    enteredBy: facts.enteredBy.get(claimId),
    suggested: suggestedAwards(row.assessment ?? undefined),
    policyClauses: facts.clauses.get(row.incident_id) ?? new Map(),
    earlierPeople: earlierPeople(facts.earlier.filter((decision) => decision.claim_id === claimId)),
  });
  if (!decided.ok) return { outcome: decided };
  const { awards, events } = decided.value;
  const next = evolveAll(claim, events);
  const rules = facts.rules.get(row.incident_id);
  const version = claim.decisionCount + 1;
  const isClustered = facts.clustered.has(claimId);
  const drawn = { claimId, version, awards, isClustered };
  const cause = rules === undefined ? undefined : findSecondReview(drawn, rules);
  return {
    outcome: accept({ decisionId, claimId, state: next.state, isRepeat: false }),
    decision: toNewDecision(ctx, { input, row, awards }),
    ...(cause === undefined ? {} : { cause }),
    change: { claimId, events, next, reviewerId: ctx.actor.id },
  };
}

/**
 * Decides answers to many claims without recording anything; the claims stay locked.
 *
 * A claim answered twice in one call is answered by its first entry; the second is refused.
 *
 * @returns one result for each input, in order
 */
export async function decideMany(
  tx: Tx,
  { ctx, inputs }: { ctx: Context; inputs: readonly DecisionInput[] },
): Promise<readonly Decided[]> {
  const facts = await loadDecideFacts(tx, inputs);
  const taken = new Set<string>();
  return inputs.map((input) => {
    if (taken.has(input.claimId)) {
      const refusal = { code: 'claim_not_decidable', state: 'decided' } as const;
      return { outcome: refuse(refusal) as DecideOutcome };
    }
    const result = decideOne(ctx, { input, facts });
    if (result.decision !== undefined) taken.add(input.claimId);
    return result;
  });
}

/**
 * Records answers to many claims in the given transaction, as {@link decideMany} decides them.
 *
 * @returns one outcome for each input, in order
 */
export async function recordAnswers(
  tx: Tx,
  { ctx, inputs }: { ctx: Context; inputs: readonly DecisionInput[] },
): Promise<readonly DecideOutcome[]> {
  const results = await decideMany(tx, { ctx, inputs });
  const decisions = results.flatMap(({ decision }) => (decision === undefined ? [] : [decision]));
  await recordDecisions(tx, decisions);
  await recordSecondReviews(
    tx,
    results.flatMap(({ decision, cause }) =>
      decision === undefined || cause === undefined ? [] : [{ decision, cause }],
    ),
  );
  const changes = results.flatMap(({ change }) => (change === undefined ? [] : [change]));
  await recordClaimEvents(tx, { ctx, changes });
  await auditMany(tx, { ctx, action: 'claims_decided', ids: decisions.map(({ id }) => id) });
  return results.map(({ outcome }) => outcome);
}

/**
 * Records a reviewer's answers to many claims in one transaction; each is decided by itself.
 *
 * @returns one outcome for each input, in order
 */
export async function decideClaims(
  ctx: Context,
  inputs: readonly DecisionInput[],
): Promise<readonly DecideOutcome[]> {
  requirePermission(ctx, 'claim:review');
  if (inputs.length === 0) return [];
  return ctx.transact((tx) => recordAnswers(tx, { ctx, inputs }));
}

/** Records a reviewer's answer to one claim. */
export async function decideClaim(ctx: Context, input: DecisionInput): Promise<DecideOutcome> {
  const [outcome] = await decideClaims(ctx, [input]);
  assert(outcome !== undefined, 'claim: one answer for one decision');
  return outcome;
}

/** Writes one audit entry for many records of one kind; none when there are none. */
export async function auditMany(
  tx: Tx,
  { ctx, action, ids }: { ctx: Context; action: string; ids: readonly string[] },
): Promise<void> {
  const [subject] = ids;
  if (subject === undefined) return;
  await recordAudit(tx, { ctx, action, subject, details: { ids: [...ids] } });
}

/** What asking for more came to. */
export interface AskReference {
  readonly claimId: string;
  readonly state: string;
  readonly askedAt: Instant;
}

/** Asks the claimant for more, naming the evidence that the reason is cured by. */
export async function askForMore(
  ctx: Context,
  input: {
    readonly claimId: string;
    readonly reasonCode: string;
    readonly evidence?: readonly string[];
  },
): Promise<Outcome<AskReference, AskRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { claimId, reasonCode, evidence } = input;
  return ctx.transact(async (tx): Promise<Outcome<AskReference, AskRefusal>> => {
    const row = (await lockClaims(tx, [claimId])).get(claimId);
    if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
    const claim = toClaim(row);
    const form = await loadQuestionnaire(tx, {
      incidentId: row.incident_id,
      version: row.questionnaire_version,
    });
    const known = new Set(form?.questionnaire.evidenceKinds.map(({ code }) => code));
    const asked = { reasonCode, known, ...(evidence === undefined ? {} : { evidence }) };
    const decided = decideAsk(claim, asked);
    if (!decided.ok) return decided;
    const next = evolveAll(claim, decided.value);
    await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: decided.value, next }] });
    await recordAudit(tx, {
      ctx,
      action: 'evidence_asked',
      subject: claimId,
      details: { reasonCode },
    });
    const payload = { claimId, incidentId: row.incident_id };
    const event = { type: 'evidence_asked', subject: claimId, payload, occurredAt: ctx.now };
    await publishEvents(tx, [event]);
    return accept({ claimId, state: next.state, askedAt: ctx.now });
  });
}
