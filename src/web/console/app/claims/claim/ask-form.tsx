import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { CheckboxGroup, SelectField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ClaimDetail, claimKeys, type Form, reasonsQuery } from '../claim-data.ts';
import { useClaimWords } from '../claim-words.ts';
import { focusFirstFault } from '../focus-fault.ts';

/** Asks the claimant for more, for a reason and by named documents. */
export function AskForm(props: {
  readonly claim: ClaimDetail;
  readonly form: Form | undefined;
}): ReactNode {
  const { claim, form } = props;
  const { texts, reason, evidence: nameOf, choices } = useClaimWords(form);
  const { ask } = texts;
  const { data: reasons } = useQuery(reasonsQuery);
  const [reasonCode, setReason] = useState('');
  const [evidence, setEvidence] = useState<readonly string[]>([]);
  const [step, setStep] = useState<'begin' | 'tried' | 'asking'>('begin');
  const open = (reasons?.reasonCodes ?? []).filter(({ outcomes }) => outcomes.includes('ask'));
  const chosen = open.find(({ code }) => code === reasonCode);
  const asked = evidence.length > 0 ? evidence : (chosen?.curedBy ?? []);
  const send = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/claims/{claimId}/requests', {
          params: { path: { claimId: claim.claimId } },
          body: { reasonCode, evidence: [...asked] },
        }),
      ),
    refresh: claimKeys,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setStep(chosen === undefined ? 'tried' : 'asking');
    if (chosen === undefined) focusFirstFault(event.currentTarget);
  };
  const confirm = async (): Promise<void> => {
    await send.run(undefined);
    setStep('tried');
  };
  return (
    <details>
      <summary>{ask.title}</summary>
      <form onSubmit={submit} noValidate>
        <ProblemNotice problem={send.problem} />
        <SelectField
          label={ask.reason}
          value={reasonCode}
          emptyLabel={texts.decide.chooseReason}
          error={step !== 'begin' && chosen === undefined ? texts.decide.chooseReason : undefined}
          options={open.map(({ code }) => ({ value: code, label: reason(code) }))}
          onChange={setReason}
        />
        <CheckboxGroup
          legend={ask.evidence}
          hint={ask.evidenceHint}
          values={evidence}
          options={choices(form?.evidenceKinds)}
          onChange={setEvidence}
        />
        <Button type="submit">{ask.submit}</Button>
      </form>
      <ConfirmDialog
        isOpen={step === 'asking'}
        title={ask.confirmTitle}
        confirmLabel={ask.submit}
        isBusy={send.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setStep('tried')}
      >
        <p>{ask.consequence(asked.map(nameOf).join(', '))}</p>
      </ConfirmDialog>
    </details>
  );
}
