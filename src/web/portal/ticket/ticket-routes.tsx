import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { admitDocuments } from '../../../claims/evidence/index.ts';
import type { ClaimGate, FilingOutcome, Ticket } from '../../../claims/filing/index.ts';
import type { SubmitClaimInput } from '../../../claims/index.ts';
import { parseInstant, renderLocal } from '../../../kernel/index.ts';
import type { AppEnv } from '../../../platform/index.ts';
import { portalMessages } from '../../messages/portal.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import { answerUnread, readForm } from '../evidence/guard-form.tsx';
import { addWaitingDocuments } from '../evidence/settle-draft.ts';
import { loadForm, type OpenForm } from '../open-form.ts';
import { MissingPage } from '../pages/missing.page.tsx';
import {
  answerMissing,
  answerPage,
  dropDraft,
  dropTicket,
  frameOf,
  localeOf,
  type PortalRequest,
  readTicket,
  writeAccess,
  writeTicket,
} from '../request.tsx';
import { keptEvidenceBytesMax, openClaim, sealClaim } from './kept-claim.ts';
import { TicketPage } from './ticket.page.tsx';

/** Whether the sender is the script that keeps the form: it wants a few words, not a page. */
const isKeeper = (c: PortalRequest): boolean => c.req.header('accept') === 'application/json';

/** Answers a claim that is filed: on to its receipt. */
export function answerFiled(
  c: PortalRequest,
  filed: { claimId: string; claimNumber: string; token: string },
): Response {
  const { claimId, claimNumber, token } = filed;
  writeAccess(c, { claimId, number: claimNumber, token });
  dropDraft(c);
  dropTicket(c);
  const location = `/${localeOf(c)}/receipt`;
  return isKeeper(c) ? c.json({ location }) : c.redirect(location, 303);
}

/** Leaves documents out that are too large for a page; the ticket is then of the claim without. */
function toTravel(
  c: PortalRequest,
  gate: ClaimGate,
  kept: { input: SubmitClaimInput; ticket: Ticket },
): { input: SubmitClaimInput; ticket: Ticket; leftFilenames: readonly string[] } {
  const { input, ticket } = kept;
  const byteCount = input.evidence.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (byteCount <= keptEvidenceBytesMax) return { input, ticket, leftFilenames: [] };
  const { ticket: _ofAll, ...rest } = input;
  const bare: SubmitClaimInput = { ...rest, evidence: [] };
  const given = gate.ticket(c.get('ctx'), bare);
  if (!given.ok) return { input, ticket, leftFilenames: [] };
  const leftFilenames = input.evidence.map(({ filename }) => filename);
  return { input: bare, ticket: given.value.ticket, leftFilenames };
}

const renderTime = (instant: string, how: { zone: string; locale: 'ko' | 'en' }): string => {
  const at = parseInstant(instant);
  return at === undefined ? instant : renderLocal(at, how);
};

/**
 * Tells the times of the ticket that this browser has of a claim that is still being written, so that
 * whoever closed or reloaded the page knows that it was not filed; undefined without one, or once it
 * ran out.
 */
export function showTicket(
  c: PortalRequest,
  of: { readonly claimId: string; readonly slug: string; readonly zone: string },
): { readonly issuedAtText: string; readonly redeemByText: string } | undefined {
  const ticket = readTicket(c, of.slug);
  if (ticket?.claimId !== of.claimId) return undefined;
  const until = parseInstant(ticket.redeemBy);
  if (until === undefined || until <= c.get('ctx').now) return undefined;
  const how = { zone: of.zone, locale: localeOf(c) };
  return {
    issuedAtText: renderTime(ticket.issuedAt, how),
    redeemByText: renderTime(ticket.redeemBy, how),
  };
}

/**
 * Answers a claim that could not be stored in time with its ticket: to the script in a few words,
 * otherwise as a page that carries the whole claim.
 */
