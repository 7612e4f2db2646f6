import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { useLanguage } from '../../language.tsx';
import { isPermitted, useMember } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice, PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import type { PayeeCheck, Run } from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

function Counts({ check }: { readonly check: PayeeCheck }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.run.payees;
  return (
    <DataTable
      caption={labels.countsCaption}
      rows={check.counts}
      rowKey={({ code }) => code}
      columns={[
        { key: 'found', header: labels.found, cell: ({ code }) => labels.faults[code] },
        {
          key: 'count',
          header: texts.run.count,
          isNumeric: true,
          cell: (row) => texts.count.payouts(format.count(row.payoutCount)),
        },
      ]}
    />
  );
}

const shownFirst = 10;

function Findings({ check }: { readonly check: PayeeCheck }): ReactNode {
  const { texts } = useSettlementWords();
  const { more } = useLanguage().words.shell.parts;
  const [shown, setShown] = useState(shownFirst);
  const labels = texts.run.payees;
  return (
    <>
      <DataTable
        caption={labels.listCaption}
        rows={check.findings.slice(0, shown)}
        rowKey={({ payoutId, code }) => `${payoutId} ${code}`}
        columns={[
          {
            key: 'payout',
            header: labels.payout,
            cell: ({ payoutId }) => (
              <PageLink to={`/payouts/${payoutId}`}>{`A${payoutId.replaceAll('-', '')}`}</PageLink>
            ),
          },
          { key: 'found', header: labels.found, cell: ({ code }) => labels.faults[code] },
        ]}
      />
      {shown < check.findings.length ? (
        <Button onPress={() => setShown(check.findings.length)}>{more}</Button>
      ) : null}
    </>
  );
}

/** What was found of the payees: how many of each kind, and which payouts to look at. */
function Found({ check }: { readonly check: PayeeCheck }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.run.payees;
  const looked = labels.looked({
    all: format.count(check.payoutCount),
    same: format.count(check.holders.same),
    unchecked: format.count(check.holders.unchecked),
  });
  if (check.findings.length === 0) {
    return (
      <Notice tone="good">
        <p>{looked}</p>
        <p>{labels.none}</p>
      </Notice>
    );
  }
  return (
    <>
      <Notice tone="warn">
        <p>{looked}</p>
      </Notice>
      <Counts check={check} />
      <Findings check={check} />
    </>
  );
}

/** A look at every payee of a run of money, for whoever may read the payees of it. */
export function RunPayees({ run }: { readonly run: Run }): ReactNode {
  const labels = useSettlementWords().texts.run.payees;
  const member = useMember();
  const [check, setCheck] = useState<PayeeCheck>();
  const command = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/payout-runs/{runId}/payee-check', {
          params: { path: { runId: run.id } },
        }),
      ),
    refresh: [],
  });
  const mayRead = isPermitted(member, ['payout:prepare']) && isPermitted(member, ['payout:send']);
  if (run.remedy !== 'cash' || !mayRead) return null;
  const press = async (): Promise<void> => setCheck(await command.run(undefined));
  return (
    <Section title={labels.title}>
      <p className="hint">{labels.hint}</p>
      <ProblemNotice problem={command.problem} />
      <div className="actions">
        <Button isBusy={command.isRunning} onPress={() => void press()}>
          {labels.check}
        </Button>
      </div>
      {check === undefined ? null : <Found check={check} />}
    </Section>
  );
}
