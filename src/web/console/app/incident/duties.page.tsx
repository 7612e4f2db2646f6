import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { usePermission } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHead, Section, Tag } from '../ui/parts.tsx';
import { useSettlementWords } from '../settlement/settlement-words.ts';
import { CohortForm } from './forms/cohort-form.tsx';
import { LawForms } from './forms/law-forms.tsx';
import { MeetClock } from './forms/meet-clock.tsx';
import {
  clocksQuery,
  cohortsQuery,
  type Incident,
  instantOf,
  type LegalClock,
} from './incident-data.ts';
import { type IncidentWords, useIncidentWords } from './incident-words.ts';
import { WhileOpen, WithShownIncident } from './with-shown-incident.tsx';
import './incident.css';

const tones = {
  not_applicable: 'plain',
  not_begun: 'plain',
  running: 'warn',
  met: 'good',
  missed: 'bad',
  delayed: 'warn',
} as const;

function dueText(clock: LegalClock, words: IncidentWords, zone: string): string {
  const { dueAt, startsAt } = clock.reading;
  if (dueAt !== null) return words.format.instant(dueAt, zone);
  return startsAt === null ? '–' : words.texts.duties.noFigure;
}

/** What stands below the state: why not, how late, or how long is left. */
function remarkOf(clock: LegalClock, words: IncidentWords): string | undefined {
  const { exemption, delayMs, state, dueAt } = clock.reading;
  const { duties } = words.texts;
  if (exemption !== null) return duties.exemptions[exemption];
  if (delayMs !== null) return duties.delay(words.lengthText(delayMs));
  if (state !== 'running' || dueAt === null) return undefined;
  return duties.remaining(words.lengthText(instantOf(dueAt) - Date.now()));
}

function Clocks({ incident }: { readonly incident: Incident }): ReactNode {
  const words = useIncidentWords();
  const { duties } = words.texts;
  const clocks = useQuery(clocksQuery(incident.id));
  const mayWrite = usePermission('incident:write') && incident.state !== 'closed';
  return (
    <Section title={duties.clocks}>
      <Loaded query={clocks}>
        {(rows) => (
          <DataTable
            caption={duties.clocks}
            emptyText={duties.clocksEmpty}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'duty',
                header: duties.duty,
                cell: ({ rule }) => rule.titles[words.locale],
              },
              {
                key: 'charge',
                header: duties.charge,
                cell: ({ charge }) => duties.charges[charge],
              },
              {
                key: 'state',
                header: duties.state,
                cell: (clock) => (
                  <>
                    <Tag tone={tones[clock.reading.state]}>
                      {duties.states[clock.reading.state]}
                    </Tag>
                    <div className="hint">{remarkOf(clock, words)}</div>
                  </>
                ),
              },
              {
                key: 'due',
                header: duties.dueAt,
                cell: (clock) => dueText(clock, words, incident.zone),
              },
              {
                key: 'met',
                header: duties.metAt,
                cell: (clock) => (
                  <>
                    {clock.metAt === null ? '–' : words.format.instant(clock.metAt, incident.zone)}
                    <div className="hint">{clock.metBy?.[words.locale]}</div>
                    {mayWrite && clock.metAt === null ? (
                      <MeetClock incident={incident} clock={clock} />
                    ) : null}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Cohorts({ incident }: { readonly incident: Incident }): ReactNode {
  const words = useIncidentWords();
  const { partyClass: className } = useSettlementWords();
  const { duties } = words.texts;
  const cohorts = useQuery(cohortsQuery(incident.id));
  return (
    <Section title={duties.cohorts}>
      <Loaded query={cohorts}>
        {(rows) => (
          <DataTable
            caption={duties.cohorts}
            emptyText={duties.cohortsEmpty}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'class',
                header: duties.partyClass,
                cell: ({ partyClass }) => className(partyClass),
              },
              {
                key: 'function',
                header: duties.service,
                cell: (row) => words.functionName(incident, row),
              },
              {
                key: 'count',
                header: duties.count,
                isNumeric: true,
                cell: ({ partyCount, isAssumed }) => (
                  <>
                    {words.format.count(partyCount)}{' '}
                    {isAssumed ? <Tag tone="warn">{duties.assumed}</Tag> : null}
                  </>
                ),
              },
              {
                key: 'interval',
                header: duties.interval,
                cell: ({ from, until }) =>
                  words.texts.until(
                    words.format.instant(from, incident.zone),
                    words.format.instant(until, incident.zone),
                  ),
              },
              { key: 'reason', header: words.texts.reason, cell: ({ reason }) => reason },
            ]}
          />
        )}
      </Loaded>
      <WhileOpen incident={incident}>
        <CohortForm incident={incident} />
      </WhileOpen>
    </Section>
  );
}

/** What the law asks for and by when, and how many parties were affected. */
export function DutiesPage(): ReactNode {
  const { texts } = useIncidentWords();
  return (
    <>
      <PageHead title={texts.duties.title} lead={texts.duties.lead} />
      <WithShownIncident>
        {(incident) => (
          <>
            <Clocks incident={incident} />
            <LawForms incident={incident} />
            <Cohorts incident={incident} />
          </>
        )}
      </WithShownIncident>
    </>
  );
}
