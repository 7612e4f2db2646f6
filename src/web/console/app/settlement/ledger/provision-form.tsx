import { type FormEvent, type ReactNode, useState } from 'react';
import type { CurrencyCode } from '../../../../../kernel/index.ts';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { parseAmount } from '../../claims/amount.ts';
import { newId } from '../../claims/new-id.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { settlementKeys } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

/** Sets money aside before anything is owed. */
export function ProvisionForm(props: {
  readonly incidentId: string;
  readonly currency: CurrencyCode;
}): ReactNode {
  const { incidentId, currency } = props;
  const { texts, format } = useSettlementWords();
  const { ledger } = texts;
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const [isAsking, setAsking] = useState(false);
  // Made anew only after a provision is recorded, so that a repeated press records one.
  const [provisionId, setProvisionId] = useState(() => newId());
  const read = parseAmount(typed, currency) ?? '0';
  const amountMinor = BigInt(read) > 0n ? BigInt(read).toString() : undefined;
  const provide = useCommand({
    request: (minor: string) =>
      unwrap(
        api.POST('/api/v1/ledger/provisions', {
          body: { provisionId, incidentId, amountMinor: minor, currency },
        }),
      ),
    refresh: settlementKeys,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    provide.reset();
    if (amountMinor !== undefined) setAsking(true);
  };
  const confirm = async (): Promise<void> => {
    const recorded = await provide.run(amountMinor ?? '0');
    setAsking(false);
    if (recorded === undefined) return;
    setProvisionId(newId());
    setTyped('');
    setTried(false);
  };
  const amount = format.money({ amountMinor: amountMinor ?? '0', currency });
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={ledger.provideAmount(currency)}
        hint={ledger.provideHint}
        error={isTried && amountMinor === undefined ? ledger.provideError : undefined}
        inputMode="decimal"
        value={typed}
        onChange={setTyped}
      />
      <ProblemNotice problem={provide.problem} />
      {provide.isDone ? <Notice tone="good">{ledger.provided}</Notice> : null}
      <Button type="submit" isBusy={provide.isRunning}>
        {ledger.provideSubmit}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={ledger.provideTitle}
        confirmLabel={ledger.provideSubmit}
        isBusy={provide.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{ledger.provideText(amount)}</p>
      </ConfirmDialog>
    </form>
  );
}
