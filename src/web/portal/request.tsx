import type { Context as HonoContext } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type DraftRefusal, saveDraft } from '../../claims/drafts/index.ts';
import type { Ticket } from '../../claims/filing/index.ts';
import type { HelpContact, Questionnaire } from '../../claims/index.ts';
import { accept } from '../../kernel/index.ts';
import type { AppEnv } from '../../platform/index.ts';
import type { HelpLine, LayoutProps, Locale } from '../layout.tsx';
import { portalMessages } from '../messages/portal.ts';
import { portalContentSecurityPolicy, scriptedContentSecurityPolicy } from '../style.ts';
import {
  type Access,
  type AskedCode,
  type Draft,
  type GivenPayee,
  type KeptTicket,
  openParts,
  type Proof,
  partNames,
  type Sealed,
  sealParts,
  sealSaltBytes,
} from './draft.ts';
import { listForms } from './open-form.ts';
import { MissingPage } from './pages/missing.page.tsx';
import { unlessAway } from './remember.ts';

/** A request of the portal. */
export type PortalRequest = HonoContext<AppEnv>;

/** Gives the language of a portal path; the router only lets 'ko' and 'en' through. */
export function localeOf(c: PortalRequest): Locale {
  return c.req.param('locale') === 'en' ? 'en' : 'ko';
}

declare module 'hono' {
  interface ContextVariableMap {
    /** Where claimants of this installation can turn; set for every page of the portal. */
    readonly help?: HelpContact;
    /** where people reach this site, if the operator said so */
    readonly publicUrl?: string;
  }
}

function helpOf(help: HelpContact | undefined, locale: Locale): HelpLine | undefined {
  if (help === undefined || Object.keys(help).length === 0) return undefined;
  const { hours, ...ways } = help;
  return { ...ways, ...(hours === undefined ? {} : { hours: hours[locale] }) };
}

/**
 * Gives what every page's frame needs: the same page in the other language, and where to turn: the
 * incident's own help line where its questionnaire has one, otherwise that of the installation.
 */
export function frameOf(
  c: PortalRequest,
  form?: { readonly questionnaire: Pick<Questionnaire, 'help'> },
): Pick<LayoutProps, 'otherLocalePath' | 'help'> {
  const { pathname, search } = new URL(c.req.url);
  const locale = localeOf(c);
  const other = locale === 'ko' ? 'en' : 'ko';
  return {
    otherLocalePath: `/${other}${pathname.slice(3)}${search}`,
    help: helpOf(form?.questionnaire.help ?? c.get('help'), locale),
  };
}

/** Gives the frame of a page about no incident: the help line of the only one there is, if so. */
export async function loadFrame(c: PortalRequest): Promise<ReturnType<typeof frameOf>> {
  const [only, ...others] = await listForms(c.get('ctx'));
  return frameOf(c, others.length === 0 ? only : undefined);
}

/**
 * Answers with a page; its style runs by hash, nothing else runs, and nobody stores it.
 *
 * @param options.hasScript lets the site's own scripts run; the page works without them
 */
export function answerPage(
  c: PortalRequest,
  page: Child,
  options: { status?: ContentfulStatusCode; cacheControl?: string; hasScript?: boolean } = {},
): Response {
  const policy =
    options.hasScript === true ? scriptedContentSecurityPolicy : portalContentSecurityPolicy;
  c.header('content-security-policy', policy);
  // P6: with no-referrer the browser sends "Origin: null" on the site's own forms
  c.header('referrer-policy', 'same-origin');
  c.header('cache-control', options.cacheControl ?? 'no-store');
  c.header('content-language', localeOf(c));
  return c.html(`<!doctype html>${String(page)}`, options.status ?? 200);
}

