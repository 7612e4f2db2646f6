import type { Instant } from '../../kernel/index.ts';
import { type Context, sql, type Tx } from '../../platform/index.ts';
import type { NoticeReason, NoticeState } from './notice.ts';
import { type Channel, maskContact, type SubscriberState, type Topic } from './subscriber.ts';
import { openReach } from './subscriber-store.ts';

/** What was told, and how far the telling is. */
export interface ToldAnnouncement {
  readonly id: string;
  readonly incidentId: string;
  readonly topic: Topic;
  readonly title: { readonly ko: string; readonly en: string };
  readonly text: { readonly ko: string; readonly en: string };
  readonly occurredAt: Instant;
  readonly madeAt: Instant;
  /** how many notices stand where; states without any are left out */
  readonly counts: Readonly<Partial<Record<NoticeState, number>>>;
}

const pageSize = 50;

/** Lists what was told, the latest first, at most fifty; `before` is an id of an earlier page. */
export async function listAnnouncements(
  tx: Tx,
  filter: { incidentId?: string; before?: string },
): Promise<readonly ToldAnnouncement[]> {
  const { incidentId = null, before = null } = filter;
  const { rows } = await sql<ToldAnnouncement>`
    select a.id, a.incident_id as "incidentId", a.topic, a.occurred_at as "occurredAt",
      a.made_at as "madeAt", jsonb_build_object('ko', a.title_ko, 'en', a.title_en) as title,
      jsonb_build_object('ko', a.text_ko, 'en', a.text_en) as text,
      coalesce((select jsonb_object_agg(c.state, c.count) from (
        select n.state, count(*)::int as count from disclosure.notice n
        where n.announcement_id = a.id group by n.state) c), '{}') as counts
    from disclosure.announcement a
    where (${incidentId}::uuid is null or a.incident_id = ${incidentId}::uuid)
      and (${before}::uuid is null or (a.made_at, a.id) <
        (select b.made_at, b.id from disclosure.announcement b where b.id = ${before}::uuid))
    order by a.made_at desc, a.id desc limit ${pageSize}`.execute(tx);
  return rows;
}

/** One recipient of what was told; the contact is masked, and absent once they left. */
export interface ToldNotice {
  readonly id: string;
  readonly channel: Channel;
  readonly contact: string | null;
  readonly state: NoticeState;
  readonly reason: NoticeReason | null;
  readonly detail: string | null;
  readonly attemptCount: number;
  readonly dueAt: Instant;
  readonly changedAt: Instant;
}

/** Lists recipients of one announcement, a hundred at a time, in a fixed order. */
export async function listNotices(
  ctx: Context,
  tx: Tx,
  filter: { announcementId: string; state?: NoticeState; after?: string },
): Promise<readonly ToldNotice[]> {
  const { announcementId, state = null, after = null } = filter;
  const { rows } = await sql<
    Omit<ToldNotice, 'contact'> & { key_salt: Buffer | null; sealed: Buffer | null }
  >`select n.id, n.channel, n.state, n.reason, n.detail, n.attempt_count as "attemptCount",
      n.due_at as "dueAt", n.changed_at as "changedAt", s.key_salt, s.sealed
    from disclosure.notice n join disclosure.subscriber s on s.id = n.subscriber_id
    where n.announcement_id = ${announcementId} and (${state}::text is null or n.state = ${state})
      and (${after}::uuid is null or n.id > ${after}::uuid)
    order by n.id limit 100`.execute(tx);
  return rows.map(({ key_salt, sealed, ...row }) => {
    const reach = openReach(ctx, { key_salt, sealed });
    const contact = reach === undefined ? null : maskContact(row.channel, reach.contact);
    return { ...row, contact };
  });
}

/** How many subscribers there are by way and state. */
export interface SubscriberCount {
  readonly channel: Channel;
  readonly state: SubscriberState;
  readonly count: number;
}

/** Counts subscribers. */
export async function countSubscribers(tx: Tx): Promise<readonly SubscriberCount[]> {
  const { rows } = await sql<SubscriberCount>`select channel, state, count(*)::int as count
    from disclosure.subscriber group by channel, state order by channel, state`.execute(tx);
  return rows;
}

/** A webhook and how it fares. */
export interface WebhookStanding {
  readonly id: string;
  readonly host: string;
  readonly state: SubscriberState;
  readonly failureCount: number;
  readonly sentCount: number;
  readonly lastDetail: string | null;
  readonly lastAt: Instant | null;
}

/** Lists confirmed webhooks, those that were given up on first, at most two hundred. */
export async function listWebhooks(ctx: Context, tx: Tx): Promise<readonly WebhookStanding[]> {
  const { rows } = await sql<
    Omit<WebhookStanding, 'host'> & { key_salt: Buffer | null; sealed: Buffer | null }
  >`select s.id, s.state, s.failure_count as "failureCount", s.key_salt, s.sealed,
      (select count(*)::int from disclosure.notice n
        where n.subscriber_id = s.id and n.state = 'sent') as "sentCount",
      l.detail as "lastDetail", l.changed_at as "lastAt"
    from disclosure.subscriber s left join lateral (
      select n.detail, n.changed_at from disclosure.notice n
      where n.subscriber_id = s.id and n.state in ('sent', 'retrying', 'failed')
      order by n.changed_at desc limit 1) l on true
    where s.channel = 'webhook' and s.state in ('confirmed', 'disabled')
    order by s.state desc, s.failure_count desc, s.id limit 200`.execute(tx);
  return rows.map(({ key_salt, sealed, ...row }) => {
    const reach = openReach(ctx, { key_salt, sealed });
    return { ...row, host: reach === undefined ? '' : maskContact('webhook', reach.contact) };
  });
}

/** Finds where a notice stands. */
export async function loadNoticeState(
  tx: Tx,
  noticeId: string,
): Promise<{ readonly state: NoticeState } | undefined> {
  const { rows } = await sql<{ state: NoticeState }>`
    select state from disclosure.notice where id = ${noticeId}`.execute(tx);
  return rows[0];
}
