import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Field } from '../../ui/field.tsx';
import { type Incident, incidentKey, newId } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Attaches a document to an entry of the timeline. */
export function AttachForm(props: {
  readonly incident: Incident;
  readonly entryId: string;
}): ReactNode {
  const { incident, entryId } = props;
  const { texts } = useIncidentWords();
  const words = texts.timeline;
  const [file, setFile] = useState<File>();
  const command = useCommand({
    request: async (chosen: File) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/timeline/{entryId}/attachments', {
          params: { path: { incidentId: incident.id, entryId } },
          body: { id: newId(), filename: chosen.name, content: await toBase64(chosen) },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  return (
    <FormBox
      title={words.attach}
      canSend={file !== undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={async () => file !== undefined && (await command.run(file)) !== undefined}
    >
      <Field label={words.attachFile} hint={words.attachHint}>
        {(ids) => (
          <input {...ids} type="file" onChange={(event) => setFile(event.target.files?.[0])} />
        )}
      </Field>
    </FormBox>
  );
}
