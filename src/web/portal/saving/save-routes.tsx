import type { Hono } from 'hono';
import { listDrafts, type SavedDraft } from '../../../claims/drafts/index.ts';
import { instantFromEpochMs, renderLocal } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import type { Draft } from '../draft.ts';
import { loadFormOf } from '../open-form.ts';
import { AskContactPage } from '../pages/ask-contact.page.tsx';
import { type PickItem, PickPage } from '../pages/pick.page.tsx';
import { SavedPage } from '../pages/saved.page.tsx';
import { settledAnswer } from '../question.ts';
import { loadWriting, type Writing } from '../question-routes.tsx';
import {
  answerMissing,
  answerPage,
  frameOf,
  keepDraft,
  loadFrame,
  localeOf,
  type PortalRequest,
  readProof,
} from '../request.tsx';
import { startCode } from './send-code.tsx';

const draftMs = 30 * 24 * 60 * 60 * 1000;

function answerSave(
  c: PortalRequest,
  writing: Writing,
  shown: { contact: string; problems: readonly FieldProblem[] },
): Response {
  const { locale } = writing.reading;
  const words = claimantMessages(locale).save;
  const page = (
    <AskContactPage
      {...shown}
      locale={locale}
      frame={frameOf(c, writing.form)}
      title={words.title}
      lead={words.lead}
      hint={words.kept}
      action={`${writing.base}/save`}
      backHref={`${writing.base}/begin`}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function save(c: PortalRequest, writing: Writing): Promise<Response> {
  const typed = String((await c.req.formData()).get('contact') ?? '').trim();
  const { slug } = writing.draft;
  const problem = await startCode(c, { purpose: 'save', slug, typed });
  if (problem !== undefined) return answerSave(c, writing, { contact: typed, problems: [problem] });
  return c.redirect(`/${localeOf(c)}/code`, 303);
}

function answerSaved(c: PortalRequest, writing: Writing): Response {
  const { locale, zone } = writing.reading;
  const words = claimantMessages(locale).save;
  const until = instantFromEpochMs(c.get('ctx').now + draftMs);
  const page = (
    <SavedPage
      locale={locale}
      frame={frameOf(c, writing.form)}
      title={words.savedTitle}
      lines={[words.saved(renderLocal(until, { zone, locale, precision: 'day' })), words.savedHow]}
      button={{ text: words.goOn, href: `${writing.base}/begin` }}
    />
  );
  return answerPage(c, page);
}

async function answerResume(
  c: PortalRequest,
  shown: { contact: string; problems: readonly FieldProblem[] },
): Promise<Response> {
  const locale = localeOf(c);
  const words = claimantMessages(locale).resume;
  const page = (
    <AskContactPage
      {...shown}
      locale={locale}
      frame={await loadFrame(c)}
      title={words.title}
      lead={words.lead}
      action={`/${locale}/resume`}
      backHref={`/${locale}`}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function resume(c: PortalRequest): Promise<Response> {
  const typed = String((await c.req.formData()).get('contact') ?? '').trim();
  const problem = await startCode(c, { purpose: 'resume', typed });
  if (problem !== undefined) return answerResume(c, { contact: typed, problems: [problem] });
  return c.redirect(`/${localeOf(c)}/code`, 303);
}

async function toPick(c: PortalRequest, saved: SavedDraft): Promise<PickItem[]> {
  const locale = localeOf(c);
  const words = claimantMessages(locale).resume;
  const form = await loadFormOf(c.get('ctx'), saved.incidentId);
  if (form === undefined) return [];
  const { answers } = saved.content as unknown as Draft;
  const code = settledAnswer(form.questionnaire, { name: 'service', answers });
  const service = form.questionnaire.services.find((one) => one.code === code);
  const at = renderLocal(saved.savedAt, { zone: form.incident.zone, locale });
  return [
    {
      id: saved.claimId,
      title: service?.[locale] ?? form.incident.titles[locale],
      rows: [{ term: form.incident.titles[locale], value: words.savedAt(at) }],
      buttonText: words.open,
    },
  ];
}

async function answerPick(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const proof = readProof(c);
  if (proof === undefined) return c.redirect(`/${locale}/resume`);
  const drafts = await listDrafts(c.get('ctx'), {
    contactDigest: Buffer.from(proof.digest, 'hex'),
  });
  const picks = (await Promise.all(drafts.map((draft) => toPick(c, draft)))).flat();
  const words = claimantMessages(locale).resume;
  const page = (
    <PickPage
      locale={locale}
      frame={await loadFrame(c)}
      title={picks.length === 0 ? words.noneTitle : words.pickTitle}
      lead={picks.length === 0 ? words.none : ''}
      picks={picks}
      action={`/${locale}/resume/pick`}
      other={{ text: words.start, href: `/${locale}` }}
    />
  );
  return answerPage(c, page);
}

async function pickDraft(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const proof = readProof(c);
  if (proof === undefined) return c.redirect(`/${locale}/resume`, 303);
  const pick = String((await c.req.formData()).get('pick') ?? '');
  const drafts = await listDrafts(c.get('ctx'), {
    contactDigest: Buffer.from(proof.digest, 'hex'),
  });
  const saved = drafts.find(({ claimId }) => claimId === pick);
  if (saved === undefined) return c.redirect(`/${locale}/resume/pick`, 303);
  const { contact, digest } = proof;
  const draft = {
    ...(saved.content as unknown as Draft),
    proved: { contact, digest },
    isSaved: true,
  };
  await keepDraft(c, { draft, incidentId: saved.incidentId });
  return c.redirect(`/${locale}/report/${draft.slug}/begin`, 303);
}

/** Adds saving what is being written, and going on with it on this or another device. */
export function addSaveRoutes(portal: Hono<AppEnv>): void {
  const root = '/:locale{(?:ko|en)}/report/:slug';
  portal.get(`${root}/save`, async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    if (writing === undefined) return answerMissing(c, 'draftMissing');
    const contact = writing.draft.answers.contact ?? '';
    return answerSave(c, writing, { contact, problems: [] });
  });
  portal.post(`${root}/save`, async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    return writing === undefined ? answerMissing(c, 'draftMissing') : save(c, writing);
  });
  portal.get(`${root}/saved`, async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    return writing === undefined ? answerMissing(c, 'draftMissing') : answerSaved(c, writing);
  });
  portal.get('/:locale{(?:ko|en)}/resume', (c) => answerResume(c, { contact: '', problems: [] }));
  portal.post('/:locale{(?:ko|en)}/resume', (c) => resume(c));
  portal.get('/:locale{(?:ko|en)}/resume/pick', (c) => answerPick(c));
  portal.post('/:locale{(?:ko|en)}/resume/pick', (c) => pickDraft(c));
}
