import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Facts, Figures, PageHead, PageLink, Section, Tag } from '../../ui/parts.tsx';
import { type Run, runQuery } from '../settlement-data.ts';
import { runTone, useSettlementWords } from '../settlement-words.ts';
import { RunActions } from './run-actions.tsx';
import { RunPayees } from './run-payees.tsx';
import { RunPayouts } from './run-payouts.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunResults } from './run-results.tsx';

function RunFacts({ run }: { readonly run: Run }): ReactNode {
  const { texts, format, by, rail } = useSettlementWords();
  const labels = texts.run;
  return (
    <Facts
      facts={[
        { name: labels.rail, value: rail(run.rail) },
        { name: labels.preparedBy, value: by(run.preparedBy, run.preparedAt) },
        { name: labels.approvedBy, value: by(run.approvedBy, run.approvedAt) },
        {
          name: labels.sentAt,
          value: run.sentAt === null ? texts.none : format.instant(run.sentAt),
        },
        {
          name: labels.digest,
          value: (
            <>
              <code>{run.digest}</code>
              <p className="hint">{labels.digestHint}</p>
            </>
          ),
        },
      ]}
    />
  );
}

function RunView({ run }: { readonly run: Run }): ReactNode {
  const { texts, format } = useSettlementWords();
  const labels = texts.run;
  return (
    <>
      <PageHead
        title={labels.title(format.day(run.preparedAt))}
        lead={<Tag tone={runTone(run.state)}>{texts.runStates[run.state]}</Tag>}
        actions={
          <PageLink to="/payout-runs" isButton>
            {labels.back}
          </PageLink>
        }
      />
      <Figures
        figures={[
          {
            name: labels.figures.count,
            value: texts.count.payouts(format.count(run.payoutCount)),
          },
          { name: labels.figures.total, value: format.money(run.total) },
        ]}
      />
      <Section title={labels.steps}>
        <RunProgress run={run} />
        <RunActions run={run} />
      </Section>
      <RunPayees run={run} />
      <Section title={labels.results}>
        <RunResults run={run} />
      </Section>
      <Section title={labels.facts}>
        <RunFacts run={run} />
      </Section>
      <Section title={labels.payouts}>
        <RunPayouts run={run} />
      </Section>
    </>
  );
}

/** One payout run: what is to be done with it, how far it is, and what became of each payout. */
export function RunPage(): ReactNode {
  const { runId = '' } = useParams({ strict: false }) as { runId?: string };
  const run = useQuery(runQuery(runId));
  return <Loaded query={run}>{(data) => <RunView key={data.id} run={data} />}</Loaded>;
}
