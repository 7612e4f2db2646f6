import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { admitDocuments, listUploads, openUploads } from '../../claims/evidence/index.ts';
import type { ClaimGate } from '../../claims/filing/index.ts';
import { getReceipt, type Questionnaire } from '../../claims/index.ts';
import { completeReceipt } from '../../disclosure/index.ts';
import { parseInstant, renderLocal } from '../../kernel/index.ts';
import type { AppEnv } from '../../platform/index.ts';
import type { FieldProblem } from '../components/error-summary/error-summary.tsx';
import { portalMessages } from '../messages/portal.ts';
import { refusalSentence } from '../messages/refusals.ts';
import { composeClaim } from './compose-claim.ts';
import { renderBeside } from './evidence/beside-view.ts';
import { answerUnread, readForm } from './evidence/guard-form.tsx';
import { loadShownLoss } from './evidence/load-loss.ts';
import { evidenceFieldId, readEvidence } from './evidence/read-evidence.ts';
import { settleDraft } from './evidence/settle-draft.ts';
import { loadForm } from './open-form.ts';
import { CheckAnswersPage } from './pages/check-answers.page.tsx';
import type { EvidenceKind } from './pages/evidence-fields.tsx';
import { PrintReceiptPage } from './pages/print-receipt.page.tsx';
import { ReceiptPage } from './pages/receipt.page.tsx';
import { renderQrCode, renderReceiptLink } from './pages/receipt-code.ts';
import { findOpenStep } from './parse-answer.ts';
import { type Answers, listEvidenceKinds } from './question.ts';
import { afterLast, loadWriting, type Writing } from './question-routes.tsx';
import { unlessAway } from './remember.ts';
import { renderAnswers } from './render-answer.ts';
import {
  answerMissing,
  answerPage,
  frameOf,
  localeOf,
  type PortalRequest,
  readAccess,
} from './request.tsx';
import { hasUnseenClaims } from './saving/own-claims.ts';
import {
  addTicketRoutes,
  answerFiled,
  answerTicket,
  fileWithTicket,
  showTicket,
} from './ticket/ticket-routes.tsx';

/** Claims takes up to 20 MB a file; a few files of a page may come together. */
const bodyBytesMax = 60 * 1024 * 1024;

/** Lists the document choosers a claim with these answers is offered. */
export function evidenceKindsOf(
  questionnaire: Questionnaire,
  asked: { locale: 'ko' | 'en'; answers: Answers; askedFor?: readonly string[] },
): readonly EvidenceKind[] {
  return listEvidenceKinds(questionnaire, asked).map((kind) => ({
    ...kind,
    isSales: kind.code === questionnaire.lossTest?.evidenceKind,
  }));
}

async function answerCheck(
  c: PortalRequest,
  writing: Writing,
  problems: readonly FieldProblem[],
): Promise<Response> {
  const { form, draft, steps, reading, base } = writing;
  const { locale } = reading;
  const kinds = evidenceKindsOf(form.questionnaire, { locale, answers: draft.answers });
  const ctx = c.get('ctx');
  const { claimId } = draft;
  const documents = await unlessAway(ctx, () => listUploads(ctx, { claimId }), []);
  const loss = await unlessAway(ctx, () => loadShownLoss(c, writing), undefined);
  const ticketed = showTicket(c, { claimId, ...form.incident });
  const page = (
    <CheckAnswersPage
      locale={locale}
      frame={frameOf(c, form)}
      claimId={draft.claimId}
      rows={[
        ...renderAnswers(steps, {
          answers: draft.answers,
          reading,
          hrefOf: (step) => `${base}/q/${step.code}`,
        }),
        ...renderBeside(writing, { kinds, documents, loss }),
      ]}
      problems={problems}
      backHref={afterLast(writing).replace(/\/check-answers$/, `/q/${steps.at(-1)?.code ?? ''}`)}
      {...(draft.proved === undefined ? { ownAction: `${base}/own/code` } : {})}
      saveHref={`${base}/save`}
      isSaved={draft.isSaved === true}
      isMoved={writing.isMoved}
      {...(ticketed === undefined ? {} : { ticketed })}
      action={`${base}/check-answers`}
    />
  );
  return answerPage(c, page, { status: problems.length === 0 ? 200 : 422, hasScript: true });
}

