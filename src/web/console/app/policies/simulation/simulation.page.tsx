import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Loaded } from '../../ui/loaded.tsx';
import { Figures, PageHead, PageLink, Section } from '../../ui/parts.tsx';
import {
  policyQuery,
  type Simulation,
  type SimulationResult,
  simulationsQuery,
  type Version,
} from '../policy-data.ts';
import { usePolicyWords } from '../policy-words.ts';
import { CostBars, CostCurve, hasEffect, SpreadChart } from './charts.tsx';
import {
  ConditionTable,
  CurveTable,
  InvariantTable,
  ReasonTable,
  TotalTable,
} from './simulation-tables.tsx';
import '../policies.css';

/** Sums what the whole costs, per currency. */
function costOf(result: SimulationResult): readonly { currency: string; amountMinor: string }[] {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of result.cost) {
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor));
  }
  return [...sums].map(([currency, sum]) => ({ currency, amountMinor: String(sum) }));
}

function Curves({ result }: { readonly result: SimulationResult }): ReactNode {
  const { texts } = usePolicyWords();
  const figures = result.sensitivity ?? [];
  if (figures.length === 0) return null;
  return (
    <Section title={texts.figures}>
      <p>{texts.figuresLead}</p>
      {figures.map((figure) => (
        <div key={figure.name}>
          <h3>
            {figure.name} ({figure.written})
          </h3>
          {hasEffect(figure) ? (
            <>
              <CostCurve figure={figure} />
              <CurveTable figure={figure} />
            </>
          ) : (
            <p>{texts.flat}</p>
          )}
        </div>
      ))}
    </Section>
  );
}

function SimulationView(props: {
  readonly version: Version;
  readonly simulation: Simulation;
}): ReactNode {
  const { result } = props.simulation;
  const { texts, format } = usePolicyWords();
  const total = costOf(result).map(format.money).join(' + ');
  return (
    <>
      <Figures
        figures={[
          {
            name: texts.parties,
            value: texts.partiesCount(format.count(props.simulation.partyCount)),
          },
          { name: texts.cost, value: total === '' ? texts.none : total },
          { name: texts.missed, value: texts.partiesCount(format.count(result.missed.parties)) },
        ]}
      />
      <Section title={texts.costOfClass}>
        <CostBars result={result} />
      </Section>
      {result.distribution.length === 0 ? null : (
        <Section title={texts.spread}>
          {result.distribution.map((spread) => (
            <SpreadChart key={spread.currency} spread={spread} />
          ))}
        </Section>
      )}
      <Section title={texts.conditions}>
        <ConditionTable result={result} />
      </Section>
      <Curves result={result} />
      <Section title={texts.totals}>
        <TotalTable result={result} />
      </Section>
      <Section title={texts.reasons}>
        <ReasonTable result={result} />
      </Section>
      <Section title={texts.invariants}>
        <InvariantTable result={result} />
      </Section>
    </>
  );
}

function Latest({ version }: { readonly version: Version }): ReactNode {
  const { texts, format, titleOf } = usePolicyWords();
  const simulations = useQuery(simulationsQuery(version.policyVersionId));
  const last = simulations.data?.simulations[0];
  const lead = last && {
    parties: texts.partiesCount(format.count(last.partyCount)),
    at: format.instant(last.simulatedAt),
  };
  return (
    <>
      <PageHead
        title={texts.simulationTitle(titleOf(version))}
        lead={lead === undefined ? undefined : texts.simulationLead(lead)}
        actions={
          <PageLink to={`/policies/${version.policyVersionId}`} isButton>
            {texts.backToVersion}
          </PageLink>
        }
      />
      <Loaded query={simulations}>
        {(data) =>
          data.simulations[0] === undefined ? (
            <p className="empty">
              {texts.notSimulated} {texts.notSimulatedHow}
            </p>
          ) : (
            <SimulationView version={version} simulation={data.simulations[0]} />
          )
        }
      </Loaded>
    </>
  );
}

/** What a version would cost, whom it would miss, and what holds of every party. */
export function SimulationPage(): ReactNode {
  const { policyVersionId = '' } = useParams({ strict: false }) as { policyVersionId?: string };
  const policy = useQuery(policyQuery(policyVersionId));
  return <Loaded query={policy}>{({ version }) => <Latest version={version} />}</Loaded>;
}
