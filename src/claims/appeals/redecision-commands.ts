import { accept, assert, canonicalJson, type Outcome, refuse } from '../../kernel/index.ts';
import {
  type Context,
  publishEvents,
  recordAudit,
  requirePermission,
  sha256,
  type Tx,
} from '../../platform/index.ts';
import type { PublishedPolicy } from '../assess-claim.ts';
import { loadPolicyByHash, toPublishedPolicy } from '../policies/policy-queries.ts';
import { loadClaim } from '../queries.ts';
import { renderAwardLine } from '../review/award-line.ts';
import { type DecisionRow, loadDecisionsOf } from '../review/decision-store.ts';
import { listEnteredBy } from '../review/entered-queries.ts';
import { loadAppeal } from '../review/review-queries.ts';
import { type AlikeClaim, findAlike, type UpheldAppeal } from './alike.ts';
import { findLacking, type LackingClaim, lackedDocuments } from './lacking.ts';
import {
  approveStoredRun,
  type Candidate,
  hasEntered,
  listCandidates,
  loadRun,
  loadRunOf,
  type NewMember,
  type RedecisionRun,
  type RedecisionSum,
  recordRun,
} from './redecision-store.ts';

export type AlikeRefusal =
  | { readonly code: 'appeal_not_found'; readonly appealId: string }
  | { readonly code: 'appeal_not_upheld' };

/** Who would change because an appeal was upheld, and by how much. */
export interface AlikePreview {
  readonly decisionId: string;
  readonly memberCount: number;
  readonly sums: readonly RedecisionSum[];
  readonly digest: string;
  /** The first of the members. */
  readonly members: readonly (AlikeClaim & { readonly claimNumber: string })[];
  /** Claims denied for the lack of the same documents: a person looks at each. */
  readonly lacking?: {
    readonly reasonCode: string;
    readonly documents: readonly string[];
    readonly claimCount: number;
    /** The first of them. */
    readonly claims: readonly (LackingClaim & { readonly claimNumber: string })[];
  };
  /** The run that carries it over already, if there is one. */
  readonly runId?: string;
}

interface Found {
  readonly upheld: UpheldAppeal & { readonly decisionId: string; readonly incidentId: string };
  readonly members: readonly (NewMember & { readonly claimNumber: string })[];
  readonly lacking: readonly (LackingClaim & { readonly claimNumber: string })[];
}

type Upheld = Found['upheld'];

/** The approved answer to an appeal, when it changed the decision appealed. */
async function loadUpheld(tx: Tx, appealId: string): Promise<Outcome<Upheld, AlikeRefusal>> {
  const appeal = await loadAppeal(tx, appealId);
  if (appeal === undefined) return refuse({ code: 'appeal_not_found', appealId });
  const row = await loadClaim(tx, appeal.claimId);
  const decisions = await loadDecisionsOf(tx, [appeal.claimId]);
  const before = decisions.find(({ id }) => id === appeal.decisionId);
  const answer = decisions.find((decision) => isAnswer(decision, before));
  if (row?.assessment == null || before === undefined || answer === undefined) {
    return refuse({ code: 'appeal_not_upheld' });
  }
  const isSame = canonicalJson(answer.awards.map(bare)) === canonicalJson(before.awards.map(bare));
  if (answer.outcome !== 'award' || isSame) return refuse({ code: 'appeal_not_upheld' });
  return accept({
    claimId: appeal.claimId,
    decisionId: answer.id,
    incidentId: row.incident_id,
    before: { outcome: before.outcome, reasonCode: before.reason_code, awards: before.awards },
    after: answer.awards,
    findings: row.assessment.findings,
    ...(answer.correction === null ? {} : { correction: answer.correction }),
  });
}

const bare = ({ awardId: _id, ...line }: DecisionRow['awards'][number]) => renderAwardLine(line);

function isAnswer(decision: DecisionRow, before: DecisionRow | undefined): boolean {
  const { is_appeal: isAppeal, approved_by: approvedBy, version } = decision;
  return isAppeal && approvedBy !== null && version > (before?.version ?? 0);
}

const pageSize = 1000;

