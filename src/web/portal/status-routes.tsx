import type { Hono } from 'hono';
import { loadOwnContact } from '../../claims/identity/index.ts';
import {
  addEvidence,
  type ClaimStatus,
  findClaimByNumber,
  openAppeal,
} from '../../claims/index.ts';
import {
  answerSatisfaction,
  isSatisfactionOpen as isOpenForSatisfaction,
} from '../../claims/satisfaction/index.ts';
import { isUuid, parseClaimNumber } from '../../kernel/index.ts';
import type { AppEnv, Context } from '../../platform/index.ts';
import { listClaimPayments } from '../../settlement/index.ts';
import type { FieldProblem } from '../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../messages/claimant.ts';
import { portalMessages } from '../messages/portal.ts';
import { evidenceName, reasonSentence, refusalSentence } from '../messages/refusals.ts';
import type { Access } from './draft.ts';
import { receiveForm } from './evidence/receive-form.ts';
import { evidenceKindsOf } from './filing-routes.tsx';
import { parseLoss, renderLoss } from './loss-view.ts';
import { loadFormOf, type OpenForm } from './open-form.ts';
import type { AskedView } from './pages/add-evidence.tsx';
import type { EvidenceKind } from './pages/evidence-fields.tsx';
import { LookUpPage } from './pages/look-up.page.tsx';
import { StatusPage } from './pages/status.page.tsx';
import { parseContact, storyLength } from './parse-answer.ts';
import { loadPayeeView } from './payee/payee-view.ts';
import { renderDocuments, renderReplies } from './received-view.ts';
import {
  answerPage,
  dropAccess,
  frameOf,
  loadFrame,
  localeOf,
  type PortalRequest,
  readAccess,
  writeAccess,
} from './request.tsx';
import { startCode } from './saving/send-code.tsx';
import { renderClock } from './status-clock.ts';
import {
  isAppealOpen,
  renderDecision,
  renderPayments,
  renderStages,
  type StatusReading,
} from './status-view.ts';

async function answerLookUp(
  c: PortalRequest,
  shown: { number: string; contact: string; problems: readonly FieldProblem[]; isExpired: boolean },
  status: 200 | 422 | 429 = shown.problems.length === 0 ? 200 : 422,
): Promise<Response> {
  const page = <LookUpPage {...shown} locale={localeOf(c)} frame={await loadFrame(c)} />;
  return answerPage(c, page, { status });
}

async function lookUp(c: PortalRequest): Promise<Response> {
  const form = await c.req.formData();
  const locale = localeOf(c);
  const words = portalMessages(locale);
  const typedNumber = String(form.get('number') ?? '').trim();
  const typedContact = String(form.get('contact') ?? '').trim();
  const number = parseClaimNumber(typedNumber);
  const contact = parseContact(typedContact);
  const problems: FieldProblem[] = [
    ...(number === undefined ? [{ fieldId: 'number', text: words.lookUp.numberProblem }] : []),
    ...(contact === undefined ? [{ fieldId: 'contact', text: words.problem.contact }] : []),
  ];
  const again = { number: typedNumber, contact: typedContact, isExpired: false };
  if (number === undefined || contact === undefined) {
    return answerLookUp(c, { ...again, problems });
  }
  const found = await findClaimByNumber(c.get('ctx'), { number, contact });
  if (!found.ok) {
    const { refusal } = found;
    const problems = [{ fieldId: 'number', text: refusalSentence(refusal, locale) }];
    if (refusal.code !== 'lookup_too_often') return answerLookUp(c, { ...again, problems });
    // @source RFC 6585, section 4; RFC 9110, 10.2.3
    c.header('retry-after', String(refusal.waitSeconds));
    return answerLookUp(c, { ...again, problems }, 429);
  }
  const { claimId, token } = found.value;
  writeAccess(c, { claimId, number, token, isTyped: true });
  return c.redirect(`/${locale}/status`, 303);
}

/** The claim this browser may look at, with its incident’s form while that is open. */
export interface Looked {
  readonly access: Access;
  readonly status: ClaimStatus;
  readonly form: OpenForm | undefined;
}

