import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../api/client.ts';
import { unwrap } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../language.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/parts.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';

type Text = components['schemas']['ReportText'];
type Part = keyof Text['ko'];

const parts: readonly Part[] = [
  ...(['headline', 'lead', 'notice', 'happened', 'hurt', 'paid'] as const),
  ...(['responsible', 'changes', 'method'] as const),
];
const rowsByPart: Readonly<Partial<Record<Part, number>>> = { headline: 2, lead: 4, notice: 3 };

/** Fills the parts in which nothing is written in either language; what is written stands. */
function fillEmpty(text: Text, filled: Text): Text {
  const isEmpty = (part: Part): boolean =>
    [text.ko[part], text.en[part]].every((written) => (written ?? '').trim() === '');
  const pick = (language: 'ko' | 'en') => ({
    ...text[language],
    ...Object.fromEntries(
      parts.flatMap((part) => (isEmpty(part) ? [[part, filled[language][part] ?? '']] : [])),
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

/** The parts an editor writes, each in both languages side by side, and the step that prepares it. */
function Editor({
  incidentId,
  last,
}: {
  readonly incidentId: string;
  readonly last: Text;
}): ReactNode {
  const { words } = useLanguage();
  const texts = words.disclosure.reports;
  const [text, setText] = useState<Text>(last);
  const [isAsking, setAsking] = useState(false);
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
  const confirm = async (): Promise<void> => {
    if ((await command.run(undefined)) !== undefined) setAsking(false);
  };
  const write = (language: 'ko' | 'en', part: Part, value: string): void =>
    setText({ ...text, [language]: { ...text[language], [part]: value } });
  return (
    <>
      <p className="hint">{texts.writeHint}</p>
      <OutlineField incidentId={incidentId} onFill={(filled) => setText(fillEmpty(text, filled))} />
      {parts.map((part) => (
        <div key={part} className="both">
          {(['ko', 'en'] as const).map((language) => (
            <TextField
              key={language}
              label={`${texts.parts[part]} · ${texts.languages[language]}`}
              isOptional
              rows={rowsByPart[part] ?? 8}
              value={text[language][part] ?? ''}
              onChange={(value) => write(language, part, value)}
            />
          ))}
        </div>
      ))}
      <div className="actions">
        <Button kind="main" onPress={() => setAsking(true)}>
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
    </>
  );
}

/** What the editor of a report writes; begins with what was written last. */
export function WriteReport({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const last = useQuery({
    queryKey: ['report-text', incidentId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/incidents/{incidentId}/report-text', { params: { path: { incidentId } } }),
      ),
  });
  return (
    <details className="write">
      <summary>{words.disclosure.reports.write}</summary>
      <Loaded query={last}>
        {(text) => <Editor key={incidentId} incidentId={incidentId} last={text} />}
      </Loaded>
    </details>
  );
}