async function loadStored(tx: Tx, hashes: readonly string[]): Promise<PublishedPolicy[]> {
  const rows = await Promise.all(hashes.map((hash) => loadPolicyByHash(tx, hash)));
  return rows.flatMap((row) => (row === undefined ? [] : [toPublishedPolicy(row)]));
}

type Positions = Omit<Found, 'upheld'>;

/** Says in which position one claim is beside the claim appealed: decided alike, lacking alike, or none. */
function findPosition(
  upheld: Upheld,
  candidate: Candidate,
  policies: readonly PublishedPolicy[],
): Positions {
  const { eventCount, claimNumber } = candidate;
  const policy = policies.find(({ hash }) => hash === upheld.correction?.policyHash);
  const alike = findAlike(upheld, candidate, policy);
  if (alike !== undefined) return { members: [{ ...alike, eventCount, claimNumber }], lacking: [] };
  const lacking = findLacking(upheld, candidate, policies);
  return { members: [], lacking: lacking === undefined ? [] : [{ ...lacking, claimNumber }] };
}

async function findMembers(tx: Tx, upheld: Upheld): Promise<Positions> {
  const { correction, findings, incidentId } = upheld;
  const policyHashes =
    correction === undefined
      ? findings.map(({ policyHash }) => policyHash)
      : [correction.policyHash];
  const policies = await loadStored(tx, policyHashes);
  const found: Positions[] = [];
  let after: string | undefined;
  do {
    const page = await listCandidates(tx, { incidentId, policyHashes, after, limit: pageSize });
    found.push(...page.candidates.map((candidate) => findPosition(upheld, candidate, policies)));
    after = page.next;
  } while (after !== undefined);
  return {
    members: found.flatMap(({ members }) => members),
    lacking: found.flatMap(({ lacking }) => lacking),
  };
}

function sumUp(members: readonly AlikeClaim[]): readonly RedecisionSum[] {
  const sums = new Map<string, RedecisionSum>();
  for (const { difference } of members) {
    for (const { remedy, currency, amountMinor = '0' } of difference) {
      const key = `${remedy} ${currency ?? ''}`;
      const before = sums.get(key);
      sums.set(key, {
        remedy,
        ...(currency === undefined ? {} : { currency }),
        amountMinor: String(BigInt(before?.amountMinor ?? '0') + BigInt(amountMinor)),
        claimCount: (before?.claimCount ?? 0) + 1,
      });
    }
  }
  return [...sums.values()];
}

function digestOf(decisionId: string, members: readonly AlikeClaim[]): string {
  const plain = members.map(({ claimId, awards }) => ({
    claimId,
    awards: awards.map(renderAwardLine),
  }));
  return Buffer.from(sha256(canonicalJson({ decisionId, members: plain }))).toString('hex');
}

const shownMax = 200;

function renderLacking(
  { before }: Upheld,
  lacking: Found['lacking'],
): NonNullable<AlikePreview['lacking']> {
  return {
    reasonCode: before.reasonCode,
    documents: lackedDocuments(before),
    claimCount: lacking.length,
    claims: lacking.slice(0, shownMax),
  };
}

/** Shows which other claims an upheld appeal changes, and by how much; records nothing. */
export async function previewAlike(
  ctx: Context,
  input: { readonly appealId: string },
): Promise<Outcome<AlikePreview, AlikeRefusal>> {
  requirePermission(ctx, 'claim:read');
  return ctx.read(async (tx): Promise<Outcome<AlikePreview, AlikeRefusal>> => {
    const upheld = await loadUpheld(tx, input.appealId);
    if (!upheld.ok) return upheld;
    const { decisionId } = upheld.value;
    const { members, lacking } = await findMembers(tx, upheld.value);
    const run = await loadRunOf(tx, decisionId);
    return accept({
      decisionId,
      memberCount: members.length,
      sums: sumUp(members),
      digest: digestOf(decisionId, members),
      members: members.slice(0, shownMax),
      ...(lacking.length === 0 ? {} : { lacking: renderLacking(upheld.value, lacking) }),
      ...(run === undefined ? {} : { runId: run.runId }),
    });
  });
}

