import { loadReachable, type ReachableClaimant } from '../../claims/identity/index.ts';
import type { Consumer, Context } from '../../platform/index.ts';
import { type News, type NewsWordsOf, newsEventTypes, parseNews } from './news.ts';
import { beginNews, endNews } from './news-store.ts';

/** What the messages of an installation are made of. */
export interface NewsSettings {
  readonly wordsOf: NewsWordsOf;
  /** where claimants reach this installation, without a slash at the end */
  readonly publicUrl: string;
}

/**
 * Tells one claimant. The message is written down before it is sent, in a transaction of its own: a
 * process that ends in between leaves it as `sending`, and it is not sent a second time.
 */
async function tell(
  ctx: Context,
  settings: NewsSettings,
  { news, claimant }: { readonly news: News; readonly claimant: ReachableClaimant },
): Promise<void> {
  const { key, kind } = news;
  if (!(await ctx.transact((tx) => beginNews(tx, ctx, news)))) return;
  const end = (state: 'sent' | 'not_taken' | 'unreachable') =>
    ctx.transact((tx) => endNews(tx, ctx, { key, state }));
  const { contact, claimNumber, incidentTitle, locale } = claimant;
  if (!ctx.outside.courier.reaches(contact)) return end('unreachable');
  const link = `${settings.publicUrl.replace(/\/$/, '')}/${locale}/look-up`;
  const about = { kind, claimNumber, incidentTitle: incidentTitle[locale], link };
  try {
    await ctx.outside.courier.send({ to: contact, ...settings.wordsOf(locale)(about) });
  } catch (error) {
    // The courier throws only when the way out did not take it: it is tried again later.
    await end('not_taken');
    throw error;
  }
  return end('sent');
}

/**
 * Tells claimants who left a contact when more is asked of them, when a decision about their claim
 * is approved, and when a payment was made or came back: once each, in the language they filed in.
 */
export function claimantNews(settings: NewsSettings): Consumer {
  return {
    name: 'settlement.claimant_news',
    eventTypes: newsEventTypes,
    batchSize: 50,
    isPatient: true,
    async consume(ctx, _tx, events) {
      const told = events.flatMap((event) => parseNews(event) ?? []);
      const claimants = await loadReachable(
        ctx,
        told.map(({ claimId }) => claimId),
      );
      for (const news of told) {
        const claimant = claimants.get(news.claimId);
        if (claimant !== undefined) await tell(ctx, settings, { news, claimant });
      }
    },
  };
}
