import {
  type NoticeWords,
  noticeFanOut,
  sendDueNotices,
} from '../../src/disclosure/notices/index.ts';
import { addTimelineEntry, openIncident } from '../../src/incident/index.ts';
import { addMs, assert, type Instant } from '../../src/kernel/index.ts';
import {
  type Context,
  clockNow,
  drainOutbox,
  type Message,
  newUuid,
  type Outside,
  openGuardedPost,
  openMailLookup,
  type Platform,
  sql,
  subscribeConsumers,
} from '../../src/platform/index.ts';
import { claimantContext, openTestPlatform, staffContext } from './platform.ts';

/** Words that say what they were given, for tests. */
export const plainWords: NoticeWords = {
  confirmation: ({ confirm }) => ({ subject: 'confirm', text: confirm }),
  already: ({ manage }) => ({ subject: 'already', text: manage }),
  notice: ({ topic, title, text, link, leave }) => ({
    subject: `${topic} ${title}`,
    text: [text, link, leave].join('\n'),
  }),
};

/** Notices in this process: an incident, an outbox and a clock that can be set. */
export interface NoticeBench {
  readonly platform: Platform;
  readonly incidentId: string;
  /** what went through the courier, in order */
  readonly sent: Message[];
  /** acts as somebody who is not signed in */
  readonly visitor: () => Context;
  readonly staff: () => Context;
  now: Instant;
  /** records a public entry and lets the outbox run */
  tell(text: string, occurredAt?: Instant): Promise<void>;
  /** sends what is due; gives how many attempts were made */
  send(options?: { leaseMs?: number }): Promise<number>;
  /** gives the states of all notices, in the order they were made */
  states(): Promise<readonly { channel: string; state: string; reason: string | null }[]>;
}

export async function openNoticeBench(
  options: { smtpUrl?: string; journalUrl?: string; insideHosts?: readonly string[] } = {},
): Promise<NoticeBench> {
  // Events carry the machine's time, and only what is recent is told.
  const start = clockNow();
  const state = { now: start };
  const sent: Message[] = [];
  const { smtpUrl, journalUrl, insideHosts = [] } = options;
  const outside: Outside = {
    courier: {
      isTrial: false,
      reaches: (to) => to.includes('@'),
      send: async (message) => {
        sent.push(message);
      },
    },
    post: openGuardedPost(insideHosts),
    ...(smtpUrl === undefined ? {} : { mail: { smtpUrl, mailFrom: 'A <a@status.example>' } }),
    ...(journalUrl === undefined ? {} : { mailLookup: openMailLookup(journalUrl) }),
  };
  const opened = await openTestPlatform({ outside });
  const platform: Platform = {
    ...opened,
    config: { ...opened.config, publicUrl: 'https://status.example' },
    context: (asked) => opened.context({ now: state.now, ...asked }),
  };
  const staff = () => staffContext(platform, 'investigator', { now: state.now });
  const incidentId = newUuid();
  await subscribeConsumers(platform, [noticeFanOut]);
  const made = await openIncident(staff(), {
    id: incidentId,
    slug: 'mail-outage',
    titles: { ko: '메일 장애', en: 'Mail outage' },
    zone: 'Asia/Seoul',
    openedAt: addMs(start, -30 * 86_400_000),
    parties: [{ code: 'company', titles: { ko: '회사', en: 'Company' } }],
    functions: [{ service: 'mail', function: 'send', titles: { ko: '발송', en: 'Sending' } }],
    sources: [{ number: 1, address: 'https://example.org' }],
  });
  assert(made.ok, 'test: the incident was opened');
  await drainOutbox(platform, [noticeFanOut]);
  return {
    platform,
    incidentId,
    sent,
    visitor: () => claimantContext(platform, { now: state.now }),
    staff,
    get now() {
      return state.now;
    },
    set now(now) {
      state.now = now;
    },
    async tell(text, occurredAt = state.now) {
      const added = await addTimelineEntry(staff(), {
        id: newUuid(),
        incidentId,
        occurredAt,
        occurredPrecision: 'exact',
        visibility: 'public',
        text: { ko: `${text} (한)`, en: text },
        statedBy: 'company',
        sources: [1],
      });
      assert(added.ok, 'test: the entry was added');
      await drainOutbox(platform, [noticeFanOut], { now: state.now });
    },
    send: ({ leaseMs = 15_000 } = {}) => {
      const { signal } = new AbortController();
      return sendDueNotices(platform, { wordsOf: () => plainWords, signal, leaseMs });
    },
    async states() {
      const { rows } = await sql<{ channel: string; state: string; reason: string | null }>`
        select n.channel, n.state, n.reason from disclosure.notice n
        join disclosure.announcement a on a.id = n.announcement_id order by a.event_id, n.id
        `.execute(platform.db);
      return rows;
    },
  };
}