export type ProposeRefusal =
  | AlikeRefusal
  | { readonly code: 'preview_outdated' }
  | { readonly code: 'no_claim_alike' }
  | { readonly code: 'own_claim' }
  | { readonly code: 'redecision_exists'; readonly runId: string };

async function findMembersFault(
  tx: Tx,
  about: { ctx: Context; members: Found['members']; isSame: boolean },
): Promise<ProposeRefusal | undefined> {
  const { ctx, members, isSame } = about;
  const claimIds = members.map(({ claimId }) => claimId);
  if (claimIds.length === 0) return { code: 'no_claim_alike' };
  const enteredBy = await listEnteredBy(tx, claimIds);
  if ([...enteredBy.values()].includes(ctx.actor.id)) return { code: 'own_claim' };
  return isSame ? undefined : { code: 'preview_outdated' };
}

/**
 * Proposes to decide again every claim alike one whose appeal was upheld, exactly as the preview
 * showed them. The same run again changes nothing.
 */
export async function proposeRedecision(
  ctx: Context,
  input: { readonly runId: string; readonly appealId: string; readonly digest: string },
): Promise<Outcome<RedecisionRun, ProposeRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { runId, appealId } = input;
  return ctx.transact(async (tx): Promise<Outcome<RedecisionRun, ProposeRefusal>> => {
    const upheld = await loadUpheld(tx, appealId);
    if (!upheld.ok) return upheld;
    const { decisionId, incidentId } = upheld.value;
    const known = await loadRunOf(tx, decisionId);
    if (known !== undefined) {
      return known.runId === runId
        ? accept(known)
        : refuse({ code: 'redecision_exists', runId: known.runId });
    }
    const { members } = await findMembers(tx, upheld.value);
    const digest = digestOf(decisionId, members);
    const fault = await findMembersFault(tx, { ctx, members, isSame: digest === input.digest });
    if (fault !== undefined) return refuse(fault);
    const sums = sumUp(members);
    const run = { runId, incidentId, appealId, decisionId, sums, digest };
    const isNew = await recordRun(tx, { ctx, run, members });
    assert(isNew, 'redecision: its id is new', { runId });
    const details = { appealId, memberCount: members.length, digest };
    await recordAudit(tx, { ctx, action: 'redecision_proposed', subject: runId, details });
    const recorded = await loadRun(tx, { runId });
    assert(recorded !== undefined, 'redecision: what was recorded is found', { runId });
    return accept(recorded);
  });
}

export type ApproveRunRefusal =
  | { readonly code: 'redecision_not_found'; readonly runId: string }
  | { readonly code: 'own_claim' }
  | { readonly code: 'own_decision' };

/**
 * Approves a proposed run; its members are decided again after the answer, a batch at a time, each
 * once. Nobody approves the run they proposed.
 *
 * @source ARCHITECTURE.md, "What is promised", 4
 */
export async function approveRedecision(
  ctx: Context,
  input: { readonly runId: string },
): Promise<Outcome<RedecisionRun, ApproveRunRefusal>> {
  requirePermission(ctx, 'claim:approve');
  const { runId } = input;
  return ctx.transact(async (tx): Promise<Outcome<RedecisionRun, ApproveRunRefusal>> => {
    const run = await loadRun(tx, { runId, isLocked: true });
    if (run === undefined) return refuse({ code: 'redecision_not_found', runId });
    if (run.proposedBy === ctx.actor.id) return refuse({ code: 'own_decision' });
    if (run.approvedBy !== null) return accept(run);
    if (await hasEntered(tx, { runId, personId: ctx.actor.id })) {
      return refuse({ code: 'own_claim' });
    }
    await approveStoredRun(tx, { ctx, runId });
    const payload = { runId, incidentId: run.incidentId };
    await publishEvents(tx, [
      { type: 'redecision_approved', subject: runId, payload, occurredAt: ctx.now },
    ]);
    const details = { memberCount: run.memberCount, digest: run.digest };
    await recordAudit(tx, { ctx, action: 'redecision_approved', subject: runId, details });
    return accept((await loadRun(tx, { runId })) ?? run);
  });
}
