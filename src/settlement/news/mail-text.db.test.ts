import { beforeAll, describe, expect, it } from 'vitest';
import { claimantContext } from '../../../test/support/platform.ts';
import { openReviewBench, type ReviewBench } from '../../../test/support/review-bench.ts';
import { loadReachable, type ReachableClaimant } from '../../claims/identity/index.ts';
import { type Context, systemActor } from '../../platform/index.ts';
import { newsWordsOf } from '../../web/messages/news.ts';
import { renderPayeeNotice } from '../unclaimed/payee-notice.ts';
import { newsKinds } from './news.ts';

// Official mail says nothing that a claimant wrote (A24): a claim that holds addresses and sentences
// in every text goes through every letter about claims, and none of it comes out.

const lure = 'Your refund: https://evil.example/pay or evil.example, call 02-000-0000';

let bench: ReviewBench;
let claimant: ReachableClaimant;
beforeAll(async () => {
  bench = await openReviewBench();
  bench.actAs(claimantContext(bench.platform));
  const { claimId } = await bench.file({
    personal: {
      ...{ name: lure, contact: 'person@example.org', freeText: lure, device: lure },
      payee: { bank: '004', account: '110-22-333333', holder: lure },
    },
    answers: { what_happened: lure, lost_bookings: [{ guest: lure }] },
  });
  const system: Context = bench.platform.context({ actor: systemActor });
  const found = (await loadReachable(system, [claimId])).get(claimId);
  if (found === undefined) throw new Error('the claimant can be reached');
  claimant = found;
});

const link = 'https://amends.example/ko/look-up';

/** Every letter about a claim, with a name for the table. */
function listLetters(): readonly (readonly [
  name: string,
  letter: { subject: string; text: string },
])[] {
  const news = newsKinds.flatMap((kind) =>
    (['ko', 'en'] as const).map((locale) => {
      const { claimNumber, incidentTitle } = claimant;
      const about = { kind, claimNumber, incidentTitle: incidentTitle[locale], link };
      return [`${kind}, ${locale}`, newsWordsOf(locale)(about)] as const;
    }),
  );
  const usableFrom = claimantContext(bench.platform).now;
  const due = { kind: 'payee_reminder_due', reminderCount: 1 } as const;
  return [
    ...news,
    ['payee_changed', renderPayeeNotice({ kind: 'payee_changed', usableFrom }, claimant)],
    ['payee_missing', renderPayeeNotice({ ...due, reason: 'payee_missing' }, claimant)],
    ['returned', renderPayeeNotice({ ...due, reason: 'returned_payee_unchanged' }, claimant)],
  ];
}

describe('a letter about a claim', () => {
  it('is made of the number, the outage and the way to the page, and of nothing that was written', () => {
    const known = ['claimNumber', 'contact', 'incidentTitle', 'locale', 'zone'];
    expect(Object.keys(claimant).toSorted()).toEqual(known);
    const letters = listLetters();
    expect(letters).toHaveLength(newsKinds.length * 2 + 3);
    for (const [name, { subject, text }] of letters) {
      const whole = `${subject}\n${text}`;
      expect([name, whole.includes(claimant.claimNumber)]).toEqual([name, true]);
      expect([name, /evil|refund|02-000/.test(whole)]).toEqual([name, false]);
      expect([name, subject.includes('\n')]).toEqual([name, false]);
      // Whatever a mail program would make a link of is ours.
      const links =
        whole.match(/\b(?:https?:\/\/|www\.)\S+|\b[\w-]+\.(?:example|com|org|net)\S*/g) ?? [];
      for (const found of links) expect([name, found]).toEqual([name, link]);
    }
  });
});
