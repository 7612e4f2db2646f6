import type { Hono } from 'hono';
import { listClaimsOfContact, type OwnClaim } from '../../../claims/identity/index.ts';
import { renderLocal } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import type { SummaryRow } from '../../components/summary-list/summary-list.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { loadFormOf } from '../open-form.ts';
import { AskContactPage } from '../pages/ask-contact.page.tsx';
import { type PickItem, PickPage } from '../pages/pick.page.tsx';
import { findOpenStep } from '../parse-answer.ts';
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
  writeAccess,
} from '../request.tsx';
import { listOwnClaims } from './own-claims.ts';
import { startCode } from './send-code.tsx';

async function toPick(c: PortalRequest, claim: OwnClaim, writing?: Writing): Promise<PickItem[]> {
  const locale = localeOf(c);
  const words = claimantMessages(locale).own;
  const form = await loadFormOf(c.get('ctx'), claim.incidentId);
  if (form === undefined) return [];
  const { services, kinds } = form.questionnaire;
  const nameOf = (
    list: readonly { code: string; ko: string; en: string }[],
    code: string,
  ): string => list.find((one) => one.code === code)?.[locale] ?? code;
  const at = renderLocal(claim.submittedAt, { zone: form.incident.zone, locale });
  const written = (name: string): string =>
    writing === undefined
      ? ''
      : settledAnswer(form.questionnaire, { name, answers: writing.draft.answers });
  const isAlike = written('service') === claim.service && written('kind') === claim.kind;
  const rows: readonly SummaryRow[] = [
    { term: portalMessages(locale).receipt.number, value: claim.claimNumber },
    { term: nameOf(kinds, claim.kind), value: words.filedAt(at) },
  ];
  return [
    {
      id: claim.claimId,
      title: nameOf(services, claim.service),
      ...(isAlike ? { badge: words.alike } : {}),
      rows,
      buttonText: words.see,
    },
  ];
}

async function answerOwn(c: PortalRequest, writing: Writing): Promise<Response> {
  const { locale } = writing.reading;
  const words = claimantMessages(locale).own;
  const claims = await listOwnClaims(c, writing);
  const picks = (await Promise.all(claims.map((claim) => toPick(c, claim, writing)))).flat();
  const page = (
    <PickPage
      locale={locale}
      frame={frameOf(c, writing.form)}
      title={picks.length === 0 ? words.listTitle : words.title}
      lead={picks.length === 0 ? words.none : words.lead}
      picks={picks}
      action={`${writing.base}/own/see`}
      other={{
        text: picks.length === 0 ? claimantMessages(locale).save.goOn : words.other,
        action: `${writing.base}/own/other`,
      }}
    />
  );
  return answerPage(c, page);
}

async function see(
  c: PortalRequest,
  claims: readonly OwnClaim[],
  otherwise: string,
): Promise<Response> {
  const pick = String((await c.req.formData()).get('pick') ?? '');
  const claim = claims.find(({ claimId }) => claimId === pick);
  if (claim === undefined) return c.redirect(otherwise, 303);
  const { claimId, claimNumber: number, token } = claim;
  writeAccess(c, { claimId, number, token });
  return c.redirect(`/${localeOf(c)}/status`, 303);
}

async function goOnWithOther(c: PortalRequest, writing: Writing): Promise<Response> {
  const { form, steps, reading, base } = writing;
  const draft = { ...writing.draft, isOther: true };
  await keepDraft(c, { draft, incidentId: form.incident.id });
  const open = findOpenStep(steps, draft.answers, reading);
  return c.redirect(open === undefined ? `${base}/check-answers` : `${base}/q/${open.code}`, 303);
}

async function askOwnCode(c: PortalRequest, writing: Writing): Promise<Response> {
  const { answers, slug } = writing.draft;
  const typed = answers.contact ?? '';
  const problem = await startCode(c, { purpose: 'own', slug, typed });
  return c.redirect(problem === undefined ? `/${localeOf(c)}/code` : `${writing.base}/save`, 303);
}

async function answerFind(
  c: PortalRequest,
  shown: { contact: string; problems: readonly FieldProblem[] },
): Promise<Response> {
  const locale = localeOf(c);
  const words = claimantMessages(locale).own;
  const page = (
    <AskContactPage
      {...shown}
      locale={locale}
      frame={await loadFrame(c)}
      title={words.findTitle}
      lead={words.findLead}
      action={`/${locale}/find`}
      backHref={`/${locale}/look-up`}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function find(c: PortalRequest): Promise<Response> {
  const typed = String((await c.req.formData()).get('contact') ?? '').trim();
  const problem = await startCode(c, { purpose: 'find', typed });
  if (problem !== undefined) return answerFind(c, { contact: typed, problems: [problem] });
  return c.redirect(`/${localeOf(c)}/code`, 303);
}

async function listFound(c: PortalRequest): Promise<readonly OwnClaim[] | undefined> {
  const proof = readProof(c);
  if (proof === undefined) return undefined;
  return listClaimsOfContact(c.get('ctx'), { contactDigest: Buffer.from(proof.digest, 'hex') });
}

async function answerList(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const claims = await listFound(c);
  if (claims === undefined) return c.redirect(`/${locale}/find`);
  const words = claimantMessages(locale).own;
  const page = (
    <PickPage
      locale={locale}
      frame={await loadFrame(c)}
      title={words.listTitle}
      lead={claims.length === 0 ? words.none : ''}
      picks={(await Promise.all(claims.map((claim) => toPick(c, claim)))).flat()}
      action={`/${locale}/find/list`}
      backHref={`/${locale}/look-up`}
    />
  );
  return answerPage(c, page);
}

type Answerer = (c: PortalRequest, writing: Writing) => Promise<Response>;

/** Adds the claims filed before: shown before filing again, and found by a proved contact. */
export function addOwnRoutes(portal: Hono<AppEnv>): void {
  const root = '/:locale{(?:ko|en)}/report/:slug';
  const withWriting =
    (answer: Answerer) =>
    async (c: PortalRequest): Promise<Response> => {
      const writing = await loadWriting(c, c.req.param('slug') ?? '');
      return writing === undefined ? answerMissing(c, 'draftMissing') : answer(c, writing);
    };
  portal.get(`${root}/own`, withWriting(answerOwn));
  portal.post(
    `${root}/own/see`,
    withWriting(async (c, writing) =>
      see(c, await listOwnClaims(c, writing), `${writing.base}/own`),
    ),
  );
  portal.post(`${root}/own/other`, withWriting(goOnWithOther));
  portal.post(`${root}/own/code`, withWriting(askOwnCode));
  portal.get('/:locale{(?:ko|en)}/find', (c) => answerFind(c, { contact: '', problems: [] }));
  portal.post('/:locale{(?:ko|en)}/find', (c) => find(c));
  portal.get('/:locale{(?:ko|en)}/find/list', (c) => answerList(c));
  portal.post('/:locale{(?:ko|en)}/find/list', async (c) => {
    const home = `/${localeOf(c)}/find`;
    const claims = await listFound(c);
    return claims === undefined ? c.redirect(home, 303) : see(c, claims, home);
  });
}
