import { loadUnbegunPolicy } from '../../claims/policies/index.ts';
import {
  accept,
  assert,
  canonicalJson,
  type Instant,
  instantFromEpochMs,
  type JsonValue,
  type LocalDate,
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
  sql,
  type Tx,
} from '../../platform/index.ts';
import { measureOf } from '../../policy/index.ts';
import { type AccountCode, accountId, accountOfRemedy } from '../ledger/account.ts';
import { postOwed } from '../ledger/commands.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { openChart } from '../ledger/store.ts';
import type { TransferRequest } from '../ledger/transfer.ts';
import { type ClassDifference, differencesBetween } from './difference.ts';
import { totalsBeyond } from './due-rows.ts';
import { type EarlierRefusal, isReckonedFrom, listGivenRuns, recordDue } from './earlier-runs.ts';
import { recordInputs } from './inputs-store.ts';
import type { AwardTotal, Determined } from './population.ts';
import {
  type DeterminationRun,
  listDeterminationRuns,
  listEarlierRuns,
  loadDeterminationRun,
  loadReplaceable,
  lockDetermination,
  storedTotals,
  type UnfitRefusal,
} from './run-queries.ts';

/** Why a determination run is not recorded or approved. */
export type DeterminationRefusal =
  | { readonly code: 'determination_run_not_found'; readonly runId: string }
  | { readonly code: 'determination_run_id_reused'; readonly runId: string }
  | DeterminationPolicyRefusal
  | UnfitRefusal
  | EarlierRefusal
  | { readonly code: 'determination_run_same_person' }
  | { readonly code: 'determination_already_approved'; readonly runId: string };

/** A run by a published version that begins on a later day. */
interface DeterminationPolicyRefusal {
  readonly code: 'policy_not_begun';
  readonly policyId: string;
  readonly version: string;
  readonly from: LocalDate;
}

/**
 * Gives what the log says of a run's totals: base64 of SHA-256(salt ‖ SHA-256(totals)), the totals
 * as canonical JSON. Whoever is shown salt and totals can check them; nobody else learns a count.
 */
export function commitToTotals(totals: readonly AwardTotal[], salt: Uint8Array): string {
  const content = sha256(canonicalJson(storedTotals(totals) as unknown as JsonValue));
  return Buffer.from(sha256(Buffer.concat([salt, content]))).toString('base64');
}

interface Proposal {
  readonly runId: string;
  readonly incidentId: string;
  readonly determined: Determined;
  /** the run whose parties are determined anew, such as over a corrected population */
  readonly replacesRunId?: string;
}

/**
 * Puts the result of a determination run up for approval; the same id again changes nothing.
 *
 * A version that is published and begins on a later day decides nothing yet: it is refused. One that
 * was superseded may be run, to put right what was determined while it was in force. A run that
 * replaces another names an approved one of the same incident and policy that no approved run
 * replaces yet; a proposal repeated is not asked that again.
 */
export async function proposeDeterminationRun(
  ctx: Context,
  proposal: Proposal,
): Promise<Outcome<DeterminationRun, DeterminationRefusal>> {
  requirePermission(ctx, 'payout:prepare');
  const { runId, incidentId, determined } = proposal;
  return ctx.transact(async (tx): Promise<Outcome<DeterminationRun, DeterminationRefusal>> => {
    const { policyHash, populationHash, awardsHash, totals, statuses } = determined;
    const found = await findReplaced(tx, { ctx, ...proposal });
    if (!found.ok) return found;
    const { value: replacesRunId } = found;
    const document = JSON.stringify({ awards: storedTotals(totals), statuses });
    const { rows } = await sql<{ id: string }>`insert into settlement.determination_run
        (id, incident_id, policy_hash, population_hash, awards_hash, party_count, totals, state,
        prepared_by, prepared_at, replaces_run_id)
      values (${runId}, ${incidentId}, ${policyHash}, ${populationHash}, ${awardsHash},
        ${determined.partyCount}, ${document}::jsonb, 'proposed', ${ctx.actor.id},
        ${renderInstant(ctx.now)}::timestamptz, ${replacesRunId ?? null}::uuid)
      on conflict (id) do nothing returning id`.execute(tx);
    const run = await lockDetermination(tx, runId);
    assert(run !== undefined, 'determination: a proposed run is on record', { runId });
    if (rows.length > 0) {
      await recordProposed(ctx, tx, proposal);
      return accept({ ...run, due: determined.due ?? null });
    }
    const isSame =
      run.incidentId === incidentId &&
      run.policyHash === policyHash &&
      run.populationHash === populationHash &&
      run.awardsHash === awardsHash &&
      run.due?.dueHash === determined.due?.dueHash;
    return isSame ? accept(run) : refuse({ code: 'determination_run_id_reused', runId });
  });
}

