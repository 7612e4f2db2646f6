import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StepUpDialog } from '../../ui/step-up.tsx';
import { keysQuery, treasuryKeys } from '../treasury-data.ts';

type Purpose = 'sign' | 'check';

function NewKey({ rail }: { readonly rail: string }): ReactNode {
  const { words } = useLanguage();
  const texts = words.treasury.rails;
  const [purpose, setPurpose] = useState<Purpose>('sign');
  const [isAsking, setAsking] = useState(false);
  const [tell, setTell] = useState<string>();
  const make = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/rails/{rail}/keys', {
          params: { path: { rail } },
          body: { purpose, kind: 'hmac' },
        }),
      ),
    refresh: treasuryKeys,
  });
  const confirm = async (): Promise<void> => {
    const made = await make.run(undefined);
    setAsking(false);
    setTell(made?.tell);
  };
  return (
    <>
      <SelectField
        label={texts.purpose}
        value={purpose}
        options={(['sign', 'check'] as const).map((value) => ({
          value,
          label: texts.purposes[value],
        }))}
        onChange={(value) => setPurpose(value === 'check' ? 'check' : 'sign')}
      />
      <ProblemNotice problem={make.problem} />
      {tell === undefined ? null : (
        <Notice tone="warn" title={texts.keyMade}>
          <code className="treasury-key">{tell}</code>
        </Notice>
      )}
      <Button isBusy={make.isRunning} onPress={() => setAsking(true)}>
        {texts.newKey}
      </Button>
      <StepUpDialog
        isOpen={isAsking}
        title={texts.newKey}
        confirmLabel={texts.newKey}
        isBusy={make.isRunning}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.keysText}</p>
      </StepUpDialog>
    </>
  );
}

/** The keys between us and an app: which there are, and making a new one. */
export function RailKeys({ rail }: { readonly rail: string }): ReactNode {
  const { words, format } = useLanguage();
  const texts = words.treasury.rails;
  const keys = useQuery(keysQuery(rail));
  return (
    <>
      <p className="hint">{texts.keysText}</p>
      <Loaded query={keys}>
        {(all) => (
          <DataTable
            caption={texts.keysCaption}
            rows={all}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'purpose',
                header: texts.purpose,
                cell: ({ purpose }) => texts.purposes[purpose],
              },
              { key: 'mark', header: texts.mark, cell: ({ mark }) => <code>{mark}</code> },
              {
                key: 'added',
                header: texts.added,
                cell: ({ addedAt }) => format.instant(addedAt),
              },
              {
                key: 'until',
                header: texts.until,
                cell: ({ usableUntil }) =>
                  usableUntil === null ? words.settlement.none : format.instant(usableUntil),
              },
            ]}
          />
        )}
      </Loaded>
      <NewKey rail={rail} />
    </>
  );
}