async function file(
  c: PortalRequest,
  gate: ClaimGate,
  sent: { writing: Writing; body: FormData },
): Promise<Response> {
  const { writing, body } = sent;
  const { form, draft, reading } = writing;
  const { locale } = reading;
  const asked = { locale, answers: draft.answers };
  const kinds = evidenceKindsOf(form.questionnaire, asked);
  const ctx = c.get('ctx');
  const { claimId } = draft;
  const evidence = [
    // Documents that cannot be loaded now are added when the ticket is redeemed.
    ...(await unlessAway(ctx, () => openUploads(ctx, { claimId }), [])),
    ...(await readEvidence(body, kinds)),
  ];
  const input = composeClaim(draft, {
    incidentId: form.incident.id,
    zone: form.incident.zone,
    locale,
    questionnaire: form.questionnaire,
    evidence,
  });
  const { slug } = form.incident;
  const { questionnaire } = form;
  const admitted = await admitDocuments(ctx, { evidence, questionnaire });
  const outcome = admitted.ok
    ? await fileWithTicket(c, gate, { input: { ...input, ...admitted.value }, slug })
    : admitted;
  if (!outcome.ok) {
    const fieldId = evidenceFieldId(evidence, outcome.refusal) ?? 'send';
    return answerCheck(c, writing, [{ fieldId, text: refusalSentence(outcome.refusal, locale) }]);
  }
  const filing = outcome.value;
  if (filing.kind === 'ticket') {
    return answerTicket(c, gate, { input, ticket: filing.ticket, slug, form });
  }
  await settleDraft(ctx, draft, filing.submission.token);
  return answerFiled(c, filing.submission);
}

async function sendClaim(c: PortalRequest, gate: ClaimGate, slug: string): Promise<Response> {
  const body = await readForm(c);
  if (body === undefined) return answerUnread(c, 'unreadable');
  const writing = await loadWriting(c, slug);
  const locale = localeOf(c);
  if (writing === undefined) {
    // The second press of a double click comes when the first has already filed the claim.
    const { access } = readAccess(c);
    const isFiled = access !== undefined && access.claimId === body.get('claimId');
    return isFiled ? c.redirect(`/${locale}/receipt`, 303) : answerMissing(c, 'draftMissing');
  }
  const open = findOpenStep(writing.steps, writing.draft.answers, writing.reading);
  if (open !== undefined) return c.redirect(`${writing.base}/q/${open.code}?from=check`, 303);
  if (body.get('statement') !== 'true') {
    const text = portalMessages(locale).problem.statement;
    return answerCheck(c, writing, [{ fieldId: 'statement', text }]);
  }
  return file(c, gate, { writing, body });
}

async function answerReceipt(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const { access } = readAccess(c);
  if (access === undefined) return c.redirect(`/${locale}/look-up`);
  const found = await loadReceipt(c, access);
  if (found === undefined) return c.redirect(`/${locale}/look-up`);
  const { receipt, form } = found;
  const { titles, zone } = form?.incident ?? {};
  const submittedAt = parseInstant(receipt.submittedAt);
  const page = (
    <ReceiptPage
      locale={locale}
      frame={frameOf(c, form)}
      number={receipt.claimNumber}
      incidentTitle={titles === undefined ? receipt.incident : titles[locale]}
      submittedAtText={
        submittedAt === undefined
          ? receipt.submittedAt
          : renderLocal(submittedAt, { zone: zone ?? 'UTC', locale })
      }
      commitment={receipt.commitment}
    />
  );
  return answerPage(c, page);
}

