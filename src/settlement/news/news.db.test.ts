import { beforeAll, expect, it } from 'vitest';
import { openTestPlatform, systemContext } from '../../../test/support/platform.ts';
import { instantFromEpochMs } from '../../kernel/index.ts';
import {
  consumeOnce,
  type Message,
  openGuardedPost,
  type Platform,
  PlatformError,
  publishEvents,
  sql,
  subscribeConsumers,
} from '../../platform/index.ts';
import { newsWordsOf } from '../../web/messages/news.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { newsEventTypes } from './news.ts';
import { claimantNews } from './news-consumer.ts';

const now = instantFromEpochMs(Date.UTC(2022, 11, 1));
const incidentId = derivedId(['news']);
const claims = {
  mail: { id: derivedId(['news', 'mail']), number: 'AAAA-BBBB-CC' },
  none: { id: derivedId(['news', 'none']), number: 'AAAA-BBBB-DD' },
  phone: { id: derivedId(['news', 'phone']), number: 'AAAA-BBBB-EE' },
};
const news = claimantNews({ wordsOf: newsWordsOf, publicUrl: 'https://amends.example/' });
let platform: Platform;
let sent: Message[] = [];
let next: 'taken' | 'not_taken' = 'taken';

const courier = {
  isTrial: false,
  reaches: (to: string) => to.includes('@'),
  async send(message: Message) {
    if (next === 'not_taken') throw new PlatformError('message_not_sent', { message: 'full' });
    sent.push(message);
  },
};

/** A claim as it lies in the table, with nothing but what is given in it. */
async function fileClaim(claim: { id: string; number: string }, said: object): Promise<void> {
  const ctx = systemContext(platform);
  const salt = ctx.randomBytes(32);
  const plaintext = Buffer.from(JSON.stringify(said));
  const personal = Buffer.from(ctx.vault.encrypt({ salt, plaintext }));
  const digest = Buffer.alloc(32, 1);
  await sql`insert into claims.claim (id, number, incident_id, questionnaire_version, channel,
      party_class, category, kind, service, function_name, currency, answers, personal, key_salt,
      salt, content_hash, commitment, event_count, recorded_at, state, submitted_at)
    values (${claim.id}, ${claim.number}, ${incidentId}, 1, 'portal', 'user', 'x', 'x', 'x', 'x',
      'KRW', '{}', ${personal}, ${Buffer.from(salt)}, ${digest}, ${digest}, ${digest}, 1, now(),
      'approved', now())`.execute(platform.db);
}

beforeAll(async () => {
  platform = await openTestPlatform({ now, outside: { courier, post: openGuardedPost() } });
  await subscribeConsumers(platform, [news]);
  await sql`insert into incident.incident (id, slug, title_ko, title_en, zone, opened_at)
    values (${incidentId}, 'news', '데이터센터 화재', 'Data centre fire', 'Asia/Seoul',
      '2022-10-15T06:30:00Z')`.execute(platform.db);
  await sql`insert into claims.questionnaire (incident_id, version, incident_slug, document, hash,
      published_by, published_at)
    values (${incidentId}, 1, 'news', '{}', ${Buffer.alloc(32, 1)}, 'system', now())`.execute(
    platform.db,
  );
  await fileClaim(claims.mail, { contact: 'shop@example.org', locale: 'en', name: 'Kim Minji' });
  await fileClaim(claims.none, { name: 'Lee' });
  await fileClaim(claims.phone, { contact: '01012345678' });
});

async function publish(type: string, claim: { id: string }, subject: string): Promise<void> {
  const payload = { claimId: claim.id, incidentId, amountMinor: '1772225' };
  await platform.db
    .transaction()
    .execute((tx) => publishEvents(tx, [{ type, subject, payload, occurredAt: now }]));
}

async function consumeAll(): Promise<void> {
  await sql`update platform.delivery set due_at = now() - interval '1 hour'`.execute(platform.db);
  while ((await consumeOnce(platform, news)) > 0) {
    // until nothing is due
  }
}

/** Gives the events to the consumer again, as after a crash before they were struck off. */
const deliverAgain = () =>
  sql`insert into platform.delivery (event_id, consumer, due_at)
    select id, ${news.name}, now() from platform.event
    where type = any(${[...newsEventTypes]}::text[])`.execute(platform.db);

const states = async () =>
  (
    await sql<{ kind: string; state: string }>`select kind, state from settlement.claimant_news
      where claim_id = ${claims.mail.id} order by at, key`.execute(platform.db)
  ).rows;

it('tells whoever left a contact once of each thing, also when it is delivered again', async () => {
  sent = [];
  for (const type of newsEventTypes) await publish(type, claims.mail, derivedId([type]));
  // Asked for twice is told twice; a payment that is confirmed twice is one payment.
  await publish('evidence_asked', claims.mail, claims.mail.id);
  await publish('payout_confirmed', claims.mail, derivedId(['payout_confirmed']));
  await consumeAll();
  const subjects = () => sent.map(({ subject }) => subject).sort();
  const expected = [
    'We need more about your claim',
    'We need more about your claim',
    'Your claim is decided',
    'Your redress came back',
    'Your redress was sent',
  ];
  expect(subjects()).toEqual(expected);
  await deliverAgain();
  await consumeAll();
  expect(subjects()).toEqual(expected);
  for (const { to, text, subject } of sent) {
    expect(to).toBe('shop@example.org');
    expect(text).toContain('AAAA-BBBB-CC');
    expect(text).toContain('https://amends.example/en/look-up');
    expect(`${subject} ${text}`).not.toMatch(/Minji|1772225|1,772,225/);
    expect(subject).not.toContain('AAAA-BBBB-CC');
  }
});

it('tells nobody who left no contact, and notes who cannot be reached', async () => {
  sent = [];
  await publish('decision_issued', claims.none, derivedId(['none']));
  await publish('decision_issued', claims.phone, derivedId(['phone']));
  await publish('decision_issued', { id: derivedId(['nobody']) }, derivedId(['nobody']));
  await consumeAll();
  expect(sent).toEqual([]);
  const { rows } = await sql`select claim_id, state from settlement.claimant_news
    where claim_id <> ${claims.mail.id}`.execute(platform.db);
  expect(rows).toEqual([{ claim_id: claims.phone.id, state: 'unreachable' }]);
});

it('tries again what was plainly not taken, and never what may have gone out', async () => {
  sent = [];
  next = 'not_taken';
  await publish('decision_issued', claims.mail, derivedId(['later']));
  await consumeAll().catch(() => undefined);
  next = 'taken';
  await consumeAll();
  expect(sent).toHaveLength(1);
  await sql`insert into settlement.claimant_news (key, claim_id, kind, state, at)
    values (${`payment_made ${derivedId(['died'])}`}, ${claims.mail.id}, 'payment_made', 'sending',
      now())`.execute(platform.db);
  await publish('payout_confirmed', claims.mail, derivedId(['died']));
  await consumeAll();
  expect(sent).toHaveLength(1);
  expect((await states()).filter(({ state }) => state === 'sending')).toHaveLength(1);
});
