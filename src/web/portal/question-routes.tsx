import type { Hono } from 'hono';
import type { AppEnv } from '../../platform/index.ts';
import { portalMessages } from '../messages/portal.ts';
import type { Draft } from './draft.ts';
import {
  listPolicyTitles,
  loadForm,
  type OpenForm,
  readingOf,
  unitOf,
  zoneNameOf,
} from './open-form.ts';
import { CoveredPage } from './pages/covered.page.tsx';
import { QuestionPage } from './pages/question.page.tsx';
import { findOpenStep, type Reading, readStep } from './parse-answer.ts';
import { type Answers, findCoverage, keepAnswers, listSteps, type Step } from './question.ts';
import {
  answerMissing,
  answerPage,
  frameOf,
  localeOf,
  type PortalRequest,
  readDraft,
  writeDraft,
} from './request.tsx';

/** The draft of this browser with the form it is for and the pages it has now. */
export interface Writing {
  readonly form: OpenForm;
  readonly draft: Draft;
  readonly steps: readonly Step[];
  readonly reading: Reading;
  /** '/ko/report/pangyo-2022' */
  readonly base: string;
}

/**
 * Loads the draft of this browser; undefined when the incident or the draft is not there.
 *
 * A draft begun under an earlier version of the questionnaire goes on under the newest: answers to
 * questions that are still asked are kept, and those no longer right are asked again.
 */
export async function loadWriting(c: PortalRequest, slug: string): Promise<Writing | undefined> {
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const draft = readDraft(c, slug);
  const form = draft === undefined ? undefined : await loadForm(ctx, slug);
  if (draft === undefined || form === undefined) return undefined;
  const { questionnaire } = form;
  const steps = listSteps(questionnaire, { locale, answers: draft.answers });
  return {
    form,
    draft: { ...draft, version: questionnaire.version, answers: keepAnswers(steps, draft.answers) },
    steps,
    reading: readingOf(form, { ctx, locale }),
    base: `/${locale}/report/${slug}`,
  };
}

function hrefOf(writing: Pick<Writing, 'base'>, step: Step | undefined): string {
  return step === undefined ? `${writing.base}/check-answers` : `${writing.base}/q/${step.code}`;
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
  if (isFromCheck(c)) return hrefOf(writing, findOpenStep(steps, draft.answers, reading));
  const position = steps.findIndex(({ code }) => code === step.code);
  return hrefOf(writing, steps[position + 1]);
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
  const back = previous === undefined ? base : hrefOf(writing, previous);
  const page = (
    <QuestionPage
      {...shown}
      locale={locale}
      frame={frameOf(c, form)}
      backHref={isFromCheck(c) ? `${base}/check-answers` : back}
      action={`${hrefOf(writing, shown.step)}${suffix}`}
      unit={unitOf(form.questionnaire.currency, locale)}
      zoneName={zoneNameOf(form.incident.zone, locale)}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function saveStep(c: PortalRequest, writing: Writing, step: Step): Promise<Response> {
  const { form, draft, reading } = writing;
  const read = readStep(step, await c.req.formData(), reading);
  if (read.problems.length > 0) return answerQuestion(c, writing, { step, ...read });
  const answers = { ...draft.answers, ...read.answers };
  const steps = listSteps(form.questionnaire, { locale: reading.locale, answers });
  const saved = { ...draft, answers: keepAnswers(steps, answers) };
  if (!writeDraft(c, saved)) {
    const text = portalMessages(reading.locale).problem.draftTooLarge;
    const problems = [{ fieldId: step.fields[0]?.name ?? 'main', text }];
    return answerQuestion(c, writing, { step, answers: read.answers, problems });
  }
  const now = { ...writing, draft: saved, steps };
  const same = steps.find(({ code }) => code === step.code) ?? step;
  return c.redirect(nextHref(c, now, same), 303);
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
  const draft: Draft = { claimId: ctx.newId(), slug, version, answers: {} };
  writeDraft(c, draft);
  return c.redirect(hrefOf({ base }, listSteps(form.questionnaire, { locale, answers: {} })[0]));
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
    const step = writing.steps.find(({ code }) => code === c.req.param('step'));
    if (step === undefined) return answerMissing(c);
    return answerQuestion(c, writing, { step, answers: writing.draft.answers, problems: [] });
  });

  portal.post('/:locale{(?:ko|en)}/report/:slug/q/:step', async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    if (writing === undefined) return answerMissing(c, 'draftMissing');
    const step = writing.steps.find(({ code }) => code === c.req.param('step'));
    return step === undefined ? answerMissing(c) : saveStep(c, writing, step);
  });
}
