import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Tag } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import type { AssessmentSummary } from '../versions/version-data.ts';
import { drillsKey, type ScheduledDrill } from './drill-data.ts';
import { useNames } from './drill-names.ts';
import { RecordPlanned } from './record-drill.tsx';

const tones = {
  planned: 'plain',
  approved: 'plain',
  overdue: 'bad',
  held: 'good',
  failed: 'bad',
  called_off: 'plain',
} as const;
const dayMs = 86_400_000;

/** The drills somebody answers for; overdue ones stand out by word and colour. */
export function ScheduledDrills(props: {
  readonly schedule: components['schemas']['DrillSchedule'];
  /** The newest first: a drill is recorded against the newest version of its own inventory. */
  readonly assessments: readonly AssessmentSummary[];
}): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  const canWrite = usePermission('continuity:write');
  const { plans, today } = props.schedule;
  const newestOf = (name: string) =>
    props.assessments.find(({ inventoryName }) => inventoryName === name)?.id;
  return (
    <DataTable
      caption={drills.plannedCaption(format.day(today))}
      rows={plans}
      rowKey={(row) => row.id}
      emptyText={drills.nonePlanned}
      columns={[
        {
          key: 'removed',
          header: drills.columns.removed,
          cell: (row) => (
            <>
              <Removed plan={row} assessmentId={newestOf(row.inventoryName)} /> (
              {drills.kinds[row.kind]})
              <br />
              <small>{row.inventoryName}</small>
            </>
          ),
        },
        {
          key: 'shows',
          header: drills.columns.shows,
          cell: (row) => <Shows plan={row} assessmentId={newestOf(row.inventoryName)} />,
        },
        { key: 'owner', header: drills.columns.owner, cell: (row) => row.owner },
        {
          key: 'due',
          header: drills.columns.due,
          cell: (row) => <span className="nowrap">{row.dueOn}</span>,
        },
        {
          key: 'state',
          header: drills.columns.state,
          cell: (row) => <State plan={row} today={today} />,
        },
        {
          key: 'act',
          header: drills.columns.act,
          cell: (row) =>
            canWrite ? <Actions plan={row} assessmentId={newestOf(row.inventoryName)} /> : '–',
        },
      ]}
    />
  );
}

interface Named {
  readonly plan: ScheduledDrill;
  readonly assessmentId: string | undefined;
}

function Removed({ plan, assessmentId }: Named): ReactNode {
  return useNames(assessmentId).places(plan.domains);
}

function Shows({ plan, assessmentId }: Named): ReactNode {
  const { words } = useLanguage();
  const names = useNames(assessmentId);
  return plan.shows
    .map(({ node, option }) => words.continuity.drills.shows(names.node(node), option))
    .join(', ');
}

function State(props: { readonly plan: ScheduledDrill; readonly today: string }): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  const { plan, today } = props;
  const late = Math.round((Date.parse(today) - Date.parse(plan.dueOn)) / dayMs);
  return (
    <>
      <Tag tone={tones[plan.state]}>
        {plan.state === 'overdue'
          ? drills.overdueDays(format.count(late))
          : drills.state[plan.state]}
      </Tag>
      {plan.calledOff === null ? null : ` ${plan.calledOff}`}
      {plan.approvedBy === null && plan.state === 'overdue' ? ` ${drills.unapproved}` : ''}
    </>
  );
}

function Actions(props: {
  readonly plan: ScheduledDrill;
  readonly assessmentId: string | undefined;
}): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  const { plan, assessmentId } = props;
  const approve = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/drill-plans/{planId}/approval', {
          params: { path: { planId: plan.id } },
        }),
      ),
    refresh: [drillsKey],
  });
  if (!['planned', 'approved', 'overdue'].includes(plan.state)) return '–';
  return (
    <div className="row-actions">
      {plan.approvedBy === null ? (
        <Button isBusy={approve.isRunning} onPress={() => void approve.run(undefined)}>
          {drills.approve}
        </Button>
      ) : null}
      {assessmentId === undefined ? null : (
        <RecordPlanned plan={plan} assessmentId={assessmentId} />
      )}
      <CallOff plan={plan} />
      <ProblemNotice problem={approve.problem} />
    </div>
  );
}

function CallOff({ plan }: { readonly plan: ScheduledDrill }): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/drill-plans/{planId}/calling-off', {
          params: { path: { planId: plan.id } },
          body: { reason },
        }),
      ),
    refresh: [drillsKey],
  });
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (reason.trim() === '') return;
    if ((await command.run(undefined)) !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{drills.callOff}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        title={drills.callOffOf(plan.domains.join(' + '))}
        confirmLabel={drills.callOff}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <TextField
          label={drills.reason}
          error={isTried && reason.trim() === '' ? drills.reasonMissing : undefined}
          value={reason}
          onChange={setReason}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}
