import { accept, canonicalJson, type Outcome, refuse } from '../../../kernel/index.ts';
import { type Context, requirePermission, sha256, sql, type Tx } from '../../../platform/index.ts';
import { type AwardLine, renderAwardLine } from '../award-line.ts';
import type { DecisionInput } from '../decide-claim.ts';
import type { ClaimPart } from '../queue/queue-filter.ts';
import { partConditions } from '../queue/queue-queries.ts';
import type { SecondReviewCause } from '../queue/review-rules.ts';
import type { DecisionOutcome } from '../reason-code.ts';
import { decideMany, recordAnswers } from '../review-commands.ts';
import { derivedId } from './derived-id.ts';

/** One answer for many claims; without `awards` each is granted what its assessment suggests. */
export interface ManyAnswer {
  readonly outcome: DecisionOutcome;
  readonly reasonCode: string;
  readonly awards?: readonly AwardLine[];
  readonly note?: string;
}

/** What the answer would do to one claim. */
export interface PreviewLine {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly awards: readonly AwardLine[];
  /** Why it is looked at again before it may be approved. */
  readonly secondReview?: SecondReviewCause;
  /** Why the answer does not fit this claim. */
  readonly refusalCode?: string;
}

/** What an answer would do to many claims, before anything is recorded. */
export interface Preview {
  readonly lines: readonly PreviewLine[];
  /** Sums of what would be granted, by remedy and currency. */
  readonly sums: readonly {
    readonly remedy: string;
    readonly currency?: string;
    readonly amountMinor: string;
    readonly claimCount: number;
  }[];
  /** Names exactly this preview; the decision gives it back. */
  readonly digest: string;
}

export type ManyRefusal =
  | { readonly code: 'preview_outdated' }
  | { readonly code: 'claims_not_chosen' };

const toInputs = (
  claimIds: readonly string[],
  { answer, runId }: { answer: ManyAnswer; runId: string },
): DecisionInput[] =>
  claimIds.map((claimId) => ({ ...answer, claimId, decisionId: derivedId(runId, claimId) }));

function sumUp(lines: readonly PreviewLine[]): Preview['sums'] {
  const sums = new Map<string, Preview['sums'][number]>();
  for (const { awards } of lines) {
    for (const { remedy, currency, amountMinor = '0' } of awards) {
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

function digestOf(lines: readonly PreviewLine[], answer: ManyAnswer): string {
  const { outcome, reasonCode } = answer;
  const plain = lines.map(({ claimId, awards, refusalCode = '' }) => ({
    claimId,
    refusalCode,
    awards: awards.map(({ awardId: _own, ...line }) => renderAwardLine(line)),
  }));
  const text = canonicalJson({ outcome, reasonCode, lines: plain });
  return Buffer.from(sha256(text)).toString('hex');
}

async function loadNumbers(tx: Tx, claimIds: readonly string[]) {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from claims.claim where id = any(${[...claimIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

async function preview(
  tx: Tx,
  options: { ctx: Context; claimIds: readonly string[]; answer: ManyAnswer; runId: string },
): Promise<Preview> {
  const { ctx, claimIds, answer } = options;
  const results = await decideMany(tx, { ctx, inputs: toInputs(claimIds, options) });
  const numbers = await loadNumbers(tx, claimIds);
  const lines = results.map(({ outcome, decision, cause }, index): PreviewLine => {
    const claimId = claimIds[index] ?? '';
    return {
      claimId,
      claimNumber: numbers.get(claimId) ?? '',
      awards: decision?.awards ?? [],
      ...(cause === undefined ? {} : { secondReview: cause }),
      ...(outcome.ok ? {} : { refusalCode: outcome.refusal.code }),
    };
  });
  return { lines, sums: sumUp(lines), digest: digestOf(lines, answer) };
}

async function chooseClaims(
  tx: Tx,
  asked: { incidentId: string; part: ClaimPart; limit: number },
): Promise<readonly string[]> {
  const { incidentId, part, limit } = asked;
  const { rows } = await sql<{ id: string }>`select c.id from claims.claim c
    where c.state in ('assessed', 'in_review') and not c.is_appealed and c.erased_at is null
      and ${sql.join(partConditions({ incidentId, ...part }), sql` and `)}
    order by c.priority, c.clock_from_ms, c.id limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The claims an answer is for: by their ids, or the first of a part of an incident. */
export type ManyChoice =
  | { readonly claimIds: readonly string[] }
  | { readonly incidentId: string; readonly part: ClaimPart; readonly limit: number };

/** Shows what one answer would do to many claims; records nothing. */
export async function previewMany(
  ctx: Context,
  input: { readonly runId: string; readonly choice: ManyChoice; readonly answer: ManyAnswer },
): Promise<Outcome<Preview, ManyRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { choice, answer, runId } = input;
  return ctx.transact(async (tx): Promise<Outcome<Preview, ManyRefusal>> => {
    const claimIds = 'claimIds' in choice ? choice.claimIds : await chooseClaims(tx, choice);
    if (claimIds.length === 0) return refuse({ code: 'claims_not_chosen' });
    return accept(await preview(tx, { ctx, claimIds, answer, runId }));
  });
}

/** What deciding many came to. */
export interface ManyDecided {
  readonly decidedCount: number;
  readonly refused: readonly { readonly claimId: string; readonly code: string }[];
}

/**
 * Records one answer to many claims, exactly as its preview showed it, pending the approval of
 * another person. The same run again records nothing more and gets the same answer.
 *
 * Anything that differs from the preview by now refuses the whole: what a person saw is what is
 * done, or nothing is.
 */
export async function decideAsPreviewed(
  ctx: Context,
  input: {
    readonly runId: string;
    readonly claimIds: readonly string[];
    readonly answer: ManyAnswer;
    readonly digest: string;
  },
): Promise<Outcome<ManyDecided, ManyRefusal>> {
  requirePermission(ctx, 'claim:review');
  const { runId, claimIds, answer, digest } = input;
  if (claimIds.length === 0) return refuse({ code: 'claims_not_chosen' });
  return ctx.transact(async (tx): Promise<Outcome<ManyDecided, ManyRefusal>> => {
    const inputs = toInputs(claimIds, { answer, runId });
    const shown = await preview(tx, { ctx, claimIds, answer, runId });
    const isRepeat = await isRecorded(tx, inputs);
    if (!isRepeat && shown.digest !== digest) return refuse({ code: 'preview_outdated' });
    const outcomes = await recordAnswers(tx, { ctx, inputs });
    const refused = outcomes.flatMap((outcome, index) =>
      outcome.ok ? [] : [{ claimId: claimIds[index] ?? '', code: outcome.refusal.code }],
    );
    return accept({ decidedCount: outcomes.length - refused.length, refused });
  });
}

async function isRecorded(tx: Tx, inputs: readonly DecisionInput[]): Promise<boolean> {
  const { rows } = await sql`select 1 from claims.decision
    where id = any(${inputs.map(({ decisionId }) => decisionId)}::uuid[]) limit 1`.execute(tx);
  return rows.length > 0;
}
