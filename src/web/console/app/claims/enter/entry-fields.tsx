import type { ReactNode } from 'react';
import { useLanguage } from '../../language.tsx';
import { Field, SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import type { Form } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import {
  askedQuestions,
  asksAmount,
  type EntryDraft,
  type EntryFault,
  isFor,
} from './entry-draft.ts';

/** The form being filled in: what is on it, how it changes, and what is shown to be wrong. */
export interface EntryDesk {
  readonly form: Form;
  readonly draft: EntryDraft;
  readonly change: (part: Partial<EntryDraft>) => void;
  readonly shown: readonly EntryFault[];
}

type Choosing = 'partyClass' | 'service' | 'functionName' | 'category' | 'kind';

function ChoiceField(props: {
  readonly desk: EntryDesk;
  readonly name: Choosing;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}): ReactNode {
  const { words } = useLanguage();
  const { texts } = useClaimWords();
  const { desk, name, options } = props;
  const change = (value: string): void =>
    desk.change(name === 'service' ? { service: value, functionName: '' } : { [name]: value });
  return (
    <SelectField
      label={texts.fields[name]}
      value={desk.draft[name]}
      emptyLabel={words.shell.parts.select}
      error={desk.shown.includes(name) ? texts.enter.missing : undefined}
      options={options}
      onChange={change}
    />
  );
}

function Covered({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { texts, locale } = useClaimWords(desk.form);
  const { service, partyClass } = desk.draft;
  const covered = desk.form.services.find(({ code }) => code === service)?.covered;
  const isCovered = covered?.partyClasses?.includes(partyClass) ?? covered !== undefined;
  if (covered === undefined || !isCovered) return null;
  return <Notice title={texts.enter.covered}>{covered[locale]}</Notice>;
}

/** Who, which service and function, what kind of harm, and how much. */
export function AboutFields({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { form, draft } = desk;
  const { texts, choices } = useClaimWords(form);
  const service = form.services.find(({ code }) => code === draft.service);
  return (
    <>
      <ChoiceField desk={desk} name="partyClass" options={choices(form.partyClasses)} />
      <ChoiceField desk={desk} name="service" options={choices(form.services)} />
      <Covered desk={desk} />
      {service === undefined ? null : (
        <ChoiceField desk={desk} name="functionName" options={choices(service.functions)} />
      )}
      {service === undefined || service.category !== undefined ? null : (
        <ChoiceField desk={desk} name="category" options={choices(form.categories)} />
      )}
      <ChoiceField desk={desk} name="kind" options={choices(form.kinds)} />
      {draft.kind === '' || !asksAmount(form, draft) ? null : (
        <TextField
          label={texts.enter.amount(form.currency)}
          hint={texts.enter.amountHint}
          isOptional
          inputMode="numeric"
          value={draft.amount}
          error={desk.shown.includes('amount') ? texts.enter.amountWrong : undefined}
          onChange={(amount) => desk.change({ amount })}
        />
      )}
    </>
  );
}

type Question = Form['questions'][number];

function QuestionField(props: {
  readonly desk: EntryDesk;
  readonly question: Question;
}): ReactNode {
  const { words } = useLanguage();
  const { desk, question } = props;
  const { texts, choices, locale } = useClaimWords(desk.form);
  const { code, kind, hint, isRequired } = question;
  const answer = desk.draft.answers[code] ?? '';
  const isWrong = desk.shown.includes(`answer ${code}`);
  const wrong = answer.trim() === '' ? texts.enter.missing : texts.enter.numberWrong;
  const common = {
    label: question[locale],
    hint: hint?.[locale],
    isOptional: !isRequired,
    value: answer,
    error: isWrong ? wrong : undefined,
    onChange: (value: string) => desk.change({ answers: { ...desk.draft.answers, [code]: value } }),
  };
  const { yes, no, select } = words.shell.parts;
  if (kind === 'choice') {
    return <SelectField {...common} emptyLabel={select} options={choices(question.choices)} />;
  }
  if (kind === 'yes_no') {
    const options = [
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ];
    return <SelectField {...common} emptyLabel={select} options={options} />;
  }
  if (kind === 'text') return <TextField {...common} rows={3} />;
  if (kind === 'date') return <TextField {...common} type="date" />;
  if (kind === 'instant') return <TextField {...common} type="datetime-local" />;
  return <TextField {...common} inputMode="decimal" />;
}

/** The further questions of the form, as far as they are for this claim. */
export function QuestionFields({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { texts } = useClaimWords();
  const asked = askedQuestions(desk.form, desk.draft);
  if (asked.length === 0) return <p className="empty">{texts.enter.noQuestions}</p>;
  return asked.map((question) => (
    <QuestionField key={question.code} desk={desk} question={question} />
  ));
}

/** Whom to tell and where to pay. */
export function PersonalFields({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { texts } = useClaimWords();
  const { draft, change, shown } = desk;
  const { enter, fields } = texts;
  const payeeError = shown.includes('payee') ? enter.payeeWrong : undefined;
  const accountError = shown.includes('account') ? enter.accountWrong : undefined;
  const contactError = draft.contact.trim() === '' ? enter.missing : enter.contactWrong;
  return (
    <>
      <TextField
        label={fields.name}
        isOptional
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={fields.contact}
        hint={enter.contactHint}
        value={draft.contact}
        error={shown.includes('contact') ? contactError : undefined}
        onChange={(contact) => change({ contact })}
      />
      <p className="hint">{enter.payeeHint}</p>
      <TextField
        label={enter.bank}
        isOptional
        value={draft.bank}
        error={payeeError}
        onChange={(bank) => change({ bank })}
      />
      <TextField
        label={enter.account}
        isOptional
        inputMode="numeric"
        value={draft.account}
        error={accountError}
        onChange={(account) => change({ account })}
      />
      <TextField
        label={enter.holder}
        isOptional
        value={draft.holder}
        onChange={(holder) => change({ holder })}
      />
      <TextField
        label={fields.freeText}
        hint={enter.freeTextHint}
        isOptional
        rows={4}
        value={draft.freeText}
        onChange={(freeText) => change({ freeText })}
      />
      <SelectField
        label={enter.locale}
        value={draft.locale}
        options={[
          { value: 'ko', label: '한국어' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(value) => change({ locale: value === 'en' ? 'en' : 'ko' })}
      />
    </>
  );
}

/** The documents that came with the claim, one for each kind that fits it. */
export function FileFields({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { locale } = useClaimWords(desk.form);
  const { draft, change } = desk;
  const choose = (kind: string, file: File | undefined): void => {
    const rest = draft.files.filter((one) => one.kind !== kind);
    change({ files: file === undefined ? rest : [...rest, { kind, file }] });
  };
  return desk.form.evidenceKinds
    .filter(({ when }) => isFor(when, draft))
    .map((kind) => (
      <Field key={kind.code} label={kind[locale]} hint={kind.hint?.[locale]} isOptional>
        {(ids) => (
          <input
            {...ids}
            type="file"
            className="claims-upload"
            onChange={(event) => choose(kind.code, event.target.files?.[0])}
          />
        )}
      </Field>
    ));
}
