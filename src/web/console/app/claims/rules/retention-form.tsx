import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

const daysMax = 36_500;

function DaysForm(props: {
  incidentId: string;
  days: number | undefined;
  version: number;
}): ReactNode {
  const { words } = useLanguage();
  const { retention, save: saveText, saved } = words.care;
  const [days, setDays] = useState(props.days === undefined ? '' : String(props.days));
  const [step, setStep] = useState<'begin' | 'tried' | 'asking'>('begin');
  const isRight = /^\d{1,5}$/.test(days) && Number(days) >= 1 && Number(days) <= daysMax;
  const { incidentId, version: baseVersion } = props;
  const save = useCommand({
    request: (personalDays: number) =>
      unwrap(
        api.PUT('/api/v1/incidents/{incidentId}/retention', {
          params: { path: { incidentId }, query: { baseVersion } },
          body: { personalDays },
        }),
      ),
    refresh: [['claims', 'retention']],
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setStep(isRight ? 'asking' : 'tried');
  };
  const confirm = async (): Promise<void> => {
    await save.run(Number(days));
    setStep('tried');
  };
  return (
    <form onSubmit={submit} noValidate>
      <ProblemNotice problem={save.problem} />
      {save.isDone ? <Notice tone="good">{saved}</Notice> : null}
      <TextField
        label={retention.days}
        error={step === 'tried' && !isRight ? retention.whole : undefined}
        inputMode="numeric"
        value={days}
        onChange={setDays}
      />
      <Button type="submit">{saveText}</Button>
      <ConfirmDialog
        isOpen={step === 'asking'}
        isDanger
        title={retention.confirmTitle}
        confirmLabel={saveText}
        isBusy={save.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setStep('tried')}
      >
        <p>{retention.consequence(days)}</p>
      </ConfirmDialog>
    </form>
  );
}

/** How long personal data of an incident is kept; a shorter time erases at once what it is over for. */
export function RetentionForm({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const { retention, readOnly } = words.care;
  const mayErase = usePermission('claim:erase');
  const query = useQuery({
    queryKey: ['claims', 'retention', incidentId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/retention', { params: { path: { incidentId } } }),
      ),
  });
  return (
    <Section title={retention.title}>
      <Loaded query={query}>
        {({ personalDays, version }) => (
          <>
            <p>
              {personalDays === undefined ? retention.never : retention.now(String(personalDays))}
            </p>
            {mayErase ? (
              <DaysForm
                key={version}
                incidentId={incidentId}
                days={personalDays}
                version={version}
              />
            ) : (
              <Notice>{readOnly}</Notice>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