export function answerTicket(
  c: PortalRequest,
  gate: ClaimGate,
  kept: { input: SubmitClaimInput; ticket: Ticket; slug: string; form: OpenForm | undefined },
): Response {
  const { slug, form } = kept;
  const locale = localeOf(c);
  const zone = form?.incident.zone ?? 'UTC';
  const textOf = (instant: string): string => renderTime(instant, { zone, locale });
  c.header('retry-after', '2');
  if (isKeeper(c)) {
    const { ticket } = kept;
    writeTicket(c, { slug, ticket });
    return c.json({ ticket, issuedAtText: textOf(ticket.issuedAt) }, 202);
  }
  const { input, ticket, leftFilenames } = toTravel(c, gate, kept);
  writeTicket(c, { slug, ticket });
  const check = `/${locale === 'ko' ? 'en' : 'ko'}/report/${slug}/check-answers`;
  const page = (
    <TicketPage
      locale={locale}
      frame={{ ...frameOf(c, form), otherLocalePath: check }}
      incidentTitle={form?.incident.titles[locale] ?? slug}
      issuedAtText={textOf(ticket.issuedAt)}
      redeemByText={textOf(ticket.redeemBy)}
      claim={sealClaim(c.get('ctx'), { ...input, ticket })}
      action={`/${locale}/report/${slug}/ticket`}
      leftFilenames={leftFilenames}
    />
  );
  return answerPage(c, page, { status: 202, hasScript: true });
}

/**
 * Files a claim with the ticket of an earlier try of it, if this browser has one. A ticket that no
 * longer fits, because an answer was changed since, is put aside.
 */
export async function fileWithTicket(
  c: PortalRequest,
  gate: ClaimGate,
  sent: { input: SubmitClaimInput; slug: string },
): Promise<FilingOutcome> {
  const ctx = c.get('ctx');
  const ticket = readTicket(c, sent.slug);
  if (ticket === undefined || ticket.claimId !== sent.input.claimId) {
    return gate.file(ctx, sent.input);
  }
  const outcome = await gate.file(ctx, { ...sent.input, ticket });
  const isPutAside = !outcome.ok && outcome.refusal.code.startsWith('ticket_');
  return isPutAside ? gate.file(ctx, sent.input) : outcome;
}

async function redeem(c: PortalRequest, gate: ClaimGate, slug: string): Promise<Response> {
  const ctx = c.get('ctx');
  const form = await readForm(c);
  if (form === undefined) return answerUnread(c, 'unreadable');
  const sealed = form.get('claim');
  const input = typeof sealed === 'string' ? openClaim(ctx, sealed) : undefined;
  if (input?.ticket === undefined) return answerMissing(c, 'draftMissing');
  const { evidence } = input;
  const known = await loadForm(ctx, slug).catch(() => undefined);
  const admitted = await admitDocuments(ctx, { evidence, questionnaire: known?.questionnaire });
  const outcome = await gate.file(ctx, { ...input, ...(admitted.ok ? admitted.value : {}) });
  const locale = localeOf(c);
  if (outcome.ok) {
    const { value } = outcome;
    if (value.kind === 'receipt') {
      await addWaitingDocuments(ctx, value.submission);
      return answerFiled(c, value.submission);
    }
    return answerTicket(c, gate, { input, ticket: value.ticket, slug, form: known });
  }
  const words = portalMessages(locale).ticket;
  const page = (
    <MissingPage
      locale={locale}
      title={words.refusedTitle}
      lines={[refusalSentence(outcome.refusal, locale)]}
      help={frameOf(c).help}
    />
  );
  return answerPage(c, page, { status: 422 });
}

/** A sealed claim is at most 4 MB of documents and the claim, in base64 twice. */
const bodyBytesMax = 16 * 1024 * 1024;

/** Adds the redeeming of tickets, and the ticket as a file. */
export function addTicketRoutes(portal: Hono<AppEnv>, gate: ClaimGate): void {
  const limit = bodyLimit({
    maxSize: bodyBytesMax,
    onError: (c) => answerUnread(c as never, 'formTooLarge'),
  });
  portal.post('/:locale{(?:ko|en)}/report/:slug/ticket', limit, (c) =>
    redeem(c, gate, c.req.param('slug')),
  );
  portal.get('/:locale{(?:ko|en)}/ticket.json', async (c) => {
    const ticket = readTicket(c);
    if (ticket === undefined) return answerMissing(c, 'draftMissing');
    c.header('content-disposition', 'attachment; filename="ticket.json"');
    c.header('cache-control', 'no-store');
    return c.body(`${JSON.stringify(ticket, null, 2)}\n`, 200, {
      'content-type': 'application/json',
    });
  });
}
