import type { ClaimStatus } from '../../claims/index.ts';
import {
  type Instant,
  type Money,
  parseRational,
  renderDecimal,
  renderLocal,
  renderMoney,
} from '../../kernel/index.ts';
import { awardNameIn } from '../../policy/award-names/index.ts';
import type { ClaimPayment } from '../../settlement/index.ts';
import type { Stage } from '../components/stage-list/stage-list.tsx';
import type { SummaryRow } from '../components/summary-list/summary-list.tsx';
import { headingIn } from '../heading-in.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import { evidenceName, reasonSentence } from '../messages/refusals.ts';
import type { AwardView, DecisionView } from './pages/status.page.tsx';

/** How a status is read: the language, and the zone whose clocks are meant. */
export interface StatusReading {
  readonly locale: Locale;
  readonly zone: string;
}

type StageCode = 'submitted' | 'checking' | 'waiting' | 'decided' | 'approved' | 'paying' | 'paid';

/** What is known of the way of a claim; a time is absent while the stage is not reached. */
export interface Progress {
  readonly state: ClaimStatus['state'];
  readonly submittedAt: Instant;
  readonly assessedAt?: Instant;
  readonly askedAt?: Instant;
  readonly decidedAt?: Instant;
  readonly approvedAt?: Instant;
  readonly payments: readonly Pick<ClaimPayment, 'state' | 'changedAt'>[];
  readonly isAwarded: boolean;
  /** the present stage is that of an appeal: what was decided before is looked at again */
  readonly isAppealed?: boolean;
}

/** Tells whether an appeal against the latest approved decision has no approved answer yet. */
export function isAppealOpen({ state, stages }: Pick<ClaimStatus, 'state' | 'stages'>): boolean {
  const last = stages.findLast(({ type }) => ['appeal_opened', 'decision_approved'].includes(type));
  return last?.type === 'appeal_opened' && state !== 'approved' && state !== 'closed';
}

const paidStates: readonly string[] = ['confirmed', 'issued'];

/** Tells whether money did not go, or came back: nothing is waited for from the bank. */
const isUnsent = (state: string): boolean => state === 'failed' || state === 'returned';

function lastChange(payments: Progress['payments']): Instant | undefined {
  const times = payments.flatMap(({ changedAt }) => changedAt ?? []);
  return times.length === 0 ? undefined : times.reduce((a, b) => (a > b ? a : b));
}

function currentStage(progress: Progress): StageCode {
  const { state, payments } = progress;
  if (state === 'submitted') return 'submitted';
  if (state === 'awaiting_evidence') return 'waiting';
  if (state === 'decided') return 'decided';
  if (state !== 'approved') return state === 'closed' ? 'approved' : 'checking';
  if (!progress.isAwarded) return 'approved';
  if (payments.length === 0) return 'approved';
  if (payments.every((payment) => paidStates.includes(payment.state))) return 'paid';
  return payments.some(({ state: one }) => one !== 'none') ? 'paying' : 'approved';
}

/** Says what comes next at a stage that is not the end. */
function nextOf(current: StageCode, progress: Progress, locale: Locale): string {
  const words = portalMessages(locale).status;
  if (progress.isAppealed === true && current === 'checking') return words.nextOfAppeal;
  const isBack = current === 'paying' && progress.payments.some(({ state }) => isUnsent(state));
  return isBack ? words.nextOfUnsent : words.nextByStage[current];
}

/**
 * Gives the stages of a claim in order, the present one marked, each with its time where known.
 *
 * A claim without an award ends with the decision: no payment is promised by a stage to come. Until
 * the decision is approved it is open, and the stages are those of a claim that is awarded.
 *
 * @returns `isOver` when nothing is to come any more, so that no date may be promised
 */
export function renderStages(
  progress: Progress,
  reading: StatusReading,
): { readonly stages: readonly Stage[]; readonly nextText: string; readonly isOver: boolean } {
  const words = portalMessages(reading.locale).status;
  const current = currentStage(progress);
  const isDecided = progress.state === 'approved' || progress.state === 'closed';
  const middle: StageCode = current === 'waiting' ? 'waiting' : 'checking';
  // While an appeal is looked at, what the first decision gave may be paid already; the list of
  // payments says so, and a stage that promises it again would not be true.
  const isAgain = progress.isAppealed === true;
  const isUnpaid = isAgain || (isDecided && !progress.isAwarded);
  const paying: readonly StageCode[] = isUnpaid ? [] : (['paying', 'paid'] as const);
  const order: readonly StageCode[] = ['submitted', middle, 'decided', 'approved', ...paying];
  const times: Partial<Record<StageCode, Instant | undefined>> = {
    submitted: progress.submittedAt,
    checking: progress.assessedAt,
    waiting: progress.askedAt,
    decided: progress.decidedAt,
    approved: progress.approvedAt,
    ...(current === 'paid' ? { paid: lastChange(progress.payments) } : {}),
    ...(current === 'paying' ? { paying: lastChange(progress.payments) } : {}),
  };
  const position = order.indexOf(current);
  const stages = order.map((code, index): Stage => {
    const at = index <= position ? times[code] : undefined;
    const state = index < position ? 'done' : index === position ? 'now' : 'later';
    const unknown = { done: words.passed, now: '', later: words.pending }[state];
    const note = at === undefined ? unknown : renderLocal(at, reading);
    const title = isAgain && code === 'checking' ? words.stages.appealed : words.stages[code];
    return { title, state, note };
  });
  const isEnd = current === 'approved' && !progress.isAwarded;
  const nextText = isEnd ? words.nextAtEnd : nextOf(current, progress, reading.locale);
  return { stages, nextText, isOver: isEnd || current === 'paid' };
}

