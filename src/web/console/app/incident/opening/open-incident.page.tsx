import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useIncidentChoice } from '../../incident-choice.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { PageHead } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { TimeField } from '../forms/stated-fields.tsx';
import { newId, wireInstant } from '../incident-data.ts';
import { useIncidentWords } from '../incident-words.ts';
import { readAddresses, readFunctions, readParties } from './read-lines.ts';

const emptyDraft = {
  slug: '',
  ko: '',
  en: '',
  zone: 'Asia/Seoul',
  at: '',
  parties: '',
  functions: '',
  sources: '',
};
type Draft = typeof emptyDraft;

/** Gives the body to send, or undefined while something is missing or cannot be read. */
function toBody(draft: Draft) {
  const parties = readParties(draft.parties);
  const functions = readFunctions(draft.functions);
  let openedAt: string | undefined;
  try {
    openedAt = wireInstant(draft.at, draft.zone);
  } catch {
    // A zone that is still being typed names none.
    return undefined;
  }
  const isRead = parties.wrongLine === undefined && functions.wrongLine === undefined;
  const isNamed = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.slug) && draft.ko !== '' && draft.en !== '';
  const isFilled = parties.rows.length > 0 && functions.rows.length > 0;
  if (openedAt === undefined || !isRead || !isNamed || !isFilled) return undefined;
  return {
    slug: draft.slug,
    titles: { ko: draft.ko, en: draft.en },
    zone: draft.zone,
    openedAt,
    parties: [...parties.rows],
    functions: [...functions.rows],
    sources: readAddresses(draft.sources),
  };
}

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

/** Opens an incident: its name, who states things, what was affected, and the sources. */
export function OpenIncidentPage(): ReactNode {
  const { texts } = useIncidentWords();
  const words = texts.opening;
  const navigate = useNavigate();
  const { choose } = useIncidentChoice();
  const [id] = useState(newId);
  const [draft, setDraft] = useState(emptyDraft);
  const body = toBody(draft);
  const command = useCommand({
    request: (fields: NonNullable<typeof body>) =>
      unwrap(api.POST('/api/v1/incidents', { body: { ...fields, id } })),
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
        <NameFields draft={draft} change={change} />
        <ListFields draft={draft} change={change} />
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
        </div>
      </form>
    </>
  );
}
