import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import {
  type Incident,
  incidentKey,
  type LegalClock,
  newId,
  readSources,
  wireInstant,
} from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { TimeField } from './stated-fields.tsx';

/** Records when a duty was fulfilled; the clock that ran stays on record. */
export function MeetClock(props: {
  readonly incident: Incident;
  readonly clock: LegalClock;
}): ReactNode {
  const { incident, clock } = props;
  const { texts } = useIncidentWords();
  const words = texts.duties;
  const [isAsking, setAsking] = useState(false);
  const [draft, setDraft] = useState({ at: '', ko: '', en: '', sources: '' });
  const metAt = wireInstant(draft.at, incident.zone);
  const sources = readSources(draft.sources, incident);
  const command = useCommand({
    request: (met: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/clocks', {
          params: { path: { incidentId: incident.id } },
          body: {
            id: newId(),
            rule: clock.rule,
            charge: clock.charge,
            metAt: met,
            ...(draft.ko === '' || draft.en === ''
              ? {}
              : { metBy: { ko: draft.ko, en: draft.en } }),
            sources: sources.numbers,
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const confirm = async (): Promise<void> => {
    if (metAt === undefined || sources.wrong !== undefined) return;
    if ((await command.run(metAt)) !== undefined) setAsking(false);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{words.meet}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={words.meetTitle}
        confirmLabel={texts.record}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{words.meetConsequence}</p>
        <TimeField
          label={words.metAt}
          incident={incident}
          value={draft.at}
          onChange={(at) => setDraft({ ...draft, at })}
        />
        <TextField
          label={words.metByKo}
          isOptional
          value={draft.ko}
          onChange={(ko) => setDraft({ ...draft, ko })}
        />
        <TextField
          label={words.metByEn}
          isOptional
          value={draft.en}
          onChange={(en) => setDraft({ ...draft, en })}
        />
        <TextField
          label={texts.sources}
          hint={texts.sourcesHint}
          error={sources.wrong === undefined ? undefined : texts.sourcesWrong(sources.wrong)}
          value={draft.sources}
          onChange={(text) => setDraft({ ...draft, sources: text })}
        />
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </>
  );
}
