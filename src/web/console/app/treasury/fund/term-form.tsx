import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import type { components } from '../../api/schema.generated.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SettingForm } from '../setting-form.tsx';
import { treasuryKeys } from '../treasury-data.ts';

type Term = components['schemas']['RemedyTerm'];

const kinds = ['points', 'credit', 'voucher', 'extension', 'item'] as const;
const empty = { remedy: 'points', name: '', days: '', share: '', unit: '', source: '' };

function termOf(typed: typeof empty): Term | undefined {
  const isCount = (text: string): boolean => text === '' || /^\d{1,9}$/.test(text);
  const isShare = typed.share === '' || /^\d{1,3}(\.\d{1,4})?$/.test(typed.share);
  const isOne = typed.share === '' || typed.unit === '';
  if (!isCount(typed.days) || !isCount(typed.unit) || !isShare || !isOne) return undefined;
  if (typed.source.trim().length < 3) return undefined;
  return {
    remedy: kinds.find((kind) => kind === typed.remedy) ?? 'points',
    name: typed.name.trim(),
    validDays: typed.days === '' ? null : Number(typed.days),
    costMillionths: typed.share === '' ? null : Math.round(Number(typed.share) * 10_000),
    unitCostMinor: typed.unit === '' ? null : typed.unit,
    currency: typed.unit === '' ? null : 'KRW',
    source: typed.source.trim(),
  };
}

function ExpireButton({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.fund;
  const [count, setCount] = useState<number>();
  const expire = useCommand({
    request: () =>
      unwrap(api.POST('/api/v1/settlement/grants/expiry', { params: { query: { incidentId } } })),
    refresh: treasuryKeys,
  });
  const press = async (): Promise<void> => setCount((await expire.run(undefined))?.expiredCount);
  return (
    <>
      <ProblemNotice problem={expire.problem} />
      {count === undefined ? null : (
        <Notice tone="good">{texts.expireDone(format.count(count))}</Notice>
      )}
      <Button isBusy={expire.isRunning} onPress={() => void press()}>
        {texts.expire}
      </Button>
    </>
  );
}

/** Sets how long a remedy is good and what it costs, with where that is from. */
export function TermForm({ incidentId }: { readonly incidentId: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.fund;
  const [typed, setTyped] = useState(empty);
  const change = (key: keyof typeof empty) => (value: string) =>
    setTyped({ ...typed, [key]: value });
  const set = useCommand({
    request: (body: Term) =>
      unwrap(
        api.PUT('/api/v1/settlement/remedy-terms', { params: { query: { incidentId } }, body }),
      ),
    refresh: treasuryKeys,
  });
  const said = { error: texts.termError, done: texts.termDone, submit: texts.termSubmit };
  return (
    <>
      <SettingForm read={termOf(typed)} command={set} words={said}>
        <SelectField
          label={texts.termRemedy}
          value={typed.remedy}
          options={kinds.map((kind) => ({
            value: kind,
            label: words.settlement.remedies[kind] ?? kind,
          }))}
          onChange={change('remedy')}
        />
        <TextField
          label={texts.termName}
          hint={texts.termNameHint}
          value={typed.name}
          onChange={change('name')}
        />
        <TextField
          label={texts.termDays}
          hint={texts.termDaysHint}
          inputMode="numeric"
          value={typed.days}
          onChange={change('days')}
        />
        <TextField
          label={texts.termShare}
          inputMode="decimal"
          value={typed.share}
          onChange={change('share')}
        />
        <TextField
          label={texts.termUnit}
          inputMode="numeric"
          value={typed.unit}
          onChange={change('unit')}
        />
        <TextField
          label={texts.termSource}
          hint={texts.termSourceHint}
          value={typed.source}
          onChange={change('source')}
        />
      </SettingForm>
      <ExpireButton incidentId={incidentId} />
    </>
  );
}