/** Answers that something is not there, in the claimant's language. */
export async function answerMissing(
  c: PortalRequest,
  what: 'missing' | 'draftMissing' = 'missing',
): Promise<Response> {
  const locale = localeOf(c);
  const { title, text } = portalMessages(locale)[what];
  const status = what === 'missing' ? 404 : 409;
  const { help } = await loadFrame(c);
  const page = <MissingPage locale={locale} title={title} lines={[text]} help={help} />;
  return answerPage(c, page, { status });
}

const draftName = 'amends_draft_';
const accessName = 'amends_claim_';
const ticketName = 'amends_ticket_';

function isSecure(c: PortalRequest): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
}

function writeParts(
  c: PortalRequest,
  sealed: { name: string; parts: readonly string[]; maxAge?: number },
): void {
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) } as const;
  const { maxAge } = sealed;
  partNames(sealed.name).forEach((name, index) => {
    const part = sealed.parts[index];
    if (part !== undefined) {
      setCookie(c, name, part, maxAge === undefined ? options : { ...options, maxAge });
    } else if (getCookie(c, name) !== undefined) {
      deleteCookie(c, name, { path: '/', secure: isSecure(c) });
    }
  });
}

function readParts<T extends Sealed>(c: PortalRequest, name: string): T | undefined {
  const parts = partNames(name).flatMap((part) => getCookie(c, part) ?? []);
  return parts.length === 0 ? undefined : openParts<T>(parts, c.get('ctx').vault);
}

// Drafts live 30 days on the claimant's own device, then the browser forgets them.
const draftSeconds = 30 * 24 * 60 * 60;
const accessMs = 2 * 60 * 60 * 1000;

/** Reads the claim that is being written in this browser for an incident. */
export function readDraft(c: PortalRequest, slug: string): Draft | undefined {
  const draft = readParts<Draft>(c, draftName);
  return draft?.slug === slug ? draft : undefined;
}

/** Keeps the claim that is being written; false when the answers are too long to keep. */
export function writeDraft(c: PortalRequest, draft: Draft): boolean {
  const ctx = c.get('ctx');
  const parts = sealParts(draft, { vault: ctx.vault, salt: ctx.randomBytes(sealSaltBytes) });
  if (parts === undefined) return false;
  writeParts(c, { name: draftName, parts, maxAge: draftSeconds });
  return true;
}

/** Whether a claim that is being written is kept in this browser, and why not at the server. */
export interface KeptDraft {
  readonly isKept: boolean;
  readonly refusal?: DraftRefusal;
}

/**
 * Keeps the claim that is being written, in this browser and, where it was saved, at the server.
 * Where the server has no room for it, it stays in the browser alone.
 */
export async function keepDraft(
  c: PortalRequest,
  { draft, incidentId }: { draft: Draft; incidentId: string },
): Promise<KeptDraft> {
  if (!writeDraft(c, draft)) return { isKept: false };
  const { proved, isSaved, claimId } = draft;
  if (proved === undefined || isSaved !== true) return { isKept: true };
  const contactDigest = Buffer.from(proved.digest, 'hex');
  const content = JSON.parse(JSON.stringify(draft));
  const ctx = c.get('ctx');
  const saved = { claimId, incidentId, contactDigest, content };
  // The browser has it; the server takes it with the next page when the database is back.
  const outcome = await unlessAway(ctx, () => saveDraft(ctx, saved), accept(true as const));
  if (outcome.ok) return { isKept: true };
  const { isSaved: _not, ...unsaved } = draft;
  writeDraft(c, unsaved);
  return { isKept: true, refusal: outcome.refusal };
}

/** Forgets the claim that was being written. */
export function dropDraft(c: PortalRequest): void {
  writeParts(c, { name: draftName, parts: [] });
}

/** Reads which claim this browser may look at; `isExpired` when it was allowed but no more. */
export function readAccess(c: PortalRequest): { access?: Access; isExpired: boolean } {
  const access = readParts<Access>(c, accessName);
  if (access === undefined) return { isExpired: false };
  return access.untilMs <= c.get('ctx').now ? { isExpired: true } : { access, isExpired: false };
}

