import { type ReactNode, useState } from 'react';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type Incident, readSources } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';

/** Who states something and from which sources, as it is being typed. */
export interface StatedDraft {
  readonly statedBy: string;
  readonly sourcesText: string;
}

/** Keeps who states something; the incident's first party to begin with. */
export function useStatedDraft(incident: Incident) {
  return useState<StatedDraft>({ statedBy: incident.parties[0]?.code ?? '', sourcesText: '' });
}

/** The fields that every statement has: by whom, from which sources. */
export function StatedFields(props: {
  readonly incident: Incident;
  readonly draft: StatedDraft;
  readonly onChange: (draft: StatedDraft) => void;
  readonly isPartyFixed?: boolean;
}): ReactNode {
  const { incident, draft, onChange } = props;
  const { texts, locale } = useIncidentWords();
  const { wrong } = readSources(draft.sourcesText, incident);
  return (
    <>
      {props.isPartyFixed === true ? null : (
        <SelectField
          label={texts.statedBy}
          value={draft.statedBy}
          onChange={(statedBy) => onChange({ ...draft, statedBy })}
          options={incident.parties.map(({ code, titles }) => ({
            value: code,
            label: titles[locale],
          }))}
        />
      )}
      <TextField
        label={texts.sources}
        hint={texts.sourcesHint}
        error={wrong === undefined ? undefined : texts.sourcesWrong(wrong)}
        value={draft.sourcesText}
        onChange={(sourcesText) => onChange({ ...draft, sourcesText })}
      />
    </>
  );
}

/** A moment in the incident's own time. */
export function TimeField(props: {
  readonly label: string;
  readonly incident: Pick<Incident, 'zone'>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly isOptional?: boolean;
}): ReactNode {
  const { texts } = useIncidentWords();
  const { incident, hint = '', ...field } = props;
  return (
    <TextField
      {...field}
      type="datetime-local"
      hint={`${texts.zoneHint(incident.zone)} ${hint}`.trim()}
    />
  );
}
