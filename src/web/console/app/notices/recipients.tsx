import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice as Remark, Tag } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type Notice, type NoticeState, noticesKey, recipientsQuery } from './notice-data.ts';

/** How a state looks; the word beside it says the same. */
export const tones: Readonly<Record<NoticeState, 'plain' | 'good' | 'warn' | 'bad'>> = {
  waiting: 'plain',
  claimed: 'plain',
  sending: 'plain',
  sent: 'good',
  retrying: 'warn',
  failed: 'bad',
  skipped: 'plain',
  unknown: 'warn',
};

const states = Object.keys(tones) as readonly NoticeState[];
const pageSize = 100;

type Settling = 'came' | 'send_again' | 'give_up';

function Settle({ notice }: { readonly notice: Notice }): ReactNode {
  const { words } = useLanguage();
  const texts = words.notices;
  const settle = useCommand({
    request: (as: Settling) =>
      unwrap(
        api.POST('/api/v1/notices/{noticeId}/settlement', {
          params: { path: { noticeId: notice.id } },
          body: { as },
        }),
      ),
    refresh: [noticesKey],
  });
  const isUnknown = notice.state === 'unknown';
  if (!isUnknown && notice.state !== 'failed') return null;
  return (
    <div className="actions">
      {isUnknown ? (
        <Button isDisabled={settle.isRunning} onPress={() => void settle.run('came')}>
          {texts.came}
        </Button>
      ) : null}
      <Button isDisabled={settle.isRunning} onPress={() => void settle.run('send_again')}>
        {texts.sendAgain}
      </Button>
      {isUnknown ? (
        <Button isDisabled={settle.isRunning} onPress={() => void settle.run('give_up')}>
          {texts.giveUp}
        </Button>
      ) : null}
      <ProblemNotice problem={settle.problem} />
    </div>
  );
}

function RecipientTable({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.notices;
  const maySettle = usePermission('incident:write');
  return (
    <DataTable
      caption={texts.recipients}
      emptyText={texts.recipientsEmpty}
      rows={notices}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'contact',
          header: texts.contact,
          cell: ({ channel, contact }) => (
            <>
              {contact ?? texts.gone}
              <div className="hint">{texts.channels[channel]}</div>
            </>
          ),
        },
        {
          key: 'state',
          header: texts.state,
          cell: (notice) => (
            <>
              <Tag tone={tones[notice.state]}>{texts.states[notice.state]}</Tag>
              <div className="hint">
                {notice.state === 'retrying'
                  ? texts.nextAt(format.instant(notice.dueAt))
                  : (texts.reasons[notice.reason ?? ''] ?? '')}
              </div>
              {notice.detail ? <div className="hint">{notice.detail}</div> : null}
              {maySettle ? <Settle notice={notice} /> : null}
            </>
          ),
        },
        {
          key: 'attempts',
          header: texts.attempts,
          isNumeric: true,
          cell: ({ attemptCount }) => format.count(attemptCount),
        },
        {
          key: 'at',
          header: texts.changedAt,
          cell: ({ changedAt }) => format.instant(changedAt),
        },
      ]}
    />
  );
}

/** What became of a notice to each recipient of one announcement. */
export function Recipients({ announcementId }: { readonly announcementId: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.notices;
  const [state, setState] = useState<NoticeState | ''>('');
  const [after, setAfter] = useState<string>();
  const page = useQuery({
    ...recipientsQuery(announcementId, { state, after }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <label className="field">
        <span>{texts.filter}</span>
        <select
          value={state}
          onChange={(event) => {
            setState(event.target.value as NoticeState | '');
            setAfter(undefined);
          }}
        >
          <option value="">{texts.all}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {texts.states[one]}
            </option>
          ))}
        </select>
      </label>
      {state === 'unknown' ? <Remark>{texts.unknownHint}</Remark> : null}
      <Loaded query={page}>
        {(notices) => (
          <>
            <RecipientTable notices={notices} />
            {notices.length === pageSize ? (
              <Button onPress={() => setAfter(notices.at(-1)?.id)}>{texts.more}</Button>
            ) : null}
          </>
        )}
      </Loaded>
    </>
  );
}
