import type { Hono } from 'hono';
import type { Gift } from '../../claims/index.ts';
import { renderMoney } from '../../kernel/index.ts';
import type { AppEnv } from '../../platform/index.ts';
import type { Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import type { Draft } from './draft.ts';
import {
  listPolicyTitles,
  loadDraftForm,
  loadForm,
  type OpenForm,
  outageTextOf,
  readingOf,
  unitOf,
  zoneNameOf,
} from './open-form.ts';
import { CoveredPage } from './pages/covered.page.tsx';
import { QuestionPage } from './pages/question.page.tsx';
import { findOpenStep, findOrderProblem, type Reading, readStep } from './parse-answer.ts';
import {
  type Answers,
  findCoverage,
  keepAnswers,
  listEvidenceKinds,
  listSteps,
  type Step,
} from './question.ts';
import { listAsides } from './question-steps.ts';
import {
  answerMissing,
  answerPage,
  frameOf,
  keepDraft,
  localeOf,
  type PortalRequest,
  readDraft,
  writeDraft,
} from './request.tsx';
import { deviceOf } from './saving/device.ts';
import { hasUnseenClaims } from './saving/own-claims.ts';

/** The draft of this browser with the form it is for and the pages it has now. */
export interface Writing {
  readonly form: OpenForm;
  readonly draft: Draft;
  readonly steps: readonly Step[];
  /** pages beside the way, reached by a link only */
  readonly asides: readonly Step[];
  /** the draft was begun under an earlier version, which takes no claims any more */
  readonly isMoved: boolean;
  readonly reading: Reading;
  /** '/ko/report/pangyo-2022' */
  readonly base: string;
}

/**
 * Loads the draft of this browser; undefined when the incident or the draft is not there.
 *
 * A draft stays under the version of the questionnaire it was begun with. Where that version takes no
 * claims any more it goes on under the newest: answers to questions that are still asked are kept,
 * and those no longer right are asked again.
 */
export async function loadWriting(c: PortalRequest, slug: string): Promise<Writing | undefined> {
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const draft = readDraft(c, slug);
  const form = draft === undefined ? undefined : await loadDraftForm(ctx, draft);
  if (draft === undefined || form === undefined) return undefined;
  const { questionnaire } = form;
  const steps = listSteps(questionnaire, { locale, answers: draft.answers });
  const asides = listAsides(questionnaire, locale);
  const answers = keepAnswers([...steps, ...asides], draft.answers);
  return {
    form,
    draft: { ...draft, version: questionnaire.version, answers },
    steps,
    asides,
    isMoved: draft.version !== questionnaire.version,
    reading: readingOf(form, { ctx, locale }),
    base: `/${locale}/report/${slug}`,
  };
}

function hrefOf(writing: Pick<Writing, 'base'>, step: Step | undefined): string {
  return step === undefined ? `${writing.base}/check-answers` : `${writing.base}/q/${step.code}`;
}

/** Where the last question leads: to the documents where some are offered, else to the check. */
export function afterLast(writing: Writing): string {
  const { form, draft, reading, base } = writing;
  const asked = { locale: reading.locale, answers: draft.answers };
  const hasDocuments = listEvidenceKinds(form.questionnaire, asked).length > 0;
  return hasDocuments ? `${base}/evidence` : `${base}/check-answers`;
}

function isFromCheck(c: PortalRequest): boolean {
  return c.req.query('from') === 'check';
}

/** Where a saved page leads: back to the check page, to what covers the claimant, or onward. */
function nextHref(c: PortalRequest, writing: Writing, step: Step): string {
  const { form, draft, steps, reading, base } = writing;
  const sorting = steps.filter(({ code }) => ['party-class', 'service'].includes(code));
  const isSorted = isFromCheck(c) ? sorting.includes(step) : sorting.at(-1) === step;
  const asked = { locale: reading.locale, answers: draft.answers };
  if (isSorted && findCoverage(form.questionnaire, asked) !== undefined) return `${base}/covered`;
  if (writing.asides.some(({ code }) => code === step.code)) {
    return isFromCheck(c) ? `${base}/check-answers` : `${base}/q/contact`;
  }
  if (isFromCheck(c)) return hrefOf(writing, findOpenStep(steps, draft.answers, reading));
  const position = steps.findIndex(({ code }) => code === step.code);
  const next = steps[position + 1];
  return next === undefined ? afterLast(writing) : hrefOf(writing, next);
}

function answerQuestion(
  c: PortalRequest,
  writing: Writing,
  shown: { step: Step; answers: Answers; problems: ReturnType<typeof readStep>['problems'] },
): Response {
  const { form, steps, reading, base } = writing;
  const { locale } = reading;
  const position = steps.findIndex(({ code }) => code === shown.step.code);
  const previous = steps[position - 1];
  const suffix = isFromCheck(c) ? '?from=check' : '';
  const isAside = writing.asides.some(({ code }) => code === shown.step.code);
  const back = isAside
    ? `${base}/q/contact`
    : previous === undefined
      ? base
      : hrefOf(writing, previous);
  const page = (
    <QuestionPage
      {...shown}
      locale={locale}
      frame={frameOf(c, form)}
      backHref={isFromCheck(c) ? `${base}/check-answers` : back}
      action={`${hrefOf(writing, shown.step)}${suffix}`}
      unit={unitOf(form.questionnaire.currency, locale)}
      zoneName={zoneNameOf(form.incident.zone, locale)}
      outageText={outageTextOf(form.incident, locale)}
      isSaved={writing.draft.isSaved === true}
      isMoved={writing.isMoved}
      {...(shown.step.aside === undefined
        ? {}
        : { asideText: shown.step.aside.textFor(writing.draft.answers) })}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422, hasScript: true });
}

