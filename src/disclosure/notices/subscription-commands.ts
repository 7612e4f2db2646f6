import {
  accept,
  instantFromEpochMs,
  type Outcome,
  refuse,
  renderInstant,
} from '../../kernel/index.ts';
import { type Context, PlatformError, recordAudit, type Tx } from '../../platform/index.ts';
import { composeWebhookConfirmation, linksOf, renderSecret } from './compose-notice.ts';
import type { NoticeWordsOf } from './notice-words.ts';
import { signWebhook } from './sign-webhook.ts';
import {
  askedLifeMs,
  type Channel,
  type Choice,
  type ContactRefusal,
  decideConfirmation,
  parseContact,
} from './subscriber.ts';
import {
  digestSubscriber,
  digestToken,
  forgetUnconfirmed,
  lockContact,
  lockSubscriber,
  type Reach,
  recordAskedAgain,
  recordChoice,
  recordConfirmed,
  recordLeft,
  recordSubscribers,
  type StoredSubscriber,
} from './subscriber-store.ts';

export type SubscribeRefusal =
  | ContactRefusal
  | { readonly code: 'no_topic_chosen' }
  | { readonly code: 'contact_without_way' }
  | { readonly code: 'webhook_address_refused' }
  | { readonly code: 'confirmation_too_often'; readonly waitSeconds: number }
  | { readonly code: 'confirmation_not_sent' };

export type SubscriptionRefusal = { readonly code: 'subscription_not_found' };

/** A request to be told. */
export interface SubscriptionRequest extends Choice {
  readonly channel: Channel;
  readonly contact: string;
}

interface Prepared {
  readonly reach: Reach;
  readonly isConfirmed: boolean;
}

/** Records the request; asking again changes nothing of a confirmed subscription. */
async function recordRequest(
  ctx: Context,
  request: SubscriptionRequest,
): Promise<Outcome<Prepared, SubscribeRefusal>> {
  const { channel, contact, ...choice } = request;
  const contactDigest = digestSubscriber(ctx, contact);
  return ctx.transact(async (tx): Promise<Outcome<Prepared, SubscribeRefusal>> => {
    await lockContact(tx, contactDigest);
    await forgetUnconfirmed(tx, instantFromEpochMs(ctx.now - askedLifeMs));
    const earlier = await lockSubscriber(ctx, tx, { contactDigest });
    const decided = decideConfirmation(earlier, ctx.now);
    if (!decided.ok) return decided;
    if (earlier?.reach !== undefined) {
      const isConfirmed = earlier.state !== 'asked';
      await recordAskedAgain(tx, {
        ...{ id: earlier.id, ...decided.value },
        ...(isConfirmed ? {} : { choice }),
      });
      return accept({ reach: earlier.reach, isConfirmed });
    }
    const token = Buffer.from(ctx.randomBytes(24)).toString('base64url');
    const secret = channel === 'webhook' ? { secret: renderSecret(ctx.randomBytes(24)) } : {};
    const reach = { contact, token, ...secret };
    await recordSubscribers(tx, ctx, [
      { ...choice, id: ctx.newId(), channel, reach, contactDigest, state: 'asked' },
    ]);
    return accept({ reach, isConfirmed: false });
  });
}

async function askToConfirm(
  ctx: Context,
  asked: Prepared & { locale: 'ko' | 'en'; wordsOf: NoticeWordsOf; publicUrl: string },
): Promise<void> {
  const { reach, isConfirmed, locale, wordsOf, publicUrl } = asked;
  const links = linksOf(publicUrl, reach.token, locale);
  if (reach.secret !== undefined) {
    const body = composeWebhookConfirmation(links, {
      at: renderInstant(ctx.now),
      words: wordsOf(locale),
    });
    const headers = signWebhook({ id: ctx.newId(), at: ctx.now, body, secret: reach.secret });
    const { status } = await ctx.outside.post({ url: reach.contact, headers, body });
    if (status >= 200 && status < 300) return;
    throw new PlatformError('address_unanswered', { message: String(status), retryable: true });
  }
  const words = wordsOf(locale);
  const { manage } = links;
  const letter = isConfirmed ? words.already({ manage }) : words.confirmation({ confirm: manage });
  await ctx.outside.courier.send({ ...letter, to: reach.contact });
}

/**
 * Takes a request to be told and sends the message that asks for confirmation.
 *
 * Nothing else is sent before it is confirmed. The answer is the same whether or not the contact is
 * known, so that nobody learns who is told of what.
 */
export async function subscribe(
  ctx: Context,
  input: SubscriptionRequest & { readonly wordsOf: NoticeWordsOf; readonly publicUrl: string },
): Promise<Outcome<null, SubscribeRefusal>> {
  const { wordsOf, publicUrl, ...request } = input;
  const parsed = parseContact(request.channel, request.contact);
  if (!parsed.ok) return parsed;
  if (request.topics.length === 0) return refuse({ code: 'no_topic_chosen' });
  const contact = parsed.value;
  if (request.channel !== 'webhook' && !ctx.outside.courier.reaches(contact)) {
    return refuse({ code: 'contact_without_way' });
  }
  const recorded = await recordRequest(ctx, { ...request, contact });
  if (!recorded.ok) return recorded;
  try {
    const { locale } = request;
    await askToConfirm(ctx, { ...recorded.value, locale, wordsOf, publicUrl });
    return accept(null);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    ctx.log.error({ requestId: ctx.requestId, code: error.code }, 'a confirmation was not sent');
    const isRefused = error.code === 'address_refused';
    return refuse({ code: isRefused ? 'webhook_address_refused' : 'confirmation_not_sent' });
  }
}

/** Reads the subscription a link belongs to. */
export async function loadSubscription(
  ctx: Context,
  token: string,
): Promise<Outcome<StoredSubscriber, SubscriptionRefusal>> {
  return ctx.transact(async (tx): Promise<Outcome<StoredSubscriber, SubscriptionRefusal>> => {
    const found = await lockSubscriber(ctx, tx, { tokenDigest: digestToken(token) });
    return found === undefined ? refuse({ code: 'subscription_not_found' }) : accept(found);
  });
}

/** What the owner of a link asks for. */
export type SubscriptionChange =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'choose'; readonly choice: Choice };

function recordChange(
  ctx: Context,
  tx: Tx,
  { id, change }: { id: string; change: SubscriptionChange },
): Promise<void> {
  if (change.kind === 'leave') return recordLeft(tx, ctx, id);
  if (change.kind === 'confirm') return recordConfirmed(tx, ctx, id);
  return recordChoice(tx, { id, choice: change.choice });
}

/**
 * Confirms, changes or ends the subscription a link belongs to. Each may be asked again without harm;
 * after leaving, the contact is forgotten and nothing but leaving again is possible.
 *
 * @returns the subscription as it was, with the secret of a webhook to be shown
 */
export async function changeSubscription(
  ctx: Context,
  token: string,
  change: SubscriptionChange,
): Promise<Outcome<StoredSubscriber, SubscriptionRefusal>> {
  return ctx.transact(async (tx): Promise<Outcome<StoredSubscriber, SubscriptionRefusal>> => {
    const found = await lockSubscriber(ctx, tx, { tokenDigest: digestToken(token) });
    if (found === undefined) return refuse({ code: 'subscription_not_found' });
    if (found.state === 'left') {
      return change.kind === 'leave' ? accept(found) : refuse({ code: 'subscription_not_found' });
    }
    const { id } = found;
    await recordChange(ctx, tx, { id, change });
    await recordAudit(tx, { ctx, action: `subscription.${change.kind}`, subject: id });
    return accept(found);
  });
}
