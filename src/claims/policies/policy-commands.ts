import { loadIncident } from '../../incident/index.ts';
import { accept, type Outcome, refuse, renderInstant } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sql,
  type Tx,
} from '../../platform/index.ts';
import { insertBeginning } from './begin-commands.ts';
import { examineBeside, type PolicyTooCostly } from './beside/examine-beside.ts';
import type { ReadText } from './beside/policy-work.ts';
import type { ReadRefusal } from './examine-policy.ts';
import { loadLegalDay } from './in-force-queries.ts';
import { loadPolicyVersion, type PolicyVersion } from './policy-queries.ts';
import { isSimulated } from './simulation-store.ts';

/** A policy text on its way to publication; the id is made by the client. */
export interface PolicyDraftInput {
  readonly policyVersionId: string;
  readonly incidentId: string;
  readonly text: string;
}

/** What a policy version is known by. */
export interface PolicyReference {
  readonly policyVersionId: string;
  readonly policyId: string;
  readonly version: string;
  readonly hash: string;
}

export type DraftRefusal =
  | ReadRefusal
  | PolicyTooCostly
  | { readonly code: 'incident_not_found'; readonly incidentId: string }
  | { readonly code: 'policy_version_exists'; readonly policyId: string; readonly version: string };

export type PublishRefusal =
  | ReadRefusal
  | PolicyTooCostly
  | { readonly code: 'policy_not_found'; readonly policyVersionId: string }
  | { readonly code: 'own_policy' }
  | { readonly code: 'policy_cases_failed'; readonly failedCount: number }
  | { readonly code: 'policy_not_simulated'; readonly hash: string };

function toReference(row: PolicyVersion): PolicyReference {
  const { policyVersionId, policyId, version, hash } = row;
  return { policyVersionId, policyId, version, hash };
}

/**
 * Stores a policy version as its author's draft, once it parses and checks without error.
 *
 * The same text again gets the same answer; another text under a policy and version already
 * stored is refused: a change is a new version.
 */
export async function draftPolicy(
  ctx: Context,
  input: PolicyDraftInput,
): Promise<Outcome<PolicyReference, DraftRefusal>> {
  requirePermission(ctx, 'policy:author');
  const read = await examineBeside('read', { text: input.text });
  if (!read.ok) return read;
  const { header, hash } = read.value;
  return ctx.transact(async (tx): Promise<Outcome<PolicyReference, DraftRefusal>> => {
    const { incidentId } = input;
    if ((await loadIncident(tx, incidentId)) === undefined) {
      return refuse({ code: 'incident_not_found', incidentId });
    }
    const row = await recordDraft(tx, { ctx, input, document: read.value });
    if (row === undefined) {
      const { policy: policyId, version } = header;
      return refuse({ code: 'policy_version_exists', policyId, version });
    }
    const details = { hash, version: header.version };
    await recordAudit(tx, { ctx, action: 'policy_drafted', subject: row.policyVersionId, details });
    return accept(toReference(row));
  });
}

async function recordDraft(
  tx: Tx,
  { ctx, input, document }: { ctx: Context; input: PolicyDraftInput; document: ReadText },
): Promise<PolicyVersion | undefined> {
  const { header, hash } = document;
  await sql`insert into claims.policy_version (id, incident_id, policy_id, version, hash, title_ko,
      title_en, text, applies, effective_from, effective_until, author_id, drafted_at)
    values (${input.policyVersionId}, ${input.incidentId}, ${header.policy}, ${header.version},
      ${hash}, ${header.title.ko}, ${header.title.en}, ${input.text}, ${header.applies},
      ${header.effectiveFrom ?? null}::date, ${header.effectiveUntil ?? null}::date,
      ${ctx.actor.id}, ${renderInstant(ctx.now)}::timestamptz) on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ id: string }>`select id from claims.policy_version
    where incident_id = ${input.incidentId} and policy_id = ${header.policy}
      and version = ${header.version} and hash = ${hash}`.execute(tx);
  const id = rows[0]?.id;
  return id === undefined ? undefined : loadPolicyVersion(tx, { policyVersionId: id });
}

/**
 * Publishes a drafted policy version; the approver is never its author, the text still has no error
 * (the checker may have learned of one since it was drafted), every case the document states comes
 * out as it says, and exactly this text was simulated over a population.
 *
 * It applies to claims in the place of earlier versions of the same policy from its effective date
 * on, or from now on when that is past or not stated. Publishing what is published gets the same
 * answer and changes nothing.
 *
 * @source ARCHITECTURE.md, Policy ("Author ≠ approver")
 */
export async function publishPolicy(
  ctx: Context,
  input: { readonly policyVersionId: string },
): Promise<Outcome<PolicyReference, PublishRefusal>> {
  requirePermission(ctx, 'policy:approve');
  const { policyVersionId } = input;
  return ctx.transact(async (tx): Promise<Outcome<PolicyReference, PublishRefusal>> => {
    const row = await loadPolicyVersion(tx, { policyVersionId, isLocked: true });
    if (row === undefined) return refuse({ code: 'policy_not_found', policyVersionId });
    if (row.publishedAt !== null) return accept(toReference(row));
    if (row.authorId === ctx.actor.id) return refuse({ code: 'own_policy' });
    const ran = await examineBeside('runCases', { text: row.text });
    if (!ran.ok) return ran;
    const { failedCount } = ran.value;
    if (failedCount > 0) return refuse({ code: 'policy_cases_failed', failedCount });
    const { hash } = row;
    if (!(await isSimulated(tx, row))) return refuse({ code: 'policy_not_simulated', hash });
    await recordPublication(tx, { ctx, row });
    return accept(toReference(row));
  });
}

async function recordPublication(
  tx: Tx,
  { ctx, row }: { ctx: Context; row: PolicyVersion },
): Promise<void> {
  const { policyVersionId, policyId, version, hash, incidentId, effectiveFrom } = row;
  await sql`select pg_advisory_xact_lock(hashtextextended('claims publication', 0))`.execute(tx);
  await sql`update claims.policy_version set approver_id = ${ctx.actor.id},
      published_at = ${renderInstant(ctx.now)}::timestamptz,
      publication = (select coalesce(max(publication), 0) + 1 from claims.policy_version)
    where id = ${policyVersionId}`.execute(tx);
  const { today } = await loadLegalDay(tx, { incidentId, at: ctx.now });
  await insertBeginning(tx, { ctx, policyVersionId, today });
  await publishEvents(tx, [
    {
      type: 'policy_published',
      subject: policyVersionId,
      payload: { policyId, version, hash, incidentId, effectiveFrom },
      occurredAt: ctx.now,
    },
  ]);
  await recordAudit(tx, {
    ctx,
    action: 'policy_published',
    subject: policyVersionId,
    details: { hash, authorId: row.authorId },
  });
}