/** Gives the configured address of the site; without one, what the request asked for. */
function siteAddressOf(c: PortalRequest): string {
  const { host, protocol } = new URL(c.req.url);
  const scheme = c.req.header('x-forwarded-proto') ?? protocol.slice(0, -1);
  return c.get('publicUrl') ?? `${scheme}://${host}`;
}

async function answerPrint(c: PortalRequest): Promise<Response> {
  const locale = localeOf(c);
  const { access } = readAccess(c);
  const found = access === undefined ? undefined : await loadReceipt(c, access);
  if (found === undefined) return c.redirect(`/${locale}/look-up`);
  const { receipt, form } = found;
  const { titles, zone = 'UTC' } = form?.incident ?? {};
  const textOf = (instant: string): string => {
    const at = parseInstant(instant);
    return at === undefined ? instant : renderLocal(at, { zone, locale });
  };
  const page = (
    <PrintReceiptPage
      locale={locale}
      frame={frameOf(c, form)}
      number={receipt.claimNumber}
      incidentTitle={titles?.[locale] ?? receipt.incident}
      submittedAtText={textOf(receipt.submittedAt)}
      commitment={receipt.commitment}
      origin={receipt.promise.origin}
      includeByText={textOf(receipt.promise.includeBy)}
      {...(receipt.log === undefined
        ? {}
        : { leafIndex: receipt.log.leafIndex, treeSize: receipt.log.treeSize })}
      qrCode={renderQrCode(renderReceiptLink(siteAddressOf(c), receipt))}
    />
  );
  return answerPage(c, page);
}

async function loadReceipt(c: PortalRequest, access: { number: string; token: string }) {
  const ctx = c.get('ctx');
  const { number: claimNumber, token } = access;
  const outcome = await getReceipt(ctx, { claimNumber, token });
  if (!outcome.ok) return undefined;
  const form = await loadForm(ctx, outcome.value.incident);
  return {
    receipt: await completeReceipt(ctx, outcome.value),
    form,
  };
}

/** Adds the check page, the filing itself, and the receipt as a page and as a file. */
export function addFilingRoutes(portal: Hono<AppEnv>, gate: ClaimGate): void {
  const path = '/:locale{(?:ko|en)}/report/:slug/check-answers';
  portal.get(path, async (c) => {
    const writing = await loadWriting(c, c.req.param('slug'));
    if (writing === undefined) return answerMissing(c, 'draftMissing');
    const open = findOpenStep(writing.steps, writing.draft.answers, writing.reading);
    if (open !== undefined) return c.redirect(`${writing.base}/q/${open.code}?from=check`);
    if (await hasUnseenClaims(c, writing)) return c.redirect(`${writing.base}/own`);
    const text = portalMessages(localeOf(c)).problem.filesTooLarge;
    const isTooLarge = c.req.query('problem') === 'too-large';
    return answerCheck(c, writing, isTooLarge ? [{ fieldId: 'send', text }] : []);
  });

  const limit = bodyLimit({
    maxSize: bodyBytesMax,
    onError: (c) => c.redirect(`${new URL(c.req.url).pathname}?problem=too-large`, 303),
  });
  portal.post(path, limit, (c) => sendClaim(c, gate, c.req.param('slug')));

  addTicketRoutes(portal, gate);

  portal.get('/:locale{(?:ko|en)}/receipt', (c) => answerReceipt(c));
  portal.get('/:locale{(?:ko|en)}/receipt/print', (c) => answerPrint(c));
  portal.get('/:locale{(?:ko|en)}/receipt.json', async (c) => {
    const { access } = readAccess(c);
    const found = access === undefined ? undefined : await loadReceipt(c, access);
    if (found === undefined) return c.redirect(`/${localeOf(c)}/look-up`);
    const { receipt } = found;
    c.header('content-disposition', `attachment; filename="receipt-${receipt.claimNumber}.json"`);
    c.header('cache-control', 'no-store');
    return c.json(receipt);
  });
}
