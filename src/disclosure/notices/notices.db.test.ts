import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailSink, openMailSink } from '../../../bench/mail-sink.ts';
import {
  type NoticeBench,
  openNoticeBench,
  plainWords,
} from '../../../test/support/notice-bench.ts';
import { addMs } from '../../kernel/index.ts';
import { newUuid, sql } from '../../platform/index.ts';
import { attemptsMax, retryWaitMs } from './notice.ts';
import { claimNotices, recordMarks } from './notice-store.ts';
import { settleNotice } from './settle-commands.ts';
import { type Topic, topics } from './subscriber.ts';
import { changeSubscription, loadSubscription, subscribe } from './subscription-commands.ts';

const everything = { topics, components: [], locale: 'en' as const };

async function ask(
  bench: NoticeBench,
  contact: string,
  choice: { topics?: readonly Topic[]; components?: readonly string[] } = {},
) {
  return subscribe(bench.visitor(), {
    ...everything,
    ...choice,
    channel: 'mail',
    contact,
    wordsOf: () => plainWords,
    publicUrl: 'https://status.example',
  });
}

/** The token in the newest message of the courier. */
function newestToken(bench: NoticeBench): string {
  const text = bench.sent.at(-1)?.text ?? '';
  return /subscription\/([\w-]+)/.exec(text)?.[1] ?? '';
}

async function join(bench: NoticeBench, ...given: [string, Parameters<typeof ask>[2]?]) {
  expect(await ask(bench, ...given)).toMatchObject({ ok: true });
  const token = newestToken(bench);
  const confirmed = await changeSubscription(bench.visitor(), token, { kind: 'confirm' });
  expect(confirmed).toMatchObject({ ok: true });
  return token;
}

