import type { Hono } from 'hono';
import {
  answerTus,
  forgetUploads,
  listUploads,
  storeUpload,
  type UploadRefusal,
} from '../../../claims/evidence/index.ts';
import { isUuid } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import { evidenceKindsOf } from '../filing-routes.tsx';
import { unitOf } from '../open-form.ts';
import { EvidencePage } from '../pages/evidence.page.tsx';
import { LossPage } from '../pages/loss.page.tsx';
import { readStep } from '../parse-answer.ts';
import type { Answers } from '../question.ts';
import { loadWriting, type Writing } from '../question-routes.tsx';
import { unlessAway } from '../remember.ts';
import {
  answerMissing,
  answerPage,
  frameOf,
  keepDraft,
  localeOf,
  type PortalRequest,
} from '../request.tsx';
import { renderShownLoss } from './evidence-view.ts';
import { loadShownLoss } from './load-loss.ts';
import { receiveForm } from './receive-form.ts';

function kindsOf({ form, draft, reading }: Writing) {
  const { locale } = reading;
  return evidenceKindsOf(form.questionnaire, { locale, answers: draft.answers });
}

async function answerEvidence(
  c: PortalRequest,
  writing: Writing,
  shown: { problems: readonly FieldProblem[]; doneText?: string },
): Promise<Response> {
  const { form, draft, steps, reading, base } = writing;
  const { locale } = reading;
  const last = steps.at(-1);
  const isFromCheck = c.req.query('from') === 'check';
  const ctx = c.get('ctx');
  const { claimId } = draft;
  const received = await unlessAway(ctx, () => listUploads(ctx, { claimId }), []);
  // A file that no loss can be worked out from is said to be so where it was chosen.
  const loss = await unlessAway(ctx, () => loadShownLoss(c, writing), undefined);
  const page = (
    <EvidencePage
      {...shown}
      locale={locale}
      frame={frameOf(c, form)}
      kinds={kindsOf(writing)}
      received={received}
      {...(loss === undefined || loss.ok
        ? {}
        : { salesRemark: refusalSentence(loss.refusal, locale) })}
      backHref={
        isFromCheck || last === undefined ? `${base}/check-answers` : `${base}/q/${last.code}`
      }
      action={`${base}/evidence`}
      uploadPath={`/${locale}/uploads/${form.incident.slug}`}
      isSaved={draft.isSaved === true}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422, hasScript: true });
}

/** Takes every document of a form that can be taken, and names each that cannot at its chooser. */
async function takeDocuments(
  c: PortalRequest,
  writing: Writing,
): Promise<{
  readonly problems: readonly FieldProblem[];
  readonly keptCount: number;
  readonly fields: Readonly<Record<string, string>>;
}> {
  const ctx = c.get('ctx');
  const { locale } = writing.reading;
  const kinds = kindsOf(writing);
  const problems: FieldProblem[] = [];
  let keptCount = 0;
  const { claimId } = writing.draft;
  const received = await receiveForm(c.req.raw, async ({ field, filename, bytes }) => {
    const kind = kinds.find(({ code }) => field === `file-${code}`);
    if (kind === undefined) return;
    const stored = await storeUpload(ctx, { claimId, kind: kind.code, filename, bytes });
    if (stored.ok) keptCount += 1;
    else problems.push({ fieldId: field, text: refusalSentence(stored.refusal, locale) });
  });
  if (received.isCutOff) {
    const fieldId = `file-${kinds[0]?.code ?? ''}`;
    problems.push({ fieldId, text: claimantMessages(locale).evidence.cutOff });
  }
  return { problems, keptCount, fields: received.fields };
}

async function hasSales(c: PortalRequest, writing: Writing): Promise<boolean> {
  const kind = writing.form.questionnaire.lossTest?.evidenceKind;
  const ctx = c.get('ctx');
  const { claimId } = writing.draft;
  const uploads = await unlessAway(ctx, () => listUploads(ctx, { claimId }), []);
  return kind !== undefined && uploads.some((upload) => upload.kind === kind);
}

async function sendEvidence(c: PortalRequest, writing: Writing): Promise<Response> {
  const { problems, keptCount, fields } = await takeDocuments(c, writing);
  const words = claimantMessages(writing.reading.locale).evidence;
  if (problems.length > 0) {
    const done = keptCount === 0 ? {} : { doneText: words.kept(String(keptCount)) };
    return answerEvidence(c, writing, { problems, ...done });
  }
  if (fields.go === 'save') return c.redirect(`${writing.base}/save`, 303);
  if (fields.go === 'next') {
    const next = (await hasSales(c, writing)) ? 'loss' : 'check-answers';
    return c.redirect(`${writing.base}/${next}`, 303);
  }
  if (keptCount > 0) return c.redirect(`${writing.base}/evidence`, 303);
  const fieldId = `file-${kindsOf(writing)[0]?.code ?? ''}`;
  return answerEvidence(c, writing, { problems: [{ fieldId, text: words.nothing }] });
}

