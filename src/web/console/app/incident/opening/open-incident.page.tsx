import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useIncidentChoice } from '../../incident-choice.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { PageHead } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { TimeField } from '../forms/stated-fields.tsx';
import { GradeFields, type Playbook, playbookQuery, sendGrades } from '../grades.tsx';
import { newId } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import {
  areFirstWordsWhole,
  type Draft,
  emptyDraft,
  fillDraft,
  listNeeded,
  toBody,
  toFirstEntry,
} from './opening-draft.ts';
import { readFunctions, readParties } from './read-lines.ts';

function NameFields(props: {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, change } = props;
  const { texts } = useIncidentWords();
  const words = texts.opening;
  return (
    <>
      <TextField label={words.titleKo} value={draft.ko} onChange={(ko) => change({ ko })} />
      <TextField label={words.titleEn} value={draft.en} onChange={(en) => change({ en })} />
      <TextField
        label={words.slug}
        hint={words.slugHint}
        value={draft.slug}
        onChange={(slug) => change({ slug })}
      />
      <TextField label={words.zone} value={draft.zone} onChange={(zone) => change({ zone })} />
      <TimeField
        label={words.openedAt}
        incident={draft}
        value={draft.at}
        onChange={(at) => change({ at })}
      />
    </>
  );
}

function ListFields(props: {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, change } = props;
  const { texts } = useIncidentWords();
  const words = texts.opening;
  const wrongParty = readParties(draft.parties).wrongLine;
  const wrongFunction = readFunctions(draft.functions).wrongLine;
  const errorOf = (line: number | undefined, hint: string): string | undefined =>
    line === undefined ? undefined : words.lineWrong(line, hint);
  return (
    <>
      <TextField
        label={words.parties}
        hint={words.partiesHint}
        error={errorOf(wrongParty, words.partiesHint)}
        rows={4}
        value={draft.parties}
        onChange={(parties) => change({ parties })}
      />
      <TextField
        label={words.functions}
        hint={words.functionsHint}
        error={errorOf(wrongFunction, words.functionsHint)}
        rows={6}
        value={draft.functions}
        onChange={(functions) => change({ functions })}
      />
      <TextField
        label={words.sources}
        hint={words.sourcesHint}
        rows={4}
        value={draft.sources}
        onChange={(sources) => change({ sources })}
      />
    </>
  );
}

/** The choice of a template, where the playbook has any. */
function TemplateField(props: {
  readonly playbook: Playbook | undefined;
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { playbook, draft, change } = props;
  const { texts, locale } = useIncidentWords();
  const words = texts.opening;
  const openings = playbook?.openings ?? [];
  if (openings.length === 0) return null;
  return (
    <SelectField
      label={words.template}
      hint={words.templateHint}
      emptyLabel={words.templateNone}
      value={draft.template}
      onChange={(id) => {
        const template = openings.find((one) => one.id === id);
        change(template === undefined ? { template: '' } : fillDraft(draft, template));
      }}
      options={openings.map(({ id, titles }) => ({ value: id, label: titles[locale] }))}
    />
  );
}

/** What is told first, in both languages. */
function FirstWords(props: {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}): ReactNode {
  const { draft, change } = props;
  const { texts } = useIncidentWords();
  const words = texts.opening;
  const error = areFirstWordsWhole(draft) ? undefined : words.firstWordsIncomplete;
  return (
    <>
      <TextField
        label={`${words.firstWords} · ${texts.textKo}`}
        hint={words.firstWordsHint}
        error={error}
        isOptional
        rows={3}
        value={draft.wordsKo}
        onChange={(wordsKo) => change({ wordsKo })}
      />
      <TextField
        label={`${words.firstWords} · ${texts.textEn}`}
        isOptional
        rows={3}
        value={draft.wordsEn}
        onChange={(wordsEn) => change({ wordsEn })}
      />
    </>
  );
}

/** What is told first when an incident is opened, and what is recorded with it; resumed, each is once. */
async function sendOpening(
  ids: { readonly incident: string; readonly entry: string; readonly saidAt: string },
  draft: Draft,
  body: NonNullable<ReturnType<typeof toBody>>,
): Promise<{ readonly id: string }> {
  const opened = await unwrap(
    api.POST('/api/v1/incidents', { body: { ...body, id: ids.incident } }),
  );
  await sendGrades({ id: opened.id, severity: null, phase: null }, draft);
  const entry = toFirstEntry(draft, body);
  if (entry === undefined) return opened;
  await unwrap(
    api.POST('/api/v1/incidents/{incidentId}/timeline', {
      params: { path: { incidentId: opened.id } },
      body: { ...entry, id: ids.entry, occurredAt: ids.saidAt },
    }),
  );
  return opened;
}

/** Opens an incident: its name, who states things, what was affected, and the sources. */
export function OpenIncidentPage(): ReactNode {
  const { texts } = useIncidentWords();
  const words = texts.opening;
  const navigate = useNavigate();
  const { choose } = useIncidentChoice();
  const [ids] = useState(() => ({ incident: newId(), entry: newId() }));
  const saidAt = useRef<string>(undefined);
  const { data: playbook } = useQuery(playbookQuery);
  const [draft, setDraft] = useState(emptyDraft);
  const body = toBody(draft);
  const needed = listNeeded(draft);
  const command = useCommand({
    request: (fields: NonNullable<typeof body>) => {
      // Sent again after a failure, the entry is the same one.
      saidAt.current ??= new Date().toISOString();
      return sendOpening({ ...ids, saidAt: saidAt.current }, draft, fields);
    },
    refresh: [['incidents']],
  });
  const send = async (): Promise<void> => {
    if (body === undefined) return;
    const opened = await command.run(body);
    if (opened === undefined) return;
    choose(opened.id);
    await navigate({ to: '/incident' });
  };
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <form
        className="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TemplateField playbook={playbook} draft={draft} change={change} />
        <NameFields draft={draft} change={change} />
        <ListFields draft={draft} change={change} />
        {playbook === undefined ? null : (
          <GradeFields playbook={playbook} chosen={draft} onChange={change} />
        )}
        <FirstWords draft={draft} change={change} />
        <ProblemNotice problem={command.problem} />
        <div className="actions">
          <Button
            type="submit"
            kind="main"
            isBusy={command.isRunning}
            isDisabled={body === undefined}
          >
            {words.submit}
          </Button>
          {needed.length === 0 ? null : (
            <span className="hint">
              {words.needed(needed.map((name) => words[name]).join(', '))}
            </span>
          )}
        </div>
      </form>
    </>
  );
}