/** Loads the claim this browser may look at; otherwise the answer that asks for the number. */
export async function loadLooked(c: PortalRequest): Promise<Looked | Response> {
  const ctx = c.get('ctx');
  const { access, isExpired } = readAccess(c);
  const empty = { number: '', contact: '', problems: [], isExpired };
  if (access === undefined) return answerLookUp(c, empty);
  const { number, token } = access;
  const found = await findClaimByNumber(ctx, { number, token });
  if (!found.ok) return answerLookUp(c, empty);
  return { access, status: found.value, form: await loadFormOf(ctx, found.value.incidentId) };
}

const openStates: readonly string[] = ['submitted', 'assessed', 'in_review', 'awaiting_evidence'];

function kindsFor(looked: Looked, locale: 'ko' | 'en'): readonly EvidenceKind[] {
  const { form, status } = looked;
  if (form === undefined || !openStates.includes(status.state)) return [];
  const { partyClass, kind, service } = status.sorting;
  const answers = { 'party-class': partyClass, kind, service };
  const { askedFor } = status;
  // An appeal may say that the class or the kind of harm was wrong: what shows that has a place too.
  const every = form.questionnaire.evidenceKinds.map(({ code }) => code);
  const wanted = isAppealOpen(status) ? every : askedFor;
  const kinds = evidenceKindsOf(form.questionnaire, { locale, answers, askedFor: wanted });
  // What was asked for comes first, so that it is what is found, and where a problem is said.
  const isAsked = ({ code }: EvidenceKind): boolean => askedFor.includes(code);
  return [...kinds.filter(isAsked), ...kinds.filter((kind) => !isAsked(kind))];
}

/** Says what is waited for in the words of the choosers, and why; undefined while nothing is. */
function renderAsked(
  { status }: Looked,
  { kinds, locale }: { kinds: readonly EvidenceKind[]; locale: 'ko' | 'en' },
): AskedView | undefined {
  const { askedFor, askedReasonCode } = status;
  if (askedFor.length === 0) return undefined;
  const textOf = (code: string): string =>
    kinds.find((kind) => kind.code === code)?.text ?? evidenceName(code, locale);
  return {
    kinds: askedFor,
    texts: askedFor.map(textOf),
    ...(askedReasonCode === undefined
      ? {}
      : { reasonText: reasonSentence(askedReasonCode, locale) }),
  };
}

interface Shown {
  readonly problems: readonly FieldProblem[];
  readonly statement: string;
  /** what was received although something else was not */
  readonly keptText?: string;
}

function doneTexts(locale: 'ko' | 'en'): Readonly<Record<string, string>> {
  const { addDone, appealDone } = portalMessages(locale).status;
  const { confirm: confirmed, payee, satisfaction } = claimantMessages(locale);
  return {
    evidence: addDone,
    appeal: appealDone,
    contact: confirmed.done,
    account: payee.done,
    'other-contact': confirmed.differs,
    satisfaction: satisfaction.thanks,
  };
}

/** Tells whether a code to the claim's contact would prove something that is not proved yet. */
async function canConfirm(ctx: Context, access: Access): Promise<boolean> {
  const own = await loadOwnContact(ctx, access);
  if (own === undefined || (own.isConfirmed && access.isTyped !== true)) return false;
  return ctx.outside.courier.reaches(own.contact);
}

/**
 * Shows what was received and answered. A contact that is only typed proves little: for it the weeks
 * of sales and the names of documents are left out.
 */
function renderReceived({ access, status, form }: Looked, reading: StatusReading) {
  const { isTyped = false } = access;
  const { currency = 'KRW', evidenceKinds: kinds = [] } = form?.questionnaire ?? {};
  const loss = isTyped ? undefined : parseLoss(status.lossTest);
  return {
    isTyped,
    replies: renderReplies(status.replies, reading),
    documents: renderDocuments(status.documents, { ...reading, isTyped, kinds }),
    ...(loss === undefined ? {} : { loss: renderLoss(loss, { locale: reading.locale, currency }) }),
  };
}

/** Gives the language of the page and the zone of the claim’s incident. */
export function readingOf(c: PortalRequest, { form }: Looked): StatusReading {
  return { locale: localeOf(c), zone: form?.incident.zone ?? 'UTC' };
}

