import { queryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useCommand } from '../api/use-command.ts';
import { usePermission } from '../session.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { type Incident, incidentKey, newId } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

export type Playbook = components['schemas']['Playbook'];

/** The operator's severities, phases and templates, for who may write about incidents. */
export const playbookQuery = queryOptions({
  queryKey: ['playbook'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => unwrap(api.GET('/api/v1/playbook')),
});

const kinds = ['severity', 'phase'] as const;

/** The severity and phase chosen; empty where none is. */
export interface ChosenGrades {
  readonly severity: string;
  readonly phase: string;
}

/** Gives an incident the grades that differ from those it has. */
export async function sendGrades(
  incident: { readonly id: string } & Pick<Incident, 'severity' | 'phase'>,
  chosen: ChosenGrades,
): Promise<{ readonly id: string }> {
  for (const kind of kinds) {
    if (chosen[kind] === '' || chosen[kind] === incident[kind]?.code) continue;
    await unwrap(
      api.POST('/api/v1/incidents/{incidentId}/grades', {
        params: { path: { incidentId: incident.id } },
        body: { id: newId(), kind, grade: chosen[kind] },
      }),
    );
  }
  return { id: incident.id };
}

/** A choice for each kind the playbook has grades of. */
export function GradeFields(props: {
  readonly playbook: Playbook;
  readonly chosen: ChosenGrades;
  readonly onChange: (chosen: ChosenGrades) => void;
}): ReactNode {
  const { playbook, chosen, onChange } = props;
  const { texts, locale } = useIncidentWords();
  const grades = { severity: playbook.severities, phase: playbook.phases };
  return kinds
    .filter((kind) => grades[kind].length > 0)
    .map((kind) => (
      <SelectField
        key={kind}
        label={texts.grades[kind]}
        emptyLabel={texts.grades.none}
        value={chosen[kind]}
        onChange={(value) => onChange({ ...chosen, [kind]: value })}
        options={grades[kind].map(({ code, titles }) => ({ value: code, label: titles[locale] }))}
      />
    ));
}

function Change(props: { readonly incident: Incident; readonly playbook: Playbook }): ReactNode {
  const { incident, playbook } = props;
  const { texts } = useIncidentWords();
  const [isAsking, setAsking] = useState(false);
  const standing = {
    severity: incident.severity?.code ?? '',
    phase: incident.phase?.code ?? '',
  };
  const [chosen, setChosen] = useState<ChosenGrades>(standing);
  const command = useCommand({
    request: (grades: ChosenGrades) => sendGrades(incident, grades),
    refresh: [incidentKey(incident.id), ['incidents']],
  });
  const confirm = async (): Promise<void> => {
    if ((await command.run(chosen)) !== undefined) setAsking(false);
  };
  const open = (): void => {
    setChosen(standing);
    command.reset();
    setAsking(true);
  };
  return (
    <div className="actions">
      <Button onPress={open}>{texts.grades.record}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.grades.record}
        confirmLabel={texts.record}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.grades.consequence}</p>
        <GradeFields playbook={playbook} chosen={chosen} onChange={setChosen} />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </div>
  );
}

/** Changes the severity and phase of an incident that is not closed, where the playbook has any. */
export function ChangeGrades({ incident }: { readonly incident: Incident }): ReactNode {
  const mayWrite = usePermission('incident:write');
  const { data } = useQuery({ ...playbookQuery, enabled: mayWrite });
  if (!mayWrite || incident.state === 'closed' || data === undefined) return null;
  if (data.severities.length + data.phases.length === 0) return null;
  return <Change incident={incident} playbook={data} />;
}
