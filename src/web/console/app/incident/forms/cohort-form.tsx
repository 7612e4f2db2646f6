import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { CheckboxGroup, SelectField, TextField } from '../../ui/field.tsx';
import { type Incident, incidentKey, newId, readSources, wireInstant } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';
import { StatedFields, TimeField, useStatedDraft } from './stated-fields.tsx';

function firstDraft(incident: Incident) {
  const [first] = incident.functions;
  return {
    partyClass: '',
    place: first === undefined ? '' : `${first.service}/${first.function}`,
    from: '',
    until: '',
    count: '',
    reason: '',
    marks: [] as readonly string[],
  };
}

function toBody(draft: ReturnType<typeof firstDraft>, zone: string) {
  const from = wireInstant(draft.from, zone);
  const until = wireInstant(draft.until, zone);
  const isWhole = /^\d{1,15}$/.test(draft.count);
  if (from === undefined || until === undefined || !isWhole || draft.partyClass === '') {
    return undefined;
  }
  const [service = '', name = ''] = draft.place.split('/');
  return {
    partyClass: draft.partyClass.trim(),
    service,
    function: name,
    scope: {},
    from,
    until,
    partyCount: Number(draft.count),
    isAssumed: draft.marks.includes('assumed'),
    reason: draft.reason,
  };
}

/** Records which parties an impact touched, and how many. */
export function CohortForm({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts, locale } = useIncidentWords();
  const words = texts.duties;
  const [draft, setDraft] = useState(() => firstDraft(incident));
  const [stated, setStated] = useStatedDraft(incident);
  const sources = readSources(stated.sourcesText, incident);
  const body = toBody(draft, incident.zone);
  const command = useCommand({
    request: (fields: NonNullable<typeof body>) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/cohorts', {
          params: { path: { incidentId: incident.id } },
          body: {
            ...fields,
            id: newId(),
            statedBy: stated.statedBy,
            sources: sources.numbers,
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const send = async (): Promise<boolean> => {
    if (body === undefined || (await command.run(body)) === undefined) return false;
    setDraft(firstDraft(incident));
    return true;
  };
  const isWrongCount = draft.count !== '' && !/^\d{1,15}$/.test(draft.count);
  return (
    <FormBox
      title={words.addCohort}
      canSend={body !== undefined && sources.wrong === undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      <TextField
        label={words.partyClass}
        value={draft.partyClass}
        onChange={(partyClass) => setDraft({ ...draft, partyClass })}
      />
      <SelectField
        label={words.service}
        value={draft.place}
        onChange={(place) => setDraft({ ...draft, place })}
        options={incident.functions.map(({ service, function: name, titles }) => ({
          value: `${service}/${name}`,
          label: titles[locale],
        }))}
      />
      <TimeField
        label={words.from}
        incident={incident}
        value={draft.from}
        onChange={(from) => setDraft({ ...draft, from })}
      />
      <TimeField
        label={words.end}
        incident={incident}
        value={draft.until}
        onChange={(until) => setDraft({ ...draft, until })}
      />
      <TextField
        label={words.count}
        inputMode="numeric"
        error={isWrongCount ? words.countWrong : undefined}
        value={draft.count}
        onChange={(count) => setDraft({ ...draft, count })}
      />
      <CheckboxGroup
        legend={words.assumed}
        values={draft.marks}
        onChange={(marks) => setDraft({ ...draft, marks })}
        options={[{ value: 'assumed', label: words.isAssumed }]}
      />
      <TextField
        label={texts.reason}
        rows={2}
        value={draft.reason}
        onChange={(reason) => setDraft({ ...draft, reason })}
      />
      <StatedFields incident={incident} draft={stated} onChange={setStated} />
    </FormBox>
  );
}
