import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { CostOfChange } from './cost-of-change.tsx';
import { type Incident, incidentKey, newId, type StatedImpact } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';

function Consequences(props: {
  readonly incident: Incident;
  readonly impact: StatedImpact;
}): ReactNode {
  const { incident, impact } = props;
  const { texts, intervalText, lengthText, partyName } = useIncidentWords();
  const words = texts.impacts;
  const preview = useQuery({
    queryKey: [...incidentKey(incident.id), 'preview', impact.id],
    retry: false,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/impacts/{impactId}/adoption-preview', {
          params: { path: { incidentId: incident.id, impactId: impact.id } },
        }),
      ),
  });
  return (
    <>
      <p>
        {partyName(incident, impact.statedBy)}:{' '}
        {impact.intervals.map((interval) => intervalText(incident, interval)).join(', ')}
      </p>
      <Loaded query={preview}>
        {({ addedMs, removedMs, displacedAdoptionId, cost }) => (
          <>
            <ul>
              <li>{words.adoptChange(lengthText(addedMs), lengthText(removedMs))}</li>
              <li>{displacedAdoptionId === null ? words.adoptFirst : words.adoptDisplaces}</li>
              <li>{words.adoptPublic}</li>
            </ul>
            {displacedAdoptionId === null || cost === null ? null : <CostOfChange cost={cost} />}
          </>
        )}
      </Loaded>
    </>
  );
}

/** Adopts one statement for compensation, after saying what that changes; a reason is needed. */
export function AdoptImpact(props: {
  readonly incident: Incident;
  readonly impact: StatedImpact;
}): ReactNode {
  const { incident, impact } = props;
  const { texts } = useIncidentWords();
  const words = texts.impacts;
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand({
    request: (body: { id: string; impactId: string; reason: string }) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/adoptions', {
          params: { path: { incidentId: incident.id } },
          body,
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const confirm = async (): Promise<void> => {
    const adopted = await command.run({ id: newId(), impactId: impact.id, reason });
    if (adopted !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{words.adopt}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.adoptTitle}
        confirmLabel={words.adopt}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <Consequences incident={incident} impact={impact} />
        <TextField
          label={words.adoptReason}
          hint={words.adoptReasonHint}
          rows={3}
          value={reason}
          onChange={setReason}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}