/** Tells whether nothing was written on a page; who leaves such a page is held up by no question. */
function isBlank(sent: FormData, step: Step): boolean {
  return [...sent].every(([name, value]) => {
    const isOfStep = step.fields.some(
      (field) => name === field.name || name.startsWith(`${field.name}-`),
    );
    return !isOfStep || (typeof value === 'string' && value.trim() === '');
  });
}

/** Where a page is left to by a button other than the one that leads on; undefined for that one. */
function leaveHref(sent: FormData, writing: Writing, step: Step): string | undefined {
  const go = sent.get('go');
  if (go === 'save') return `${writing.base}/save`;
  return go === 'aside' && step.aside ? `${writing.base}/q/${step.aside.code}` : undefined;
}

/** Keeps one page of answers; leads onward, or to where its other buttons lead. */
async function saveStep(c: PortalRequest, writing: Writing, step: Step): Promise<Response> {
  const { form, draft, reading } = writing;
  const sent = await c.req.formData();
  const left = leaveHref(sent, writing, step);
  if (left !== undefined && isBlank(sent, step)) return c.redirect(left, 303);
  const read = readStep(step, sent, reading);
  if (read.problems.length > 0) return answerQuestion(c, writing, { step, ...read });
  const answers = { ...draft.answers, ...read.answers };
  const steps = listSteps(form.questionnaire, { locale: reading.locale, answers });
  const order = findOrderProblem(steps, answers, reading);
  if (order?.step.code === step.code) {
    return answerQuestion(c, writing, { step, ...read, problems: [order.problem] });
  }
  const saved = { ...draft, answers: keepAnswers([...steps, ...writing.asides], answers) };
  const { isKept } = await keepDraft(c, { draft: saved, incidentId: form.incident.id });
  if (!isKept) {
    const text = portalMessages(reading.locale).problem.draftTooLarge;
    const problems = [{ fieldId: step.fields[0]?.name ?? 'main', text }];
    return answerQuestion(c, writing, { step, answers: read.answers, problems });
  }
  if (left !== undefined) return c.redirect(left, 303);
  const now = { ...writing, draft: saved, steps };
  const same = steps.find(({ code }) => code === step.code) ?? step;
  const isKind = step.code === 'kind' && !isFromCheck(c);
  if (isKind && (await hasUnseenClaims(c, now))) return c.redirect(`${now.base}/own`, 303);
  return c.redirect(nextHref(c, now, same), 303);
}

