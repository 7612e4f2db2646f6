import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Figures, PageHead, Section, Tag } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import {
  type Announcement,
  announcementsQuery,
  type NoticeState,
  type NoticeSubscribers,
  noticesKey,
  subscribersQuery,
} from './notice-data.ts';
import { Recipients, tones } from './recipients.tsx';

function Counts({ announcement }: { readonly announcement: Announcement }): ReactNode {
  const { words, format } = useLanguage();
  const counts = Object.entries(announcement.counts) as [NoticeState, number][];
  return (
    <>
      {counts.map(([state, count]) => (
        <div key={state}>
          <Tag tone={tones[state]}>{words.notices.states[state]}</Tag> {format.count(count)}
        </div>
      ))}
    </>
  );
}

function Announcements({ told }: { readonly told: readonly Announcement[] }): ReactNode {
  const { locale, words, format } = useLanguage();
  const texts = words.notices;
  const [shown, setShown] = useState<string>();
  return (
    <Section title={texts.announcements}>
      <DataTable
        caption={texts.announcements}
        emptyText={texts.announcementsEmpty}
        rows={told}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'what',
            header: texts.what,
            cell: ({ topic, title, text }) => (
              <>
                <strong>{title[locale]}</strong> · {texts.topics[topic]}
                <div>{topic === 'report_published' ? null : text[locale]}</div>
              </>
            ),
          },
          { key: 'when', header: texts.when, cell: ({ madeAt }) => format.instant(madeAt) },
          {
            key: 'progress',
            header: texts.progress,
            cell: (announcement) => (
              <>
                <Counts announcement={announcement} />
                <Button
                  onPress={() => setShown(shown === announcement.id ? undefined : announcement.id)}
                >
                  {shown === announcement.id ? texts.hide : texts.show}
                </Button>
              </>
            ),
          },
        ]}
      />
      {shown === undefined ? null : <Recipients key={shown} announcementId={shown} />}
    </Section>
  );
}

function Enable({ id }: { readonly id: string }): ReactNode {
  const { words } = useLanguage();
  const enable = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/notices/webhooks/{subscriberId}/enabling', {
          params: { path: { subscriberId: id } },
        }),
      ),
    refresh: [noticesKey],
  });
  return (
    <>
      <Button isDisabled={enable.isRunning} onPress={() => void enable.run(undefined)}>
        {words.notices.enable}
      </Button>
      <ProblemNotice problem={enable.problem} />
    </>
  );
}

function Webhooks({ webhooks }: Pick<NoticeSubscribers, 'webhooks'>): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.notices;
  const mayWrite = usePermission('incident:write');
  return (
    <Section title={texts.webhooks}>
      <DataTable
        caption={texts.webhooks}
        emptyText={texts.webhooksEmpty}
        rows={webhooks}
        rowKey={({ id }) => id}
        columns={[
          { key: 'host', header: texts.host, cell: ({ host }) => host },
          {
            key: 'state',
            header: texts.state,
            cell: ({ id, state }) => (
              <>
                <Tag tone={state === 'disabled' ? 'bad' : 'good'}>
                  {texts.subscriberStates[state]}
                </Tag>
                {state === 'disabled' && mayWrite ? <Enable id={id} /> : null}
              </>
            ),
          },
          {
            key: 'sent',
            header: texts.sentCount,
            isNumeric: true,
            cell: ({ sentCount }) => format.count(sentCount),
          },
          {
            key: 'failures',
            header: texts.failureCount,
            isNumeric: true,
            cell: ({ failureCount }) => format.count(failureCount),
          },
          {
            key: 'last',
            header: texts.lastAnswer,
            cell: ({ lastDetail, lastAt }) => (
              <>
                {lastDetail ?? '–'}
                <div className="hint">{lastAt === null ? '' : format.instant(lastAt)}</div>
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Who is told of what, and what became of every notice. */
export function NoticesPage(): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.notices;
  const told = useQuery(announcementsQuery);
  const subscribers = useQuery(subscribersQuery);
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Loaded query={subscribers}>
        {({ counts }) =>
          counts.length === 0 ? (
            <p className="empty">{texts.noSubscribers}</p>
          ) : (
            <Figures
              figures={counts.map(({ channel, state, count }) => ({
                name: `${texts.channels[channel]} · ${texts.subscriberStates[state]}`,
                value: format.count(count),
              }))}
            />
          )
        }
      </Loaded>
      <Loaded query={told}>{(rows) => <Announcements told={rows} />}</Loaded>
      <Loaded query={subscribers}>{({ webhooks }) => <Webhooks webhooks={webhooks} />}</Loaded>
    </>
  );
}
