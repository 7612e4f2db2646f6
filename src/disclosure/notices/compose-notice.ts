import { renderInstant } from '../../kernel/index.ts';
import type { ClaimedNotice } from './notice-store.ts';
import type { Letter, NoticeWords } from './notice-words.ts';
import { secretPrefix } from './sign-webhook.ts';
import type { Topic } from './subscriber.ts';

/** The name of a topic in a webhook. @source Standard Webhooks 1.0.0, "Event types" */
export const webhookTypes: Readonly<Record<Topic, string>> = {
  incident_opened: 'incident.opened',
  incident_updated: 'incident.updated',
  incident_restored: 'incident.restored',
  report_published: 'report.published',
};

/** The links of one subscriber. */
export interface Links {
  readonly manage: string;
  /** one POST and nothing else ends the subscription */
  readonly leave: string;
}

/** Gives the links of one subscriber. */
export function linksOf(publicUrl: string, token: string, locale: 'ko' | 'en'): Links {
  const manage = `${publicUrl}/public/subscription/${token}`;
  return { manage: `${manage}?lang=${locale}`, leave: `${manage}/leave` };
}

/**
 * The headers that let a mail program end the subscription with one press.
 *
 * @source RFC 8058, section 3.1; RFC 2369, 3.2
 */
export function leaveHeaders({ leave }: Links): Readonly<Record<string, string>> {
  return {
    'List-Unsubscribe': `<${leave}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    Precedence: 'bulk',
  };
}

/** Gives the id a mail has in every attempt. @source RFC 5322, 3.6.4 */
export function messageIdOf(noticeId: string, mailFrom: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(mailFrom)?.[1] ?? 'localhost';
  return `<notice.${noticeId}@${domain}>`;
}

/** Composes what a mail or a text says. */
export function composeLetter(
  notice: ClaimedNotice,
  given: { readonly words: NoticeWords; readonly publicUrl: string; readonly links: Links },
): Letter {
  const { topic, title, text, occurredAt, zone, path, locale } = notice;
  const link = `${given.publicUrl}${path}?lang=${locale}`;
  const { manage: leave } = given.links;
  return given.words.notice({ topic, title, text, occurredAt, zone, link, leave });
}

/**
 * Writes a text for a chat: what a room full of people would be called by, or what would be a link
 * elsewhere, is only text there.
 */
function plainForChat(text: string): string {
  const instead: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '@': '＠' };
  return text.replace(/[<>@]/g, (mark) => instead[mark] ?? mark);
}

/**
 * Composes the body of a webhook. `text` says all of it in one, which is what chats show that take
 * messages at an address of their own; it has no link that ends the subscription, since many read it.
 *
 * @source Standard Webhooks 1.0.0, "Payload structure"; Slack, "Incoming webhooks"
 */
export function composeWebhook(
  notice: ClaimedNotice,
  given: { readonly words: NoticeWords; readonly publicUrl: string },
): string {
  const { topic, title, text, occurredAt, path, incidentId, components, locale, zone } = notice;
  const { words, publicUrl } = given;
  const link = `${publicUrl}${path}?lang=${locale}`;
  const told = { topic, title, text, occurredAt, zone, link, leave: '' };
  const said = topic === 'report_published' ? [] : [plainForChat(text)];
  const lines = [plainForChat(words.notice(told).subject), ...said, link];
  return JSON.stringify({
    type: webhookTypes[topic],
    timestamp: renderInstant(occurredAt),
    data: {
      ...{ incidentId, title, text, language: locale, components },
      url: `${publicUrl}${path}`,
    },
    text: lines.filter((line) => line !== '').join('\n'),
  });
}

/** Composes the message that asks the owner of a webhook to confirm it. */
export function composeWebhookConfirmation(
  links: Links,
  given: { readonly at: string; readonly words: NoticeWords },
): string {
  return JSON.stringify({
    type: 'subscription.confirmation',
    timestamp: given.at,
    data: { confirmUrl: links.manage },
    text: given.words.confirmation({ confirm: links.manage }).text,
  });
}

/** Writes the secret of a webhook from 24 random bytes. */
export function renderSecret(bytes: Uint8Array): string {
  return `${secretPrefix}${Buffer.from(bytes).toString('base64')}`;
}