interface Amount {
  readonly amountMinor?: bigint | string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly quantity?: string | null | undefined;
  readonly unit?: string | null | undefined;
}

/** Shows how much an award is: money, or a quantity with its unit. */
export function renderAmount(amount: Amount, locale: Locale): string {
  const { amountMinor, currency, quantity, unit } = amount;
  if (amountMinor !== undefined && amountMinor !== null && currency) {
    const money: Money = { amountMinor: BigInt(amountMinor), currency };
    return renderMoney(money, locale);
  }
  const exact = quantity === undefined || quantity === null ? undefined : parseRational(quantity);
  const figure = exact === undefined ? (quantity ?? '') : renderDecimal(exact, { maxDigits: 4 });
  const unitText = unit ? (portalMessages(locale).status.units[unit] ?? unit) : '';
  return `${figure} ${unitText}`.trim();
}

type Decided = NonNullable<ClaimStatus['decision']>;

const isKorean = (text: string): boolean => /\p{Script=Hangul}/u.test(text);

/** Gives the paragraphs in the language; a document in one language only is given whole. */
function inLanguage(paragraphs: readonly string[], locale: Locale): readonly string[] {
  const read = paragraphs.filter((text) => isKorean(text) === (locale === 'ko'));
  // The marks of sources, such as [139], lead nowhere from here.
  return (read.length === 0 ? paragraphs : read).map((text) => text.replaceAll(/ ?\[\d+\]/g, ''));
}

function renderAward(decision: Decided, index: number, locale: Locale): AwardView[] {
  const words = portalMessages(locale).status;
  const award = decision.awards[index];
  if (award === undefined) return [];
  const { policyHash } = award;
  // Awards of one policy share its arithmetic, which is shown once, under the first of them.
  const isFirst = decision.awards.findIndex((one) => one.policyHash === policyHash) === index;
  const explained = decision.explanations.find((one) => one.policyHash === policyHash);
  const exact = award.exact === undefined ? undefined : parseRational(award.exact);
  const title = words.remedies[award.remedy] ?? award.remedy;
  const name = awardNameIn(decision.awardNames, award, locale);
  const clause = decision.clauses.find(
    (one) => one.policyHash === policyHash && one.clause === award.clause,
  );
  return [
    {
      title: name === undefined ? title : `${title} · ${name}`,
      amountText: renderAmount(award, locale),
      clause:
        clause === undefined
          ? award.clause
          : `${clause.policyTitle[locale]}, ${headingIn(clause.title, locale)}`,
      clauseLines: clause === undefined ? [] : inLanguage(clause.paragraphs, locale),
      isReviewed: explained === undefined,
      explanation: isFirst ? (explained?.[locale] ?? []) : [],
      ...(exact === undefined || exact.denominator === 1n
        ? {}
        : { exactText: renderDecimal(exact, { maxDigits: 4 }) }),
    },
  ];
}

/** Shows a decision: what came out, why, what would change it, and each award with its clause. */
export function renderDecision(decision: Decided, locale: Locale): DecisionView {
  const words = portalMessages(locale).status;
  return {
    outcomeText: words.outcomes[decision.outcome] ?? decision.outcome,
    reasonText: reasonSentence(decision.reasonCode, locale),
    shortfalls: decision.shortfalls.map((one) => ({
      policyTitle: one.title[locale],
      ...one.shortfall[locale],
    })),
    cures: decision.curedBy.map((code) => evidenceName(code, locale)),
    awards: decision.awards.flatMap((_award, index) => renderAward(decision, index, locale)),
  };
}

/** Shows how far each payment is, one line each. */
export function renderPayments(
  payments: readonly ClaimPayment[],
  reading: StatusReading,
): readonly SummaryRow[] {
  const words = portalMessages(reading.locale).status;
  return payments.map((payment) => {
    const remedy = words.remedies[payment.remedy] ?? payment.remedy;
    const state = words.payoutStates[payment.state] ?? payment.state;
    const at = payment.changedAt === null ? '' : `\n${renderLocal(payment.changedAt, reading)}`;
    return {
      term: `${remedy} ${renderAmount(payment, reading.locale)}`,
      value: `${state}${at}`,
    };
  });
}
