import { accept, assert, type Outcome, refuse } from '../../kernel/index.ts';
import { type Context, publishEvents, requirePermission, type Tx } from '../../platform/index.ts';
import { sealNote } from '../privacy/sealed-note.ts';
import {
  type ClaimChange,
  type ClaimRow,
  lockClaims,
  recordClaimEvents,
  toClaim,
} from '../store.ts';
import { type AwardLine, grantedInTurn, outstandingAwards, renderAwardLine } from './award-line.ts';
import { type ApproveRefusal, decideApproval } from './decide-claim.ts';
import {
  type DecisionRow,
  loadDecisions,
  loadDecisionsOf,
  settleDecisions,
} from './decision-store.ts';
import { listEnteredBy } from './entered-queries.ts';
import { lockSecondReviews, type SecondReview } from './queue/rules-store.ts';
import { auditMany, type DecisionReference, evolveAll, upToAppealed } from './review-commands.ts';

/** What approving, or sending back, one decision came to. */
export type ApproveOutcome = Outcome<DecisionReference, ApproveRefusal>;

interface Settling {
  readonly row: ClaimRow;
  readonly decision: DecisionRow;
  /** Every decision of the claim, in order; read only for an appeal. */
  readonly earlier: readonly DecisionRow[];
  readonly secondReview: SecondReview | undefined;
  readonly enteredBy: string | undefined;
}

interface SettleAnswer {
  readonly answer: 'approve' | 'send_back';
  readonly note?: string;
}

async function loadSettling(
  tx: Tx,
  decisionIds: readonly string[],
): Promise<ReadonlyMap<string, Settling>> {
  const asked = await loadDecisions(tx, decisionIds);
  const rows = await lockClaims(
    tx,
    [...asked.values()].map((decision) => decision.claim_id),
  );
  // Read again under the locks: another person may have settled it meanwhile.
  const decisions = await loadDecisions(tx, decisionIds);
  const secondReviews = await lockSecondReviews(tx, decisionIds);
  const appealed = [...rows.values()].filter((row) => row.is_appealed).map(({ id }) => id);
  const earlier = await loadDecisionsOf(tx, appealed);
  const enteredBy = await listEnteredBy(tx, [...rows.keys()]);
  const found = new Map<string, Settling>();
  for (const decision of decisions.values()) {
    const row = rows.get(decision.claim_id);
    if (row === undefined) continue;
    found.set(decision.id, {
      row,
      decision,
      secondReview: secondReviews.get(decision.id),
      enteredBy: enteredBy.get(row.id),
      earlier: earlier.filter(
        ({ claim_id: claimId, version }) => claimId === row.id && version < decision.version,
      ),
    });
  }
  return found;
}

/** What is written to the reviewer, under the claim's key; the claim's history keeps it. */
function sealedPart(ctx: Context, note: string | undefined, row: ClaimRow): { note?: string } {
  if (note === undefined || row.key_salt === null) return {};
  return { note: sealNote(ctx.vault, { note, salt: row.key_salt }) };
}

function settleOne(
  ctx: Context,
  options: SettleAnswer & { decisionId: string; found: Settling | undefined },
): { outcome: ApproveOutcome; change?: ClaimChange } {
  const { decisionId, answer, note, found } = options;
  if (found === undefined) return { outcome: refuse({ code: 'decision_not_found', decisionId }) };
  const { row, decision, earlier, secondReview, enteredBy } = found;
  const { id: claimId } = row;
  if (answer === 'approve' && decision.approved_by === ctx.actor.id) {
    return { outcome: accept({ decisionId, claimId, state: row.state, isRepeat: true }) };
  }
  const claim = toClaim(row);
  const decided = decideApproval(claim, {
    decisionId,
    personId: ctx.actor.id,
    answer,
    enteredBy,
    ...sealedPart(ctx, note, row),
    ...(secondReview === undefined ? {} : { secondReview }),
    earlierReviewers: upToAppealed(earlier).flatMap(
      ({ decided_by: decidedBy, looked_by: lookedBy }) =>
        lookedBy === null ? [decidedBy] : [decidedBy, lookedBy],
    ),
  });
  if (!decided.ok) return { outcome: decided };
  const next = evolveAll(claim, decided.value);
  return {
    outcome: accept({ decisionId, claimId, state: next.state, isRepeat: false }),
    change: { claimId, events: decided.value, next },
  };
}

async function settleMany(
  ctx: Context,
  options: SettleAnswer & { decisionIds: readonly string[] },
): Promise<readonly ApproveOutcome[]> {
  requirePermission(ctx, 'claim:approve');
  const { answer, note } = options;
  const decisionIds = [...new Set(options.decisionIds)];
  if (decisionIds.length === 0) return [];
  return ctx.transact(async (tx) => {
    const found = await loadSettling(tx, decisionIds);
    const results = new Map(
      decisionIds.map((id) => [
        id,
        settleOne(ctx, {
          decisionId: id,
          answer,
          ...(note === undefined ? {} : { note }),
          found: found.get(id),
        }),
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

function grantedBy(earlier: readonly DecisionRow[]): readonly AwardLine[] {
  return grantedInTurn(earlier.filter((d) => d.approved_by !== null).map(({ awards }) => awards));
}

/** Tells of decisions that became final: what each grants beyond those before it, and the decision. */
export async function publishApprovals(
  tx: Tx,
  options: {
    readonly ctx: Context;
    readonly settled: readonly Pick<Settling, 'row' | 'decision' | 'earlier'>[];
  },
): Promise<void> {
  const { ctx, settled } = options;
  await publishEvents(
    tx,
    settled.flatMap(({ row, decision, earlier }) => [
      ...outstandingAwards(decision.awards, grantedBy(earlier)).map((award) => ({
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

/** Sends a waiting decision back to review; the note tells the reviewer what to look at. */
export async function sendBackDecision(
  ctx: Context,
  input: { readonly decisionId: string; readonly note?: string },
): Promise<ApproveOutcome> {
  const { decisionId, ...rest } = input;
  const [outcome] = await settleMany(ctx, {
    ...rest,
    decisionIds: [decisionId],
    answer: 'send_back',
  });
  assert(outcome !== undefined, 'claim: one answer for one decision sent back');
  return outcome;
}
