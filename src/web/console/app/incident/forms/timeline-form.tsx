import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import {
  type Incident,
  incidentKey,
  newId,
  type Precision,
  readSources,
  type TimelineEntry,
  wireInstant,
} from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { FormBox } from './form-box.tsx';
import { StatedFields, TimeField, useStatedDraft } from './stated-fields.tsx';
import { isTranslated, type Translated, TranslatedText } from './translated-text.tsx';

const emptyDraft = {
  at: '',
  precision: 'exact' as Precision,
  visibility: 'private' as TimelineEntry['visibility'],
  text: { ko: '', en: '' } as Translated,
};
const precisions = ['exact', 'approximate', 'no_earlier_than', 'no_later_than', 'planned'] as const;

function TimelineFields(props: {
  readonly incident: Incident;
  readonly draft: typeof emptyDraft;
  readonly onChange: (draft: typeof emptyDraft) => void;
}): ReactNode {
  const { texts } = useIncidentWords();
  const words = texts.timeline;
  const { incident, draft, onChange } = props;
  return (
    <>
      <TimeField
        label={words.at}
        incident={incident}
        value={draft.at}
        onChange={(at) => onChange({ ...draft, at })}
      />
      <SelectField
        label={words.precision}
        value={draft.precision}
        onChange={(precision) => onChange({ ...draft, precision: precision as Precision })}
        options={precisions.map((value) => ({ value, label: texts.precision[value] }))}
      />
      <SelectField
        label={words.visibility}
        hint={words.publicHint}
        value={draft.visibility}
        onChange={(visibility) =>
          onChange({ ...draft, visibility: visibility as TimelineEntry['visibility'] })
        }
        options={(['private', 'public'] as const).map((value) => ({
          value,
          label: words.visibilities[value],
        }))}
      />
      <TranslatedText value={draft.text} onChange={(text) => onChange({ ...draft, text })} />
    </>
  );
}

/** Adds what happened to the timeline, for everybody or for staff only. */
export function TimelineForm({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts, locale } = useIncidentWords();
  const [draft, setDraft] = useState(emptyDraft);
  const [stated, setStated] = useStatedDraft(incident);
  // Answers whoever waits for what the dialog is told.
  const [asked, setAsked] = useState<(is: boolean) => void>();
  const sources = readSources(stated.sourcesText, incident);
  const occurredAt = wireInstant(draft.at, incident.zone);
  const command = useCommand({
    request: (at: string) =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/timeline', {
          params: { path: { incidentId: incident.id } },
          body: {
            id: newId(),
            occurredAt: at,
            occurredPrecision: draft.precision,
            visibility: draft.visibility,
            text: draft.text,
            statedBy: stated.statedBy,
            sources: sources.numbers,
          },
        }),
      ),
    refresh: [incidentKey(incident.id)],
  });
  const isSure = (): Promise<boolean> =>
    draft.visibility === 'public'
      ? new Promise((resolve) => setAsked(() => resolve))
      : Promise.resolve(true);
  const answer = (is: boolean): void => {
    asked?.(is);
    setAsked(undefined);
  };
  const send = async (): Promise<boolean> => {
    if (!(await isSure())) return false;
    if (occurredAt === undefined || (await command.run(occurredAt)) === undefined) return false;
    setDraft(emptyDraft);
    return true;
  };
  return (
    <FormBox
      title={texts.timeline.add}
      canSend={occurredAt !== undefined && isTranslated(draft.text) && sources.wrong === undefined}
      isBusy={command.isRunning}
      problem={command.problem}
      onSend={send}
    >
      <TimelineFields incident={incident} draft={draft} onChange={setDraft} />
      <StatedFields incident={incident} draft={stated} onChange={setStated} />
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={texts.timeline.tellTitle}
        confirmLabel={texts.timeline.tell}
        onConfirm={() => answer(true)}
        onCancel={() => answer(false)}
      >
        <p>{draft.text[locale]}</p>
        <p>{texts.timeline.tellText}</p>
      </ConfirmDialog>
    </FormBox>
  );
}
