import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inventoryQuery, newId } from '../continuity-data.ts';
import {
  adviceQuery,
  type DrillAdvice,
  drillsKey,
  levelsQuery,
  type ScheduledDrill,
  scheduleQuery,
} from './drill-data.ts';
import { useNames } from './drill-names.ts';

/** What to drill on next, the most telling first, and how much was shown lately. */
export function DrillAdviceList({ assessmentId }: { readonly assessmentId: string }): ReactNode {
  const { words, format } = useLanguage();
  const { drills } = words.continuity;
  const canWrite = usePermission('continuity:write');
  const query = useQuery(adviceQuery(assessmentId));
  const levels = useQuery(levelsQuery(assessmentId));
  const names = useNames(assessmentId);
  const openPlanOf = useOpenPlan(assessmentId);
  return (
    <Loaded query={query}>
      {(advice) => (
        <>
          <p>
            {drills.coverage(format.count(advice.freshCount), format.count(advice.targetCount))}{' '}
            {levels.data?.level == null ? '' : drills.level(format.count(levels.data.level))}
          </p>
          <DataTable
            caption={drills.nextCaption}
            rows={advice.drills}
            rowKey={(row) => row.domains.join('+')}
            emptyText={drills.noneNext}
            columns={[
              {
                key: 'removed',
                header: drills.columns.removed,
                cell: (row) => names.places(row.domains),
              },
              {
                key: 'shows',
                header: drills.columns.shows,
                cell: (row) => (
                  <ul className="plain-list">
                    {row.covers.map((target) => (
                      <li key={`${target.node} ${target.option}`}>
                        {drills.shows(names.node(target.node), target.option)}:{' '}
                        {target.lastOn === null ? drills.never : drills.lastOn(target.lastOn)}
                      </li>
                    ))}
                  </ul>
                ),
              },
              {
                key: 'before',
                header: drills.columns.before,
                cell: (row) =>
                  row.before
                    .map(
                      (step) =>
                        `${drills.kinds[step.kind]} (${step.about === '' ? drills.anyCrew : names.about(step.about)})`,
                    )
                    .join(', ') || '–',
              },
              {
                key: 'act',
                header: drills.columns.act,
                cell: (row) => {
                  const plan = openPlanOf(row);
                  if (plan !== undefined) {
                    return drills.plannedFor(drills.state[plan.state], plan.dueOn);
                  }
                  return canWrite ? <PlanDrill advice={row} assessmentId={assessmentId} /> : '–';
                },
              },
            ]}
          />
        </>
      )}
    </Loaded>
  );
}

/** Finds the plan that is still to be held for what is advised; then it is not planned once more. */
function useOpenPlan(assessmentId: string): (advice: DrillAdvice) => ScheduledDrill | undefined {
  const schedule = useQuery(scheduleQuery);
  const inventory = useQuery(inventoryQuery(assessmentId));
  const name = (inventory.data as { readonly name?: string } | undefined)?.name;
  return ({ domains, kind }) =>
    schedule.data?.plans.find(
      (plan) =>
        plan.inventoryName === name &&
        plan.kind === kind &&
        plan.domains.join('+') === domains.toSorted().join('+') &&
        ['planned', 'approved', 'overdue'].includes(plan.state),
    );
}

function PlanDrill(props: {
  readonly advice: DrillAdvice;
  readonly assessmentId: string;
}): ReactNode {
  const { words } = useLanguage();
  const { drills } = words.continuity;
  const [isAsking, setAsking] = useState(false);
  const [isTried, setTried] = useState(false);
  const [id, setId] = useState(newId);
  const [draft, setDraft] = useState({ owner: '', dueOn: '' });
  const isFull = draft.owner.trim() !== '' && draft.dueOn !== '';
  const { domains, kind } = props.advice;
  const names = useNames(props.assessmentId);
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/continuity/drill-plans', {
          body: { id, assessmentId: props.assessmentId, domains: [...domains], kind, ...draft },
        }),
      ),
    refresh: [drillsKey],
  });
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (!isFull || (await command.run(undefined)) === undefined) return;
    setAsking(false);
    setId(newId());
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{drills.plan}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={drills.planOf(names.places(domains))}
        confirmLabel={drills.plan}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{drills.planConsequence}</p>
        <TextField
          label={drills.columns.owner}
          value={draft.owner}
          onChange={(owner) => setDraft({ ...draft, owner })}
        />
        <TextField
          label={drills.columns.due}
          type="date"
          error={isTried && !isFull ? drills.planMissing : undefined}
          value={draft.dueOn}
          onChange={(dueOn) => setDraft({ ...draft, dueOn })}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}