/** Answers with the status page, and what was wrong with what was sent from it. */
export async function answerStatus(
  c: PortalRequest,
  looked: Looked,
  shown: Shown = { problems: [], statement: '' },
): Promise<Response> {
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const { access, status, form } = looked;
  const reading = readingOf(c, looked);
  const payments = await ctx.read((tx) => listClaimPayments(tx, access.claimId));
  const at = (name: 'assessedAt' | 'askedAt' | 'decidedAt' | 'approvedAt', type: string) => {
    const instant = status.stages.findLast((stage) => stage.type === type)?.at;
    return instant === undefined ? {} : { [name]: instant };
  };
  const isAppealed = isAppealOpen(status);
  const { isOver, ...view } = renderStages(
    {
      isAppealed,
      state: status.state,
      submittedAt: status.submittedAt,
      ...at('assessedAt', isAppealed ? 'appeal_opened' : 'claim_assessed'),
      ...at('askedAt', 'evidence_asked'),
      ...at('decidedAt', 'decision_made'),
      ...at('approvedAt', 'decision_approved'),
      payments,
      isAwarded: status.decision?.outcome === 'award',
    },
    reading,
  );
  const wanted = await loadPayeeView(ctx, access, reading);
  const done = c.req.query('done');
  const doneText = shown.keptText ?? doneTexts(locale)[done ?? ''];
  const isContactOpen = await canConfirm(ctx, access);
  const isSatisfactionOpen = await isOpenForSatisfaction(ctx, access);
  const promises = form?.questionnaire.promises ?? {};
  const given = { promises, isOver, now: ctx.now, ...reading };
  const { isAppealOver, ...clock } = renderClock(status, given);
  const isDecided = status.decision !== undefined && ['approved', 'closed'].includes(status.state);
  const canAppeal = isDecided && isAppealOver !== true;
  const kinds = kindsFor(looked, locale);
  const asked = renderAsked(looked, { kinds, locale });
  const page = (
    <StatusPage
      locale={locale}
      frame={frameOf(c, form)}
      number={status.claimNumber}
      {...view}
      {...(wanted === undefined ? {} : { nextText: wanted.nextText, payeeAsk: wanted.ask })}
      isOver={isOver}
      {...clock}
      isContactOpen={isContactOpen}
      {...renderReceived(looked, reading)}
      isSatisfactionOpen={isSatisfactionOpen}
      {...(asked === undefined ? {} : { asked })}
      {...(status.decision === undefined
        ? {}
        : { decision: { ...renderDecision(status.decision, locale), isAppealed } })}
      payments={renderPayments(payments, reading)}
      {...(doneText === undefined ? {} : { doneText })}
      evidenceKinds={kinds}
      {...(canAppeal ? { appealId: ctx.newId() } : {})}
      {...shown}
    />
  );
  return answerPage(c, page, { status: shown.problems.length === 0 ? 200 : 422 });
}

/** Adds documents to a filed claim one by one: one that is not taken holds no other up. */
async function sendEvidence(c: PortalRequest): Promise<Response> {
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const ctx = c.get('ctx');
  const locale = localeOf(c);
  const words = claimantMessages(locale).evidence;
  const kinds = kindsFor(looked, locale);
  const firstField = `file-${kinds[0]?.code ?? ''}`;
  const { claimId, token } = looked.access;
  const problems: FieldProblem[] = [];
  let keptCount = 0;
  const take = async (
    fieldId: string,
    kind: string,
    sent: { filename: string; bytes: Uint8Array },
  ) => {
    const outcome = await addEvidence(ctx, { claimId, token, evidence: [{ kind, ...sent }] });
    if (outcome.ok) keptCount += 1;
    else problems.push({ fieldId, text: refusalSentence(outcome.refusal, locale) });
  };
  const received = await receiveForm(c.req.raw, async ({ field, ...sent }) => {
    const kind = kinds.find(({ code }) => field === `file-${code}`);
    if (kind !== undefined) await take(field, kind.code, sent);
  });
  const explanation = (received.fields.explanation ?? '').trim().slice(0, storyLength);
  // Words are no table of sales: they go to another kind, so that the loss found before stays.
  const written = kinds.find(({ isSales }) => !isSales);
  if (explanation !== '' && written !== undefined) {
    await take('explanation', written.code, {
      filename: `${claimantMessages(locale).status.answerTitle}.txt`,
      bytes: Buffer.from(explanation),
    });
  }
  if (received.isCutOff) problems.push({ fieldId: firstField, text: words.cutOff });
  if (problems.length === 0 && keptCount > 0) {
    return c.redirect(`/${locale}/status?done=evidence`, 303);
  }
  if (problems.length === 0) {
    problems.push({ fieldId: firstField, text: portalMessages(locale).status.addRequired });
  }
  const again = await loadLooked(c);
  const keptText = keptCount === 0 ? {} : { keptText: words.kept(String(keptCount)) };
  return again instanceof Response
    ? again
    : answerStatus(c, again, { problems, statement: '', ...keptText });
}

