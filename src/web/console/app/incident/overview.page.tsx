import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { incidentsQuery } from '../incident-choice.tsx';
import { usePermission } from '../session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Facts, Figures, Notice, PageHead, PageLink, Section, Tag } from '../ui/parts.tsx';
import { ChangeGrades } from './grades.tsx';
import { groupImpacts } from './group-impacts.ts';
import { ImpactChart } from './impact-chart.tsx';
import { type Incident, impactsQuery, instantOf } from './incident-data.ts';
import { type IncidentWords, useIncidentWords } from './incident-words.ts';
import { RolesSection } from './roles/roles.tsx';
import { SettleIncident } from './settle-incident.tsx';
import { WithShownIncident } from './with-shown-incident.tsx';
import './incident.css';

const tones = { open: 'bad', restored: 'warn', closed: 'good' } as const;

function lengthOf(incident: Incident, words: IncidentWords): string {
  const end = incident.restoredAt === null ? Date.now() : instantOf(incident.restoredAt);
  return words.lengthText(end - instantOf(incident.openedAt));
}

function Closed({ incident }: { readonly incident: Incident }): ReactNode {
  const { texts, format } = useIncidentWords();
  const { closing } = incident;
  if (closing === null) return null;
  const name = closing.closedBy?.name ?? texts.overview.unknownMember;
  return (
    <Notice>
      <p>{texts.overview.closing(name, format.instant(closing.closedAt, incident.zone))}</p>
      <p>{closing.reason}</p>
    </Notice>
  );
}

function gradeFacts({ severity, phase }: Incident, { texts, locale }: IncidentWords) {
  const known = { severity, phase };
  return (['severity', 'phase'] as const).flatMap((kind) => {
    const grade = known[kind];
    return grade === null ? [] : [{ name: texts.grades[kind], value: grade.titles[locale] }];
  });
}

function IncidentFacts({ incident }: { readonly incident: Incident }): ReactNode {
  const words = useIncidentWords();
  const { texts, locale, format } = words;
  const { overview } = texts;
  const restored = incident.restoredAt;
  return (
    <Section title={overview.factsTitle}>
      <Facts
        facts={[
          {
            name: overview.state,
            value: <Tag tone={tones[incident.state]}>{texts.states[incident.state]}</Tag>,
          },
          ...gradeFacts(incident, words),
          { name: overview.openedAt, value: format.instant(incident.openedAt, incident.zone) },
          {
            name: overview.restoredAt,
            value: restored === null ? texts.ongoing : format.instant(restored, incident.zone),
          },
          { name: overview.zone, value: incident.zone },
          {
            name: overview.parties,
            value: incident.parties.map(({ titles }) => titles[locale]).join(', '),
          },
        ]}
      />
      <ChangeGrades incident={incident} />
    </Section>
  );
}

function Overview({ incident }: { readonly incident: Incident }): ReactNode {
  const words = useIncidentWords();
  const { texts, format } = words;
  const { overview } = texts;
  const impacts = useQuery(impactsQuery(incident.id));
  return (
    <>
      <Closed incident={incident} />
      <Loaded query={impacts}>
        {(stated) => {
          const adopted = stated.filter(({ adoption }) => adoption !== null);
          const contested = groupImpacts(stated).filter(({ isContested }) => isContested);
          return (
            <>
              <Figures
                figures={[
                  { name: overview.length, value: lengthOf(incident, words) },
                  { name: overview.adopted, value: format.count(adopted.length) },
                  { name: overview.contested, value: format.count(contested.length) },
                ]}
              />
              <Section title={overview.chartTitle}>
                <ImpactChart incident={incident} impacts={adopted} />
              </Section>
            </>
          );
        }}
      </Loaded>
      <IncidentFacts incident={incident} />
      <RolesSection incident={incident} />
      <SettleIncident incident={incident} />
      <Section title={overview.sourcesTitle}>
        <DataTable
          caption={overview.sourcesTitle}
          rows={incident.sources}
          rowKey={({ number }) => String(number)}
          columns={[
            { key: 'number', header: overview.number, cell: ({ number }) => number },
            {
              key: 'address',
              header: overview.address,
              cell: ({ address, remark }) => (
                <>
                  {/^https?:/.test(address) ? (
                    <a href={address} rel="noreferrer noopener" target="_blank">
                      {address}
                    </a>
                  ) : (
                    address
                  )}
                  {remark === null ? null : <div className="hint">{remark}</div>}
                </>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

/** One incident at a glance: what stopped and when, drawn from the adopted statements. */
export function OverviewPage(): ReactNode {
  const { texts, locale } = useIncidentWords();
  const mayOpen = usePermission('incident:write');
  const open = mayOpen ? (
    <PageLink to="/incident/new" isButton>
      {texts.overview.newIncident}
    </PageLink>
  ) : null;
  return (
    <>
      <WithShownIncident>
        {(incident) => (
          <>
            <PageHead
              title={incident.titles[locale]}
              lead={texts.overview.lead}
              actions={
                <>
                  <a className="btn btn-second" href={`/public/${incident.slug}?lang=${locale}`}>
                    {texts.overview.publicPage}
                  </a>
                  {open}
                </>
              }
            />
            <Overview incident={incident} />
          </>
        )}
      </WithShownIncident>
      {/* While none is recorded, the way to the first one. */}
      <NoIncident>{open}</NoIncident>
    </>
  );
}

function NoIncident({ children }: { readonly children: ReactNode }): ReactNode {
  const { texts } = useIncidentWords();
  const { data } = useQuery(incidentsQuery);
  if (data === undefined || data.length > 0) return null;
  return (
    <>
      <PageHead title={texts.overview.title} />
      {children}
    </>
  );
}
