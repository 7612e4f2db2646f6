import { z } from 'zod';
import type { OutboxEvent } from '../../platform/index.ts';

/** What claimants are told about their claims. */
export const newsKinds = [
  'evidence_asked',
  'decision_approved',
  'payment_made',
  'payment_returned',
] as const;
export type NewsKind = (typeof newsKinds)[number];

/** One thing that happened to one claim; two events of the same thing have the same key. */
export interface News {
  readonly key: string;
  readonly claimId: string;
  readonly kind: NewsKind;
}

/** Writes a message; nothing personal, no amount and no reason stands in it. */
export type NewsWords = (told: {
  readonly kind: NewsKind;
  readonly claimNumber: string;
  readonly incidentTitle: string;
  /** where the claim is looked up by its number */
  readonly link: string;
}) => { readonly subject: string; readonly text: string };

/** Gives the writer of messages in a language. */
export type NewsWordsOf = (locale: 'ko' | 'en') => NewsWords;

const kindOf: Readonly<Record<string, NewsKind>> = {
  evidence_asked: 'evidence_asked',
  decision_issued: 'decision_approved',
  payout_confirmed: 'payment_made',
  payout_returned: 'payment_returned',
};

/** The events that claimants are told of. */
export const newsEventTypes: readonly string[] = Object.keys(kindOf);

const claimEvent = z.object({ claimId: z.uuid() });

/**
 * Gives what an event is to the claimant; undefined when it is nothing to them.
 *
 * A decision and a payment are told once each. Documents may be asked for more than once, and each
 * time is told.
 */
export function parseNews(event: OutboxEvent): News | undefined {
  const kind = kindOf[event.type];
  const about = claimEvent.safeParse(event.payload);
  if (kind === undefined || !about.success) return undefined;
  const id = kind === 'evidence_asked' ? String(event.id) : event.subject;
  return { key: `${kind} ${id}`, claimId: about.data.claimId, kind };
}
