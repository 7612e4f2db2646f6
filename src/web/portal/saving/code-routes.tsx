import type { Hono } from 'hono';
import { type DraftRefusal, proveContact } from '../../../claims/drafts/index.ts';
import { confirmContact } from '../../../claims/identity/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import type { AskedCode, Proof } from '../draft.ts';
import { EnterCodePage } from '../pages/enter-code.page.tsx';
import { SavedPage } from '../pages/saved.page.tsx';
import { loadWriting, type Writing } from '../question-routes.tsx';
import {
  answerPage,
  frameOf,
  keepDraft,
  loadFrame,
  localeOf,
  type PortalRequest,
  readAccess,
  readAskedCode,
  writeAccess,
  writeAskedCode,
  writeProof,
} from '../request.tsx';
import { maskContact, startCode } from './send-code.tsx';

const startPaths: Readonly<Record<AskedCode['purpose'], (asked: AskedCode) => string>> = {
  save: ({ slug }) => `/report/${slug}/save`,
  own: ({ slug }) => `/report/${slug}/check-answers`,
  resume: () => '/resume',
  find: () => '/find',
  confirm: () => '/status',
  account: () => '/status',
};

async function answerCode(
  c: PortalRequest,
  asked: AskedCode,
  problems: readonly FieldProblem[] = [],
): Promise<Response> {
  const locale = localeOf(c);
  const page = (
    <EnterCodePage
      locale={locale}
      frame={await loadFrame(c)}
      contact={maskContact(asked.contact)}
      isTrial={c.get('ctx').outside.courier.isTrial}
      problems={problems}
      backHref={`/${locale}${startPaths[asked.purpose](asked)}`}
    />
  );
  return answerPage(c, page, { status: problems.length === 0 ? 200 : 422 });
}

/** Says why the server does not keep a draft, and that it is still in this browser. */
function answerUnsaved(c: PortalRequest, writing: Writing, refusal: DraftRefusal): Response {
  const { locale } = writing.reading;
  const words = claimantMessages(locale).save;
  const page = (
    <SavedPage
      locale={locale}
      frame={frameOf(c, writing.form)}
      title={words.notSavedTitle}
      lines={[refusalSentence(refusal, locale), words.notSaved]}
      button={{ text: words.goOn, href: `${writing.base}/begin` }}
    />
  );
  return answerPage(c, page, { status: refusal.code === 'drafts_too_often' ? 429 : 409 });
}

type Proved = Omit<Proof, 'untilMs'>;

async function confirm(c: PortalRequest, proof: Proved, next: string): Promise<string> {
  const { access } = readAccess(c);
  if (access === undefined) return '/look-up';
  const contactDigest = Buffer.from(proof.digest, 'hex');
  const { claimId, token } = access;
  const done = await confirmContact(c.get('ctx'), { claimId, token, contactDigest });
  if (!done.ok || !done.value.isConfirmed) return '/status?done=other-contact';
  writeAccess(c, { claimId, number: access.number, token });
  return next;
}

/** Goes where the proved contact leads: into the saved draft, to a list, or to the claim's status. */
async function goOn(c: PortalRequest, asked: AskedCode, proof: Proved): Promise<string | Response> {
  const { purpose, slug } = asked;
  if (purpose === 'resume') return '/resume/pick';
  if (purpose === 'find') return '/find/list';
  if (purpose === 'confirm') return confirm(c, proof, '/status?done=contact');
  if (purpose === 'account') return confirm(c, proof, '/status/account');
  const writing = await loadWriting(c, slug ?? '');
  if (writing === undefined) return '/';
  const draft = {
    ...writing.draft,
    proved: proof,
    ...(purpose === 'save' ? { isSaved: true } : {}),
  };
  const { refusal } = await keepDraft(c, { draft, incidentId: writing.form.incident.id });
  if (refusal !== undefined) return answerUnsaved(c, writing, refusal);
  return purpose === 'save' ? `/report/${slug}/saved` : `/report/${slug}/own`;
}

async function checkCode(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const asked = readAskedCode(c);
  if (asked === undefined) return c.redirect(`/${locale}`, 303);
  const digits = String((await c.req.formData()).get('digits') ?? '').trim();
  const { codeId, contact } = asked;
  const words = claimantMessages(locale).code;
  if (digits === '') return answerCode(c, asked, [{ fieldId: 'digits', text: words.required }]);
  const proved = await proveContact(c.get('ctx'), { codeId, contact, digits });
  if (!proved.ok) {
    const text = refusalSentence(proved.refusal, locale);
    return answerCode(c, asked, [{ fieldId: 'digits', text }]);
  }
  const proof = { contact, digest: proved.value.contactDigest.toString('hex') };
  writeAskedCode(c);
  writeProof(c, proof);
  const next = await goOn(c, asked, proof);
  return next instanceof Response ? next : c.redirect(`/${locale}${next}`, 303);
}

async function sendAgain(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const asked = readAskedCode(c);
  if (asked === undefined) return c.redirect(`/${locale}`, 303);
  const problem = await startCode(c, { ...asked, typed: asked.contact });
  if (problem === undefined) return c.redirect(`/${locale}/code`, 303);
  return answerCode(c, asked, [{ ...problem, fieldId: 'digits' }]);
}

/** Adds the page where the digits of a sent code are typed, whatever the code is for. */
export function addCodeRoutes(portal: Hono<AppEnv>): void {
  portal.get('/:locale{(?:ko|en)}/code', async (c) => {
    const asked = readAskedCode(c);
    return asked === undefined ? c.redirect(`/${localeOf(c)}`) : answerCode(c, asked);
  });
  portal.post('/:locale{(?:ko|en)}/code', (c) => checkCode(c));
  portal.get('/:locale{(?:ko|en)}/code/again', (c) => c.redirect(`/${localeOf(c)}/code`));
  portal.post('/:locale{(?:ko|en)}/code/again', (c) => sendAgain(c));
}