/** Records what a run that was just put up was determined from, and what is due by it. */
async function recordProposed(
  ctx: Context,
  tx: Tx,
  { runId, determined: { inputs, due, awardsHash } }: Proposal,
): Promise<void> {
  if (inputs !== undefined) await recordInputs(tx, { runId, inputs });
  if (due !== undefined) await recordDue(tx, { runId, due });
  const action = 'settlement.determination_run_proposed';
  const details = { awardsHash, ...(due === undefined ? {} : { dueHash: due.dueHash }) };
  await recordAudit(tx, { ctx, action, subject: runId, details });
}

/** Gives the run whose place a proposed one takes: the one named, or the last that it is due beyond. */
async function findReplaced(
  tx: Tx,
  { ctx, runId, incidentId, determined, replacesRunId }: Proposal & { readonly ctx: Context },
): Promise<Outcome<string | undefined, DeterminationRefusal>> {
  const { policyHash, populationHash, due } = determined;
  const unbegun = await loadUnbegunPolicy(tx, { incidentId, hash: policyHash, at: ctx.now });
  if (unbegun !== undefined) {
    const { policyId, version, effectiveFrom: from } = unbegun;
    return refuse({ code: 'policy_not_begun', policyId, version, from });
  }
  const isOnRecord = (await loadDeterminationRun(tx, runId)) !== undefined;
  if (isOnRecord || (replacesRunId === undefined && due === undefined)) {
    return accept(replacesRunId);
  }
  const run = { id: runId, incidentId, policyHash, populationHash };
  let lastId = replacesRunId;
  if (due !== undefined) {
    const earlier = await listGivenRuns(tx, { run, hashes: due.earlier });
    if (!earlier.ok) return earlier;
    if (!isReckonedFrom(due, earlier.value)) {
      return refuse({ code: 'determination_due_outdated', runId });
    }
    lastId ??= earlier.value.at(-1)?.id;
  }
  if (lastId === undefined) return accept(lastId);
  const replaced = await loadReplaceable(tx, { run, replacesRunId: lastId });
  return replaced.ok ? accept(lastId) : replaced;
}

/**
 * Approves a determination run: its totals will be posted.
 *
 * Refusals in order: not found; prepared by the same person; the same policy over the same
 * population approved under another id; what is due was reckoned from other runs than those that
 * are approved by now. An approval repeated changes nothing.
 */
export async function approveDeterminationRun(
  ctx: Context,
  runId: string,
): Promise<Outcome<DeterminationRun, DeterminationRefusal>> {
  requirePermission(ctx, 'payout:approve');
  return ctx.transact(async (tx): Promise<Outcome<DeterminationRun, DeterminationRefusal>> => {
    const run = await lockDetermination(tx, runId);
    if (run === undefined) return refuse({ code: 'determination_run_not_found', runId });
    if (run.preparedBy === ctx.actor.id) return refuse({ code: 'determination_run_same_person' });
    if (run.state === 'approved') return accept(run);
    const { incidentId, policyHash, populationHash, awardsHash } = run;
    const lockKey = `determination ${incidentId}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${lockKey}, 0))`.execute(tx);
    const earlier = await listDeterminationRuns(tx, incidentId);
    const approved = earlier.find(
      (other) =>
        other.state === 'approved' &&
        other.policyHash === policyHash &&
        other.populationHash === populationHash,
    );
    if (approved !== undefined) {
      return refuse({ code: 'determination_already_approved', runId: approved.id });
    }
    if (run.due !== null && !isReckonedFrom(run.due, await listEarlierRuns(tx, run))) {
      return refuse({ code: 'determination_due_outdated', runId });
    }
    const approvedAt = afterAll(earlier, ctx.now);
    const salt = ctx.randomBytes(32);
    await sql`update settlement.determination_run set state = 'approved',
      totals_salt = ${Buffer.from(salt)}, approved_by = ${ctx.actor.id}, approved_at = ${renderInstant(approvedAt)}::timestamptz
      where id = ${runId}`.execute(tx);
    const totalsCommitment = commitToTotals(run.totals, salt);
    const hashes = { policyHash, populationHash, awardsHash };
    const ofDue = run.due && { dueCommitment: commitToTotals(run.due.totals, salt) };
    const payload = { runId, incidentId, ...hashes, totalsCommitment, ...ofDue };
    const type = 'determination_run_approved';
    await publishEvents(tx, [{ type, subject: runId, payload, occurredAt: ctx.now }]);
    const action = 'settlement.determination_run_approved';
    await recordAudit(tx, { ctx, action, subject: runId, details: { awardsHash } });
    const approval = { approvedBy: ctx.actor.id, approvedAt, totalsSalt: salt };
    return accept({ ...run, state: 'approved', ...approval });
  });
}

/**
 * Gives the instant of an approval: now, or just after the last one of the incident. What a run posts
 * is what is due beyond those approved before it, so that no two may stand at one instant, and one
 * that waited for another comes after it whatever its clock says.
 */
