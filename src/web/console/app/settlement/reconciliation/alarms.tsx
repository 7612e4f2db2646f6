import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { type Alarm, alarmsQuery, treasuryKeys } from '../../treasury/treasury-data.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

function Resolve({ alarm }: { readonly alarm: Alarm }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.alarms;
  const [isAsking, setAsking] = useState(false);
  const resolve = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payout-alarms/{alarmId}/resolution', {
          params: { path: { alarmId: alarm.id } },
        }),
      ),
    refresh: treasuryKeys,
  });
  const confirm = async (): Promise<void> => {
    await resolve.run(undefined);
    setAsking(false);
  };
  return (
    <>
      <ProblemNotice problem={resolve.problem} />
      <Button isBusy={resolve.isRunning} onPress={() => setAsking(true)}>
        {texts.resolve}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.resolveTitle}
        confirmLabel={texts.resolve}
        isBusy={resolve.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.codes[alarm.code]}</p>
        <p>{texts.resolveText}</p>
      </ConfirmDialog>
    </>
  );
}

/** Payouts a person has to look at, each with what to do about it. */
export function Alarms({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.alarms;
  const mayResolve = usePermission('payout:prepare');
  const alarms = useQuery(alarmsQuery(incidentId));
  return (
    <Loaded query={alarms}>
      {(all) => (
        <DataTable
          caption={texts.caption}
          rows={all}
          rowKey={({ id }) => id}
          emptyText={texts.empty}
          columns={[
            {
              key: 'reference',
              header: texts.reference,
              cell: ({ payoutId, reference }) =>
                payoutId === null ? (
                  <code>{reference}</code>
                ) : (
                  <PageLink to={`/payouts/${payoutId}`}>{reference}</PageLink>
                ),
            },
            { key: 'what', header: texts.what, cell: ({ code }) => texts.codes[code] },
            {
              key: 'raised',
              header: texts.raisedAt,
              cell: ({ raisedAt }) => format.instant(raisedAt),
            },
            {
              key: 'todo',
              header: texts.todo,
              cell: (alarm) => (
                <>
                  <p>{texts.suggestions[alarm.code]}</p>
                  {mayResolve ? <Resolve alarm={alarm} /> : null}
                </>
              ),
            },
          ]}
        />
      )}
    </Loaded>
  );
}
