import { assert } from '../kernel/index.ts';
import {
  type Context,
  requirePermission,
  sha256,
  sql,
  systemActor,
  type Tx,
} from '../platform/index.ts';
import { type AssessedClaim, assessClaim, type PublishedPolicy } from './assess-claim.ts';
import { evolve, statesBefore } from './claim.ts';
import { loadClaimPolicies } from './policies/in-force-queries.ts';
import { openAnswers } from './privacy/sealed-claim.ts';
import { listEvidence, loadQuestionnaires, type PublishedQuestionnaire } from './queries.ts';
import {
  type ClaimChange,
  type ClaimRow,
  lockClaims,
  recordClaimEvents,
  toClaim,
} from './store.ts';

/** Names a set of policies: what an assessment rests on. */
export function policySetName(policies: readonly PublishedPolicy[]): string {
  const hashes = policies.map(({ hash }) => hash).toSorted();
  return Buffer.from(sha256(hashes.join('\n'))).toString('hex');
}

interface StoredLossTest {
  readonly ok: boolean;
  readonly lossMinor?: string;
  readonly bestWeek?: { readonly amountMinor: string };
  readonly outageWeek?: { readonly amountMinor: string };
}

function lossTestParts(row: ClaimRow): Partial<AssessedClaim> {
  const test = row.loss_test as StoredLossTest | null;
  if (test?.ok !== true) return {};
  const { lossMinor, bestWeek, outageWeek } = test;
  return {
    ...(lossMinor === undefined ? {} : { assessedLossMinor: BigInt(lossMinor) }),
    ...(bestWeek === undefined ? {} : { bestWeekMinor: BigInt(bestWeek.amountMinor) }),
    ...(outageWeek === undefined ? {} : { outageWeekMinor: BigInt(outageWeek.amountMinor) }),
  };
}

function toAssessed(ctx: Context, row: ClaimRow, evidenceKinds: readonly string[]): AssessedClaim {
  return {
    partyClass: row.party_class,
    ...(row.party_id === null ? {} : { partyId: row.party_id }),
    category: row.category,
    kind: row.kind,
    service: row.service,
    functionName: row.function_name,
    ...(row.stated_loss_minor === null ? {} : { statedLossMinor: row.stated_loss_minor }),
    ...lossTestParts(row),
    currency: row.currency,
    answers: openAnswers(ctx, row),
    evidenceKinds,
  };
}

interface AssessParts {
  readonly ctx: Context;
  readonly forms: ReadonlyMap<string, PublishedQuestionnaire>;
  readonly policies: readonly PublishedPolicy[];
  readonly evidenceKinds: ReadonlyMap<string, readonly string[]>;
}

function assessRow(row: ClaimRow, parts: AssessParts): ClaimChange {
  const form = parts.forms.get(`${row.incident_id}/${row.questionnaire_version}`);
  assert(form !== undefined, 'claim: its questionnaire is stored', { claimId: row.id });
  const value = assessClaim(toAssessed(parts.ctx, row, parts.evidenceKinds.get(row.id) ?? []), {
    questionnaire: form.questionnaire,
    policies: parts.policies,
  });
  const under = policySetName(parts.policies);
  const event = { type: 'claim_assessed', suggestion: value.suggestion, under } as const;
  return {
    claimId: row.id,
    events: [event],
    next: evolve(toClaim(row), event),
    assessment: { value, under },
  };
}

/**
 * Assesses locked claims under the policies in force now, and records the suggestions.
 *
 * Claims of an incident without a policy that answers claims stay as they are: nothing can be
 * suggested yet, and the day a policy begins will bring them up again.
 *
 * @returns how many were assessed
 */
export async function assessLocked(
  tx: Tx,
  { ctx, rows }: { ctx: Context; rows: readonly ClaimRow[] },
): Promise<number> {
  const open = rows.filter(
    (row) => row.erased_at === null && statesBefore.claim_assessed.includes(row.state),
  );
  const forms = await loadQuestionnaires(
    tx,
    open.map((row) => ({
      incidentId: row.incident_id,
      questionnaireVersion: row.questionnaire_version,
    })),
  );
  const evidenceKinds = new Map<string, string[]>();
  for (const { claimId, kind } of await listEvidence(
    tx,
    open.map(({ id }) => id),
  )) {
    evidenceKinds.set(claimId, [...(evidenceKinds.get(claimId) ?? []), kind]);
  }
  const changes: ClaimChange[] = [];
  for (const incidentId of new Set(open.map((row) => row.incident_id))) {
    const policies = await loadClaimPolicies(tx, { incidentId, at: ctx.now });
    if (policies.length === 0) continue;
    for (const row of open) {
      if (row.incident_id !== incidentId) continue;
      changes.push(assessRow(row, { ctx, forms, policies, evidenceKinds }));
    }
  }
  // Whoever's act led to it, it is the policies that are applied, by nobody's judgement.
  await recordClaimEvents(tx, { ctx: { ...ctx, actor: systemActor }, changes });
  return changes.length;
}

/** Assesses the given claims, as far as they are still open. */
export async function assessByIds(
  tx: Tx,
  { ctx, claimIds }: { ctx: Context; claimIds: readonly string[] },
): Promise<number> {
  const rows = await lockClaims(tx, claimIds);
  return assessLocked(tx, { ctx, rows: [...rows.values()] });
}

/**
 * Assesses, in this transaction, up to `limit` open claims whose suggestion rests on an older set
 * of policies.
 *
 * @returns how many were assessed, and whether more may wait; what was assessed is not found again
 */
export async function assessStale(
  tx: Tx,
  options: { ctx: Context; incidentId: string; limit: number },
): Promise<{ readonly assessedCount: number; readonly isMoreWaiting: boolean }> {
  const { ctx, incidentId, limit } = options;
  const policies = await loadClaimPolicies(tx, { incidentId, at: ctx.now });
  if (policies.length === 0) return { assessedCount: 0, isMoreWaiting: false };
  const { rows } = await sql<{ id: string }>`
    select id from claims.claim
    where incident_id = ${incidentId} and erased_at is null
      and state = any(${[...statesBefore.claim_assessed]}::text[])
      and assessed_under is distinct from ${policySetName(policies)}
    order by submitted_at, id limit ${limit}`.execute(tx);
  const claimIds = rows.map(({ id }) => id);
  const assessedCount = rows.length === 0 ? 0 : await assessByIds(tx, { ctx, claimIds });
  return { assessedCount, isMoreWaiting: rows.length === limit };
}

/**
 * Assesses up to `limit` open claims whose suggestion is absent or rests on older policies.
 *
 * @returns how many were assessed; 0 when nothing waits
 */
export async function assessClaims(
  ctx: Context,
  options: { readonly incidentId: string; readonly limit: number },
): Promise<number> {
  requirePermission(ctx, 'case:run');
  const { assessedCount } = await ctx.transact((tx) => assessStale(tx, { ctx, ...options }));
  return assessedCount;
}