function findStep(writing: Writing, code: string): Step | undefined {
  return [...writing.steps, ...writing.asides].find((step) => step.code === code);
}

async function begin(c: PortalRequest, slug: string): Promise<Response> {
  const ctx = c.get('ctx');
  const form = await loadForm(ctx, slug);
  if (form === undefined) return answerMissing(c);
  const locale = localeOf(c);
  const base = `/${locale}/report/${slug}`;
  const found = await loadWriting(c, slug);
  if (found !== undefined) {
    return c.redirect(hrefOf(found, findOpenStep(found.steps, found.draft.answers, found.reading)));
  }
  // The id is made before the first answer, so that sending the claim twice files it once.
  const { version } = form.questionnaire;
  const device = deviceOf(c, form.incident.id);
  const draft: Draft = { claimId: ctx.newId(), slug, version, answers: {}, device };
  writeDraft(c, draft);
  return c.redirect(hrefOf({ base }, listSteps(form.questionnaire, { locale, answers: {} })[0]));
}

function renderGift(
  gives: Gift,
  { locale, currency }: { locale: Locale; currency: string },
): string {
  const { amountMinor, quantity, unit } = gives;
  if (amountMinor !== undefined) {
    const money = renderMoney({ amountMinor: BigInt(amountMinor), currency }, locale);
    return `${money} ${unit?.[locale] ?? ''}`.trim();
  }
  return `${quantity ?? ''}${locale === 'ko' ? '' : ' '}${unit?.[locale] ?? ''}`.trim();
}

async function answerCovered(c: PortalRequest, slug: string): Promise<Response> {
  const writing = await loadWriting(c, slug);
  if (writing === undefined) return answerMissing(c, 'draftMissing');
  const { form, draft, steps, reading } = writing;
  const { locale } = reading;
  const next = hrefOf(writing, findOpenStep(steps, draft.answers, reading));
  const coverage = findCoverage(form.questionnaire, { locale, answers: draft.answers });
  if (coverage === undefined) return c.redirect(next);
  const { policyIds, coveredText } = coverage;
  const lines =
    coveredText === undefined
      ? await listPolicyTitles(c.get('ctx'), { incidentId: form.incident.id, policyIds, locale })
      : [coveredText];
  const page = (
    <CoveredPage
      locale={locale}
      frame={frameOf(c, form)}
      serviceText={coverage.serviceText}
      lines={lines.length === 0 ? [portalMessages(locale).covered.text] : lines}
      {...(coverage.gives === undefined
        ? {}
        : {
            amountText: renderGift(coverage.gives, {
              locale,
              currency: form.questionnaire.currency,
            }),
          })}
      backHref={hrefOf(
        writing,
        steps.find(({ code }) => code === 'service'),
      )}
      nextHref={next}
    />
  );
  return answerPage(c, page);
}

/** Adds the pages of a claim that is being written: one question each, and what is covered. */
export function addQuestionRoutes(portal: Hono<AppEnv>): void {
  portal.get('/:locale{(?:ko|en)}/report/:slug/begin', (c) => begin(c, c.req.param('slug')));
  portal.get('/:locale{(?:ko|en)}/report/:slug/covered', (c) =>
    answerCovered(c, c.req.param('slug')),
  );

  portal.get('/:locale{(?:ko|en)}/report/:slug/q/:step', async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    if (writing === undefined) return answerMissing(c, 'draftMissing');
    const step = findStep(writing, c.req.param('step'));
    if (step === undefined) return answerMissing(c);
    const { draft, steps, reading } = writing;
    // Whoever changed the beginning is brought to the end that no longer fits, and told why.
    const order = findOrderProblem(steps, draft.answers, reading);
    const problems = order?.step.code === step.code ? [order.problem] : [];
    return answerQuestion(c, writing, { step, answers: draft.answers, problems });
  });

  portal.post('/:locale{(?:ko|en)}/report/:slug/q/:step', async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    if (writing === undefined) return answerMissing(c, 'draftMissing');
    const step = findStep(writing, c.req.param('step'));
    return step === undefined ? answerMissing(c) : saveStep(c, writing, step);
  });
}
