import { loadOwnContact } from '../../../claims/identity/index.ts';
import { type Instant, renderLocal } from '../../../kernel/index.ts';
import type { Context } from '../../../platform/index.ts';
import { loadPayeeNeed, type PayeeNeed } from '../../../settlement/unclaimed/index.ts';
import { claimantMessages } from '../../messages/claimant.ts';
import type { Access } from '../draft.ts';
import type { StatusReading } from '../status-view.ts';
import type { PayeeAsk } from './payee-section.tsx';

/** Shows the day from which an account is paid to, on the clocks of the incident. */
export const fromWhen = (at: Instant, { locale, zone }: StatusReading): string =>
  renderLocal(at, { zone, locale });

/** What the status page says of an account that is wanted, and what comes next then. */
export interface PayeeView {
  readonly ask: PayeeAsk;
  readonly nextText: string;
}

/**
 * Says that an account is wanted, or from when the one given since is paid to.
 *
 * @param shown.isReached a code can be sent to the contact of the claim: nobody else changes an account
 */
export function renderPayeeNeed(
  need: PayeeNeed,
  shown: StatusReading & { readonly isReached: boolean },
): PayeeView {
  const words = claimantMessages(shown.locale).payee;
  const { reason, usableFrom } = need;
  if (usableFrom !== undefined) {
    const text = words.given(fromWhen(usableFrom, shown));
    const again = shown.isReached ? { buttonText: words.again } : {};
    return { ask: { text, ...again }, nextText: text };
  }
  const text = words.reasons[reason];
  if (!shown.isReached) return { ask: { text: `${text} ${words.byHelp}` }, nextText: text };
  return { ask: { text, buttonText: words.button }, nextText: words.next };
}

/** Loads what the status page says of an account that is wanted; undefined while none is. */
export async function loadPayeeView(
  ctx: Context,
  access: Access,
  reading: StatusReading,
): Promise<PayeeView | undefined> {
  const need = await ctx.read((tx) => loadPayeeNeed(tx, access.claimId));
  if (need === undefined) return undefined;
  const own = await loadOwnContact(ctx, access);
  const isReached = own !== undefined && ctx.outside.courier.reaches(own.contact);
  return renderPayeeNeed(need, { ...reading, isReached });
}
