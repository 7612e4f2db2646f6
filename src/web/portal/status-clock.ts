import type { ClaimStatus, Promises } from '../../claims/index.ts';
import { addMs, type Instant, renderLocal } from '../../kernel/index.ts';
import type { Locale } from '../layout.tsx';
import { claimantMessages } from '../messages/claimant.ts';

const dayMs = 24 * 60 * 60_000;

/** How long a claim waited for its claimant, up to the last answer; an open wait does not count yet. */
export function waitedMs(stages: ClaimStatus['stages']): number {
  let askedAt: Instant | undefined;
  let sum = 0;
  for (const { type, at } of stages) {
    if (type === 'evidence_asked') askedAt ??= at;
    if (type !== 'evidence_added' || askedAt === undefined) continue;
    sum += at - askedAt;
    askedAt = undefined;
  }
  return sum;
}

function renderAppealEnd(
  until: Instant,
  { zone, locale, now }: { zone: string; locale: Locale; now: Instant },
): { readonly isAppealOver: boolean; readonly appealBy: string } {
  const words = claimantMessages(locale).status;
  // The end is exclusive: the last millisecond before it is on the last day.
  const lastDay = renderLocal(addMs(until, -1), { zone, locale, precision: 'day' });
  const isAppealOver = now >= until;
  return { isAppealOver, appealBy: words[isAppealOver ? 'appealOver' : 'appealBy'](lastDay) };
}

/**
 * Says by when the next thing happens, as the questionnaire promises it.
 *
 * The decision is due so many days after filing, and as much later as the claim waited for documents
 * it was asked for; while it waits there is no date. Without a promise nothing is said, and nothing
 * is promised any more when everything is done.
 *
 * @param given.isOver everything is done: what was awarded is paid

 * @returns `byWhen` for the next stage; `appealBy` with the last day for an appeal, which is the one
 *   that is enforced, and whether it is over
 */
export function renderClock(
  status: Pick<ClaimStatus, 'state' | 'submittedAt' | 'stages' | 'decision' | 'appealUntil'>,
  given: { promises: Promises; zone: string; locale: Locale; now: Instant; isOver?: boolean },
): { readonly byWhen?: string; readonly appealBy?: string; readonly isAppealOver?: boolean } {
  const { promises, zone, locale } = given;
  const words = claimantMessages(locale).status;
  const dayOf = (from: Instant, ms: number): string =>
    renderLocal(addMs(from, ms), { zone, locale, precision: 'day' });
  const { decideWithinDays, payWithinDays } = promises;
  const { state, submittedAt, stages, decision, appealUntil } = status;
  const isDeciding = ['submitted', 'assessed', 'in_review', 'decided'].includes(state);
  if (isDeciding && decision === undefined && decideWithinDays !== undefined) {
    const ms = decideWithinDays * dayMs + waitedMs(stages);
    return { byWhen: words.byWhen(dayOf(submittedAt, ms)) };
  }
  if (decision === undefined || !['approved', 'closed'].includes(state)) return {};
  const isDue =
    decision.outcome === 'award' && payWithinDays !== undefined && given.isOver !== true;
  return {
    ...(isDue ? { byWhen: words.byWhen(dayOf(decision.approvedAt, payWithinDays * dayMs)) } : {}),
    ...(appealUntil === undefined ? {} : renderAppealEnd(appealUntil, given)),
  };
}
