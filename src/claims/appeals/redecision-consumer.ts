import { assert } from '../../kernel/index.ts';
import { type Consumer, type Context, publishEvents, type Tx } from '../../platform/index.ts';
import type { ClaimEvent } from '../claim.ts';
import { publishApprovals } from '../review/approval-commands.ts';
import { loadDecisions, loadDecisionsOf, recordDecisions } from '../review/decision-store.ts';
import { derivedId } from '../review/many/derived-id.ts';
import { evolveAll, toNewDecision } from '../review/review-commands.ts';
import { type ClaimRow, lockClaims, recordClaimEvents, toClaim } from '../store.ts';
import {
  approveRunDecisions,
  listWaitingMembers,
  loadRun,
  type RedecisionRun,
  settleMembers,
  type WaitingMember,
} from './redecision-store.ts';

interface Turn {
  readonly row: ClaimRow;
  readonly member: WaitingMember;
  readonly decisionId: string;
}

function isUnchanged(row: ClaimRow | undefined, member: WaitingMember): row is ClaimRow {
  if (row === undefined || row.erased_at !== null) return false;
  const isFinal = row.state === 'approved' || row.state === 'closed';
  return isFinal && row.event_count === member.eventCount;
}

function eventsOf(
  { row, decisionId }: Turn,
  { runId, proposedBy, approvedBy }: RedecisionRun,
): readonly ClaimEvent[] {
  assert(approvedBy !== null, 'redecision: a run that is carried out is approved', { runId });
  return [
    { type: 'claim_reopened', runId },
    {
      type: 'decision_made',
      decisionId,
      version: row.decision_count + 1,
      outcome: 'award',
      decidedBy: proposedBy,
    },
    { type: 'decision_approved', decisionId, approvedBy },
  ];
}

/** Records the new decisions of a batch, final at once, and what each grants beyond before. */
async function decideAgain(
  tx: Tx,
  { ctx, run, turns }: { ctx: Context; run: RedecisionRun; turns: readonly Turn[] },
): Promise<void> {
  const reasonCode = 'alike_appeal_upheld';
  const earlier = await loadDecisionsOf(
    tx,
    turns.map(({ row }) => row.id),
  );
  const decisions = turns.map(({ row, member, decisionId }) => {
    const input = { decisionId, claimId: row.id, outcome: 'award', reasonCode } as const;
    const made = toNewDecision(ctx, { input, row, awards: member.awards });
    return { ...made, isAppeal: false, decidedBy: run.proposedBy };
  });
  await recordDecisions(tx, decisions);
  const decisionIds = turns.map(({ decisionId }) => decisionId);
  const { approvedBy } = run;
  assert(approvedBy !== null, 'redecision: a run that is carried out is approved', {});
  await approveRunDecisions(tx, { decisionIds, approvedBy, at: ctx.now });
  await recordClaimEvents(tx, {
    ctx,
    changes: turns.map((turn) => {
      const events = eventsOf(turn, run);
      return { claimId: turn.row.id, events, next: evolveAll(toClaim(turn.row), events) };
    }),
  });
  const stored = await loadDecisions(tx, decisionIds);
  await publishApprovals(tx, {
    ctx,
    settled: turns.flatMap(({ row, decisionId }) => {
      const decision = stored.get(decisionId);
      const before = earlier.filter(({ claim_id: claimId }) => claimId === row.id);
      return decision === undefined ? [] : [{ row, decision, earlier: before }];
    }),
  });
}

/**
 * Decides up to `limit` members of an approved run again. A claim that changed since it was shown
 * is left to a person.
 *
 * @returns how many had their turn
 */
async function carryOut(
  tx: Tx,
  options: { ctx: Context; runId: string; limit: number },
): Promise<number> {
  const { ctx, runId, limit } = options;
  const run = await loadRun(tx, { runId });
  if (run?.approvedBy == null) return 0;
  const members = await listWaitingMembers(tx, { runId, limit });
  const rows = await lockClaims(
    tx,
    members.map(({ claimId }) => claimId),
  );
  const turns = members.flatMap((member): Turn[] => {
    const row = rows.get(member.claimId);
    const decisionId = derivedId('redecision', runId, member.claimId);
    return isUnchanged(row, member) ? [{ row, member, decisionId }] : [];
  });
  await decideAgain(tx, { ctx, run, turns });
  const decided = new Set(turns.map(({ row }) => row.id));
  const left = members.map(({ claimId }) => claimId).filter((id) => !decided.has(id));
  await settleMembers(tx, { runId, claimIds: [...decided], outcome: 'decided' });
  await settleMembers(tx, { runId, claimIds: left, outcome: 'changed_meanwhile' });
  return members.length;
}

/**
 * Gives the ear that carries approved runs out, a batch at a time: each batch is a transaction,
 * which also announces the next one, so that a process killed anywhere neither loses nor doubles a
 * decision.
 */
export function redecisionConsumer(options: { readonly batchSize?: number } = {}): Consumer {
  const limit = options.batchSize ?? 200;
  return {
    name: 'claims_redecide',
    eventTypes: ['redecision_approved', 'redecision_advanced'],
    batchSize: 1,
    async consume(ctx, tx, events) {
      for (const { payload } of events) {
        const { runId, incidentId } = payload as { runId: string; incidentId: string };
        const count = await carryOut(tx, { ctx, runId, limit });
        if (count < limit) continue;
        const next = { type: 'redecision_advanced', subject: runId };
        await publishEvents(tx, [{ ...next, payload: { runId, incidentId }, occurredAt: ctx.now }]);
      }
    },
  };
}
