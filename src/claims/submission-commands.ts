import { accept, assert, type Instant, type Outcome, refuse } from '../kernel/index.ts';
import { type Context, recordAudit, type Tx } from '../platform/index.ts';
import type { ClaimState } from './claim.ts';
import {
  type Prepared,
  prepare,
  type SubmitClaimInput,
  toHexText,
  toNewClaim,
} from './prepare-submission.ts';
import {
  loadQuestionnaires,
  loadSubmissions,
  type PublishedQuestionnaire,
  type StoredSubmission,
} from './queries.ts';
import { claimToken, draftReceipt, type Receipt } from './receipt.ts';
import { type NewClaim, recordClaims } from './store.ts';
import { type ClaimContent, decideSubmission, type SubmitRefusal } from './submit-claim.ts';

/** What a claimant gets once the claim is committed; the token looks the claim up. */
export interface Submission {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly token: string;
  readonly submittedAt: Instant;
  readonly state: ClaimState;
  readonly receipt: Receipt;
  readonly isRepeat: boolean;
}

async function toSubmission(
  ctx: Context,
  { stored, isRepeat }: { stored: StoredSubmission; isRepeat: boolean },
): Promise<Submission> {
  const { contentHash, salt, keySalt } = stored;
  assert(
    contentHash !== null && salt !== null && keySalt !== null,
    'claim: a receipt has its salt',
  );
  const draft = draftReceipt({ ...stored, contentHash, salt }, ctx.signer);
  return {
    claimId: stored.claimId,
    claimNumber: stored.claimNumber,
    token: claimToken(keySalt),
    submittedAt: stored.submittedAt,
    state: stored.state,
    receipt: draft.seal(await ctx.signer.signLater(draft.message)),
    isRepeat,
  };
}

function toStored(claim: NewClaim, incident: string): StoredSubmission {
  const { id: claimId, number: claimNumber, submittedAt, recordedAt } = claim;
  const { contentHash, salt, keySalt, commitment } = claim;
  const proof = { contentHash, salt, keySalt, commitment };
  return { claimId, claimNumber, incident, state: 'submitted', submittedAt, recordedAt, ...proof };
}

export type SubmitOutcome = Outcome<Submission, SubmitRefusal>;

/** The questionnaires met so far, by `incidentId/version`; a published one never changes. */
export type KnownForms = Map<string, PublishedQuestionnaire>;

/** Under which a submission's questionnaire is known. */
export const formKey = (content: ClaimContent): string =>
  `${content.incidentId}/${content.questionnaireVersion}`;

async function learnForms(entries: readonly Prepared[], forms: KnownForms): Promise<void> {
  const unknown = entries.filter(({ content }) => !forms.has(formKey(content)));
  const named = unknown.map(({ content }) => content);
  const found = await unknown[0]?.ctx.statement((tx) => loadQuestionnaires(tx, named));
  for (const [key, form] of found ?? []) forms.set(key, form);
}

/** Tells how one submission is decided under a questionnaire and what is stored under its id. */
export function decide(
  entry: Prepared,
  given: { form: PublishedQuestionnaire | undefined; existing: StoredSubmission | undefined },
) {
  const { existing } = given;
  const existingHash = existing?.contentHash;
  return decideSubmission(entry.content, {
    questionnaire: given.form?.questionnaire,
    existing:
      existing === undefined
        ? undefined
        : { contentHash: existingHash ? toHexText(existingHash) : undefined },
    contentHash: toHexText(entry.contentHash),
    filedAt: entry.filedAt,
    ticketFault: entry.ticketFault,
    isCounted: entry.isCounted,
    now: entry.ctx.now,
  });
}

interface Fresh {
  readonly entry: Prepared;
  readonly claim: NewClaim;
  readonly stored: StoredSubmission;
}

/** Makes claims of the entries that would be accepted if nothing were stored under their ids. */
function makeFresh(entries: readonly Prepared[], forms: KnownForms): readonly Fresh[] {
  const taken = new Set<string>();
  return entries.flatMap((entry) => {
    const { content } = entry;
    const form = forms.get(formKey(content));
    if (form === undefined || taken.has(content.claimId)) return [];
    if (!decide(entry, { form, existing: undefined }).ok) return [];
    taken.add(content.claimId);
    const claim = toNewClaim(entry, form.questionnaire);
    return [{ entry, claim, stored: toStored(claim, form.incidentSlug) }];
  });
}

