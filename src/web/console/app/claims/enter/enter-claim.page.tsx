import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import { WithIncident } from '../../incident-choice.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice, PageHead, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { parseAmount } from '../amount.ts';
import { claimKeys, type Form, formQuery, type Submission } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { focusFirstFault } from '../focus-fault.ts';
import { newId } from '../new-id.ts';
import { EnteredClaim } from './entered-claim.tsx';
import { asksAmount, beginEntry, findEntryFaults, toClaimBody } from './entry-draft.ts';
import {
  AboutFields,
  type EntryDesk,
  FileFields,
  PersonalFields,
  QuestionFields,
} from './entry-fields.tsx';
import { fileClaim } from './file-claim.ts';
import '../claims.css';

function ReceivedFields({ desk }: { readonly desk: EntryDesk }): ReactNode {
  const { texts } = useClaimWords();
  const { draft, change } = desk;
  return (
    <>
      <SelectField
        label={texts.enter.channel}
        value={draft.channel}
        options={(['phone', 'paper'] as const).map((value) => ({
          value,
          label: texts.channels[value],
        }))}
        onChange={(value) => change({ channel: value === 'paper' ? 'paper' : 'phone' })}
      />
      <TextField
        label={texts.enter.receivedAt}
        hint={texts.enter.receivedAtHint}
        isOptional
        type="datetime-local"
        value={draft.receivedAt}
        onChange={(receivedAt) => change({ receivedAt })}
      />
    </>
  );
}

function useEntry(form: Form, onFiled: (submission: Submission) => void) {
  const { locale } = useClaimWords(form);
  const [draft, setDraft] = useState(() => beginEntry(locale));
  const [claimId] = useState(newId);
  const [isTried, setTried] = useState(false);
  const send = useCommand({
    request: fileClaim,
    refresh: claimKeys,
  });
  const faults = findEntryFaults(form, draft);
  const desk: EntryDesk = {
    form,
    draft,
    change: (part) => setDraft({ ...draft, ...part }),
    shown: isTried ? faults : [],
  };
  const check = (): boolean => {
    setTried(true);
    return faults.length === 0;
  };
  const file = async (): Promise<void> => {
    const filed = await send.run(await toClaimBody(form, { draft, claimId }));
    if (filed !== undefined) onFiled(filed);
  };
  return { desk, check, file, send };
}

function EntryForm(props: {
  readonly form: Form;
  readonly onFiled: (submission: Submission) => void;
}): ReactNode {
  const { form } = props;
  const { texts, service, money } = useClaimWords(form);
  const { enter } = texts;
  const { desk, check, file, send } = useEntry(form, props.onFiled);
  const [isAsking, setAsking] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const isWhole = check();
    setAsking(isWhole);
    if (!isWhole) focusFirstFault(event.currentTarget);
  };
  const confirm = async (): Promise<void> => {
    await file();
    setAsking(false);
  };
  const amountMinor = asksAmount(form, desk.draft)
    ? parseAmount(desk.draft.amount, form.currency)
    : undefined;
  const loss =
    amountMinor === undefined ? enter.noLoss : money({ amountMinor, currency: form.currency });
  return (
    <form onSubmit={submit} noValidate>
      <ProblemNotice problem={send.problem} />
      <div className="columns">
        <div>
          <Section title={enter.about}>
            <ReceivedFields desk={desk} />
            <AboutFields desk={desk} />
          </Section>
          <Section title={enter.questions}>
            <QuestionFields desk={desk} />
          </Section>
        </div>
        <div>
          <Section title={enter.who}>
            <PersonalFields desk={desk} />
          </Section>
          <Section title={enter.files}>
            <FileFields desk={desk} />
          </Section>
        </div>
      </div>
      <Button type="submit" kind="main" isBusy={send.isRunning}>
        {enter.check}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={enter.confirmTitle}
        confirmLabel={enter.submit}
        isBusy={send.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{enter.consequence(service(desk.draft.service), loss)}</p>
      </ConfirmDialog>
    </form>
  );
}

function Entry({ form }: { readonly form: Form }): ReactNode {
  const { texts, format } = useClaimWords(form);
  const [filed, setFiled] = useState<Submission>();
  const now = Date.now();
  const isOpen = Date.parse(form.opensAt) <= now && now < Date.parse(form.closesAt);
  if (filed !== undefined) {
    return <EnteredClaim submission={filed} onAnother={() => setFiled(undefined)} />;
  }
  return (
    <>
      {isOpen ? null : (
        <Notice tone="warn">
          {texts.enter.closed(format.instant(form.opensAt), format.instant(form.closesAt))}
        </Notice>
      )}
      <EntryForm form={form} onFiled={setFiled} />
    </>
  );
}

function IncidentEntry({ incidentId }: { readonly incidentId: string }): ReactNode {
  const form = useQuery(formQuery(incidentId));
  return <Loaded query={form}>{(data) => <Entry form={data} />}</Loaded>;
}

/** Files a claim for somebody who telephoned or wrote, by the questions of the incident's form. */
export function EnterClaimPage(): ReactNode {
  const { texts } = useClaimWords();
  return (
    <>
      <PageHead title={texts.enter.title} lead={texts.enter.lead} />
      <WithIncident>{(incidentId) => <IncidentEntry incidentId={incidentId} />}</WithIncident>
    </>
  );
}