function afterAll(runs: readonly DeterminationRun[], now: Instant): Instant {
  const last = Math.max(...runs.map(({ approvedAt }) => approvedAt ?? 0), 0);
  return last < now ? now : instantFromEpochMs(last + 1);
}

function owedAccount(remedy: string): AccountCode | undefined {
  return remedy === 'cash' ? 'population_awards' : accountOfRemedy(remedy);
}

/**
 * Gives one transfer per remedy and currency of a run: what its parties are owed together, beyond
 * what `earlier` runs of the same policy already granted, in the order of their approval. What was
 * granted is never taken back.
 */
export function transfersForRun(
  run: DeterminationRun,
  earlier: readonly DeterminationRun[] = [],
): TransferRequest[] {
  const sums = new Map<string, { code: AccountCode; currency: string; amountMinor: bigint }>();
  for (const { remedy, currency, amountMinor } of totalsBeyond(run, earlier)) {
    const code = owedAccount(remedy);
    if (code === undefined || currency === null || amountMinor === null) continue;
    const key = `${remedy} ${currency}`;
    const before = sums.get(key)?.amountMinor ?? 0n;
    sums.set(key, { code, currency, amountMinor: before + amountMinor });
  }
  const { id: reference, incidentId } = run;
  return [...sums]
    .filter(([, { amountMinor }]) => amountMinor > 0n)
    .map(([key, { code, currency, amountMinor }]) => ({
      id: derivedId(['determination', reference, key]),
      kind: 'posted',
      debitAccountId: accountId({ incidentId, currency, code: 'provision' }),
      creditAccountId: accountId({ incidentId, currency, code }),
      amountMinor,
      currency,
      code: 'determination_run_approved',
      reference,
    }));
}

/** Posts an approved run's totals and records what it issues, in the caller's transaction. */
export async function postDeterminationRun(ctx: Context, tx: Tx, runId: string): Promise<void> {
  const run = await lockDetermination(tx, runId);
  assert(run?.state === 'approved', 'determination: only an approved run is posted', { runId });
  const earlier = await listEarlierRuns(tx, run);
  const requests = transfersForRun(run, earlier);
  const currencies = new Set(run.totals.flatMap(({ currency }) => currency ?? []));
  for (const currency of currencies) {
    await openChart(tx, { incidentId: run.incidentId, currency });
  }
  if (requests.length > 0) {
    const posted = await postOwed(ctx, tx, { incidentId: run.incidentId, requests });
    assert(posted.ok, 'determination: its totals are posted', posted);
  }
  await recordRunIssues(ctx, tx, { ...run, totals: totalsBeyond(run, earlier) });
  await auditHeld(ctx, tx, { run, earlier });
}

/** Keeps what was not granted because it cannot be subtracted: somebody has to decide it. */
async function auditHeld(
  ctx: Context,
  tx: Tx,
  of: { readonly run: DeterminationRun; readonly earlier: readonly DeterminationRun[] },
): Promise<void> {
  const lines = heldLines(of);
  if (lines.length === 0) return;
  const action = 'settlement.determination_run_held';
  await recordAudit(tx, { ctx, action, subject: of.run.id, details: { lines } });
}

function heldLines(of: {
  readonly run: DeterminationRun;
  readonly earlier: readonly DeterminationRun[];
}): JsonValue[] {
  if (of.run.due !== null) {
    const held = of.run.due.lines.filter(({ heldParties }) => heldParties > 0);
    return held.map(({ partyClass, remedy, name, currency, unit, heldParties }) => {
      const measure = currency ?? measureOf(unit).of;
      return { partyClass, remedy, name, measure, parties: heldParties };
    });
  }
  const held = differencesBetween(of.run, of.earlier).filter(isHeld);
  return held.map(({ partyClass, remedy, name, measure }) => ({
    ...{ partyClass, remedy, name, measure },
  }));
}

const isHeld = ({ reason }: ClassDifference): boolean => reason === 'units_differ';

async function recordRunIssues(ctx: Context, tx: Tx, run: DeterminationRun): Promise<void> {
  const rows = run.totals
    .map((total, position) => ({
      ...total,
      id: derivedId(['issue', run.id, String(position)]),
      amountMinor: total.amountMinor?.toString() ?? null,
    }))
    .filter(({ remedy }) => remedy !== 'cash');
  await sql`insert into settlement.issue (id, incident_id, determination_run_id, remedy, name,
      clause, party_count, quantity, unit, amount_minor, currency, issued_at)
    select id, ${run.incidentId}, ${run.id}, remedy, name, clause, "partyCount", quantity, unit,
      "amountMinor", currency, ${renderInstant(ctx.now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, remedy text, name text,
      clause text, "partyCount" bigint, quantity text, unit text, "amountMinor" bigint,
      currency text)
    on conflict (id) do nothing`.execute(tx);
}
