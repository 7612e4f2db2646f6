import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  findTextFaults,
  type ReportTextRefusal,
  type TextPart,
  textParts,
} from '../../../../disclosure/report-text/index.ts';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useCommand } from '../api/use-command.ts';
import { focusFirstFault } from '../claims/focus-fault.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { keepText, readKeptText } from './kept-text.ts';
import { ReportFields } from './report-fields.tsx';

type Text = components['schemas']['ReportText'];

/** Fills the parts in which nothing is written in either language; what is written stands. */
function fillEmpty(text: Text, filled: Text): Text {
  const isEmpty = (part: TextPart): boolean =>
    [text.ko[part], text.en[part]].every((written) => (written ?? '').trim() === '');
  const pick = (language: 'ko' | 'en') => ({
    ...text[language],
    ...Object.fromEntries(
      textParts.flatMap((part) => (isEmpty(part) ? [[part, filled[language][part] ?? '']] : [])),
    ),
  });
  return { ko: pick('ko'), en: pick('en') };
}

/** The choice of a template for the post-mortem, where the operator has any. */
function OutlineField(props: {
  readonly incidentId: string;
  readonly onFill: (filled: Text) => void;
}): ReactNode {
  const { incidentId, onFill } = props;
  const { words, locale } = useLanguage();
  const texts = words.disclosure.reports;
  const [chosen, setChosen] = useState('');
  const { data } = useQuery({
    queryKey: ['incident', incidentId, 'report-outlines'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/report-outlines', {
          params: { path: { incidentId } },
        }),
      ),
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <SelectField
      label={texts.outline}
      hint={texts.outlineHint}
      emptyLabel={texts.outlineNone}
      value={chosen}
      onChange={(id) => {
        setChosen(id);
        const outline = data.find((one) => one.id === id);
        if (outline !== undefined) onFill(outline.text);
      }}
      options={data.map(({ id, titles }) => ({ value: id, label: titles[locale] }))}
    />
  );
}

function useWritten(incidentId: string, last: Text) {
  const [kept] = useState(() => readKeptText(sessionStorage, incidentId));
  const [text, setText] = useState<Text>(kept ?? last);
  const [isKept, setKept] = useState(kept !== undefined);
  return {
    text,
    isKept,
    write: (written: Text): void => {
      setText(written);
      keepText(sessionStorage, { incidentId, text: written });
    },
    /** Forgets what was kept; what was prepared last stands in its place when it is given. */
    forget: (instead?: Text): void => {
      setKept(false);
      keepText(sessionStorage, { incidentId, text: undefined });
      if (instead !== undefined) setText(instead);
    },
  };
}

/** What is wrong with the text; before it is asked for, only what is too long already. */
const faultsOf = (text: Text, isAsked: boolean): readonly ReportTextRefusal[] =>
  findTextFaults(text).filter(({ code }) => isAsked || code === 'report_text_too_long');

/** The parts an editor writes, and the step that prepares a report from them. */
function Editor({
  incidentId,
  last,
}: {
  readonly incidentId: string;
  readonly last: Text;
}): ReactNode {
  const texts = useLanguage().words.disclosure.reports;
  const { text, isKept, write, forget } = useWritten(incidentId, last);
  const [isChecked, setChecked] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const faults = faultsOf(text, isChecked);
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/incidents/{incidentId}/report-drafts', {
          params: { path: { incidentId } },
          body: { text },
        }),
      ),
    refresh: [
      ['report-drafts', incidentId],
      ['report-text', incidentId],
    ],
  });
  const ask = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setChecked(true);
    if (faultsOf(text, true).length === 0) setAsking(true);
    else focusFirstFault(event.currentTarget);
  };
  const confirm = async (): Promise<void> => {
    if ((await command.run(undefined)) === undefined) return;
    setAsking(false);
    forget();
  };
  return (
    <form noValidate onSubmit={ask}>
      <p className="hint">{texts.writeHint}</p>
      {isKept ? (
        <Notice tone="warn">
          <p>{texts.kept}</p>
          <Button onPress={() => forget(last)}>{texts.forgetKept}</Button>
        </Notice>
      ) : null}
      <OutlineField incidentId={incidentId} onFill={(filled) => write(fillEmpty(text, filled))} />
      <ReportFields text={text} faults={faults} onChange={write} />
      {isChecked && faults.length > 0 ? (
        <Notice tone="warn">{texts.faults.count(faults.length)}</Notice>
      ) : null}
      <div className="actions">
        <Button kind="main" type="submit">
          {texts.prepare}
        </Button>
      </div>
      {command.isDone ? <Notice tone="good">{texts.prepared}</Notice> : null}
      <ConfirmDialog
        isOpen={isAsking}
        title={texts.prepareTitle}
        confirmLabel={texts.prepare}
        isBusy={command.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.prepareConsequence}</p>
        <ProblemNotice problem={command.problem} />
      </ConfirmDialog>
    </form>
  );
}

/** What the editor of a report writes; begins with what was written last. */
export function WriteReport({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const [isKept] = useState(() => readKeptText(sessionStorage, incidentId) !== undefined);
  const last = useQuery({
    queryKey: ['report-text', incidentId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/report-text', { params: { path: { incidentId } } }),
      ),
  });
  return (
    <details className="write" open={isKept}>
      <summary>{words.disclosure.reports.write}</summary>
      <Loaded query={last}>
        {(text) => <Editor key={incidentId} incidentId={incidentId} last={text} />}
      </Loaded>
    </details>
  );
}
