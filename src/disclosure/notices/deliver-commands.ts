import { type Context, clockNow, type MailPool, PlatformError } from '../../platform/index.ts';
import {
  composeLetter,
  composeWebhook,
  leaveHeaders,
  linksOf,
  messageIdOf,
} from './compose-notice.ts';
import type { Attempt } from './notice.ts';
import type { ClaimedNotice } from './notice-store.ts';
import type { NoticeWordsOf } from './notice-words.ts';
import { signWebhook } from './sign-webhook.ts';
import type { Channel } from './subscriber.ts';
import type { Reach } from './subscriber-store.ts';

/** What a notice is sent with. */
export interface Delivery {
  readonly ctx: Context;
  readonly wordsOf: NoticeWordsOf;
  readonly publicUrl: string;
  readonly mailPool: MailPool | undefined;
  /** Records that the notice may have gone out; when it throws, nothing goes. */
  readonly begin: () => Promise<void>;
}

/** A notice with how its subscriber is reached. */
export type ReachedNotice = ClaimedNotice & { readonly reach: Reach };

async function deliverLetter(notice: ReachedNotice, delivery: Delivery): Promise<Attempt> {
  const { ctx, mailPool, publicUrl, begin } = delivery;
  const { contact, token } = notice.reach;
  const links = linksOf(publicUrl, token, notice.locale);
  const words = delivery.wordsOf(notice.locale);
  const letter = composeLetter(notice, { words, publicUrl, links });
  const { mail } = ctx.outside;
  if (contact.includes('@') && mailPool !== undefined && mail !== undefined) {
    const messageId = messageIdOf(notice.id, mail.mailFrom);
    return mailPool.post(
      { ...letter, to: contact, messageId, headers: leaveHeaders(links) },
      begin,
    );
  }
  await begin();
  try {
    await ctx.outside.courier.send({ ...letter, to: contact });
    return { kind: 'accepted', detail: '' };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // A gateway that answered took nothing; one that did not may have.
    const kind = error.details.isAnswered === false ? 'unknown' : 'deferred';
    return { kind, detail: error.message };
  }
}

async function deliverWebhook(notice: ReachedNotice, delivery: Delivery): Promise<Attempt> {
  const { ctx, publicUrl, begin, wordsOf } = delivery;
  const { contact: url, secret = '' } = notice.reach;
  const body = composeWebhook(notice, { words: wordsOf(notice.locale), publicUrl });
  const headers = signWebhook({ id: notice.id, at: clockNow(), body, secret });
  await begin();
  try {
    const { status, retryAfterSeconds } = await ctx.outside.post({ url, headers, body });
    const detail = String(status);
    if (status >= 200 && status < 300) return { kind: 'accepted', detail };
    // @source Standard Webhooks 1.0.0, "Deliverability": 410 ends the subscription
    if (status === 410) return { kind: 'refused', detail };
    const wait = retryAfterSeconds === undefined ? {} : { waitMs: retryAfterSeconds * 1000 };
    return { kind: 'deferred', detail, ...wait };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { kind: error.retryable ? 'deferred' : 'refused', detail: error.message };
  }
}

/** Sends one notice, once; tells what came of it. */
export function deliverNotice(
  channel: Channel,
  notice: ReachedNotice,
  delivery: Delivery,
): Promise<Attempt> {
  return channel === 'webhook' ? deliverWebhook(notice, delivery) : deliverLetter(notice, delivery);
}
