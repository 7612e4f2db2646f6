import { renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { News } from './news.ts';

/**
 * Writes down that a message is about to be sent; false when it was sent before, or may have been:
 * then it is not sent again. One that was plainly not taken may be tried again.
 */
export async function beginNews(tx: Tx, ctx: Context, news: News): Promise<boolean> {
  const { rows } = await sql`insert into settlement.claimant_news as news
      (key, claim_id, kind, state, at)
    values (${news.key}, ${news.claimId}, ${news.kind}, 'sending',
      ${renderInstant(ctx.now)}::timestamptz)
    on conflict (key) do update set state = 'sending',
      attempt_count = news.attempt_count + 1, at = excluded.at
    where news.state = 'not_taken' returning key`.execute(tx);
  return rows.length > 0;
}

/** Records what became of a message. */
export async function endNews(
  tx: Tx,
  ctx: Context,
  { key, state }: { readonly key: string; readonly state: 'sent' | 'not_taken' | 'unreachable' },
): Promise<void> {
  await sql`update settlement.claimant_news set state = ${state},
      at = ${renderInstant(ctx.now)}::timestamptz
    where key = ${key}`.execute(tx);
}