/** Records the claims in one transaction, which is one statement unless there is more to record. */
function recordFresh(ctx: Context, fresh: readonly Fresh[]): Promise<ReadonlySet<string>> {
  const claims = fresh.map(({ claim }) => claim);
  const isPlain = claims.every(
    ({ actor, evidence }) => actor.kind !== 'staff' && evidence.length === 0,
  );
  if (isPlain) return ctx.statement((tx) => recordClaims(tx, claims));
  return ctx.transact(async (tx) => {
    const recorded = await recordClaims(tx, claims);
    await auditEntered(
      tx,
      fresh.filter(({ claim }) => recorded.has(claim.id)),
    );
    return recorded;
  });
}

async function auditEntered(tx: Tx, fresh: readonly Fresh[]): Promise<void> {
  const ctx = fresh.find(({ claim }) => claim.actor.kind === 'staff')?.entry.ctx;
  if (ctx === undefined) return;
  const entered = fresh.filter(({ claim }) => claim.actor.id === ctx.actor.id);
  const claimIds = entered.map(({ claim }) => claim.id);
  await recordAudit(tx, {
    ctx,
    action: 'claims_entered',
    subject: claimIds[0] ?? '',
    details: { claimIds },
  });
}

type Answers = Map<Prepared, SubmitOutcome>;

/**
 * Records first and looks afterwards: nearly every claim is new, and the insertion itself tells
 * which are not. Receipts are signed meanwhile; they leave only after the commit.
 */
async function answerFresh(
  answers: Answers,
  { entries, forms }: { entries: readonly Prepared[]; forms: KnownForms },
): Promise<void> {
  const fresh = makeFresh(entries, forms);
  const [first] = fresh;
  if (first === undefined) return;
  const [recorded, submissions] = await Promise.all([
    recordFresh(first.entry.ctx, fresh),
    Promise.all(
      fresh.map(({ entry, stored }) => toSubmission(entry.ctx, { stored, isRepeat: false })),
    ),
  ]);
  for (const [index, { entry, claim }] of fresh.entries()) {
    const submission = submissions[index];
    if (submission !== undefined && recorded.has(claim.id)) answers.set(entry, accept(submission));
  }
}

/**
 * Answers entries that were not recorded now: what is stored under their ids decides. An entry stays
 * unanswered when its id or number was taken by a transaction that was undone afterwards.
 */
async function answerStored(
  answers: Answers,
  { entries, forms }: { entries: readonly Prepared[]; forms: KnownForms },
): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  const claimIds = entries.map(({ content }) => content.claimId);
  const stored = await first.ctx.statement((tx) => loadSubmissions(tx, claimIds));
  for (const entry of entries) {
    const existing = stored.get(entry.content.claimId);
    const decision = decide(entry, { form: forms.get(formKey(entry.content)), existing });
    if (!decision.ok) answers.set(entry, refuse(decision.refusal));
    else if (existing !== undefined) {
      answers.set(
        entry,
        accept(await toSubmission(entry.ctx, { stored: existing, isRepeat: true })),
      );
    }
  }
}

const triesMax = 5;

/**
 * Records submissions of any number of senders in one transaction; each is decided by itself.
 *
 * @returns one answer for each entry, in order
 */
export async function submitTogether(
  prepared: readonly Prepared[],
  forms: KnownForms = new Map(),
): Promise<readonly SubmitOutcome[]> {
  await learnForms(prepared, forms);
  const answers: Answers = new Map();
  const unanswered = () => prepared.filter((entry) => !answers.has(entry));
  for (let tries = 0; tries < triesMax && answers.size < prepared.length; tries += 1) {
    await answerFresh(answers, { entries: unanswered(), forms });
    await answerStored(answers, { entries: unanswered(), forms });
  }
  return prepared.map((entry) => {
    const answer = answers.get(entry);
    assert(answer !== undefined, 'claim: one answer for one submission');
    return answer;
  });
}

/** Records one claim; a repeat with the same content gets the same answer. */
export async function submitClaim(ctx: Context, input: SubmitClaimInput): Promise<SubmitOutcome> {
  const [outcome] = await submitTogether([prepare({ ctx, input })]);
  assert(outcome !== undefined, 'claim: one answer for one submission');
  return outcome;
}

/**
 * Records many claims of one sender in one transaction; one answer for each, in order.
 *
 * @param options.isCounted the claims of a case, which stand under the category they were counted in
 */
export function submitClaims(
  ctx: Context,
  inputs: readonly SubmitClaimInput[],
  { isCounted = false }: { readonly isCounted?: boolean } = {},
): Promise<readonly SubmitOutcome[]> {
  return submitTogether(inputs.map((input) => prepare({ ctx, input, isCounted })));
}
