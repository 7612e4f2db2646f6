import type { Hono } from 'hono';
import { confirmContact, loadOwnContact } from '../../../claims/identity/index.ts';
import { addMs } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import {
  giveOwnPayee,
  loadPayeeNeed,
  payeeCoolDownMs,
} from '../../../settlement/unclaimed/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import { readStep } from '../parse-answer.ts';
import type { Answers } from '../question.ts';
import {
  answerPage,
  frameOf,
  localeOf,
  type PortalRequest,
  readGivenPayee,
  readProof,
  writeGivenPayee,
} from '../request.tsx';
import { startCode } from '../saving/send-code.tsx';
import { answerStatus, type Looked, loadLooked, readingOf } from '../status-routes.tsx';
import { CheckPayeePage, PayeePage } from './payee.page.tsx';
import { payeeStep } from './payee-step.ts';
import { fromWhen } from './payee-view.ts';

/** Gives the digest of the claim’s own contact where this browser proved it a moment ago. */
async function provedDigest(c: PortalRequest, { access }: Looked): Promise<Buffer | undefined> {
  const proof = readProof(c);
  if (proof === undefined) return undefined;
  const { claimId, token } = access;
  const contactDigest = Buffer.from(proof.digest, 'hex');
  const done = await confirmContact(c.get('ctx'), { claimId, token, contactDigest });
  return done.ok && done.value.isConfirmed ? contactDigest : undefined;
}

/** Lets through who may give another account now; everybody else goes back to the status. */
async function loadAsked(
  c: PortalRequest,
): Promise<{ looked: Looked; contactDigest: Buffer } | Response> {
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const need = await c.get('ctx').read((tx) => loadPayeeNeed(tx, looked.access.claimId));
  const contactDigest = need === undefined ? undefined : await provedDigest(c, looked);
  if (contactDigest === undefined) return c.redirect(`/${localeOf(c)}/status`, 303);
  return { looked, contactDigest };
}

/** Begins: the contact of the claim is proved by a code first, unless it was a moment ago. */
async function begin(c: PortalRequest): Promise<Response> {
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const locale = localeOf(c);
  const ctx = c.get('ctx');
  const need = await ctx.read((tx) => loadPayeeNeed(tx, looked.access.claimId));
  const own = await loadOwnContact(ctx, looked.access);
  if (need === undefined || own === undefined) return c.redirect(`/${locale}/status`, 303);
  if ((await provedDigest(c, looked)) !== undefined) {
    return c.redirect(`/${locale}/status/account`, 303);
  }
  const problem = await startCode(c, { purpose: 'account', typed: own.contact });
  if (problem === undefined) return c.redirect(`/${locale}/code`, 303);
  const problems = [{ ...problem, fieldId: 'account' }];
  return answerStatus(c, looked, { problems, statement: '' });
}

function answerForm(
  c: PortalRequest,
  { form }: Looked,
  shown: { answers: Answers; problems: readonly FieldProblem[] },
): Response {
  const page = <PayeePage {...shown} locale={localeOf(c)} frame={frameOf(c, form)} />;
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

async function show(c: PortalRequest): Promise<Response> {
  const asked = await loadAsked(c);
  if (asked instanceof Response) return asked;
  const answers = readGivenPayee(c, asked.looked.access.claimId)?.answers ?? {};
  return answerForm(c, asked.looked, { answers, problems: [] });
}

async function take(c: PortalRequest): Promise<Response> {
  const form = await c.req.formData();
  const asked = await loadAsked(c);
  if (asked instanceof Response) return asked;
  const { looked } = asked;
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const { currency = 'KRW' } = looked.form?.questionnaire ?? {};
  const reading = { ...readingOf(c, looked), currency, now: ctx.now };
  const step = payeeStep(locale);
  const read = readStep(step, form, reading);
  const { answers } = read;
  // Which of the three is empty is said by its name.
  const problems = read.problems.map(({ fieldId, text }) => {
    const label = step.fields.find(({ name }) => name === fieldId)?.label ?? '';
    const { required } = claimantMessages(locale).payee;
    return { fieldId, text: answers[fieldId] === '' ? required(label) : text };
  });
  if (problems.length > 0) return answerForm(c, looked, { answers, problems });
  const { claimId } = looked.access;
  writeGivenPayee(c, { claimId, payeeId: ctx.newId(), answers });
  return c.redirect(`/${locale}/status/account/check`, 303);
}

async function answerCheck(
  c: PortalRequest,
  looked: Looked,
  problems: readonly FieldProblem[] = [],
): Promise<Response> {
  const locale = localeOf(c);
  const given = readGivenPayee(c, looked.access.claimId);
  if (given === undefined) return c.redirect(`/${locale}/status/account`, 303);
  const at = addMs(c.get('ctx').now, payeeCoolDownMs);
  const page = (
    <CheckPayeePage
      locale={locale}
      frame={frameOf(c, looked.form)}
      answers={given.answers}
      fromText={fromWhen(at, readingOf(c, looked))}
      problems={problems}
    />
  );
  return answerPage(c, page, { status: problems.length === 0 ? 200 : 422 });
}

async function give(c: PortalRequest): Promise<Response> {
  const asked = await loadAsked(c);
  if (asked instanceof Response) return asked;
  const { looked, contactDigest } = asked;
  const locale = localeOf(c);
  const { claimId, token } = looked.access;
  const given = readGivenPayee(c, claimId);
  if (given === undefined) return c.redirect(`/${locale}/status`, 303);
  const text = (name: string): string => given.answers[name] ?? '';
  const account = text('payee-account').replace(/[\s-]/g, '');
  const payee = { bank: text('payee-bank'), account, holder: text('payee-holder') };
  const { payeeId } = given;
  const own = { claimId, token, contactDigest, payeeId, payee };
  const outcome = await giveOwnPayee(c.get('ctx'), own);
  if (!outcome.ok) {
    const problem = { fieldId: 'give', text: refusalSentence(outcome.refusal, locale) };
    return answerCheck(c, looked, [problem]);
  }
  writeGivenPayee(c);
  return c.redirect(`/${locale}/status?done=account`, 303);
}

/** Adds the way to give another account where a payment came back: prove, ask, check, take. */
export function addPayeeRoutes(portal: Hono<AppEnv>): void {
  const root = '/:locale{(?:ko|en)}/status/account';
  portal.post(root, (c) => begin(c));
  portal.get(root, (c) => show(c));
  portal.post(`${root}/check`, (c) => take(c));
  portal.get(`${root}/check`, async (c) => {
    const asked = await loadAsked(c);
    return asked instanceof Response ? asked : answerCheck(c, asked.looked);
  });
  portal.post(`${root}/give`, (c) => give(c));
  // The other-language link of an error page asks for it with GET.
  portal.get(`${root}/give`, (c) => c.redirect(`/${localeOf(c)}/status/account/check`));
}
