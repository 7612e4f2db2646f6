import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { treasuryKeys, type Unclaimed, unclaimedQuery } from '../treasury-data.ts';
import { UnclaimedTerms } from './unclaimed-terms.tsx';
import '../treasury.css';

type Due = { readonly remind: number; readonly set_apart: number; readonly give: number };

function FollowUp({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.unclaimed;
  const [due, setDue] = useState<Due>();
  const follow = useCommand({
    request: (isDryRun: boolean) =>
      unwrap(
        api.POST('/api/v1/unclaimed-awards/follow-up', {
          params: { query: { incidentId } },
          body: { isDryRun },
        }),
      ),
    refresh: treasuryKeys,
  });
  const isDue = due !== undefined && due.remind + due.set_apart + due.give > 0;
  const { count } = format;
  const confirm = async (): Promise<void> => {
    await follow.run(false);
    setDue(undefined);
  };
  return (
    <>
      <ProblemNotice problem={follow.problem} />
      {due !== undefined && !isDue ? <Notice>{texts.followNothing}</Notice> : null}
      <Button
        isBusy={follow.isRunning}
        onPress={() => void follow.run(true).then((found) => setDue(found))}
      >
        {texts.follow}
      </Button>
      <ConfirmDialog
        isOpen={isDue}
        title={texts.followTitle}
        confirmLabel={texts.follow}
        isBusy={follow.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setDue(undefined)}
      >
        <p>
          {due === undefined
            ? null
            : texts.followText(count(due.remind), count(due.set_apart), count(due.give))}
        </p>
      </ConfirmDialog>
    </>
  );
}

function Counts({ found }: { readonly found: Unclaimed }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.unclaimed;
  const sum = (states: readonly string[]): string =>
    format.count(
      found.notices
        .filter(({ state }) => states.includes(state))
        .reduce((total, { count }) => total + count, 0),
    );
  return (
    <>
      <DataTable
        caption={texts.countsCaption}
        rows={found.counts}
        rowKey={({ state, reason }) => `${state} ${reason}`}
        emptyText={texts.countsEmpty}
        columns={[
          { key: 'state', header: texts.state, cell: ({ state }) => texts.states[state] ?? state },
          {
            key: 'reason',
            header: texts.reason,
            cell: ({ reason }) => texts.reasons[reason] ?? reason,
          },
          {
            key: 'count',
            header: texts.count,
            isNumeric: true,
            cell: (row) => format.count(row.awardCount),
          },
          {
            key: 'amount',
            header: texts.amount,
            isNumeric: true,
            cell: (row) => format.money(row.amount),
          },
          { key: 'since', header: texts.since, cell: (row) => format.day(row.oldestSince) },
        ]}
      />
      {found.notices.length === 0 ? null : (
        <p className="hint">
          {texts.notices(sum(['sent']), sum(['unreachable']), sum(['sending', 'not_taken']))}
        </p>
      )}
    </>
  );
}

function Awards({ found }: { readonly found: Unclaimed }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.unclaimed;
  return (
    <DataTable
      caption={texts.awardsCaption}
      rows={found.awards}
      rowKey={({ awardId }) => awardId}
      emptyText={texts.countsEmpty}
      columns={[
        {
          key: 'claim',
          header: texts.claim,
          cell: ({ claimId, claimNumber }) => (
            <PageLink to={`/claims/${claimId}`}>{claimNumber || claimId}</PageLink>
          ),
        },
        { key: 'state', header: texts.state, cell: ({ state }) => texts.states[state] ?? state },
        {
          key: 'reason',
          header: texts.reason,
          cell: ({ reason }) => texts.reasons[reason] ?? reason,
        },
        {
          key: 'reminders',
          header: texts.reminders,
          isNumeric: true,
          cell: (row) => format.count(row.reminderCount),
        },
        {
          key: 'amount',
          header: texts.amount,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
        { key: 'since', header: texts.since, cell: (row) => format.day(row.since) },
      ]}
    />
  );
}

function View({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.unclaimed;
  const mayPrepare = usePermission('payout:prepare');
  const found = useQuery(unclaimedQuery(incidentId));
  return (
    <Loaded query={found}>
      {(data) => (
        <>
          <Section title={texts.counts}>
            <Counts found={data} />
            {mayPrepare ? <FollowUp incidentId={incidentId} /> : null}
          </Section>
          <Section title={texts.awards}>
            <Awards found={data} />
          </Section>
          {mayPrepare ? (
            <Section title={texts.terms}>
              <UnclaimedTerms incidentId={incidentId} terms={data.terms} />
            </Section>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

/** What cannot be paid: reminded of, set apart, taken up again, or given to the stated place. */
export function UnclaimedPage(): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.unclaimed;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <WithIncident>
        {(incidentId) => <View key={incidentId} incidentId={incidentId} />}
      </WithIncident>
    </>
  );
}
