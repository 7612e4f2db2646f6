import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { formQuery } from '../../claims/claim-data.ts';
import { newId } from '../../claims/new-id.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { useLanguage } from '../../language.tsx';
import { railsQuery } from '../../treasury/treasury-data.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Figures, Notice, PageHead, PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { previewQuery, type RunPreview, settlementKeys } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';
import '../settlement.css';

const remedies = ['cash', 'points', 'credit', 'voucher', 'extension', 'item'] as const;
type Remedy = (typeof remedies)[number];

/** What is given, and by which way. */
interface Choice {
  readonly remedy: Remedy;
  readonly rail: string;
}

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
  readonly choice: Choice;
  readonly incidentId: string;
  readonly preview: RunPreview;
}): ReactNode {
  const { incidentId, preview, choice } = props;
  const { texts, format } = useSettlementWords();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  // The id is made once, so that a press repeated after a lost answer prepares one run.
  const [runId] = useState(() => newId());
  const { currency } = preview.total;
  const prepare = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payout-runs', {
          body: { runId, incidentId, currency, ...choice },
        }),
      ),
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
  readonly choice: Choice;
  readonly incidentId: string;
  readonly preview: RunPreview;
}): ReactNode {
  const { incidentId, preview, choice } = props;
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
          { name: labels.rail, value: railName(choice.rail) },
        ]}
      />
      <Section title={texts.run.steps}>
        <PrepareCommand
          key={`${choice.remedy} ${choice.rail}`}
          choice={choice}
          incidentId={incidentId}
          preview={preview}
        />
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

function ChooseWay(props: {
  readonly remedy: Remedy;
  readonly rail: string | undefined;
  readonly rails: readonly string[];
  readonly onRemedy: (remedy: Remedy) => void;
  readonly onRail: (rail: string) => void;
}): ReactNode {
  const { remedy, rail, rails } = props;
  const { words } = useLanguage();
  const { texts, rail: railName } = useSettlementWords();
  const labels = words.treasury.prepare;
  return (
    <div className="settlement-row">
      <SelectField
        label={labels.remedy}
        value={remedy}
        options={remedies.map((value) => ({ value, label: texts.remedies[value] ?? value }))}
        onChange={(value) => props.onRemedy(remedies.find((one) => one === value) ?? 'cash')}
      />
      {rail === undefined ? (
        <p className="empty">{labels.noRail}</p>
      ) : (
        <SelectField
          label={labels.rail}
          value={rail}
          options={rails.map((value) => ({ value, label: railName(value) }))}
          onChange={props.onRail}
        />
      )}
    </div>
  );
}

function Prepare({ incidentId }: { readonly incidentId: string }): ReactNode {
  const form = useQuery(formQuery(incidentId));
  const { data, isPending } = form;
  const currency = data?.currency ?? 'KRW';
  const [remedy, setRemedy] = useState<Remedy>('cash');
  const [wanted, setWanted] = useState('');
  const { data: rails = [] } = useQuery(railsQuery);
  const fitting = rails.filter(({ remedies: given }) => given.includes(remedy));
  const rail = (fitting.find((one) => one.rail === wanted) ?? fitting[0])?.rail;
  const asked = { incidentId, currency, remedy };
  const preview = useQuery({ ...previewQuery(asked), enabled: !isPending });
  return (
    <>
      <ChooseWay
        remedy={remedy}
        rail={rail}
        rails={fitting.map((one) => one.rail)}
        onRemedy={setRemedy}
        onRail={setWanted}
      />
      {rail === undefined ? null : (
        <Loaded query={preview}>
          {(found) => (
            <PreviewView choice={{ remedy, rail }} incidentId={incidentId} preview={found} />
          )}
        </Loaded>
      )}
    </>
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