async function confirm(c: PortalRequest): Promise<Response> {
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const own = await loadOwnContact(c.get('ctx'), looked.access);
  const locale = localeOf(c);
  if (own === undefined) return c.redirect(`/${locale}/status`, 303);
  const problem = await startCode(c, { purpose: 'confirm', typed: own.contact });
  if (problem === undefined) return c.redirect(`/${locale}/code`, 303);
  return answerStatus(c, looked, { problems: [{ ...problem, fieldId: 'confirm' }], statement: '' });
}

const ratings = ['1', '2', '3', '4', '5'];

async function sendSatisfaction(c: PortalRequest): Promise<Response> {
  const body = await c.req.formData();
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const locale = localeOf(c);
  const words = claimantMessages(locale).satisfaction;
  const rating = String(body.get('rating') ?? '');
  const again = (text: string): Promise<Response> =>
    answerStatus(c, looked, { problems: [{ fieldId: 'rating', text }], statement: '' });
  if (!ratings.includes(rating)) return again(words.required);
  const clear = String(body.get('clear') ?? '');
  const remark = String(body.get('remark') ?? '')
    .trim()
    .slice(0, storyLength);
  const { claimId, token } = looked.access;
  const outcome = await answerSatisfaction(c.get('ctx'), {
    claimId,
    token,
    rating: Number(rating),
    remark,
    ...(clear === 'yes' || clear === 'no' ? { isClear: clear === 'yes' } : {}),
  });
  if (!outcome.ok) return again(refusalSentence(outcome.refusal, locale));
  return c.redirect(`/${locale}/status?done=satisfaction`, 303);
}

async function sendAppeal(c: PortalRequest): Promise<Response> {
  const body = await c.req.formData();
  const looked = await loadLooked(c);
  if (looked instanceof Response) return looked;
  const locale = localeOf(c);
  const words = portalMessages(locale);
  const statement = String(body.get('statement') ?? '').trim();
  const appealId = String(body.get('appealId') ?? '');
  const again = (text: string): Promise<Response> =>
    answerStatus(c, looked, { problems: [{ fieldId: 'statement', text }], statement });
  if (statement === '') return again(words.status.appealRequired);
  if (statement.length > storyLength) return again(words.problem.tooLong('2,000'));
  const { claimId, token } = looked.access;
  const outcome = await openAppeal(c.get('ctx'), {
    appealId: isUuid(appealId) ? appealId : c.get('ctx').newId(),
    claimId,
    token,
    statement,
  });
  if (!outcome.ok) return again(refusalSentence(outcome.refusal, locale));
  return c.redirect(`/${locale}/status?done=appeal`, 303);
}

/** Adds the look-up, the status page, and what can be done there: add documents, appeal, leave. */
export function addStatusRoutes(portal: Hono<AppEnv>): void {
  portal.get('/:locale{(?:ko|en)}/look-up', (c) =>
    answerLookUp(c, { number: '', contact: '', problems: [], isExpired: readAccess(c).isExpired }),
  );
  portal.post('/:locale{(?:ko|en)}/look-up', (c) => lookUp(c));

  portal.get('/:locale{(?:ko|en)}/status', async (c) => {
    const looked = await loadLooked(c);
    if (looked instanceof Response) return looked;
    return answerStatus(c, looked);
  });
  // The other-language link of an error page asks for these with GET.
  for (const name of ['evidence', 'appeal', 'leave', 'confirm', 'satisfaction']) {
    portal.get(`/:locale{(?:ko|en)}/status/${name}`, (c) => c.redirect(`/${localeOf(c)}/status`));
  }
  portal.post('/:locale{(?:ko|en)}/status/evidence', (c) => sendEvidence(c));
  portal.post('/:locale{(?:ko|en)}/status/confirm', (c) => confirm(c));
  portal.post('/:locale{(?:ko|en)}/status/satisfaction', (c) => sendSatisfaction(c));
  portal.post('/:locale{(?:ko|en)}/status/appeal', (c) => sendAppeal(c));
  portal.post('/:locale{(?:ko|en)}/status/leave', (c) => {
    dropAccess(c);
    return c.redirect(`/${localeOf(c)}`, 303);
  });
}
