import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { unwrap } from '../../api/problem.ts';
import { useCommand } from '../../api/use-command.ts';
import { usePermission } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageLink, Section } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import {
  type Determination,
  determinationsQuery,
  differenceQuery,
  settlementKeys,
} from '../settlement-data.ts';
import { useSettlementWords } from '../settlement-words.ts';

interface Pair {
  readonly runId: string;
  readonly replacesRunId: string;
}

/** Who gets how much more by a run than by the one it replaces, by class and clause. */
function Differences({ pair }: { readonly pair: Pair }): ReactNode {
  const { texts, format, partyClass, remedy, quantity } = useSettlementWords();
  const labels = texts.determinations;
  const differences = useQuery(differenceQuery(pair));
  const people = (count: number) => texts.count.parties(format.count(count));
  return (
    <Loaded query={differences}>
      {(rows) => (
        <DataTable
          caption={labels.differencesCaption}
          rows={rows}
          rowKey={(row) =>
            [
              row.partyClass,
              row.remedy,
              row.name,
              row.unit,
              row.before?.currency,
              row.after?.currency,
            ].join(' ')
          }
          columns={[
            {
              key: 'class',
              header: texts.runs.partyClass,
              cell: (row) => partyClass(row.partyClass),
            },
            { key: 'clause', header: texts.runs.clause, cell: ({ clause }) => clause },
            {
              key: 'remedy',
              header: texts.runs.remedy,
              cell: (row) => remedy(row),
            },
            ...(['before', 'after', 'posted'] as const).map((key) => ({
              key,
              header: labels[key],
              isNumeric: true,
              cell: (row: (typeof rows)[number]) => {
                const amount = row[key];
                if (amount !== null) return format.money(amount);
                const total = quantity(row[`${key}Quantity`], row.unit);
                if (key === 'posted') return total;
                const count = key === 'before' ? row.beforeCount : row.afterCount;
                return labels.ofParties(total, people(count));
              },
            })),
            {
              key: 'reason',
              header: labels.differenceReason,
              cell: ({ reason, lessCount, heldCount }) => {
                if (reason === null) return texts.none;
                const count = reason === 'units_differ' ? heldCount : lessCount;
                const text = labels.differenceReasons[reason];
                return count === null ? text : labels.concerns(people(count), text);
              },
            },
          ]}
        />
      )}
    </Loaded>
  );
}

function Choose({ run }: { readonly run: Determination }): ReactNode {
  const { texts, by } = useSettlementWords();
  const labels = texts.determinations;
  const [replacesRunId, choose] = useState('');
  const { data } = useQuery(determinationsQuery(run.incidentId));
  const fit = (data ?? []).filter(
    (other) =>
      other.id !== run.id &&
      other.state === 'approved' &&
      other.policy?.policyId === run.policy?.policyId,
  );
  const replace = useCommand({
    request: () =>
      unwrap(
        api.POST('/api/v1/determination-runs/{runId}/replacement', {
          params: { path: { runId: run.id } },
          body: { replacesRunId },
        }),
      ),
    refresh: settlementKeys,
  });
  if (fit.length === 0) return <p>{labels.nothingToReplace}</p>;
  return (
    <>
      <p>{labels.replaceLead}</p>
      <ProblemNotice problem={replace.problem} />
      <SelectField
        label={labels.replaceWhich}
        value={replacesRunId}
        onChange={choose}
        options={[
          { value: '', label: labels.replaceNone },
          ...fit.map((other) => ({
            value: other.id,
            label: `${labels.version(other.policy?.version ?? '')} · ${by(other.approvedBy, other.approvedAt)}`,
          })),
        ]}
      />
      {replacesRunId === '' ? null : (
        <>
          <p>{labels.reckoned[run.reckonedBy]}</p>
          <Differences pair={{ runId: run.id, replacesRunId }} />
          <Button isBusy={replace.isRunning} onPress={() => void replace.run(undefined)}>
            {labels.replace}
          </Button>
        </>
      )}
    </>
  );
}

/** The earlier run that a run determines anew: chosen while it is proposed, shown ever after. */
export function Replacement({ run }: { readonly run: Determination }): ReactNode {
  const { texts } = useSettlementWords();
  const labels = texts.determinations;
  const isPreparer = usePermission('payout:prepare');
  const { replacesRunId } = run;
  const isOpen = run.state === 'proposed' && isPreparer;
  if (replacesRunId === null && !isOpen) return null;
  return (
    <Section title={labels.replacement}>
      {replacesRunId === null ? null : (
        <>
          <p>
            <PageLink to={`/determinations/${replacesRunId}`}>{labels.replaced}</PageLink>
          </p>
          <p>{labels.reckoned[run.reckonedBy]}</p>
          <Differences pair={{ runId: run.id, replacesRunId }} />
        </>
      )}
      {replacesRunId === null && isOpen ? <Choose run={run} /> : null}
    </Section>
  );
}
