import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { TimeField } from './forms/stated-fields.tsx';
import { type Incident, incidentKey, newId, wireInstant } from './incident-data.ts';
import { useIncidentWords } from './incident-words.ts';
import { WhileOpen } from './with-shown-incident.tsx';

function Restore({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts } = useIncidentWords();
  const [isAsking, setAsking] = useState(false);
  const [at, setAt] = useState('');
  const restoredAt = wireInstant(at, incident.zone);
  const command = useCommand({
    request: (body: { id: string; restoredAt: string }) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/restoration', {
          params: { path: { incidentId: incident.id } },
          body,
        }),
      ),
    refresh: [incidentKey(incident.id), ['incidents']],
  });
  const confirm = async (): Promise<void> => {
    if (restoredAt === undefined) return;
    if ((await command.run({ id: newId(), restoredAt })) !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{texts.overview.restore}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.overview.restore}
        confirmLabel={texts.record}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.overview.restoreConsequence}</p>
        <TimeField
          label={texts.overview.restoredAt}
          incident={incident}
          value={at}
          onChange={setAt}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}

function Close({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts } = useIncidentWords();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const command = useCommand({
    request: (body: { id: string; reason: string }) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/closing', {
          params: { path: { incidentId: incident.id } },
          body,
        }),
      ),
    refresh: [incidentKey(incident.id), ['incidents']],
  });
  const confirm = async (): Promise<void> => {
    if ((await command.run({ id: newId(), reason })) !== undefined) setAsking(false);
  };
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        {texts.overview.close}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        title={texts.overview.close}
        confirmLabel={texts.overview.close}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.overview.closeConsequence}</p>
        <TextField label={texts.reason} rows={3} value={reason} onChange={setReason} />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}

/** Records that everything works again, and settles the account of the incident. */
export function SettleIncident({ incident }: { readonly incident: Incident }): ReactNode {
  return (
    <WhileOpen incident={incident}>
      <div className="actions">
        <Restore incident={incident} />
        <Close incident={incident} />
      </div>
    </WhileOpen>
  );
}