/** Lets this browser look at one claim for two hours, or until it is closed. */
export function writeAccess(c: PortalRequest, access: Omit<Access, 'untilMs'>): void {
  const ctx = c.get('ctx');
  const parts = sealParts(
    { ...access, untilMs: ctx.now + accessMs },
    { vault: ctx.vault, salt: ctx.randomBytes(sealSaltBytes) },
  );
  writeParts(c, { name: accessName, parts: parts ?? [] });
}

/** Ends the look-up in this browser. */
export function dropAccess(c: PortalRequest): void {
  writeParts(c, { name: accessName, parts: [] });
}

// As long as a ticket is honoured.
const ticketSeconds = 30 * 24 * 60 * 60;

/** Keeps the ticket of a claim in this browser until the claim is filed. */
export function writeTicket(c: PortalRequest, kept: KeptTicket): void {
  const ctx = c.get('ctx');
  const parts = sealParts(kept, { vault: ctx.vault, salt: ctx.randomBytes(sealSaltBytes) });
  writeParts(c, { name: ticketName, parts: parts ?? [], maxAge: ticketSeconds });
}

/** Reads the ticket that this browser has, of one incident or of any. */
export function readTicket(c: PortalRequest, slug?: string): Ticket | undefined {
  const kept = readParts<KeptTicket>(c, ticketName);
  return slug === undefined || kept?.slug === slug ? kept?.ticket : undefined;
}

/** Forgets the ticket: its claim is filed. */
export function dropTicket(c: PortalRequest): void {
  writeParts(c, { name: ticketName, parts: [] });
}

const codeName = 'amends_code_';
const proofName = 'amends_proof_';
const codeMs = 10 * 60 * 1000;
const payeeName = 'amends_payee_';
const proofMs = 30 * 60 * 1000;

function readUntil<T extends AskedCode | Proof | GivenPayee>(
  c: PortalRequest,
  name: string,
): T | undefined {
  const sealed = readParts<T>(c, name);
  return sealed === undefined || sealed.untilMs <= c.get('ctx').now ? undefined : sealed;
}

function writeSealed(c: PortalRequest, name: string, value: Sealed): void {
  const { vault, randomBytes } = c.get('ctx');
  writeParts(c, {
    name,
    parts: sealParts(value, { vault, salt: randomBytes(sealSaltBytes) }) ?? [],
  });
}

/** Reads which code this browser was sent, while it can still be right. */
export function readAskedCode(c: PortalRequest): AskedCode | undefined {
  return readUntil<AskedCode>(c, codeName);
}

/** Remembers that a code was sent for this browser; forgets it without one. */
export function writeAskedCode(c: PortalRequest, asked?: Omit<AskedCode, 'untilMs'>): void {
  if (asked === undefined) writeParts(c, { name: codeName, parts: [] });
  else writeSealed(c, codeName, { ...asked, untilMs: c.get('ctx').now + codeMs });
}

/** Reads the contact this browser proved in the last half hour. */
export function readProof(c: PortalRequest): Proof | undefined {
  return readUntil<Proof>(c, proofName);
}

/** Remembers for half an hour that this browser proved a contact. */
export function writeProof(c: PortalRequest, proof: Omit<Proof, 'untilMs'>): void {
  writeSealed(c, proofName, { ...proof, untilMs: c.get('ctx').now + proofMs });
}

/** Reads the other account that was written in this browser for a claim in the last half hour. */
export function readGivenPayee(c: PortalRequest, claimId: string): GivenPayee | undefined {
  const given = readUntil<GivenPayee>(c, payeeName);
  return given?.claimId === claimId ? given : undefined;
}

/** Keeps another account, encrypted, until it is sent; forgets it without one. */
export function writeGivenPayee(c: PortalRequest, given?: Omit<GivenPayee, 'untilMs'>): void {
  if (given === undefined) writeParts(c, { name: payeeName, parts: [] });
  else writeSealed(c, payeeName, { ...given, untilMs: c.get('ctx').now + proofMs });
}
