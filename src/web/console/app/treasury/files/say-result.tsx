import { type FormEvent, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { type ManualPayment, treasuryKeys } from '../treasury-data.ts';

const empty = { result: 'paid', bankReference: '', evidence: '', bookedAt: '' };

interface FieldsProps {
  readonly payments: readonly ManualPayment[];
  readonly payoutId: string | undefined;
  readonly typed: typeof empty;
  readonly onChoose: (payoutId: string) => void;
  readonly onType: (key: keyof typeof empty) => (value: string) => void;
}

function Fields(props: FieldsProps): ReactNode {
  const { payments, payoutId, typed, onType } = props;
  const { words, format } = useLanguage();
  const texts = words.treasury.manual;
  return (
    <div className="treasury-fields">
      <SelectField
        label={texts.which}
        value={payoutId ?? ''}
        options={payments.map((one) => ({
          value: one.payoutId,
          label: `${format.money(one.amount)} · ${one.reference}`,
        }))}
        onChange={props.onChoose}
      />
      <SelectField
        label={texts.result}
        value={typed.result}
        options={(['paid', 'failed'] as const).map((value) => ({
          value,
          label: texts.results[value],
        }))}
        onChange={onType('result')}
      />
      <TextField
        label={texts.bankReference}
        value={typed.bankReference}
        onChange={onType('bankReference')}
      />
      <TextField
        label={texts.bookedAt}
        type="datetime-local"
        value={typed.bookedAt}
        onChange={onType('bookedAt')}
      />
    </div>
  );
}

/** Records what the bank did with a payment made by hand. */
export function SayResult(props: { readonly payments: readonly ManualPayment[] }): ReactNode {
  const { payments } = props;
  const { words } = useLanguage();
  const texts = words.treasury.manual;
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState(empty);
  const [isTried, setTried] = useState(false);
  const payoutId =
    payments.find((one) => one.payoutId === chosen)?.payoutId ?? payments[0]?.payoutId;
  const { bankReference, evidence, bookedAt } = typed;
  const isWhole =
    bankReference.trim().length >= 3 && evidence.trim().length >= 10 && bookedAt !== '';
  const change = (key: keyof typeof empty) => (value: string) =>
    setTyped({ ...typed, [key]: value });
  const say = useCommand({
    request: (id: string) =>
      unwrap(
        api.POST('/api/v1/payouts/{payoutId}/manual-result', {
          params: { path: { payoutId: id } },
          body: {
            result: typed.result === 'paid' ? 'paid' : 'failed',
            bankReference: bankReference.trim(),
            evidence: evidence.trim(),
            bookedAt: new Date(bookedAt).toISOString(),
          },
        }),
      ),
    refresh: treasuryKeys,
  });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isWhole || payoutId === undefined) return;
    if ((await say.run(payoutId)) === undefined) return;
    setTyped(empty);
    setTried(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Fields
        payments={payments}
        payoutId={payoutId}
        typed={typed}
        onChoose={setChosen}
        onType={change}
      />
      <TextField
        label={texts.evidence}
        hint={texts.evidenceHint}
        rows={3}
        value={evidence}
        onChange={change('evidence')}
      />
      {isTried && !isWhole ? <Notice tone="warn">{texts.incomplete}</Notice> : null}
      <ProblemNotice problem={say.problem} />
      {say.isDone ? <Notice tone="good">{texts.done}</Notice> : null}
      <Button type="submit" kind="main" isBusy={say.isRunning}>
        {texts.submit}
      </Button>
    </form>
  );
}
