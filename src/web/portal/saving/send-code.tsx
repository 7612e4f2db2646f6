import { sendCode } from '../../../claims/drafts/index.ts';
import type { FieldProblem } from '../../components/error-summary/error-summary.tsx';
import { claimantMessages } from '../../messages/claimant.ts';
import { portalMessages } from '../../messages/portal.ts';
import { refusalSentence } from '../../messages/refusals.ts';
import type { AskedCode } from '../draft.ts';
import { parseContact } from '../parse-answer.ts';
import { localeOf, type PortalRequest, writeAskedCode } from '../request.tsx';

/**
 * Sends a code to a typed contact and remembers in this browser what it is for.
 *
 * @returns the problem to show beside the contact, or nothing when the code is on its way
 */
export async function startCode(
  c: PortalRequest,
  asked: Pick<AskedCode, 'purpose' | 'slug'> & { readonly typed: string },
): Promise<FieldProblem | undefined> {
  const locale = localeOf(c);
  const contact = parseContact(asked.typed);
  if (contact === undefined) {
    return { fieldId: 'contact', text: portalMessages(locale).problem.contact };
  }
  const { subject, text } = claimantMessages(locale).code;
  const sent = await sendCode(c.get('ctx'), { contact, words: { subject, text } });
  if (!sent.ok) return { fieldId: 'contact', text: refusalSentence(sent.refusal, locale) };
  const { purpose, slug } = asked;
  const { codeId } = sent.value;
  writeAskedCode(c, { codeId, contact, purpose, ...(slug === undefined ? {} : { slug }) });
  return undefined;
}

/** Shows a contact so that its owner knows it and nobody learns it: k••@example.org, 010••••5678. */
export function maskContact(contact: string): string {
  const [name = '', domain] = contact.split('@');
  if (domain !== undefined) return `${[...name][0] ?? ''}••@${domain}`;
  return `${contact.slice(0, 3)}••••${contact.slice(-4)}`;
}