async function removeEvidence(c: PortalRequest, writing: Writing): Promise<Response> {
  const { problems, fields } = await takeDocuments(c, writing);
  const ctx = c.get('ctx');
  const { claimId } = writing.draft;
  const { locale } = writing.reading;
  const uploadId = fields.remove ?? '';
  const known = (await listUploads(ctx, { claimId })).find((one) => one.uploadId === uploadId);
  if (known !== undefined && isUuid(uploadId)) await forgetUploads(ctx, { claimId, uploadId });
  const words = claimantMessages(locale).evidence;
  const doneText = known === undefined ? words.missing : words.removed(known.filename);
  return answerEvidence(c, writing, { problems, doneText });
}

async function answerLoss(
  c: PortalRequest,
  writing: Writing,
  shown: { problems: readonly FieldProblem[]; answers: Answers },
): Promise<Response> {
  const { form, reading, base } = writing;
  const { locale, currency } = reading;
  const loss = await loadShownLoss(c, writing);
  const step = writing.asides.find(({ code }) => code === 'loss');
  if (loss === undefined || step === undefined) return c.redirect(`${base}/check-answers`);
  const page = (
    <LossPage
      locale={locale}
      frame={frameOf(c, form)}
      view={renderShownLoss(loss, { locale, currency })}
      step={step}
      {...shown}
      unit={unitOf(currency, locale)}
      backHref={`${base}/evidence`}
      action={`${base}/loss`}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function saveLoss(c: PortalRequest, writing: Writing): Promise<Response> {
  const step = writing.asides.find(({ code }) => code === 'loss');
  if (step === undefined) return c.redirect(`${writing.base}/check-answers`, 303);
  const read = readStep(step, await c.req.formData(), writing.reading);
  if (read.problems.length > 0) return answerLoss(c, writing, read);
  const { draft, form } = writing;
  const saved = { ...draft, answers: { ...draft.answers, ...read.answers } };
  await keepDraft(c, { draft: saved, incidentId: form.incident.id });
  return c.redirect(`${writing.base}/check-answers`, 303);
}

/** Answers the script that sends documents bit by bit; its claim is the draft of this browser. */
async function answerUpload(c: PortalRequest, slug: string): Promise<Response> {
  const writing = await loadWriting(c, slug);
  if (writing === undefined) {
    const { title, text } = portalMessages(localeOf(c)).draftMissing;
    return c.text(`${title}. ${text}`, 404);
  }
  const { locale } = writing.reading;
  return answerTus(c.req.raw, {
    ctx: c.get('ctx'),
    claimId: writing.draft.claimId,
    path: `/${localeOf(c)}/uploads/${slug}`,
    kinds: kindsOf(writing).map(({ code }) => code),
    sentenceOf: (refusal: UploadRefusal) => refusalSentence(refusal, locale),
  });
}

type Answerer = (c: PortalRequest, writing: Writing) => Promise<Response>;

/** Adds the pages of documents and of the loss worked out from them, and the way scripts send them. */
export function addEvidenceRoutes(portal: Hono<AppEnv>): void {
  const root = '/:locale{(?:ko|en)}/report/:slug';
  const withWriting =
    (answer: Answerer) =>
    async (c: PortalRequest): Promise<Response> => {
      const writing = await loadWriting(c, c.req.param('slug') ?? '');
      return writing === undefined ? answerMissing(c, 'draftMissing') : answer(c, writing);
    };
  const show: Answerer = (c, writing) => answerEvidence(c, writing, { problems: [] });
  const showLossPage: Answerer = (c, writing) =>
    answerLoss(c, writing, { problems: [], answers: writing.draft.answers });
  portal.get(`${root}/evidence`, withWriting(show));
  portal.post(`${root}/evidence`, withWriting(sendEvidence));
  portal.get(`${root}/evidence/remove`, withWriting(show));
  portal.post(`${root}/evidence/remove`, withWriting(removeEvidence));
  portal.get(`${root}/loss`, withWriting(showLossPage));
  portal.post(`${root}/loss`, withWriting(saveLoss));
  for (const path of [
    '/:locale{(?:ko|en)}/uploads/:slug',
    '/:locale{(?:ko|en)}/uploads/:slug/:id',
  ]) {
    portal.all(path, (c) => answerUpload(c, c.req.param('slug') ?? ''));
  }
}
