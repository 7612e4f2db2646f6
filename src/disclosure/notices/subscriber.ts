import { accept, type Instant, type Outcome, refuse } from '../../kernel/index.ts';

/** The ways a notice goes. */
export const channels = ['mail', 'text', 'webhook'] as const;
export type Channel = (typeof channels)[number];

/** What there are notices about. */
export const topics = [
  'incident_opened',
  'incident_updated',
  'incident_restored',
  'report_published',
] as const;
export type Topic = (typeof topics)[number];

/**
 * Where somebody who asked for notices stands: asked and not confirmed, confirmed, a webhook that is
 * no longer asked because it failed, or gone.
 */
export type SubscriberState = 'asked' | 'confirmed' | 'disabled' | 'left';

/** What a subscriber wants to hear: topics, and components (none means all), in a language. */
export interface Choice {
  readonly locale: 'ko' | 'en';
  readonly topics: readonly Topic[];
  readonly components: readonly string[];
}

/** Somebody who asked to be told, without how they are reached. */
export interface Subscriber extends Choice {
  readonly id: string;
  readonly channel: Channel;
  readonly state: SubscriberState;
}

export type ContactRefusal =
  | { readonly code: 'mail_address_malformed' }
  | { readonly code: 'telephone_number_malformed' }
  | { readonly code: 'webhook_address_malformed' };

/**
 * Gives the one spelling of a contact: an address in small letters, a number by its digits, a URL as
 * URLs are normalised, with https, no password and no fragment.
 *
 * @source RFC 5321, 4.5.3.1.3: an address has at most 254 characters; ITU-T E.164: a number 15 digits
 */
export function parseContact(channel: Channel, text: string): Outcome<string, ContactRefusal> {
  const plain = text.normalize('NFKC').trim();
  if (channel === 'mail') {
    const isMail = /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(plain);
    return isMail && plain.length <= 254
      ? accept(plain.toLowerCase())
      : refuse({ code: 'mail_address_malformed' });
  }
  if (channel === 'text') {
    const digits = plain.replace(/[\s().-]/g, '').replace(/^\+?82(?=1\d)/, '0');
    return /^\+?\d{7,15}$/.test(digits)
      ? accept(digits)
      : refuse({ code: 'telephone_number_malformed' });
  }
  if (!URL.canParse(plain) || plain.length > 1_000) {
    return refuse({ code: 'webhook_address_malformed' });
  }
  const url = new URL(plain);
  const isPlainUrl = url.username === '' && url.password === '' && url.hash === '';
  return /^https?:$/.test(url.protocol) && isPlainUrl
    ? accept(url.href)
    : refuse({ code: 'webhook_address_malformed' });
}

/** Shows enough of a contact to be told from others and not enough to use it. */
export function maskContact(channel: Channel, contact: string): string {
  if (channel === 'webhook') return `${new URL(contact).host}/…`;
  if (channel === 'text') return `…${contact.slice(-4)}`;
  const at = contact.lastIndexOf('@');
  return `${contact.slice(0, 1)}…${contact.slice(at)}`;
}

/** How often a confirmation is sent to one contact within an hour, at most. */
export const confirmationsMax = 3;
const hourMs = 3_600_000;

/** How long an unconfirmed request is kept. */
export const askedLifeMs = 48 * hourMs;

/** Decides whether another confirmation may go to a contact, and counts it. */
export function decideConfirmation(
  earlier: { readonly askedAt: Instant; readonly askedCount: number } | undefined,
  now: Instant,
): Outcome<
  { readonly askedAt: Instant; readonly askedCount: number },
  { readonly code: 'confirmation_too_often'; readonly waitSeconds: number }
> {
  if (earlier === undefined || now - earlier.askedAt >= hourMs) {
    return accept({ askedAt: now, askedCount: 1 });
  }
  if (earlier.askedCount >= confirmationsMax) {
    const waitSeconds = Math.ceil((earlier.askedAt + hourMs - now) / 1000);
    return refuse({ code: 'confirmation_too_often', waitSeconds });
  }
  return accept({ askedAt: earlier.askedAt, askedCount: earlier.askedCount + 1 });
}

/** After so many notices in a row that a webhook never took, it is asked no more. */
export const webhookFailuresMax = 5;
