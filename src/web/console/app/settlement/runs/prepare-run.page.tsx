import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { formQuery } from '../../claims/claim-data.ts';
import { newId } from '../../claims/new-id.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Figures, Notice, PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { previewQuery, type RunPreview, settlementKeys } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

const rail = 'simulated';

function Classes({ preview }: { readonly preview: RunPreview }): ReactNode {
  const { texts, format, partyClass } = useSettlementWords();
  const labels = texts.prepare;
  return (
    <DataTable
      caption={labels.classesCaption}
      rows={preview.classes}
      rowKey={(row) => row.partyClass}
      columns={[
        { key: 'class', header: texts.runs.partyClass, cell: (row) => partyClass(row.partyClass) },
        {
          key: 'count',
          header: labels.count,
          isNumeric: true,
          cell: (row) => format.count(row.payoutCount),
        },
        {
          key: 'amount',
          header: labels.total,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
      ]}
    />
  );
}

function LeftOut({ preview }: { readonly preview: RunPreview }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.prepare;
  return (
    <DataTable
      caption={labels.leftOutCaption}
      rows={preview.leftOut}
      rowKey={({ reason }) => reason}
      emptyText={labels.leftOutEmpty}
      columns={[
        {
          key: 'reason',
          header: labels.reason,
          cell: ({ reason }) => texts.leaveReasons[reason],
        },
        {
          key: 'count',
          header: labels.count,
          isNumeric: true,
          cell: (row) => texts.count.awards(format.count(row.awardCount)),
        },
        {
          key: 'amount',
          header: labels.total,
          isNumeric: true,
          cell: (row) => format.money(row.amount),
        },
      ]}
    />
  );
}

function PrepareCommand(props: {
  readonly incidentId: string;
  readonly preview: RunPreview;
}): ReactNode {
  const { incidentId, preview } = props;
  const { texts, format } = useSettlementWords();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  // The id is made once, so that a press repeated after a lost answer prepares one run.
  const [runId] = useState(() => newId());
  const { currency } = preview.total;
  const prepare = useCommand({
    request: () =>
      unwrap(api.POST('/api/v1/payout-runs', { body: { runId, incidentId, currency, rail } })),
    refresh: settlementKeys,
  });
  const confirm = async (): Promise<void> => {
    const prepared = await prepare.run(undefined);
    setAsking(false);
    if (prepared !== undefined) await navigate({ to: `/payout-runs/${runId}` });
  };
  const about = { count: format.count(preview.payoutCount), total: format.money(preview.total) };
  return (
    <>
      <ProblemNotice problem={prepare.problem} />
      <Button kind="main" isBusy={prepare.isRunning} onPress={() => setAsking(true)}>
        {texts.prepare.submit}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.prepare.confirmTitle}
        confirmLabel={texts.prepare.confirmLabel}
        isBusy={prepare.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.prepare.confirm(about)}</p>
      </ConfirmDialog>
    </>
  );
}

function PreviewView(props: {
  readonly incidentId: string;
  readonly preview: RunPreview;
}): ReactNode {
  const { incidentId, preview } = props;
  const { texts, format, rail: railName } = useSettlementWords();
  const labels = texts.prepare;
  const { smallest, largest } = preview;
  if (preview.payoutCount === 0) {
    return (
      <>
        <Notice title={labels.nothing}>
          <p>{labels.nothingNext}</p>
        </Notice>
        <Section title={labels.leftOut}>
          <LeftOut preview={preview} />
        </Section>
      </>
    );
  }
  return (
    <>
      <Figures
        figures={[
          { name: labels.count, value: texts.count.payouts(format.count(preview.payoutCount)) },
          { name: labels.total, value: format.money(preview.total) },
          ...(smallest === null ? [] : [{ name: labels.smallest, value: format.money(smallest) }]),
          ...(largest === null ? [] : [{ name: labels.largest, value: format.money(largest) }]),
          { name: labels.rail, value: railName(rail) },
        ]}
      />
      <Section title={texts.run.steps}>
        <PrepareCommand incidentId={incidentId} preview={preview} />
      </Section>
      <Section title={labels.classes}>
        <Classes preview={preview} />
      </Section>
      <Section title={labels.leftOut}>
        <LeftOut preview={preview} />
      </Section>
    </>
  );
}

function Prepare({ incidentId }: { readonly incidentId: string }): ReactNode {
  const form = useQuery(formQuery(incidentId));
  const { data, isPending } = form;
  const currency = data?.currency ?? 'KRW';
  const preview = useQuery({ ...previewQuery({ incidentId, currency }), enabled: !isPending });
  return (
    <Loaded query={preview}>
      {(found) => <PreviewView incidentId={incidentId} preview={found} />}
    </Loaded>
  );
}

/** What a run would pay now and what it leaves out, and preparing it. */
export function PrepareRunPage(): ReactNode {
  const { texts } = useSettlementWords();
  return (
    <>
      <PageHead
        title={texts.prepare.title}
        lead={texts.prepare.lead}
        actions={
          <PageLink to="/payout-runs" isButton>
            {texts.run.back}
          </PageLink>
        }
      />
      <WithIncident>{(incidentId) => <Prepare incidentId={incidentId} />}</WithIncident>
    </>
  );
}
