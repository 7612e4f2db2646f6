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

type CohortDraft = ReturnType<typeof firstDraft>;

function toBody(draft: CohortDraft, zone: string) {
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

function CohortFields(props: {
  readonly incident: Incident;
  readonly draft: CohortDraft;
  readonly onChange: (draft: CohortDraft) => void;
}): ReactNode {
  const { texts, locale } = useIncidentWords();
  const words = texts.duties;
  const { incident, draft, onChange } = props;
  const isWrongCount = draft.count !== '' && !/^\d{1,15}$/.test(draft.count);
  return (
    <>
      <TextField
        label={words.partyClass}
        value={draft.partyClass}
        onChange={(partyClass) => onChange({ ...draft, partyClass })}
      />
      <SelectField
        label={words.service}
        value={draft.place}
        onChange={(place) => onChange({ ...draft, place })}
        options={incident.functions.map(({ service, function: name, titles }) => ({
          value: `${service}/${name}`,
          label: titles[locale],
        }))}
      />
      <TimeField
        label={words.from}
        incident={incident}
        value={draft.from}
        onChange={(from) => onChange({ ...draft, from })}
      />
      <TimeField
        label={words.end}
        incident={incident}
        value={draft.until}
        onChange={(until) => onChange({ ...draft, until })}
      />
      <TextField
        label={words.count}
        inputMode="numeric"
        error={isWrongCount ? words.countWrong : undefined}
        value={draft.count}
        onChange={(count) => onChange({ ...draft, count })}
      />
      <CheckboxGroup
        legend={words.assumed}
        values={draft.marks}
        onChange={(marks) => onChange({ ...draft, marks })}
        options={[{ value: 'assumed', label: words.isAssumed }]}
      />
      <TextField
        label={texts.reason}
        rows={2}
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
    </>
  );
}

/** Records which parties an impact touched, and how many. */
export function CohortForm({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts } = useIncidentWords();
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
  return (
    <FormBox
      title={texts.duties.addCohort}
      canSend={body !== undefined && sources.wrong === undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      <CohortFields incident={incident} draft={draft} onChange={setDraft} />
      <StatedFields incident={incident} draft={stated} onChange={setStated} />
    </FormBox>
  );
}
