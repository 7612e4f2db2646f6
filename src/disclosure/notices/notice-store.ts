import { type Instant, renderInstant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { Announcement } from './announcement.ts';
import type { NoticeReason, NoticeState } from './notice.ts';
import type { Channel, SubscriberState, Topic } from './subscriber.ts';
import { openReach, type Reach } from './subscriber-store.ts';

/** Records what is told, and a notice to everybody who confirmed; gives how many wait. */
export async function recordAnnouncement(tx: Tx, made: Announcement): Promise<number> {
  const { titles, text } = made;
  const at = renderInstant(made.madeAt);
  await sql`insert into disclosure.announcement (id, event_id, incident_id, topic, components,
      title_ko, title_en, text_ko, text_en, path, zone, occurred_at, made_at)
    values (${made.id}, ${made.eventId}, ${made.incidentId}, ${made.topic},
      ${[...made.components]}::text[], ${titles.ko}, ${titles.en}, ${text.ko}, ${text.en},
      ${made.path}, ${made.zone}, ${renderInstant(made.occurredAt)}::timestamptz,
      ${at}::timestamptz)`.execute(tx);
  const { rows } = await sql<{ count: number }>`with made as (
      insert into disclosure.notice
        (announcement_id, subscriber_id, channel, state, reason, due_at, changed_at)
      select ${made.id}, s.id, s.channel,
        case when s.is_chosen and s.state = 'confirmed' then 'waiting' else 'skipped' end,
        case when not s.is_chosen then 'not_chosen' when s.state = 'disabled' then 'disabled' end,
        ${at}::timestamptz, ${at}::timestamptz
      from (select id, channel, state, ${made.topic} = any(topics) and (cardinality(components) = 0
          or components && ${[...made.components]}::text[]) as is_chosen
        from disclosure.subscriber where state in ('confirmed', 'disabled')) s
      returning state)
    select count(*) filter (where state = 'waiting')::int as count from made`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** A notice in the hands of one sender, with everything it is made of. */
export interface ClaimedNotice {
  readonly id: string;
  readonly attemptCount: number;
  readonly subscriberId: string;
  readonly subscriberState: SubscriberState;
  readonly failureCount: number;
  readonly locale: 'ko' | 'en';
  readonly reach: Reach | undefined;
  readonly topic: Topic;
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly zone: string;
  readonly incidentId: string;
  readonly components: readonly string[];
  readonly occurredAt: Instant;
}

interface ClaimedRow extends Omit<ClaimedNotice, 'reach' | 'title' | 'text'> {
  readonly key_salt: Buffer | null;
  readonly sealed: Buffer | null;
  readonly titleKo: string;
  readonly titleEn: string;
  readonly textKo: string;
  readonly textEn: string;
}

/**
 * Takes due notices of one way into the hands of one sender, for as long as the lease.
 *
 * Leases are reckoned by the database's clock, so that machines need not agree about the time.
 */
export async function claimNotices(
  ctx: Context,
  claim: { owner: string; channel: Channel; limit: number; leaseMs: number },
): Promise<readonly ClaimedNotice[]> {
  const { owner, channel, limit, leaseMs } = claim;
  const now = renderInstant(ctx.now);
  const { rows } = await ctx.statement((tx) =>
    sql<ClaimedRow>`with due as (
        select id from disclosure.notice
        where state in ('waiting', 'retrying') and channel = ${channel}
          and due_at <= ${now}::timestamptz
        order by due_at, id limit ${limit} for update skip locked),
      taken as (
        update disclosure.notice n set state = 'claimed', lease_owner = ${owner},
          lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond',
          attempt_count = attempt_count + 1, changed_at = ${now}::timestamptz
        from due where n.id = due.id
        returning n.id, n.attempt_count, n.subscriber_id, n.announcement_id)
      select t.id, t.attempt_count as "attemptCount", s.id as "subscriberId",
        s.state as "subscriberState", s.failure_count as "failureCount", s.locale, s.key_salt,
        s.sealed, a.topic, a.title_ko as "titleKo", a.title_en as "titleEn",
        a.text_ko as "textKo", a.text_en as "textEn", a.path, a.zone,
        a.incident_id as "incidentId", a.components, a.occurred_at as "occurredAt"
      from taken t join disclosure.subscriber s on s.id = t.subscriber_id
        join disclosure.announcement a on a.id = t.announcement_id`.execute(tx),
  );
  return rows.map(({ key_salt, sealed, titleKo, titleEn, textKo, textEn, ...row }) => ({
    ...row,
    reach: openReach(ctx, { key_salt, sealed }),
    title: row.locale === 'ko' ? titleKo : titleEn,
    text: row.locale === 'ko' ? textKo : textEn,
  }));
}

/** One step of one notice, to be recorded. */
export interface Mark {
  readonly id: string;
  readonly state: NoticeState;
  readonly reason?: NoticeReason;
  readonly detail?: string;
  readonly dueAt?: Instant;
}

/**
 * Records steps of notices in one statement.
 *
 * A notice steps to `sending` only while its sender's lease lasts. What came of a notice is recorded
 * also when the lease ended meanwhile and the notice counted as unknown.
 *
 * @returns the ids whose step was recorded
 */
export async function recordMarks(
  ctx: Context,
  step: { owner: string; leaseMs: number; marks: readonly Mark[] },
): Promise<ReadonlySet<string>> {
  const { owner, leaseMs, marks } = step;
  const rows = JSON.stringify(
    marks.map(({ dueAt, ...mark }) => ({
      ...mark,
      due_at: dueAt === undefined ? null : renderInstant(dueAt),
    })),
  );
  const { rows: done } = await ctx.statement((tx) =>
    sql<{ id: string }>`update disclosure.notice n set state = r.state, reason = r.reason,
        detail = r.detail, due_at = coalesce(r.due_at, n.due_at),
        changed_at = ${renderInstant(ctx.now)}::timestamptz,
        lease_owner = case when r.state = 'sending' then n.lease_owner end,
        lease_until = case when r.state = 'sending'
          then clock_timestamp() + ${leaseMs} * interval '1 millisecond' end
      from jsonb_to_recordset(${rows}::jsonb) as r
        (id uuid, state text, reason text, detail text, due_at timestamptz)
      where n.id = r.id and case r.state
        when 'sending' then n.state = 'claimed' and n.lease_owner = ${owner}
          and n.lease_until > clock_timestamp()
        else n.lease_owner = ${owner} or n.state = 'unknown' and r.state in ('sent', 'failed') end
      returning n.id`.execute(tx),
  );
  return new Set(done.map(({ id }) => id));
}

/**
 * Takes notices out of the hands of senders that are gone: what had not gone out waits again, a
 * webhook is told again under the same id, and of a mail or a text it is not known whether it came.
 *
 * @returns how many were taken
 */
export async function recoverNotices(ctx: Context): Promise<number> {
  const { rows } = await ctx.statement((tx) =>
    sql`update disclosure.notice set
        state = case when state = 'claimed' then 'waiting' when channel = 'webhook' then 'retrying'
          else 'unknown' end,
        attempt_count = attempt_count - case when state = 'claimed' then 1 else 0 end,
        lease_owner = null, lease_until = null, changed_at = ${renderInstant(ctx.now)}::timestamptz
      where state in ('claimed', 'sending') and lease_until < clock_timestamp()
      returning id`.execute(tx),
  );
  return rows.length;
}

/** Lists mails of which it is not known whether they came, the oldest first. */
export async function listUnknown(
  tx: Tx,
  limit: number,
): Promise<readonly { id: string; changedAt: Instant }[]> {
  const { rows } = await sql<{ id: string; changedAt: Instant }>`
    select id, changed_at as "changedAt" from disclosure.notice
    where state = 'unknown' and channel = 'mail' order by changed_at limit ${limit}`.execute(tx);
  return rows;
}

/** Settles a notice that stands as it was read; gives false when it moved on meanwhile. */
export async function recordSettled(
  tx: Tx,
  settled: {
    id: string;
    was: 'unknown' | 'failed';
    changedAt?: Instant;
    state: 'sent' | 'waiting' | 'failed';
    reason?: NoticeReason;
    now: Instant;
  },
): Promise<boolean> {
  const { id, was, changedAt, state, reason, now } = settled;
  const at = renderInstant(now);
  const since = changedAt === undefined ? null : renderInstant(changedAt);
  const { rows } = await sql`update disclosure.notice set state = ${state},
      reason = ${reason ?? null}, due_at = ${at}::timestamptz, changed_at = ${at}::timestamptz,
      attempt_count = case when ${state} = 'waiting' then 0 else attempt_count end
    where id = ${id} and state = ${was}
      and (${since}::timestamptz is null or changed_at = ${since}::timestamptz)
    returning id`.execute(tx);
  return rows.length === 1;
}
