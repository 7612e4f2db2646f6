import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { setupQuery, treasuryKeys } from '../treasury-data.ts';
import { BulkFields } from './bulk-fields.tsx';
import { draftOf, type RailDraft, setupOf } from './rail-draft.ts';
import { TemplatePreview } from './template-preview.tsx';

const kinds = ['pain.001', 'bulk', 'app', 'manual'] as const;

function BankFields(props: {
  readonly draft: RailDraft;
  readonly onChange: (draft: RailDraft) => void;
}): ReactNode {
  const { draft, onChange } = props;
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const names = ['debtorName', 'debtorAccount', 'debtorBank', 'companyId'] as const;
  return (
    <div className="treasury-fields">
      {names.map((name) => (
        <TextField
          key={name}
          label={texts[name]}
          value={draft[name]}
          onChange={(value) => onChange({ ...draft, [name]: value })}
        />
      ))}
    </div>
  );
}

function KindFields(props: {
  readonly draft: RailDraft;
  readonly onChange: (draft: RailDraft) => void;
}): ReactNode {
  const { draft, onChange } = props;
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  if (draft.kind === 'pain.001') return <BankFields draft={draft} onChange={onChange} />;
  if (draft.kind === 'app') {
    return (
      <TextField
        label={texts.url}
        value={draft.url}
        onChange={(url) => onChange({ ...draft, url })}
      />
    );
  }
  if (draft.kind === 'manual') return null;
  return (
    <>
      <BulkFields draft={draft} onChange={onChange} />
      <TemplatePreview draft={draft} />
    </>
  );
}

function Form(props: { readonly name: string; readonly first: RailDraft }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const [name, setName] = useState(props.name);
  const [draft, setDraft] = useState(props.first);
  const [isAsking, setAsking] = useState(false);
  const save = useCommand({
    request: () =>
      unwrap(
        api.PUT('/api/v1/rails/{rail}/setup', {
          params: { path: { rail: name.trim() } },
          body: setupOf(draft),
        }),
      ),
    refresh: treasuryKeys,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsking(true);
  };
  const confirm = async (): Promise<void> => {
    await save.run(undefined);
    setAsking(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="treasury-fields">
        <TextField label={texts.name} hint={texts.nameHint} value={name} onChange={setName} />
        <SelectField
          label={texts.kind}
          value={draft.kind}
          options={kinds.map((kind) => ({ value: kind, label: texts.kinds[kind] ?? kind }))}
          onChange={(kind) =>
            setDraft({ ...draft, kind: kinds.find((known) => known === kind) ?? 'bulk' })
          }
        />
      </div>
      <KindFields draft={draft} onChange={setDraft} />
      <ProblemNotice problem={save.problem} />
      {save.isDone ? <Notice tone="good">{texts.saved}</Notice> : null}
      <Button type="submit" kind="main" isBusy={save.isRunning}>
        {texts.save}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        title={texts.saveTitle}
        confirmLabel={texts.save}
        isBusy={save.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.saveText}</p>
      </StepUpDialog>
    </form>
  );
}

/** Sets a way to pay up, or changes it: its kind, and what that kind has to be told. */
export function RailForm({ name }: { readonly name: string }): ReactNode {
  // What is not set up is answered with a template to begin with.
  const setup = useQuery(setupQuery(name === '' ? 'new' : name));
  return (
    <Loaded query={setup}>{(found) => <Form name={name} first={draftOf(found.setup)} />}</Loaded>
  );
}