describe('a subscription', () => {
  let bench: NoticeBench;
  let sink: MailSink;
  beforeAll(async () => {
    sink = await openMailSink();
    bench = await openNoticeBench({ smtpUrl: sink.url });
  });
  afterAll(() => sink.close());

  it('sends nothing before it is confirmed', async () => {
    expect(await ask(bench, 'Shop@Example.org')).toMatchObject({ ok: true });
    expect(bench.sent).toHaveLength(1);
    expect(bench.sent[0]).toMatchObject({ to: 'shop@example.org', subject: 'confirm' });
    await bench.tell('before');
    expect(await bench.send()).toBe(0);
    const token = newestToken(bench);
    await changeSubscription(bench.visitor(), token, { kind: 'confirm' });
    await bench.tell('after');
    expect(await bench.send()).toBe(1);
    expect(sink.taken.map(({ to }) => to)).toEqual(['shop@example.org']);
    const [mail] = sink.taken;
    expect(mail?.source).toMatch(/^List-Unsubscribe:\s+<https:\/\/status\.example\/public\/sub/m);
    expect(mail?.source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(mail?.messageId).toMatch(/^<notice\.[0-9a-f-]{36}@status\.example>$/);
    expect(await bench.send()).toBe(0);
  });

  it('answers who asks again alike, and does not let a stranger change it', async () => {
    expect(await ask(bench, 'shop@example.org', { components: ['other'] })).toMatchObject({
      ok: true,
    });
    expect(bench.sent.at(-1)).toMatchObject({ subject: 'already' });
    const found = await loadSubscription(bench.visitor(), newestToken(bench));
    expect(found).toMatchObject({ ok: true, value: { state: 'confirmed', components: [] } });
  });

  it('sends three confirmations an hour to a contact, and says how long to wait', async () => {
    await ask(bench, 'often@example.org');
    await ask(bench, 'often@example.org');
    await ask(bench, 'often@example.org');
    expect(await ask(bench, 'often@example.org')).toMatchObject({
      ok: false,
      refusal: { code: 'confirmation_too_often', waitSeconds: 3600 },
    });
  });

  it('skips those who did not choose the topic or the component, and says so', async () => {
    await join(bench, 'restored@example.org', { topics: ['incident_restored'] });
    await join(bench, 'other@example.org', { components: ['talk', 'mail.read'] });
    await join(bench, 'mail@example.org', { components: ['mail'] });
    sink.taken.length = 0;
    await bench.tell('chosen');
    await bench.send();
    expect(sink.taken.map(({ to }) => to).sort()).toEqual(['mail@example.org', 'shop@example.org']);
    const skipped = (await bench.states()).filter(({ state }) => state === 'skipped');
    expect(skipped.map(({ reason }) => reason)).toEqual(['not_chosen', 'not_chosen']);
  });

  it('ends with one press, forgets the contact, and what waits is skipped', async () => {
    const token = await join(bench, 'leaver@example.org');
    await bench.tell('too late');
    sink.taken.length = 0;
    const left = await changeSubscription(bench.visitor(), token, { kind: 'leave' });
    expect(left).toMatchObject({ ok: true });
    await bench.send();
    expect(sink.taken.map(({ to }) => to)).not.toContain('leaver@example.org');
    expect((await bench.states()).filter(({ reason }) => reason === 'left')).toHaveLength(1);
    const { rows } = await sql`select * from disclosure.subscriber where state = 'left'
      and (sealed is not null or contact_digest is not null)`.execute(bench.platform.db);
    expect(rows).toEqual([]);
    const again = await changeSubscription(bench.visitor(), token, { kind: 'leave' });
    expect(again).toMatchObject({ ok: true });
    expect(await changeSubscription(bench.visitor(), token, { kind: 'confirm' })).toMatchObject({
      refusal: { code: 'subscription_not_found' },
    });
  });

  it('is not told of what happened more than a day before it was recorded', async () => {
    const before = (await bench.states()).length;
    await bench.tell('history', addMs(bench.now, -86_400_001));
    expect(await bench.states()).toHaveLength(before);
  });

  it.each([
    ['mail', 'a b@example.org', 'mail_address_malformed'],
    ['mail', 'a@example.org\r\nBcc: b@example.org', 'mail_address_malformed'],
    ['text', '12', 'telephone_number_malformed'],
    ['webhook', 'ftp://example.org/', 'webhook_address_malformed'],
    ['webhook', 'https://user:word@example.org/', 'webhook_address_malformed'],
    ['webhook', 'https://127.0.0.1/hook', 'webhook_address_refused'],
    ['webhook', 'http://example.org/hook', 'webhook_address_refused'],
    ['text', '010-1234-5678', 'contact_without_way'],
  ] as const)('by %s to %j is refused: %s', async (channel, contact, code) => {
    const outcome = await subscribe(bench.visitor(), {
      ...{ ...everything, channel, contact, wordsOf: () => plainWords },
      publicUrl: 'https://status.example',
    });
    expect(outcome).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('a mail notice', () => {
  let bench: NoticeBench;
  let sink: MailSink;
  beforeAll(async () => {
    sink = await openMailSink();
    bench = await openNoticeBench({ smtpUrl: sink.url, journalUrl: sink.journalUrl });
    await join(bench, 'one@example.org');
  });
  afterAll(() => sink.close());

  const newest = async () => (await bench.states()).at(-1);

  it('is tried again later when the server asks for that, with the same Message-ID', async () => {
    sink.mood = 'defer';
    await bench.tell('deferred');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'retrying' });
    sink.mood = 'take';
    expect(await bench.send()).toBe(0);
    bench.now = addMs(bench.now, retryWaitMs(1) + 60_000);
    expect(await bench.send()).toBe(1);
    expect(await newest()).toMatchObject({ state: 'sent' });
    expect(sink.taken).toHaveLength(1);
  });

  it('fails when the server refuses it, and can be sent once more by staff', async () => {
    sink.mood = 'refuse';
    await bench.tell('refused');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'failed', reason: 'refused' });
    sink.mood = 'take';
    const { rows } = await sql<{ id: string }>`select id from disclosure.notice
      where state = 'failed'`.execute(bench.platform.db);
    const noticeId = rows[0]?.id ?? '';
    const asked = { noticeId, as: 'came' as const };
    expect(await settleNotice(bench.staff(), asked)).toMatchObject({
      refusal: { code: 'notice_not_open', state: 'failed' },
    });
    expect(await settleNotice(bench.staff(), { noticeId, as: 'send_again' })).toMatchObject({
      ok: true,
    });
    expect(await bench.send()).toBe(1);
    expect(await newest()).toMatchObject({ state: 'sent' });
  });

  it('whose answer is lost is unknown, and is looked up, not sent again', async () => {
    sink.taken.length = 0;
    sink.mood = 'take_and_hang_up';
    await bench.tell('taken, and no answer');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'unknown' });
    sink.mood = 'take';
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'sent' });
    expect(sink.taken).toHaveLength(1);
  });

  it('that the journal does not know is sent again', async () => {
    sink.taken.length = 0;
    sink.mood = 'hang_up';
    await bench.tell('not taken, and no answer');
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'unknown' });
    sink.mood = 'take';
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'sent' });
    expect(sink.taken).toHaveLength(1);
  });

  it('in the hands of a dead sender waits again, or is unknown once it may have gone', async () => {
    await join(bench, 'two@example.org');
    await bench.tell('two of them');
    const owner = newUuid();
    const ctx = bench.staff();
    const leaseMs = 3000; // long enough on a slow machine
    const claim = { owner, channel: 'mail', limit: 10, leaseMs } as const;
    const [first, second] = await claimNotices(ctx, claim);
    const marks = [{ id: first?.id ?? '', state: 'sending' as const }];
    expect((await recordMarks(ctx, { owner, leaseMs, marks })).size).toBe(1);
    await sql`select pg_sleep(3.1)`.execute(bench.platform.db);
    const late = [{ id: second?.id ?? '', state: 'sending' as const }];
    expect((await recordMarks(ctx, { owner, leaseMs, marks: late })).size).toBe(0);
    sink.taken.length = 0;
    await bench.send();
    const states = (await bench.states()).map(({ state }) => state);
    expect(states).not.toContain('claimed');
    expect(states).not.toContain('sending');
    expect(states).not.toContain('unknown');
    // The journal had never seen the first, so it was sent too: each once.
    expect(new Set(sink.taken.map(({ to }) => to)).size).toBe(2);
    expect(sink.taken).toHaveLength(2);
  });

  it('that was sent can never be sent again, whatever a program does', async () => {
    const again = sql`update disclosure.notice set state = 'waiting' where state = 'sent'`;
    await expect(again.execute(bench.platform.db)).rejects.toThrow(/cannot go from sent to/);
  });

  it('is told by no restored copy of the database', async () => {
    await bench.tell('from a copy');
    const { db } = bench.platform;
    await sql`insert into platform.epoch (token, at, reason)
      values (${'a'.repeat(64)}, now(), 'restored')`.execute(db);
    sink.taken.length = 0;
    await expect(bench.send()).rejects.toMatchObject({ code: 'outbound_closed' });
    expect(sink.taken).toEqual([]);
    expect(await newest()).toMatchObject({ state: 'waiting' });
    await sql`alter table platform.epoch disable trigger all`.execute(db);
    await sql`delete from platform.epoch`.execute(db);
    await bench.send();
    expect(await newest()).toMatchObject({ state: 'sent' });
  });

  it('fails after its last attempt', async () => {
    sink.mood = 'defer';
    await bench.tell('never');
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      bench.now = addMs(bench.now, 3 * 86_400_000);
      await bench.send();
    }
    sink.mood = 'take';
    expect((await bench.states()).slice(-2)).toMatchObject([
      { state: 'failed', reason: 'gave_up' },
      { state: 'failed', reason: 'gave_up' },
    ]);
  });

  it('waits longer after each attempt, days in all', () => {
    const waits = Array.from({ length: attemptsMax - 1 }, (_, index) => retryWaitMs(index + 1));
    expect(waits.slice(0, 3)).toEqual([30_000, 120_000, 480_000]);
    expect(waits.every((wait, at) => at === 0 || wait >= (waits[at - 1] ?? 0))).toBe(true);
    const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(3);
  });
});
