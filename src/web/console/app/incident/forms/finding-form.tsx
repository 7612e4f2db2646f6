import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { CheckboxGroup, SelectField } from '../../ui/field.tsx';
import { type Finding, type Incident, incidentKey, newId, readSources } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';
import { StatedFields, useStatedDraft } from './stated-fields.tsx';
import { isTranslated, type Translated, TranslatedText } from './translated-text.tsx';

const layers = [
  'facility',
  'data',
  'tools',
  'platform',
  'application',
  'people',
  'communication',
] as const;

const emptyDraft = {
  layer: 'facility' as Finding['layer'],
  text: { ko: '', en: '' } as Translated,
  contests: [] as readonly string[],
};

/** Records a stated cause; it may contest others, and removes none of them. */
export function FindingForm(props: {
  readonly incident: Incident;
  readonly known: readonly Finding[];
}): ReactNode {
  const { incident, known } = props;
  const { texts, locale, partyName } = useIncidentWords();
  const words = texts.causes;
  const [draft, setDraft] = useState(emptyDraft);
  const [stated, setStated] = useStatedDraft(incident);
  const sources = readSources(stated.sourcesText, incident);
  const command = useCommand({
    request: (id: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/findings', {
          params: { path: { incidentId: incident.id } },
          body: {
            id,
            layer: draft.layer,
            text: draft.text,
            statedBy: stated.statedBy,
            sources: sources.numbers,
            contests: [...draft.contests],
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const send = async (): Promise<boolean> => {
    if ((await command.run(newId())) === undefined) return false;
    setDraft(emptyDraft);
    return true;
  };
  return (
    <FormBox
      title={words.add}
      canSend={isTranslated(draft.text) && sources.wrong === undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      <SelectField
        label={words.layer}
        value={draft.layer}
        onChange={(layer) => setDraft({ ...draft, layer: layer as Finding['layer'] })}
        options={layers.map((value) => ({ value, label: words.layers[value] }))}
      />
      <TranslatedText value={draft.text} onChange={(text) => setDraft({ ...draft, text })} />
      <StatedFields incident={incident} draft={stated} onChange={setStated} />
      {known.length === 0 ? null : (
        <CheckboxGroup
          legend={words.contests}
          hint={words.contestsHint}
          values={draft.contests}
          onChange={(contests) => setDraft({ ...draft, contests })}
          options={known.map((finding) => ({
            value: finding.id,
            label: `${partyName(incident, finding.statedBy)}: ${finding.text[locale].slice(0, 80)}`,
          }))}
        />
      )}
    </FormBox>
  );
}
