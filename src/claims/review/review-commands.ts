import {
  accept,
  assert,
  canonicalJson,
  type Outcome,
  refuse,
  renderInstant,
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
import { listPolicyHashes } from '../policies/policy-queries.ts';
import { commitTo } from '../receipt.ts';
import {
  type ClaimChange,
  type ClaimRow,
  lockClaims,
  recordClaimEvents,
  toClaim,
} from '../store.ts';
import { type AwardLine, outstandingAwards, renderAwardLine } from './award-line.ts';
import {
  type ApproveRefusal,
  type AskRefusal,
  type DecideRefusal,
  type DecisionInput,
  decideApproval,
  decideAsk,
  decideOutcome,
} from './decide-claim.ts';
import {
  type DecisionRow,
  loadDecisions,
  loadDecisionsOf,
  type NewDecision,
  recordDecisions,
  settleDecisions,
} from './decision-store.ts';

const evolveAll = (claim: Claim, events: readonly ClaimEvent[]): Claim =>
  events.reduce<Claim>((state, event) => evolve(state, event), claim);

/** What a reviewer's answer came to. */
export interface DecisionReference {
  readonly decisionId: string;
  readonly claimId: string;
  readonly state: string;
  readonly isRepeat: boolean;
}

type DecideOutcome = Outcome<
  DecisionReference,
  DecideRefusal | { readonly code: 'decision_id_reused'; readonly decisionId: string }
>;

function toNewDecision(
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
    note: input.note,
    isAppeal: row.is_appealed,
    salt,
    commitment: commitTo({ salt, contentHash }),
    decidedBy: ctx.actor.id,
    decidedAt: ctx.now,
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
  readonly hashes: ReadonlyMap<string, ReadonlySet<string>>;
}

async function loadDecideFacts(tx: Tx, inputs: readonly DecisionInput[]): Promise<DecideFacts> {
  const claimIds = inputs.map(({ claimId }) => claimId);
  const rows = await lockClaims(tx, claimIds);
  const hashes = new Map<string, ReadonlySet<string>>();
  for (const incidentId of new Set([...rows.values()].map((row) => row.incident_id))) {
    hashes.set(incidentId, await listPolicyHashes(tx, incidentId));
  }
  const existing = await loadDecisions(
    tx,
    inputs.map(({ decisionId }) => decisionId),
  );
  return { rows, existing, hashes, earlier: await loadDecisionsOf(tx, claimIds) };
}

function earlierPeople(facts: DecideFacts, claimId: string): string[] {
  return facts.earlier
    .filter((decision) => decision.claim_id === claimId && !decision.is_appeal)
    .flatMap(({ decided_by: decidedBy, approved_by: approvedBy }) =>
      approvedBy === null ? [decidedBy] : [decidedBy, approvedBy],
    );
}

function decideOne(
  ctx: Context,
  { input, facts }: { input: DecisionInput; facts: DecideFacts },
): { outcome: DecideOutcome; decision?: NewDecision; change?: ClaimChange } {
  const { claimId, decisionId } = input;
  const row = facts.rows.get(claimId);
  const existing = facts.existing.get(decisionId);
  if (existing !== undefined) return { outcome: answerRepeat(existing, { input, row }) };
  if (row === undefined) return { outcome: refuse({ code: 'claim_not_found', claimId }) };
  const claim = toClaim(row);
  const decided = decideOutcome(claim, input, {
    decidedBy: ctx.actor.id,
    suggested: suggestedAwards(row.assessment ?? undefined),
    policyHashes: facts.hashes.get(row.incident_id) ?? new Set(),
    earlierPeople: earlierPeople(facts, claimId),
  });
  if (!decided.ok) return { outcome: decided };
  const { awards, events } = decided.value;
  const next = evolveAll(claim, events);
  return {
    outcome: accept({ decisionId, claimId, state: next.state, isRepeat: false }),
    decision: toNewDecision(ctx, { input, row, awards }),
    change: { claimId, events, next, reviewerId: ctx.actor.id },
  };
}

/**
 * Records a reviewer's answers to many claims in one transaction; each is decided by itself.
 *
 * A claim answered twice in one call is answered by its first entry; the second is refused.
 *
 * @returns one outcome for each input, in order
 */
export async function decideClaims(
  ctx: Context,
  inputs: readonly DecisionInput[],
): Promise<readonly DecideOutcome[]> {
  requirePermission(ctx, 'claim:review');
  if (inputs.length === 0) return [];
  return ctx.transact(async (tx) => {
    const facts = await loadDecideFacts(tx, inputs);
    const taken = new Set<string>();
    const results = inputs.map((input) => {
      if (taken.has(input.claimId)) {
        const refusal = { code: 'claim_not_decidable', state: 'decided' } as const;
        return { outcome: refuse(refusal) as DecideOutcome };
      }
      const result = decideOne(ctx, { input, facts });
      if (result.decision !== undefined) taken.add(input.claimId);
      return result;
    });
    const decisions = results.flatMap(({ decision }) => (decision === undefined ? [] : [decision]));
    await recordDecisions(tx, decisions);
    const changes = results.flatMap(({ change }) => (change === undefined ? [] : [change]));
    await recordClaimEvents(tx, { ctx, changes });
    await auditMany(tx, { ctx, action: 'claims_decided', ids: decisions.map(({ id }) => id) });
    return results.map(({ outcome }) => outcome);
  });
}

/** Records a reviewer's answer to one claim. */
export async function decideClaim(ctx: Context, input: DecisionInput): Promise<DecideOutcome> {
  const [outcome] = await decideClaims(ctx, [input]);
  assert(outcome !== undefined, 'claim: one answer for one decision');
  return outcome;
}

async function auditMany(
  tx: Tx,
  { ctx, action, ids }: { ctx: Context; action: string; ids: readonly string[] },
): Promise<void> {
  const [subject] = ids;
  if (subject === undefined) return;
  await recordAudit(tx, { ctx, action, subject, details: { ids: [...ids] } });
}

type ApproveOutcome = Outcome<DecisionReference, ApproveRefusal>;

interface Settling {
  readonly row: ClaimRow;
  readonly decision: DecisionRow;
}

function settleOne(
  ctx: Context,
  options: {
    decisionId: string;
    answer: 'approve' | 'send_back';
    found: Settling | undefined;
  },
): { outcome: ApproveOutcome; change?: ClaimChange } {
  const { decisionId, answer, found } = options;
  if (found === undefined) return { outcome: refuse({ code: 'decision_not_found', decisionId }) };
  const { row, decision } = found;
  const { id: claimId } = row;
  if (answer === 'approve' && decision.approved_by === ctx.actor.id) {
    return { outcome: accept({ decisionId, claimId, state: row.state, isRepeat: true }) };
  }
  const claim = toClaim(row);
  const decided = decideApproval(claim, { decisionId, personId: ctx.actor.id, answer });
  if (!decided.ok) return { outcome: decided };
  const next = evolveAll(claim, decided.value);
  return {
    outcome: accept({ decisionId, claimId, state: next.state, isRepeat: false }),
    change: { claimId, events: decided.value, next },
  };
}

async function settleMany(
  ctx: Context,
  options: { decisionIds: readonly string[]; answer: 'approve' | 'send_back' },
): Promise<readonly ApproveOutcome[]> {
  requirePermission(ctx, 'claim:approve');
  const { answer } = options;
  const decisionIds = [...new Set(options.decisionIds)];
  if (decisionIds.length === 0) return [];
  return ctx.transact(async (tx) => {
    const asked = await loadDecisions(tx, decisionIds);
    const rows = await lockClaims(
      tx,
      [...asked.values()].map((decision) => decision.claim_id),
    );
    // Read again under the locks: another person may have settled it meanwhile.
    const decisions = await loadDecisions(tx, decisionIds);
    const found = new Map<string, Settling>();
    for (const decision of decisions.values()) {
      const row = rows.get(decision.claim_id);
      if (row !== undefined) found.set(decision.id, { row, decision });
    }
    const results = new Map(
      decisionIds.map((id) => [
        id,
        settleOne(ctx, { decisionId: id, answer, found: found.get(id) }),
      ]),
    );
    const changed = decisionIds.filter((id) => results.get(id)?.change !== undefined);
    await settleDecisions(tx, { ctx, decisionIds: changed, answer });
    const changes = changed.flatMap((id) => results.get(id)?.change ?? []);
    await recordClaimEvents(tx, { ctx, changes });
    const settled = changed.flatMap((id) => found.get(id) ?? []);
    if (answer === 'approve') await publishApprovals(tx, { ctx, settled });
    await auditMany(tx, { ctx, action: `decisions_${answer}`, ids: changed });
    return options.decisionIds.map((id): ApproveOutcome => {
      const result = results.get(id);
      assert(result !== undefined, 'claim: one answer for one approval');
      return result.outcome;
    });
  });
}

async function publishApprovals(
  tx: Tx,
  { ctx, settled }: { ctx: Context; settled: readonly Settling[] },
): Promise<void> {
  const appealed = settled.filter(({ decision }) => decision.is_appeal);
  const earlier = await loadDecisionsOf(
    tx,
    appealed.map(({ row }) => row.id),
  );
  const granted = (claimId: string, version: number): readonly AwardLine[] =>
    earlier
      .filter((d) => d.claim_id === claimId && d.version < version && d.approved_by !== null)
      .flatMap(({ awards }) => awards);
  await publishEvents(
    tx,
    settled.flatMap(({ row, decision }) => [
      ...outstandingAwards(decision.awards, granted(row.id, decision.version)).map((award) => ({
        type: 'award_approved',
        subject: award.awardId ?? decision.id,
        payload: {
          ...(renderAwardLine(award) as Record<string, string>),
          claimId: row.id,
          incidentId: row.incident_id,
          decisionId: decision.id,
          partyId: row.party_id ?? row.id,
          partyClass: row.party_class,
          payeeRef: `claim:${row.id}`,
        },
        occurredAt: ctx.now,
      })),
      {
        type: 'decision_issued',
        subject: decision.id,
        payload: {
          claimId: row.id,
          decisionId: decision.id,
          incidentId: row.incident_id,
          outcome: decision.outcome,
          reasonCode: decision.reason_code,
          commitment: decision.commitment.toString('base64'),
        },
        occurredAt: ctx.now,
      },
    ]),
  );
}

/** Approves many waiting decisions in one transaction; nobody approves their own. */
export function approveDecisions(
  ctx: Context,
  decisionIds: readonly string[],
): Promise<readonly ApproveOutcome[]> {
  return settleMany(ctx, { decisionIds, answer: 'approve' });
}

/** Approves one waiting decision: it becomes final, and its awards go to settlement. */
export async function approveDecision(
  ctx: Context,
  input: { readonly decisionId: string },
): Promise<ApproveOutcome> {
  const [outcome] = await approveDecisions(ctx, [input.decisionId]);
  assert(outcome !== undefined, 'claim: one answer for one approval');
  return outcome;
}

/** Sends a waiting decision back to review. */
export async function sendBackDecision(
  ctx: Context,
  input: { readonly decisionId: string },
): Promise<ApproveOutcome> {
  const decisionIds = [input.decisionId];
  const [outcome] = await settleMany(ctx, { decisionIds, answer: 'send_back' });
  assert(outcome !== undefined, 'claim: one answer for one decision sent back');
  return outcome;
}

/** Asks the claimant for more, naming the evidence that the reason is cured by. */
export async function askForMore(
  ctx: Context,
  input: { readonly claimId: string; readonly reasonCode: string },
): Promise<Outcome<{ readonly state: string; readonly askedAt: string }, AskRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { claimId, reasonCode } = input;
  return ctx.transact(
    async (tx): Promise<Outcome<{ state: string; askedAt: string }, AskRefusal>> => {
      const row = (await lockClaims(tx, [claimId])).get(claimId);
      if (row === undefined) return refuse({ code: 'claim_not_found', claimId });
      const claim = toClaim(row);
      const decided = decideAsk(claim, reasonCode);
      if (!decided.ok) return decided;
      const next = evolveAll(claim, decided.value);
      await recordClaimEvents(tx, { ctx, changes: [{ claimId, events: decided.value, next }] });
      await recordAudit(tx, {
        ctx,
        action: 'evidence_asked',
        subject: claimId,
        details: { reasonCode },
      });
      return accept({ state: next.state, askedAt: renderInstant(ctx.now) });
    },
  );
}
